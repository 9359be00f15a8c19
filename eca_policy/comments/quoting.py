"""The words of a text that comments are about, as readers see them, and what a script marks of them."""

import re
from functools import lru_cache
from typing import NamedTuple

from eca_policy.text.anchor import Anchor
from eca_policy.text.compare import Change, words
from eca_policy.text.tokens import is_formatting, tokens
from eca_policy.text.visible import Seen, seen

LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]+)\](?:\(.*\)|\[.*\])", re.DOTALL)
CALL = re.compile(r"\[\^[^\]\s]+\]:?")
NOTE = "\0"


class Mark(NamedTuple):
    """Words on the page: their signs without spaces and marks of formatting, and which time these stand in
    the paragraph, counted in the same signs.
    """

    signs: str
    occurrence: int


@lru_cache(maxsize=4096)
def as_read(source: str) -> str:
    """A stretch of Markdown on one line, without emphasis, addresses of links and footnote marks."""
    shown = (readable(piece) for piece in tokens(source))
    return " ".join("".join(shown).split())


def readable(piece: str) -> str:
    if is_formatting(piece) or CALL.fullmatch(piece):
        return ""
    link = LINK.fullmatch(piece)
    return link["text"] if link else piece


@lru_cache(maxsize=4096)
def what_changed(original: str, now: str) -> tuple[Change, ...]:
    """What became of a quotation, as its readers see it; empty where it reads the same."""
    before, after = as_read(original), as_read(now)
    return tuple(words(before, after)) if before != after else ()


@lru_cache(maxsize=4096)
def mark_of(anchor: Anchor, source: str) -> Mark | None:
    """What to mark on the page; None where the paragraph has other words there, or nothing to be seen."""
    if not anchor.quote or source[anchor.start : anchor.end] != anchor.quote:
        return None
    page = page_of(source)
    signs = signs_of(page, anchor.start, anchor.end)
    before = signs_of(page, 0, anchor.start)
    return Mark(signs, times(before + signs, signs)) if signs else None


@lru_cache(maxsize=1024)
def page_of(source: str) -> tuple[Seen, ...]:
    """What is seen of a paragraph; comments share paragraphs."""
    return tuple(seen(source))


def signs_of(page: tuple[Seen, ...], start: int, end: int) -> str:
    """The signs that stand entirely between these places of the source; the page numbers notes itself."""
    return "".join(
        one.character for one in page if one.start >= start and one.end <= end and one.character != NOTE
    )


def times(text: str, part: str) -> int:
    """How often a text has this part, overlapping ones counted."""
    return sum(text.startswith(part, at) for at in range(len(text)))
