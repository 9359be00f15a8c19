"""Tables in the shape of pandoc's JSON, with column widths that follow what stands in the columns."""

from collections.abc import Callable, Iterable
from math import sqrt
from typing import Any

from eca_policy.exports.elements import Element
from eca_policy.exports.nodes import NO_ATTRIBUTES, Node, cell

Inlines = Callable[[Iterable[Element | str]], list[Node]]

_ALIGNMENTS = {"align-left": "AlignLeft", "align-right": "AlignRight", "align-center": "AlignCenter"}


def table(element: Element, inlines: Inlines) -> list[Node]:
    """The table as one block, or none when it has no cell; short rows are filled with empty cells."""
    rows = [[c for c in e.elements() if c.tag in ("th", "td")] for e in element.walk() if e.tag == "tr"]
    rows = [row for row in rows if row]
    if not rows:
        return []
    count = max(len(row) for row in rows)
    has_header = all(cell.tag == "th" for cell in rows[0])
    head, body = (rows[:1], rows[1:]) if has_header else ([], rows)
    columns = [
        [_alignment(rows[0], i), {"t": "ColWidth", "c": width}] for i, width in enumerate(widths(rows, count))
    ]
    bodies = [[NO_ATTRIBUTES, 0, [], [_row(row, count, inlines=inlines) for row in body]]]
    heads = [NO_ATTRIBUTES, [_row(row, count, inlines=inlines) for row in head]]
    return [{"t": "Table", "c": [NO_ATTRIBUTES, [None, []], columns, heads, bodies, [NO_ATTRIBUTES, []]]}]


def widths(rows: list[list[Element]], count: int) -> list[float]:
    """Shares of the measure that add up to 1: by the root of the longest cell, so that few words are cut."""
    weights = []
    for column in range(count):
        cells = [row[column].text() for row in rows if column < len(row)]
        longest_word = max((len(word) for cell in cells for word in cell.split()), default=0)
        longest_cell = max(map(len, cells), default=0)
        weights.append(max(4.0, min(longest_word, 16), min(sqrt(longest_cell) * 2, 60)))
    return [round(weight / sum(weights), 4) for weight in weights]


def _row(elements: list[Element], count: int, *, inlines: Inlines) -> list[Any]:
    contents = [inlines(element.children) for element in elements] + [[]] * (count - len(elements))
    return [NO_ATTRIBUTES, [cell([{"t": "Plain", "c": words}] if words else []) for words in contents]]


def _alignment(header: list[Element], column: int) -> Node:
    cell = header[column] if column < len(header) else Element("td")
    return {"t": _ALIGNMENTS.get(cell.attributes.get("class", ""), "AlignDefault")}
