"""Several wordings of one paragraph woven into one: a three-way merge over tokens, for any number of
authors.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eca_policy.text import edits
from eca_policy.text.edits import Edit
from eca_policy.text.marks import marks
from eca_policy.text.readable import equivalents, placed
from eca_policy.text.tokens import is_word, tokens


@dataclass(frozen=True)
class Contradiction:
    """Words of the base that were changed differently; they stand in the woven text from `start` on."""

    base: str
    sides: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class _Place:
    """Edits that touch the same tokens of the base."""

    start: int
    end: int
    edits: frozenset[Edit]

    @property
    def agrees(self) -> bool:
        """One edit, or only deletions: what each of them takes out is out."""
        return len(self.edits) == 1 or not any(edit.inserted for edit in self.edits)

    @property
    def inserted(self) -> str:
        return "".join("".join(edit.inserted) for edit in self.edits)


def woven(base: str, wordings: Sequence[str]) -> tuple[str, list[Contradiction]]:
    """The text with every change that no other contradicts, and the contradictions, where the base still
    stands.

    Where everybody's marks of emphasis have their partners, and together they would not, all of it is one
    contradiction: a broken text is nobody's wording.
    """
    text, contradictions = _woven(base, wordings)
    if _breaks_marks([base, *wordings], text, contradictions):
        return base, [Contradiction(base, tuple(sorted(set(wordings))), 0)]
    return text, contradictions


def _breaks_marks(written: Sequence[str], text: str, contradictions: Sequence[Contradiction]) -> bool:
    if not any(mark in one for one in written for mark in "*_`~"):
        return False
    decided = [
        text[: one.start] + side + text[one.start + len(one.base) :]
        for one in contradictions
        for side in one.sides
    ]
    before = [marks(tokens(one)) for one in written]
    after = [marks(tokens(one)) for one in [text, *decided]]
    most_loose = max(one.loose for one in before)
    return all(one.is_balanced for one in before) and not all(
        one.is_balanced and one.loose <= most_loose for one in after
    )


def _woven(base: str, wordings: Sequence[str]) -> tuple[str, list[Contradiction]]:
    source = tokens(base)
    authors = _clear_of_deletions(
        source, [placed(source, edits.between(source, tokens(wording))) for wording in wordings]
    )
    text: list[str] = []
    contradictions: list[Contradiction] = []
    position = 0
    for place in _places(source, {edit for author in authors for edit in author}):
        text += source[position : place.start]
        if place.agrees:
            text.append(place.inserted)
        else:
            start = sum(map(len, text))
            contradictions.append(_contradiction(source, place, authors, start))
            text += source[place.start : place.end]
        position = place.end
    return "".join([*text, *source[position:]]), contradictions


def _clear_of_deletions(source: Sequence[str], authors: Sequence[Sequence[Edit]]) -> list[list[Edit]]:
    """Insertions that stand inside what another takes out only by a space, put before or after it.

    "a b c" without its last word has lost the space before it; a word put in before "c" stands after that
    space. Moved over the space it reads the same, and nobody contradicts. Where another takes out the word on
    the other side as well, the deletion is cut at the space instead.
    """
    taken_out = {edit for author in authors for edit in author if not edit.inserted}
    moved = [
        [_clear(source, edit, taken_out, _room(source, author, at)) for at, edit in enumerate(author)]
        for author in authors
    ]
    spots = sorted({edit.start for author in moved for edit in author if edit.start == edit.end})
    return [[part for edit in author for part in _cut_at_spaces(source, edit, spots)] for author in moved]


def _cut_at_spaces(source: Sequence[str], edit: Edit, spots: Sequence[int]) -> list[Edit]:
    if edit.inserted or edit.start == edit.end:
        return [edit]
    parts = [edit]
    for spot in spots[bisect_right(spots, edit.start) : bisect_left(spots, edit.end)]:
        last = parts[-1]
        if _is_space(source[edit.start : spot]) or _is_space(source[spot : edit.end]):
            parts[-1:] = [Edit(last.start, spot, ()), Edit(spot, last.end, ())]
    return parts


def _is_space(pieces: Sequence[str]) -> bool:
    return all(piece.isspace() for piece in pieces)


def _room(source: Sequence[str], author: Sequence[Edit], at: int) -> range:
    """Where an edit may stand without touching its neighbours by the same author."""
    floor = author[at - 1].end + 1 if at else 0
    ceiling = author[at + 1].start - 1 if at + 1 < len(author) else len(source)
    return range(floor, ceiling + 1)


def _clear(source: Sequence[str], edit: Edit, taken_out: Iterable[Edit], room: range) -> Edit:
    if edit.end > edit.start or not any(gone.start < edit.start < gone.end for gone in taken_out):
        return edit
    same = equivalents(source, edit, room.start, room.stop - 1)
    clear = (one for one in same if not any(gone.start < one.start < gone.end for gone in taken_out))
    return next(clear, edit)


def _places(source: Sequence[str], changes: Iterable[Edit]) -> list[_Place]:
    touching: list[_Place] = []
    for edit in sorted(changes, key=lambda edit: (edit.start, edit.end, edit.inserted)):
        if touching and edit.start < touching[-1].end:
            touching.append(_together([touching.pop(), _Place(edit.start, edit.end, frozenset({edit}))]))
        else:
            touching.append(_Place(edit.start, edit.end, frozenset({edit})))
    return _neighbouring_conflicts_joined(source, touching)


def _neighbouring_conflicts_joined(source: Sequence[str], places: Sequence[_Place]) -> list[_Place]:
    """Contradictions with no word between them are one to the reader: a sentence that two people rewrote."""
    joined: list[_Place] = []
    for place in places:
        joined.append(place)
        if place.agrees:
            continue
        earlier = next((at for at in range(len(joined) - 2, -1, -1) if not joined[at].agrees), None)
        if earlier is not None and not any(map(is_word, source[joined[earlier].end : place.start])):
            joined[earlier:] = [_together(joined[earlier:])]
    return joined


def _together(places: Sequence[_Place]) -> _Place:
    return _Place(
        min(place.start for place in places),
        max(place.end for place in places),
        frozenset().union(*(place.edits for place in places)),
    )


def _contradiction(
    source: Sequence[str], place: _Place, authors: Sequence[Sequence[Edit]], start: int
) -> Contradiction:
    sides = {
        _applied(source, place, own) for author in authors if (own := [e for e in author if e in place.edits])
    }
    return Contradiction("".join(source[place.start : place.end]), tuple(sorted(sides)), start)


def _applied(source: Sequence[str], place: _Place, own: Sequence[Edit]) -> str:
    text: list[str] = []
    position = place.start
    for edit in own:
        text += [*source[position : edit.start], *edit.inserted]
        position = edit.end
    return "".join([*text, *source[position : place.end]])
