"""What a reader sees of the source of a paragraph, and where in the source a selection of it stands.

Spaces and the signs that Markdown may use as marks are left out on both sides, so that line breaks, items,
cells and emphasis in the middle of a selection make no difference. What is shown of a link stands for the
whole link. A footnote mark is shown as a number that only the whole text knows: any number, or none, fits it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from eca_policy.text.blocks import FENCE, MARK, TABLE_LINE, UNDERLINE, Kind, kind_of
from eca_policy.text.marks import marks
from eca_policy.text.tokens import Tokens, everywhere, is_formatting, tokens

_LEFT_OUT = frozenset("*_`~#>|[]\\")
_NOTE = "\x00"
_NAME = re.compile(r" {0,3}\[\^[^\]]*\]:")
MAX_ENTITY = 34
MAX_QUOTE_ACROSS_NOTES = 2_000
"""Characters of a selection up to which the numbers of footnotes may stand anywhere in it."""

_ITEMS = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}\.)(?:[ \t]+|$))+")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]*)\](?:\((?P<address>\S*).*\)|\[.*\])", re.DOTALL)
_CALL = re.compile(r"\[\^[^\]\s]+\](?P<rest>:?)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

Partners = defaultdict[int, list[int]]


class Seen(NamedTuple):
    """A character on the page. Characters `start` up to `end` of the source are what it stands in: its word,
    or its whole link. `opens` and `closes` tell whether it begins and ends its word.
    """

    character: str
    start: int
    end: int
    opens: bool
    closes: bool


def whole(source: str, quote: str) -> list[tuple[int, int]]:
    """Where a selection stands in the source as whole words, in order."""
    return [span for span, cuts in _places(source, quote) if not cuts]


def cutting(source: str, quote: str) -> list[tuple[int, int]]:
    """Where it stands beginning or ending in mid-word, in order; the places are those of the whole words."""
    return [span for span, cuts in _places(source, quote) if cuts]


def _places(source: str, quote: str) -> Iterator[tuple[tuple[int, int], bool]]:
    text = Tokens(tokens(source))
    selected = unicodedata.normalize("NFC", quote).strip()
    wanted = _signs(selected)
    if not wanted:
        yield from ((span, False) for span in text.stands(source, selected))
        return
    page = seen(source)
    partners = _partners(text.pieces)
    for start, end in _matches(page, wanted):
        first, last = page[start], page[end - 1]
        yield _with_marks(text, partners, first.start, last.end), not (first.opens and last.closes)


def seen(source: str) -> list[Seen]:
    """The characters that a reader sees of one paragraph, without spaces and possible marks."""
    kind = kind_of(source)
    if kind == "reference":
        return []
    hidden = _hidden(source, kind)
    shown: list[Seen] = []
    for piece, start in _pieces(source):
        if not hidden[start]:
            shown += _shown(piece, start, is_code=kind == "code")
    return shown


def _pieces(source: str) -> Iterator[tuple[str, int]]:
    """The tokens and where they begin; a character that is spelled as an entity is one piece."""
    position = 0
    for piece in tokens(source):
        start = position
        position += len(piece)
        entity = _ENTITY.match(source, start) if piece == "&" else None
        if entity:
            yield entity[0], start
        elif not _is_within_entity(source, start):
            yield piece, start


def _is_within_entity(source: str, at: int) -> bool:
    before = source.rfind("&", max(0, at - MAX_ENTITY), at)
    entity = _ENTITY.match(source, before) if before >= 0 else None
    return entity is not None and at < entity.end()


def _hidden(source: str, kind: Kind) -> bytearray:
    """1 for every character of what gives a block its form: list marks, fences, the line under a heading."""
    hidden = bytearray(len(source))
    start = 0
    for number, line in enumerate(source.split("\n")):
        if _is_form(line, number, kind):
            hidden[start : start + len(line)] = b"\x01" * len(line)
        elif kind in ("list", "quote") and (items := _ITEMS.match(line)):
            hidden[start : start + items.end()] = b"\x01" * items.end()
        elif kind == "footnote" and number == 0 and (name := _NAME.match(line)):
            hidden[: name.end()] = b"\x01" * name.end()
        start += len(line) + 1
    return hidden


def _is_form(line: str, number: int, kind: Kind) -> bool:
    if MARK.match(line):
        return True
    if kind == "code":
        return bool(FENCE.match(line))
    under = UNDERLINE if kind == "heading" else TABLE_LINE if kind == "table" else None
    return number == 1 and under is not None and bool(under.match(line))


def _shown(piece: str, start: int, *, is_code: bool) -> list[Seen]:
    end = start + len(piece)
    if piece.isspace():
        return []
    if is_code or piece[0] not in "![<&":
        return _word(piece, start, end)
    if call := _CALL.fullmatch(piece):
        return [Seen(_NOTE, start, end, opens=True, closes=True), *_word(call["rest"], end - 1, end)]
    if _ENTITY.fullmatch(piece):
        return _word(unescape(piece), start, end)
    if link := _LINK.fullmatch(piece):
        words = tokens(link["text"] or link["address"] or "")
        return [one for word in words if not word.isspace() for one in _word(word, start, end)]
    return _word(piece.strip("<>") if len(piece) > 1 else piece, start, end)


def _word(word: str, start: int, end: int) -> list[Seen]:
    signs = _signs(word)
    last = len(signs) - 1
    return [Seen(sign, start, end, at == 0, at == last) for at, sign in enumerate(signs)]


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign not in _LEFT_OUT and not sign.isspace() and sign != _NOTE)


def _matches(page: list[Seen], wanted: str) -> Iterator[tuple[int, int]]:
    """Every stretch of the page that reads like this, overlapping ones too."""
    text = "".join(one.character for one in page)
    if _NOTE in text and len(wanted) <= MAX_QUOTE_ACROSS_NOTES:
        found = re.finditer(f"(?=({_across_notes(wanted)}))", text)
        return (match.span(1) for match in found)
    return ((at, at + len(wanted)) for at in everywhere(text, wanted))


def _across_notes(wanted: str) -> str:
    """A pattern for these signs with footnote marks anywhere, which may stand for digits among them."""
    between = f"{_NOTE}*"
    return between.join(
        _digits(part) if part.isdecimal() else re.escape(part) for part in re.findall(r"\d{1,6}|\D", wanted)
    )


def _digits(digits: str) -> str:
    """These digits, or the same with a stretch of them standing for footnote marks."""
    ends = range(len(digits) + 1)
    splits = [f"{digits[:a]}{_NOTE}+{digits[b:]}" for a in ends for b in ends[a + 1 :]]
    return f"(?:{'|'.join([digits, *splits])})"


def _with_marks(text: Tokens, partners: Partners, start: int, end: int) -> tuple[int, int]:
    """The same with each mark just outside whose partner is inside: no pair is cut without need."""
    within = text.covering(start, end)
    first, last = within.start, within.stop
    for at in range(_marks_before(text.pieces, first), within.start):
        if any(partner in within for partner in partners[at]):
            first = min(first, at)
    for at in range(last, _marks_after(text.pieces, last)):
        if any(partner in within for partner in partners[at]):
            last = at + 1
    return text.starts[first], text.starts[last]


def _partners(pieces: Sequence[str]) -> Partners:
    partners: Partners = defaultdict(list)
    for opening, closing in marks(pieces).pairs:
        partners[opening].append(closing)
        partners[closing].append(opening)
    return partners


def _marks_before(pieces: Sequence[str], at: int) -> int:
    while at > 0 and is_formatting(pieces[at - 1]):
        at -= 1
    return at


def _marks_after(pieces: Sequence[str], at: int) -> int:
    while at < len(pieces) and is_formatting(pieces[at]):
        at += 1
    return at
