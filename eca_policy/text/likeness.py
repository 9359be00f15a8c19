"""Which block of the new text is which block of the old one.

Equal blocks are found first, in order, then out of order; then what was edited is paired by the words both
have. Every step prefers what stands in the same place, so that carrying is stable and a repeated block
keeps its place.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel, LCSseq

from eca_policy.text.tokens import is_word, tokens

EDITED = 0.5
"""Share of words in common from which a block at the same place counts as edited, not as replaced."""

MOVED_AND_EDITED = 0.65
"""The same for a block at another place: more is asked, since the place speaks against it."""

TAKEN_OVER = 0.6
"""Share of a block's words that must stand in another one for it to be a part of it."""

CANDIDATES = 8
RARE = 20
"""Number of blocks that hold a word up to which it tells which block this is."""


@dataclass
class Pairing:
    """`partner`: new position → old position. `absorbed`: new position → old positions merged into it."""

    partner: dict[int, int] = field(default_factory=dict)
    absorbed: dict[int, list[int]] = field(default_factory=dict)


def pair(old: Sequence[str], new: Sequence[str]) -> Pairing:
    """Pairs the blocks of two texts; each is paired at most once."""
    pairing = Pairing()
    old_keys, new_keys = [_key(one) for one in old], [_key(one) for one in new]
    _pair_in_order(old_keys, new_keys, pairing.partner)
    _pair_anywhere(old_keys, new_keys, pairing.partner)
    words = _Words(old_keys, new_keys)
    _pair_edited(words, pairing.partner)
    _give_id_to_first_half(words, pairing.partner)
    _note_merged(words, pairing)
    return pairing


