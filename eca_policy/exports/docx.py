"""Word by pandoc: real styles, so that an authority can go on working with the text."""

import json
from typing import Any

import pypandoc

from eca_policy.exports import converter, tree, word
from eca_policy.exports.cover import Line, facts
from eca_policy.exports.nodes import NO_ATTRIBUTES, Node, cell, link, paragraph, style, styled, text
from eca_policy.exports.snapshot import Snapshot
from eca_policy.exports.tree import Part

API_VERSION = [1, 23, 1]
MAX_HEAP = "-M512m"


def docx(snapshot: Snapshot) -> bytes:
    """The same snapshot gives the same bytes. Raises ConverterStopped."""
    return word.dress(_converted(_document(snapshot)), snapshot)


def _converted(document: Node) -> bytes:
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from=json", "--to=docx", "--output=-"]
    return converter.run([*command, "+RTS", MAX_HEAP, "-RTS"], json.dumps(document).encode())


def _document(snapshot: Snapshot) -> Node:
    blocks = [_cover(snapshot)]
    for part in tree.parts(snapshot):
        blocks += _part(snapshot, part)
    meta = {
        "title": {"t": "MetaInlines", "c": [text(snapshot.title)]},
        "subtitle": {"t": "MetaInlines", "c": [text(snapshot.document_class)]},
        "lang": {"t": "MetaString", "c": snapshot.language},
    }
    return {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}


def _part(snapshot: Snapshot, part: Part) -> list[Node]:
    """The number stands in the line of a paragraph or recommendation; a list, say, gets a line for it."""
    number = _number(part)
    first, *rest = part.blocks
    if part.recommendation is not None:
        words = text(f"{snapshot.label('recommendation')} {part.recommendation}")
        label = styled("Recommendation Label", [paragraph([*number, words])])
        return [label, styled("Recommendation", _roomy(part.blocks))]
    if not number:
        return part.blocks
    if first["t"] == "Para":
        return [paragraph([*number, *first["c"]]), *rest]
    return [styled("Number Line", [paragraph(number)]), *part.blocks]


def _number(part: Part) -> list[Node]:
    if part.number is None:
        return []
    return [{"t": "Span", "c": [style("Paragraph Number"), [text(f"{part.number}\u2003")]]}]


def _roomy(blocks: list[Node]) -> list[Node]:
    """The same with every line a paragraph: pandoc gives a tight list its own style instead of ours."""
    return [_roomy_block(block) for block in blocks]


def _roomy_block(block: Node) -> Node:
    match block:
        case {"t": "Plain", "c": words}:
            return paragraph(words)
        case {"t": "BulletList", "c": items}:
            return {"t": "BulletList", "c": [_roomy(item) for item in items]}
        case {"t": "OrderedList", "c": [numbering, items]}:
            return {"t": "OrderedList", "c": [numbering, [_roomy(item) for item in items]]}
    return block


def _cover(snapshot: Snapshot) -> Node:
    columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": width}] for width in (0.3, 0.7)]
    rows = [_row([{"t": "Strong", "c": [text(fact.label)]}], fact.lines) for fact in facts(snapshot)]
    body = [NO_ATTRIBUTES, 0, [], rows]
    no_rows = [NO_ATTRIBUTES, []]
    return {"t": "Table", "c": [style("Cover"), [None, []], columns, no_rows, [body], no_rows]}


def _row(label: list[Node], lines: tuple[Line, ...]) -> list[Any]:
    values = [{"t": "Plain", "c": [_line(line)]} for line in lines]
    return [NO_ATTRIBUTES, [cell([{"t": "Plain", "c": label}]), cell(values)]]


def _line(line: Line) -> Node:
    words = text(line.text)
    return link([words], line.url) if line.url else words
