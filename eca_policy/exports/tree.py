"""Rendered HTML to a tree of blocks, in the shape of pandoc's JSON (pandoc-types 1.23).

The exports start from the HTML that people read and voted on, not from the Markdown: a second Markdown reader
would understand some texts differently. Raw blocks do not exist in this tree, so that nothing in a text can
become Word XML, HTML or typst source.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from eca_policy.exports.addresses import is_linkable
from eca_policy.exports.elements import Element, parse
from eca_policy.exports.nodes import NO_ATTRIBUTES, Node, link, paragraph, text
from eca_policy.exports.outline import Outline
from eca_policy.exports.snapshot import Snapshot
from eca_policy.exports.tables import table

# What the text engine lets through, and no more.
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"p", "ul", "ol", "blockquote", "pre", "hr", "table", *_HEADINGS})
_STYLES = {"em": "Emph", "strong": "Strong", "s": "Strikeout", "sup": "Superscript"}


@dataclass(frozen=True)
class Part:
    """A paragraph of the text as blocks, with its number in the margin and its number as a recommendation."""

    number: int | None
    recommendation: int | None
    blocks: list[Node]


def parts(snapshot: Snapshot) -> list[Part]:
    """What there is to read; a footnote stands where it is first mentioned, not where it was written."""
    reader = _Reader(snapshot.notes_html)
    read = [(written, reader.blocks(parse(written.html))) for written in snapshot.paragraphs]
    return [Part(written.number, written.recommendation, blocks) for written, blocks in read if blocks]


class _Reader:
    """Reads one document: remembers its headings and which footnotes have been placed."""

    def __init__(self, notes_html: str) -> None:
        self._outline = Outline()
        self._notes = {e.attributes["id"]: e for e in parse(notes_html).walk() if _is_note(e)}
        self._placed: dict[str, int] = {}
        self._writers: dict[str, Callable[[Element], list[Node]]] = {
            "p": self._paragraph,
            "ul": lambda e: [{"t": "BulletList", "c": self._items(e)}],
            "ol": self._ordered,
            "blockquote": lambda e: [{"t": "BlockQuote", "c": self.blocks(e)}],
            "pre": lambda e: [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, e.text().strip("\n")]}],
            "hr": lambda e: [{"t": "HorizontalRule"}],
            "table": lambda e: table(e, self.inlines),
        } | dict.fromkeys(_HEADINGS, self._heading)

    def blocks(self, element: Element) -> list[Node]:
        """The blocks inside an element; words between them become blocks of their own."""
        found: list[Node] = []
        for tag, run in groupby(element.children, key=_block_tag):
            if tag:
                found += [node for e in run if isinstance(e, Element) for node in self._writers[tag](e)]
            elif words := self.inlines(run):
                found.append({"t": "Plain", "c": words})
        return found

    def inlines(self, children: Iterable[Element | str]) -> list[Node]:
        """A run of text, without the spaces at its ends; empty when there is nothing to see."""
        nodes = self._run(children)
        if nodes and nodes[0]["t"] == "Str":
            nodes[0] = text(nodes[0]["c"].lstrip())
        if nodes and nodes[-1]["t"] == "Str":
            nodes[-1] = text(nodes[-1]["c"].rstrip())
        return [node for node in nodes if node.get("c") != ""]

    def _run(self, children: Iterable[Element | str]) -> list[Node]:
        return [node for child in children for node in self._inline(child)]

    def _inline(self, child: Element | str) -> list[Node]:
        if isinstance(child, str):
            return [text(child)]
        match child.tag:
            case "br":
                return [{"t": "LineBreak"}]
            case "code":
                return [{"t": "Code", "c": [NO_ATTRIBUTES, child.text()]}]
            case "a":
                return self._link(child)
            case "sup" if any(self._note_id(e) for e in child.elements()):
                return self._run(child.children)
        inside = self._run(child.children)
        style = _STYLES.get(child.tag)
        return [{"t": style, "c": inside}] if style and inside else inside

    def _link(self, element: Element) -> list[Node]:
        if note_id := self._note_id(element):
            return [self._footnote(note_id)]
        address = element.attributes.get("href", "")
        if address.startswith("#fnref"):
            return []
        inside = self._run(element.children)
        if not is_linkable(address):
            return inside
        return [link(inside, address)]

    def _note_id(self, element: Element) -> str:
        note_id = element.attributes.get("href", "").removeprefix("#")
        return note_id if element.tag == "a" and note_id in self._notes else ""

    def _footnote(self, note_id: str) -> Node:
        """The note itself at its first mention, its number at any other (also inside itself)."""
        if note_id in self._placed:
            return {"t": "Superscript", "c": [text(str(self._placed[note_id]))]}
        self._placed[note_id] = len(self._placed) + 1
        return {"t": "Note", "c": self.blocks(self._notes[note_id])}

    def _paragraph(self, element: Element) -> list[Node]:
        words = self.inlines(element.children)
        return [paragraph(words)] if words else []

    def _heading(self, element: Element) -> list[Node]:
        depth = self._outline.depth(int(element.tag[1]))
        return [{"t": "Header", "c": [depth, NO_ATTRIBUTES, self.inlines(element.children)]}]

    def _items(self, element: Element) -> list[list[Node]]:
        return [self.blocks(item) for item in element.elements() if item.tag == "li"]

    def _ordered(self, element: Element) -> list[Node]:
        start = element.attributes.get("start", "1")
        first = int(start) if start.isascii() and start.isdigit() else 1
        style = [first, {"t": "Decimal"}, {"t": "Period"}]
        return [{"t": "OrderedList", "c": [style, self._items(element)]}]


def _block_tag(child: Element | str) -> str:
    """The name of a block; empty for what runs in a line."""
    return child.tag if isinstance(child, Element) and child.tag in _BLOCKS else ""


def _is_note(element: Element) -> bool:
    return element.tag == "li" and bool(element.attributes.get("id"))
