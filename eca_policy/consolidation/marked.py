"""The text of a place as it is shown: what went, what came, and through whom. Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from eca_policy.consolidation.desk import Contest, Side, body, body_of, made_by
from eca_policy.text.compare import Change, words
from eca_policy.text.numbering import MARK_LINE, is_recommendation, unmark_recommendation
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.tokens import is_word, tokens


class Piece(NamedTuple):
    """A stretch of text; `names` are those through whom it went or came, or who contest it."""

    kind: Literal["equal", "delete", "insert", "contested"]
    text: str
    names: tuple[str, ...] = ()


class Row(NamedTuple):
    """One paragraph of a place."""

    kind: Literal["same", "changed", "added", "removed"]
    pieces: tuple[Piece, ...]


class Run(NamedTuple):
    """Words that one side changes: where they stand in the base, and what it writes instead."""

    start: int
    end: int
    words: frozenset[str]


@lru_cache(maxsize=8192)
def rows(
    base: Paragraph | None,
    paragraphs: tuple[Paragraph, ...],
    sides: tuple[Side, ...],
    contests: tuple[Contest, ...] = (),
) -> tuple[Row, ...]:
    """The paragraphs of a place against the version, in reading order; one that went stands first."""
    made = {side.name: made_by(base, side) for side in sides}
    found = []
    if base and base.id not in {one.id for one in paragraphs}:
        names = tuple(name for name, own in made.items() if not body_of(base.id, own))
        found.append(Row("removed", (Piece("delete", body(base), names),)))
    for one in paragraphs:
        if base and one.id == base.id:
            found.append(changed(base, one, made, contests))
        else:
            names = tuple(name for name, own in made.items() if body(one) in set(map(body, own)))
            found.append(Row("added", (Piece("insert", body(one), names),)))
    return tuple(found)


def changed(
    base: Paragraph, now: Paragraph, made: dict[str, list[Paragraph]], contests: Sequence[Contest]
) -> Row:
    """The paragraph of the version as it reads now."""
    runs = {name: runs_of(body(base), text) for name, own in made.items() if (text := body_of(base.id, own))}
    before, after = without_marks(body(base), body(now))
    pieces = tuple(with_contests(named(words(before, after), runs), contests))
    is_same = all(piece.kind == "equal" for piece in pieces)
    return Row("same" if is_same else "changed", pieces)


def without_marks(before: str, after: str) -> tuple[str, str]:
    """Both wordings without the mark of a recommendation, where both have it: a tag says so."""
    if is_recommendation(before) and is_recommendation(after):
        return unmark_recommendation(before), unmark_recommendation(after)
    return before, after


def runs_of(base: str, wording: str) -> list[Run]:
    """The stretches that a wording changes."""
    return [Run(start, end, frozenset(content(run))) for start, end, run in stretches(words(base, wording))]


def stretches(changes: Sequence[Change]) -> Iterator[tuple[int, int, list[Change]]]:
    """What differs: from where to where in the old text, and the changes there."""
    at = 0
    for is_equal, group in groupby(changes, key=lambda change: change.kind == "equal"):
        run = list(group)
        length = sum(len(change.text) for change in run if change.kind != "insert")
        if not is_equal:
            yield at, at + length, run
        at += length


def content(run: Sequence[Change]) -> list[str]:
    return [
        token for change in run if change.kind == "insert" for token in tokens(change.text) if is_word(token)
    ]


def named(changes: Sequence[Change], runs: dict[str, list[Run]]) -> Iterator[Piece]:
    """The changes with the names of those who asked for them."""
    at = 0
    for is_equal, group in groupby(changes, key=lambda change: change.kind == "equal"):
        run = list(group)
        end = at + sum(len(change.text) for change in run if change.kind != "insert")
        for change in run:
            yield Piece(change.kind, change.text, () if is_equal else authors(at, end, change, runs))
        at = end


def authors(start: int, end: int, change: Change, runs: dict[str, list[Run]]) -> tuple[str, ...]:
    """Whose runs touch this stretch; of what was inserted, those that wrote one of its words."""
    written = set(content([change]))
    return tuple(
        name
        for name, own in runs.items()
        if any(
            run.start <= end and start <= run.end and (not written or written & run.words or not run.words)
            for run in own
        )
    )


def with_contests(pieces: Iterator[Piece], contests: Sequence[Contest]) -> Iterator[Piece]:
    """The same with the contested words as pieces of their own."""
    spans = [(one.start, one.start + len(one.base), one) for one in contests]
    at = 0
    for piece in pieces:
        if piece.kind == "delete":
            yield piece
            continue
        end = at + len(piece.text)
        if piece.kind == "equal":
            yield from cut(piece.text, at, [span for span in spans if span[0] < end and span[1] > at])
        else:
            yield piece
        at = end


def cut(text: str, at: int, spans: Sequence[tuple[int, int, Contest]]) -> Iterator[Piece]:
    """A stretch that stayed, cut where words in it are contested."""
    position = 0
    for start, end, contest in spans:
        first, last = max(start - at, position), min(end - at, len(text))
        if first > position:
            yield Piece("equal", text[position:first])
        names = tuple(dict.fromkeys(name for claim in contest.claims for name in claim.names))
        yield Piece("contested", text[first:last], names)
        position = last
    if position < len(text):
        yield Piece("equal", text[position:])


def excerpt(changes: Sequence[Change], around: int = 60) -> tuple[Change, ...]:
    """The changes with the words around them; of longer stretches that stay, what is between is left out.

    The mark of a recommendation that stays is left out likewise.
    """
    if changes and changes[-1].kind == "equal":
        changes = [*changes[:-1], Change("equal", changes[-1].text.removesuffix(MARK_LINE).rstrip("\n"))]
    last = len(changes) - 1
    return tuple(
        Change("equal", shortened(one.text, 0 if at == 0 else around, 0 if at == last else around))
        if one.kind == "equal"
        else one
        for at, one in enumerate(changes)
    )


def shortened(text: str, head: int, tail: int) -> str:
    """The beginning and the end of a text, in whole words; the text itself where little would be left out."""
    if len(text) <= head + tail + 40:
        return text
    start = text[:head].rpartition(" ")[0]
    end = text[len(text) - tail :].partition(" ")[2] if tail else ""
    return f"{start} … {end}".lstrip() if end or start else text
