"""Heading levels without gaps, as PDF/UA-1 (ISO 14289-1, 7.4.2) asks for."""

import re

_TAG = re.compile(r"(</?h)([1-6])\b")


class Outline:
    """Gives each heading, in the order of the document, the depth at which it really stands."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def depth(self, level: int) -> int:
        """1 for a heading under none; `#` then `###` are 1 and 2; `###` then `##` are 1 and 1."""
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return len(self._open)


def relevel(html: str, outline: Outline, *, below: int) -> str:
    """The same HTML with its headings at consecutive levels under `below`, at most `h6`."""
    depth = 0

    def replace(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1] == "<h":
            depth = min(below + outline.depth(int(tag[2])), 6)
        return f"{tag[1]}{depth}"

    return _TAG.sub(replace, html)