class _Words:
    """The words of every block, taken apart once and only when somebody asks."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        self._texts = (old, new)
        self._words: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
        self.old_count, self.new_count = len(old), len(new)

    def old(self, at: int) -> list[str]:
        return self._of(0, at)

    def new(self, at: int) -> list[str]:
        return self._of(1, at)

    def _of(self, side: int, at: int) -> list[str]:
        if at not in self._words[side]:
            self._words[side][at] = content(self._texts[side][at])
        return self._words[side][at]


def content(source: str) -> list[str]:
    """The words of a block; of a block without words, its marks."""
    pieces = tokens(source)
    return [piece for piece in pieces if is_word(piece)] or [piece for piece in pieces if piece.strip()]


def _key(source: str) -> str:
    return source.strip("\n").rstrip()


def _pair_in_order(old: list[str], new: list[str], partner: dict[int, int]) -> None:
    for op in Indel.opcodes(old, new):
        if op.tag == "equal":
            length = op.dest_end - op.dest_start
            partner.update((op.dest_start + step, op.src_start + step) for step in range(length))


def _pair_anywhere(old: list[str], new: list[str], partner: dict[int, int]) -> None:
    waiting: dict[str, list[int]] = defaultdict(list)
    taken = set(partner.values())
    for at in reversed(range(len(old))):
        if at not in taken:
            waiting[old[at]].append(at)
    for at, key in enumerate(new):
        if at not in partner and waiting.get(key):
            partner[at] = waiting[key].pop()


def _pair_edited(words: _Words, partner: dict[int, int]) -> None:
    """The likest pairs first; among equals the nearest; a pair that keeps the order needs less likeness."""
    taken = set(partner.values())
    free_old = [at for at in range(words.old_count) if at not in taken]
    free_new = [at for at in range(words.new_count) if at not in partner]
    place = _Neighbourhood(partner, words.old_count)
    ranked = []
    for new_at, old_at in _candidates(words, free_old, free_new, place):
        share = Indel.normalized_similarity(words.old(old_at), words.new(new_at))
        before, after = place.between(new_at)
        in_place = before < old_at < after
        if share >= (EDITED if in_place else MOVED_AND_EDITED):
            ranked.append((not in_place, -share, abs(new_at - old_at), new_at, old_at))
    for *_, new_at, old_at in sorted(ranked):
        if new_at not in partner and old_at not in taken:
            partner[new_at] = old_at
            taken.add(old_at)


class _Neighbourhood:
    """Which stretch of the old text lies between the unchanged blocks around a place in the new one."""

    def __init__(self, partner: dict[int, int], old_count: int) -> None:
        fixed = _longest_in_order(sorted(partner.items()))
        self._new = [new for new, _ in fixed]
        self._old = [-1, *(old for _, old in fixed), old_count]

    def nearest(self, new_at: int) -> range:
        """The few old blocks of that stretch about as far into it as this place is."""
        before, after = self.between(new_at)
        gap = bisect_left(self._new, new_at)
        middle = before + new_at - (self._new[gap - 1] if gap else -1)
        start = max(before + 1, min(middle - CANDIDATES // 2, after - CANDIDATES))
        return range(start, min(after, start + CANDIDATES))

    def between(self, new_at: int) -> tuple[int, int]:
        """The old blocks before and after the place at which a new one stands."""
        gap = bisect_left(self._new, new_at)
        return self._old[gap], self._old[gap + 1]


def _longest_in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    olds = [old for _, old in pairs]
    kept = LCSseq.opcodes(olds, sorted(olds))
    steady = [at for op in kept if op.tag == "equal" for at in range(op.src_start, op.src_end)]
    return [pairs[at] for at in steady]


def _candidates(
    words: _Words, old: list[int], new: list[int], place: _Neighbourhood
) -> Iterable[tuple[int, int]]:
    """For each new block the few old ones with most rare words in common, and the few at its place."""
    holders: dict[str, list[int]] = defaultdict(list)
    free = set(old)
    for old_at in old:
        for word in set(words.old(old_at)):
            holders[word].append(old_at)
    for new_at in new:
        shared: Counter[int] = Counter()
        for word in set(words.new(new_at)):
            found = holders.get(word, [])
            shared.update(dict.fromkeys(found, 1) if len(found) <= RARE else {})
        likely = {old_at for old_at, _ in shared.most_common(CANDIDATES)}
        at_place = free.intersection(place.nearest(new_at))
        yield from ((new_at, old_at) for old_at in sorted(likely | at_place))


def _give_id_to_first_half(words: _Words, partner: dict[int, int]) -> None:
    """A block that was split in two: the likeness may have chosen the longer half, the id belongs to the
    first.
    """
    for at in sorted(partner):
        first = at - 1
        if first in partner or first < 0 or words.old(partner[at]) == words.new(at):
            continue
        source = words.old(partner[at])
        whole = words.new(first) + words.new(at)
        if _share_in(words.new(first), source) >= TAKEN_OVER and _closer(source, whole, words.new(at)):
            partner[first] = partner.pop(at)


def _note_merged(words: _Words, pairing: Pairing) -> None:
    """Old blocks without a partner beside one whose new text now holds their words."""
    new_of = {old: new for new, old in pairing.partner.items()}
    for lost in [at for at in range(words.old_count) if at not in new_of]:
        for neighbour in (lost - 1, lost + 1):
            target = new_of.get(neighbour)
            if target is not None and _is_merged(words, lost, neighbour, target):
                _absorb(pairing, new_of, lost, neighbour, target)
                break


def _is_merged(words: _Words, lost: int, neighbour: int, target: int) -> bool:
    first, second = sorted((lost, neighbour))
    whole = words.old(first) + words.old(second)
    taken_over = _share_in(words.old(lost), words.new(target)) >= TAKEN_OVER
    return taken_over and _closer(words.new(target), whole, words.old(neighbour))


def _absorb(pairing: Pairing, new_of: dict[int, int], lost: int, neighbour: int, target: int) -> None:
    """The first id of the merged blocks stays, whichever of them was the longer."""
    gone = max(lost, neighbour)
    if lost < neighbour:
        pairing.partner[target] = lost
        del new_of[neighbour]
    new_of[lost] = target
    pairing.absorbed[target] = sorted([*pairing.absorbed.get(target, []), gone])


def _share_in(part: list[str], whole: list[str]) -> float:
    return LCSseq.similarity(part, whole) / len(part) if part else 0.0


def _closer(target: list[str], together: list[str], alone: list[str]) -> bool:
    return Indel.normalized_similarity(target, together) > Indel.normalized_similarity(target, alone)
