"""The smallest pieces a comparison may tell apart: words, spaces, marks of formatting, whole links.

What a reader sees as one thing is one token: a word with its accents, a number with its decimals, an emoji
with its joiners, a link with its target, a footnote mark. Tokens concatenate back to the text.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate


def _combining_marks() -> str:
    codes = [*range(0x300, 0x3000), *range(0xA600, 0xAC00)]
    marks = [chr(code) for code in codes if unicodedata.category(chr(code))[0] == "M"]
    return "".join(marks) + "\ufb1e\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef\u200c"


_MARK = f"[{_combining_marks()}]"
_LETTER = rf"\w{_MARK}*"
_EMOJI = "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_TARGET = r"[^()\s]{0,1000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?"
_TITLE = r"(?: \"[^\"\n]{0,300}\")?"
_SKIN = "[\U0001f3fb-\U0001f3ff]"

TOKEN = re.compile(
    "|".join(
        [
            rf"!?\[[^\[\]\n]{{0,500}}\]\({_TARGET}{_TITLE}\)",
            r"!?\[[^\[\]\n]{1,500}\]\[[^\[\]\n]{0,200}\]",
            r"\[\^[^\]\s]{1,100}\]:?",
            r"<(?:https?://|mailto:)[^<>\s]{1,1000}>",
            r"https?://[^\s<>()\[\]\"]{1,1000}[^\s<>()\[\]\".,;:!?*_]",
            r"\{:[^{}\n]{0,200}\}",
            "\U0001f3f4[\U000e0061-\U000e007a]{1,6}\U000e007f",
            "[\U0001f1e6-\U0001f1ff]{2}",
            f"{_EMOJI}{_MARK}*{_SKIN}?(?:\u200d{_EMOJI}{_MARK}*{_SKIN}?)*",
            "[0-9#*]\ufe0f\u20e3",
            rf"(?:[^\W_]{_MARK}*)+(?:[.,/'’‑-](?:[^\W_]{_MARK}*)+|_(?=[^\W_])(?:[^\W_]{_MARK}*)+)*",
            r"\n+",
            r"[^\S\n]+",
            rf"\\[^\w\s]{_MARK}*",
            rf"([*_`~=#>|-])\1*{_MARK}*",
            rf".{_MARK}*",
        ]
    ),
    re.DOTALL,
)
WORD = re.compile(_LETTER)


def tokens(text: str) -> list[str]:
    """The pieces of a text in order; `"".join(tokens(text)) == text`."""
    return [found[0] for found in TOKEN.finditer(text)]


def is_word(token: str) -> bool:
    """Whether a reader would count this as content and not as space, punctuation or formatting."""
    return any(character.isalnum() for character in token)


def is_formatting(token: str) -> bool:
    """Whether this may be a mark of emphasis, of code or of struck words, which a reader does not see."""
    return token[0] in "*_`~" and token.strip(token[0]) == ""


class Tokens:
    """A text taken apart, with the places where its tokens begin; the last place is its end."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = pieces
        self.starts = [0, *accumulate(map(len, pieces))]
        self._boundaries = frozenset(self.starts)

    def covering(self, start: int, end: int) -> range:
        """The tokens that hold these characters, without the spaces around them."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        while first < last and self.pieces[first].isspace():
            first += 1
        while first < last and self.pieces[last - 1].isspace():
            last -= 1
        return range(first, last)

    def stands(self, text: str, quote: str) -> Iterator[tuple[int, int]]:
        """Where this text, whose tokens these are, holds a quotation that cuts no token."""
        for at in everywhere(text, quote):
            if at in self._boundaries and at + len(quote) in self._boundaries:
                yield at, at + len(quote)


def everywhere(text: str, quote: str) -> Iterator[int]:
    """Every place at which a text holds this, overlapping ones too; nothing is nowhere."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)
