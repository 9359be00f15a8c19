"""The words of pandoc's JSON (pandoc-types 1.23) that the tree and the writers use."""

import re
from typing import Any

Node = dict[str, Any]
NO_ATTRIBUTES: list[Any] = ["", [], []]


def text(words: str) -> Node:
    """A run of words; line ends of the source are spaces."""
    return {"t": "Str", "c": re.sub(r"[ \t\r\n]+", " ", words)}


def paragraph(words: list[Node]) -> Node:
    return {"t": "Para", "c": words}


def link(words: list[Node], address: str) -> Node:
    return {"t": "Link", "c": [NO_ATTRIBUTES, words, [address, ""]]}


def cell(blocks: list[Node]) -> list[Any]:
    """One cell of a table, one row high and one column wide."""
    return [NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, blocks]


def styled(name: str, blocks: list[Node]) -> Node:
    """Blocks in a paragraph style of Word."""
    return {"t": "Div", "c": [style(name), blocks]}


def style(name: str) -> list[Any]:
    """Attributes that name a style of Word, and nothing else."""
    return ["", [], [["custom-style", name]]]
