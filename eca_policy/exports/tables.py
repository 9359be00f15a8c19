"""Tables in the shape of pandoc's JSON, with column widths that follow what stands in the columns."""

from collections.abc import Callable, Iterable
from math import sqrt
from typing import Any

from eca_policy.exports.elements import Element

Node = dict[str, Any]
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
    bodies = [[_attributes(), 0, [], [_row(row, count, inlines) for row in body]]]
    heads = [_attributes(), [_row(row, count, inlines) for row in head]]
    return [{"t": "Table", "c": [_attributes(), [None, []], columns, heads, bodies, [_attributes(), []]]}]


def widths(rows: list[list[Element]], count: int) -> list[float]:
    """Shares of the measure that add up to 1: by the root of the longest cell, so that few words are cut."""
    weights = []
    for column in range(count):
        cells = [row[column].text() for row in rows if column < len(row)]
        longest_word = max((len(word) for cell in cells for word in cell.split()), default=0)
        longest_cell = max(map(len, cells), default=0)
        weights.append(max(4.0, min(longest_word, 16), min(sqrt(longest_cell) * 2, 60)))
    return [round(weight / sum(weights), 4) for weight in weights]


def _attributes() -> list[Any]:
    return ["", [], []]


def _row(cells: list[Element], count: int, inlines: Inlines) -> list[Any]:
    contents = [inlines(cell.children) for cell in cells] + [[] for _ in range(count - len(cells))]
    return [_attributes(), [_cell(words) for words in contents]]


def _cell(words: list[Node]) -> list[Any]:
    return [_attributes(), {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": words}] if words else []]


def _alignment(header: list[Element], column: int) -> Node:
    cell = header[column] if column < len(header) else Element("td")
    return {"t": _ALIGNMENTS.get(cell.attributes.get("class", ""), "AlignDefault")}
