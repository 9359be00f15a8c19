"""The edits that lead from one text to another, in whole tokens. Shown by `compare`, combined by `merge`."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from rapidfuzz.distance import Indel

from eca_policy.text.tokens import is_word

MAX_PAIRS = 100_000_000
"""Tokens of one side times tokens of the other up to which they are compared at once (12 MB of memory)."""


@dataclass(frozen=True)
class Edit:
    """Tokens `start` up to `end` of the old text give way to `inserted`; one of the two may be empty."""

    start: int
    end: int
    inserted: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """A stretch that differs: what stands there in the old sequence and what in the new one."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def is_too_large(self) -> bool:
        return (self.old_end - self.old_start) * (self.new_end - self.new_start) > MAX_PAIRS


def between(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits in order; between two of them stands at least one token that stays."""
    whole = Span(0, len(old), 0, len(new))
    if whole.is_too_large:
        whole = _trimmed(old, new)
    spans = _by_lines(old, new, whole) if whole.is_too_large else _by_words(old, new, whole)
    return [Edit(span.old_start, span.old_end, tuple(new[span.new_start : span.new_end])) for span in spans]


def changed(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Span]:
    """The stretches that differ, those that touch put together."""
    for differs, ops in groupby(Indel.opcodes(old, new), key=lambda op: op.tag != "equal"):
        if differs:
            run = list(ops)
            yield Span(run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end)


def _trimmed(old: Sequence[str], new: Sequence[str]) -> Span:
    """What lies between the same beginning and the same end."""
    start, shorter = 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    same = 0
    while same < shorter - start and old[-1 - same] == new[-1 - same]:
        same += 1
    return Span(start, len(old) - same, start, len(new) - same)


def _by_lines(old: Sequence[str], new: Sequence[str], whole: Span) -> Iterator[Span]:
    """For very long texts: which lines differ, then which tokens in them; where still too much, all of it."""
    old_lines = _lines(old[whole.old_start : whole.old_end])
    new_lines = _lines(new[whole.new_start : whole.new_end])
    old_at = list(accumulate(map(len, old_lines), initial=whole.old_start))
    new_at = list(accumulate(map(len, new_lines), initial=whole.new_start))
    lines = Span(0, len(old_lines), 0, len(new_lines))
    for span in [lines] if lines.is_too_large else changed(old_lines, new_lines):
        outer = Span(
            old_at[span.old_start], old_at[span.old_end], new_at[span.new_start], new_at[span.new_end]
        )
        yield from [outer] if outer.is_too_large else _by_words(old, new, outer)


def _by_words(old: Sequence[str], new: Sequence[str], outer: Span) -> Iterator[Span]:
    """What differs in these stretches. As many words and line ends as possible stay, and then as much of what
    stands between them: counted alike, spaces and commas would outvote a word that moved on by one place.
    """
    old_at, new_at = outer.old_start, outer.new_start
    for old_word, new_word in _kept_words(old, new, outer):
        if old[old_at:old_word] != new[new_at:new_word]:
            yield from _in_gap(old, new, Span(old_at, old_word, new_at, new_word))
        old_at, new_at = old_word + 1, new_word + 1
    if old[old_at : outer.old_end] != new[new_at : outer.new_end]:
        yield from _in_gap(old, new, Span(old_at, outer.old_end, new_at, outer.new_end))


def _kept_words(old: Sequence[str], new: Sequence[str], outer: Span) -> Iterator[tuple[int, int]]:
    old_words = [at for at in range(outer.old_start, outer.old_end) if _weighs(old[at])]
    new_words = [at for at in range(outer.new_start, outer.new_end) if _weighs(new[at])]
    for op in Indel.opcodes([old[at] for at in old_words], [new[at] for at in new_words]):
        if op.tag == "equal":
            stretches = old_words[op.src_start : op.src_end], new_words[op.dest_start : op.dest_end]
            yield from zip(*stretches, strict=True)


def _in_gap(old: Sequence[str], new: Sequence[str], gap: Span) -> Iterator[Span]:
    old_part, new_part = old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end]
    if gap.is_too_large or not old_part or not new_part:
        yield gap
        return
    for span in changed(old_part, new_part):
        yield Span(
            gap.old_start + span.old_start,
            gap.old_start + span.old_end,
            gap.new_start + span.new_start,
            gap.new_start + span.new_end,
        )


@lru_cache(maxsize=65536)
def _weighs(token: str) -> bool:
    return token[0] == "\n" or is_word(token)


def _lines(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    lines: list[list[str]] = [[]]
    for token in tokens:
        lines[-1].append(token)
        if token.startswith("\n"):
            lines.append([])
    return [tuple(line) for line in lines if line]
