"""Where one Markdown block ends and the next begins: the line grammar under `paragraphs` and `numbering`.

A block is what a reader takes for one thing: a heading, a paragraph, a whole list with what is nested in
it, a table, a quotation, a piece of code, a rule, a footnote, a group of link targets. The grammar is
Python-Markdown's, with two differences taken from how papers are really written: a list may follow a
paragraph without a blank line, and so may a fenced block. Every line belongs to exactly one block, together
with the blank lines after it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "list", "table", "quote", "code", "rule", "footnote", "reference"]

HEADING = re.compile(r"#{1,6}(?!#)")
UNDERLINE = re.compile(r"(?:=+|-+) *$")
RULE = re.compile(r" {0,3}(?:(?:-[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,})$")
FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
QUOTE = re.compile(r" {0,3}>")
ITEM = re.compile(r" {0,3}(?:([-+*])|(\d{1,9})\.)(?:[ \t]+\S|[ \t]*$)")
STARTS_LIST = re.compile(r" {0,3}(?:[-+*]|1\.)[ \t]+\S")
"""An item that may follow text without a blank line; only 1: years and article numbers begin lines too."""

FOOTNOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")
REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\[\]]+\]:[ \t]*\S+[ \t]*(?:$|[\"'(])")
TITLE = re.compile(r"[ \t]+[\"'(].*$")
INDENTED = re.compile(r" {4}|\t| {1,3}\t")
NESTED = re.compile(r" {2}|\t| \t")
TABLE_LINE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
MARK = re.compile(r" {0,3}\{:[ \t]*\.recommendation[ \t]*\}[ \t]*$")


@dataclass(frozen=True)
class Block:
    """Lines `start` up to `end` (exclusive); the blank lines that follow the block are its own."""

    kind: Kind
    start: int
    end: int


def is_blank(line: str) -> bool:
    return not line.strip(" \t")


def scan(lines: list[str]) -> list[Block]:
    """The blocks of a text in order; blank lines before the first one belong to none."""
    closings = _closings(lines)
    found: list[Block] = []
    position = _skip_blank(lines, 0)
    while position < len(lines):
        kind, end = _block_at(lines, position, closings)
        end = _with_mark(lines, end)
        following = _skip_blank(lines, end)
        found.append(Block(kind, position, following))
        position = following
    return found


def kind_of(source: str) -> Kind:
    """The kind of a block; of several, the kind of the first. A blank text is a paragraph."""
    lines = source.split("\n")
    start = _skip_blank(lines, 0)
    return _block_at(lines, start, _closings(lines))[0] if start < len(lines) else "paragraph"


def _block_at(lines: list[str], start: int, closings: dict[int, int]) -> tuple[Kind, int]:
    line = lines[start]
    if start in closings:
        return "code", closings[start] + 1
    if HEADING.match(line):
        return "heading", start + 1
    if INDENTED.match(line):
        return "code", _while_indented(lines, start + 1, INDENTED)
    if RULE.match(line):
        return "rule", start + 1
    if ITEM.match(line):
        return "list", _list_end(lines, start, closings)
    if QUOTE.match(line):
        return "quote", _until(lines, start + 1, lambda at: _interrupts_quote(lines[at], at, closings))
    return _text_block(lines, start, closings)


def _text_block(lines: list[str], start: int, closings: dict[int, int]) -> tuple[Kind, int]:
    line, following = lines[start], lines[start + 1] if start + 1 < len(lines) else ""
    if FOOTNOTE.match(line):
        end = _until(lines, start + 1, lambda at: _interrupts(lines[at], at, closings))
        return "footnote", _while_indented(lines, end, INDENTED)
    if REFERENCE.match(line):
        return "reference", _reference_end(lines, start)
    if UNDERLINE.match(following):
        return "heading", start + 2
    if "|" in line and "-" in following and TABLE_LINE.match(following) and _columns_agree(line, following):
        return "table", _until(lines, start + 2, lambda at: _interrupts_table(lines[at], at, closings))
    return "paragraph", _until(lines, start + 1, lambda at: _interrupts(lines[at], at, closings))


def _interrupts(line: str, at: int, closings: dict[int, int]) -> bool:
    """Whether this line ends the text before it though no blank line stands between."""
    return _interrupts_quote(line, at, closings) or bool(QUOTE.match(line) or STARTS_LIST.match(line))


def _interrupts_quote(line: str, at: int, closings: dict[int, int]) -> bool:
    return at in closings or bool(
        HEADING.match(line) or RULE.match(line) or FOOTNOTE.match(line) or REFERENCE.match(line)
    )


def _interrupts_table(line: str, at: int, closings: dict[int, int]) -> bool:
    return bool(MARK.match(line)) or ("|" not in line and _interrupts(line, at, closings))


def _columns_agree(header: str, delimiter: str) -> bool:
    return header.strip().strip("|").count("|") <= delimiter.strip().strip("|").count("|")


def _list_end(lines: list[str], start: int, closings: dict[int, int]) -> int:
    numbered = _is_numbered(lines[start])
    position = start + 1
    while position < len(lines):
        line = lines[position]
        if is_blank(line):
            following = _skip_blank(lines, position)
            if following == len(lines) or not _continues_list(lines[following], numbered=numbered):
                return position
            position = following
        elif _leaves_list(line, position, closings, numbered=numbered):
            return position
        position += 1
    return position


def _leaves_list(line: str, at: int, closings: dict[int, int], *, numbered: bool) -> bool:
    if NESTED.match(line):
        return False
    other_list = bool(ITEM.match(line)) and _is_numbered(line) != numbered
    return other_list or bool(QUOTE.match(line)) or _interrupts_quote(line, at, closings)


def _continues_list(line: str, *, numbered: bool) -> bool:
    if NESTED.match(line):
        return True
    return bool(ITEM.match(line)) and not RULE.match(line) and _is_numbered(line) == numbered


def _is_numbered(line: str) -> bool:
    item = ITEM.match(line)
    return item is not None and item[2] is not None


def _reference_end(lines: list[str], start: int) -> int:
    position = start
    while position < len(lines) and REFERENCE.match(lines[position]):
        position += 1
        if position < len(lines) and TITLE.match(lines[position]):
            position += 1
    return position


def _while_indented(lines: list[str], start: int, indent: re.Pattern[str]) -> int:
    """The end of what is indented from `start` on, blank lines between included, blank lines after not."""
    end = position = start
    while position < len(lines) and (is_blank(lines[position]) or indent.match(lines[position])):
        position += 1
        if not is_blank(lines[position - 1]):
            end = position
    return end


def _until(lines: list[str], start: int, ends: Callable[[int], bool]) -> int:
    position = start
    while position < len(lines) and not is_blank(lines[position]) and not ends(position):
        position += 1
    return position


def _with_mark(lines: list[str], end: int) -> int:
    """A recommendation mark belongs to the block above it, even across blank lines."""
    position = _skip_blank(lines, end)
    return position + 1 if position < len(lines) and MARK.match(lines[position]) else end


def _skip_blank(lines: list[str], position: int) -> int:
    while position < len(lines) and is_blank(lines[position]):
        position += 1
    return position


def _closings(lines: list[str]) -> dict[int, int]:
    """The line that closes each fence; a fence that nothing closes is no fence.

    One pass from the end remembers where the next line consisting of each fence stands, so that many unclosed
    fences cost no more than one.
    """
    next_bare: dict[str, int] = {}
    next_close: dict[int, int] = {}
    for at in range(len(lines) - 1, -1, -1):
        opening = FENCE.match(lines[at])
        if opening:
            fence = opening[1]
            if fence in next_bare:
                next_close[at] = next_bare[fence]
            if lines[at].rstrip() == fence:
                next_bare[fence] = at
    return _outermost(next_close)


def _outermost(closes: dict[int, int]) -> dict[int, int]:
    kept: dict[int, int] = {}
    inside_until = -1
    for opening in sorted(closes):
        if opening > inside_until:
            kept[opening] = inside_until = closes[opening]
    return kept
