"""What is refused before anything parses it: too much, too deep, or not visible to the reader who votes on
it.

Python-Markdown needs 12 s for 20 kB of `[` and dies on a list 500 levels deep; bidirectional and zero-width
characters survive rendering and make a text say something else than it shows. Whatever passes here renders
in well under a second. The limits leave room for a text of 100,000 words.
"""

import re
import unicodedata
from typing import Literal

Reason = Literal[
    "too_long",
    "too_many_lines",
    "long_block",
    "depth",
    "brackets",
    "markup",
    "table",
    "control_characters",
    "hidden_characters",
    "surrogate",
]

MAX_CHARACTERS = 1_200_000
MAX_LINES = 20_000
MAX_BLOCK = 60_000
MAX_DEPTH = 20
MAX_OPEN_BRACKETS = 30
MAX_MARKS = 60_000
MAX_MARKS_TOGETHER = 4_000
MAX_CELLS = 20_000

_EMOJI = "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_EMOJI_SEQUENCES = re.compile(
    "[0-9#*]\ufe0f\u20e3|\U0001f3f4[\U000e0061-\U000e007a]{1,6}\U000e007f"
    f"|{_EMOJI}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?(?:\u200d{_EMOJI}\ufe0f?[\U0001f3fb-\U0001f3ff]?)*"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_NESTING = re.compile(r"(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))+")
_NESTING_MARK = re.compile(r">|[-+*](?=[ \t]|$)|\d{1,9}[.)]")
_ITEM = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_MARKS = re.compile(r"[*_`\[\]<>&\\!~]+")


class Unreadable(ValueError):
    """A text that is refused: `reason` names the rule, the rest are the facts for a sentence about it.

    `count` and `limit` are in the unit of the reason (characters, lines, levels, brackets, marks, table
    cells); `line` counts from 1; `character` is the Unicode name of what nobody can see.
    """

    def __init__(
        self, reason: Reason, *, line: int | None = None, count: int = 1, limit: int = 0, character: str = ""
    ) -> None:
        where = f" in line {line}" if line else ""
        super().__init__(f"{reason}: {count} (limit {limit}){where} {character}".rstrip())
        self.reason: Reason = reason
        self.line, self.count, self.limit, self.character = line, count, limit, character


def check(source: str) -> str:
    """The text in its normal form: composed accents (NFC), newlines as \\n, no byte order mark.

    Raises Unreadable. Spaces at the end of a line are kept: two of them are a line break.
    """
    _at_most("too_long", len(source), MAX_CHARACTERS)
    _refuse_characters("surrogate", _SURROGATE, source)
    text = unicodedata.normalize("NFC", _NEWLINE.sub("\n", source.removeprefix("\ufeff")))
    _refuse_characters("control_characters", _CONTROL, text)
    if _HIDDEN.search(text):
        _refuse_characters("hidden_characters", _HIDDEN, _without_emoji(text))
    _refuse_structure(text)
    return text


def without_hidden(source: str) -> str:
    """The text without what nobody sees, for a person who was shown what will go and said yes."""
    spared = [(found.start(), found.end()) for found in _EMOJI_SEQUENCES.finditer(source)]
    gone = re.compile(f"{_CONTROL.pattern}|{_HIDDEN.pattern}|{_SURROGATE.pattern}")
    kept, position = [], 0
    for start, end in spared:
        kept += [gone.sub("", source[position:start]), source[start:end]]
        position = end
    return "".join(kept) + gone.sub("", source[position:])


def _without_emoji(text: str) -> str:
    return _EMOJI_SEQUENCES.sub(" ", text)


def _refuse_characters(reason: Reason, pattern: re.Pattern[str], text: str) -> None:
    found = pattern.search(text)
    if found:
        code = ord(found[0])
        raise Unreadable(
            reason,
            line=text.count("\n", 0, found.start()) + 1,
            count=len(pattern.findall(text)),
            character=f"{unicodedata.name(found[0], '')} U+{code:04X}".strip(),
        )


def _refuse_structure(text: str) -> None:
    lines = text.split("\n")
    _at_most("too_many_lines", len(lines), MAX_LINES)
    _at_most("markup", sum(len(run) for run in _MARKS.findall(text)), MAX_MARKS)
    first = 0
    for at, line in enumerate([*lines, ""]):
        if line.strip(" \t"):
            _at_most("depth", _depth(line), MAX_DEPTH, line=at + 1)
        else:
            if at > first:
                _refuse_block(lines[first:at], first + 1)
            first = at + 1


def _refuse_block(lines: list[str], number: int) -> None:
    block = "\n".join(lines)
    _at_most("long_block", len(block), MAX_BLOCK, line=number)
    _at_most("markup", sum(len(run) for run in _MARKS.findall(block)), MAX_MARKS_TOGETHER, line=number)
    _at_most("brackets", _open_brackets(block), MAX_OPEN_BRACKETS, line=number)
    _at_most("table", lines[0].count("|") * len(lines), MAX_CELLS, line=number)


def _depth(line: str) -> int:
    """How deep a line stands: its list and quotation marks, and the indentation of an item (two columns a
    level).
    """
    nesting = _NESTING.match(line)
    marks = len(_NESTING_MARK.findall(nesting[0])) if nesting else 0
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
    return marks + (indent // 2 if _ITEM.match(line) else 0)


def _open_brackets(block: str) -> int:
    """The deepest nesting of square brackets, or the number of those never closed: the parser walks on for
    each.
    """
    deepest = level = 0
    for character in re.findall(r"(?<!\\)[\[\]]", block):
        level = level + 1 if character == "[" else max(0, level - 1)
        deepest = max(deepest, level)
    return deepest


def _at_most(reason: Reason, count: int, limit: int, *, line: int | None = None) -> None:
    if count > limit:
        raise Unreadable(reason, count=count, limit=limit, line=line)
