"""Which marks of emphasis, code and struck words belong together, and what must not come between them.

A mark opens where text follows it and closes where text stands before it, as Markdown has it; with spaces on
both sides it is a sign like any other. Pairs do not reach beyond their block, item or row of a table.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from eca_policy.text.edits import Edit, Span
from eca_policy.text.tokens import is_formatting

_LINE_STARTS = ("-", "+", "*", "|", ">")


@dataclass(frozen=True)
class Marks:
    """Pairs of positions in a row of tokens. Balanced: no mark is left over, crossed or inside its like.
    `loose` counts those that stand between spaces.
    """

    pairs: list[tuple[int, int]]
    is_balanced: bool
    loose: int


@dataclass
class _Open:
    at: int
    character: str
    left: int


@dataclass
class _Reading:
    pairs: list[tuple[int, int]] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    is_balanced: bool = True
    loose: int = 0

    @property
    def is_in_code(self) -> bool:
        return bool(self.open) and self.open[-1].character == "`"


def marks(pieces: Sequence[str]) -> Marks:
    """The marks of a text that was taken apart into tokens."""
    reading = _Reading()
    telling = [(at, piece) for at, piece in enumerate(pieces) if piece[0] in "\n*_`~"]
    last_code = {piece: at for at, piece in telling if piece[0] == "`"}
    for at, piece in telling:
        if piece[0] == "\n" and _ends_text(pieces, at):
            _end(reading)
        elif piece[0] == "`" or reading.is_in_code:
            _read_code(reading, at, piece, is_last=last_code.get(piece) == at)
        elif is_formatting(piece) and piece != "~":
            _read_mark(reading, pieces, at)
    _end(reading)
    return Marks(reading.pairs, reading.is_balanced, reading.loose)


def uncut(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """The edits from one text to the other, each extended over the pairs of marks that it would cut."""
    if not any(
        is_formatting(piece) for edit in edits for piece in (*old[edit.start : edit.end], *edit.inserted)
    ):
        return list(edits)
    old_pairs, new_pairs = marks(old).pairs, marks(new).pairs
    spans = _spans(edits)
    while True:
        cut = _cut(old_pairs, spans) + _flipped(_cut(new_pairs, _flipped(spans)))
        if not cut:
            return [Edit(s.old_start, s.old_end, tuple(new[s.new_start : s.new_end])) for s in spans]
        spans = _united([*spans, *cut])


def _spans(edits: Sequence[Edit]) -> list[Span]:
    spans: list[Span] = []
    longer = 0
    for edit in edits:
        start = edit.start + longer
        spans.append(Span(edit.start, edit.end, start, start + len(edit.inserted)))
        longer += len(edit.inserted) - (edit.end - edit.start)
    return spans


def _flipped(spans: Sequence[Span]) -> list[Span]:
    return [Span(one.new_start, one.new_end, one.old_start, one.old_end) for one in spans]


def _cut(pairs: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[Span]:
    """For each pair of the old text that the edits take apart, all that lies from the one to the other."""
    starts, edited = [one.old_start for one in spans], set(spans)
    found: list[Span] = []
    for opening, closing in pairs:
        first, last = _around(opening, spans, starts), _around(closing, spans, starts)
        if first != last and (first in edited or last in edited):
            found.append(Span(first.old_start, last.old_end, first.new_start, last.new_end))
    return found


def _around(at: int, spans: Sequence[Span], starts: Sequence[int]) -> Span:
    """The edit that takes out this token, or the token itself, which stays."""
    before = bisect_right(starts, at) - 1
    if before < 0:
        return Span(at, at + 1, at, at + 1)
    if at < spans[before].old_end:
        return spans[before]
    now = at + spans[before].new_end - spans[before].old_end
    return Span(at, at + 1, now, now + 1)


def _united(spans: Sequence[Span]) -> list[Span]:
    united: list[Span] = []
    for one in sorted(spans, key=lambda span: (span.old_start, span.new_start, span.old_end, span.new_end)):
        last = united[-1] if united else None
        if last and (one.old_start <= last.old_end and one.new_start <= last.new_end):
            old_end, new_end = max(last.old_end, one.old_end), max(last.new_end, one.new_end)
            united[-1] = Span(last.old_start, old_end, last.new_start, new_end)
        else:
            united.append(one)
    return united


def _ends_text(pieces: Sequence[str], at: int) -> bool:
    """Whether emphasis cannot reach across this line end: a blank line, an item, a row or a quotation."""
    following = [piece for piece in pieces[at + 1 : at + 4] if not piece.isspace()][:2]
    numbered = len(following) == 2 and following[0].isdecimal() and following[1] == "."
    return len(pieces[at]) > 1 or numbered or (_is_line_start(pieces, at) if following else False)


def _is_line_start(pieces: Sequence[str], at: int) -> bool:
    first = at + 2 if pieces[at + 1].isspace() else at + 1
    if pieces[first] not in _LINE_STARTS:
        return False
    return pieces[first] in "|>" or (first + 1 < len(pieces) and pieces[first + 1].isspace())


def _end(reading: _Reading) -> None:
    reading.is_balanced = reading.is_balanced and not reading.open
    reading.open.clear()


def _read_code(reading: _Reading, at: int, piece: str, *, is_last: bool) -> None:
    """In code everything is text up to the same mark; a mark that nothing closes is none."""
    if reading.is_in_code:
        if piece == "`" * reading.open[-1].left:
            reading.pairs.append((reading.open.pop().at, at))
    elif is_last:
        reading.is_balanced = False
    else:
        reading.open.append(_Open(at, "`", len(piece)))


def _read_mark(reading: _Reading, pieces: Sequence[str], at: int) -> None:
    character, length = pieces[at][0], len(pieces[at])
    can_close = at > 0 and not pieces[at - 1].isspace()
    can_open = at + 1 < len(pieces) and not pieces[at + 1].isspace()
    like = [one for one in reading.open if one.character == character]
    is_partner = bool(like) and (not can_open or like[-1].left == length)
    if can_close and is_partner:
        _close(reading, character, length, at)
    elif can_open:
        reading.is_balanced = reading.is_balanced and all(one.left != length for one in like)
        reading.open.append(_Open(at, character, length))
    elif can_close:
        reading.is_balanced = False
    elif not _is_bullet(pieces, at):
        reading.loose += 1


def _is_bullet(pieces: Sequence[str], at: int) -> bool:
    starts_line = at == 0 or pieces[at - 1][0] == "\n" or (at > 1 and pieces[at - 2][0] == "\n")
    return pieces[at] == "*" and starts_line


def _close(reading: _Reading, character: str, length: int, at: int) -> None:
    """`***` closes what `*` and `**` opened, and the other way round."""
    while length and any(one.character == character for one in reading.open):
        if reading.open[-1].character != character:
            reading.is_balanced = False
            reading.open.pop()
            continue
        opener = reading.open[-1]
        taken = min(opener.left, length)
        reading.pairs.append((opener.at, at))
        opener.left -= taken
        length -= taken
        if not opener.left:
            reading.open.pop()
    reading.is_balanced = reading.is_balanced and not length
