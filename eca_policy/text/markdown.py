"""Markdown into HTML that is safe to show: one piece for each paragraph, rendered together so that links to
targets and footnotes work across them.

Each block is parsed into an element of its own in one tree, which makes "which HTML belongs to which
paragraph" a fact of the structure. Raw HTML is text and is shown as text; attribute lists other than the
recommendation mark are shown too: nothing that is voted on may be invisible. Every piece passes a strict
allow-list at the end.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.util import AtomicString

from eca_policy.text import guard
from eca_policy.text.blocks import FENCE, Kind, kind_of
from eca_policy.text.footnotes import Footnotes, LinkTargets
from eca_policy.text.nesting import indent_by_four
from eca_policy.text.numbering import is_recommendation, unmark_recommendation
from eca_policy.text.paragraphs import Paragraph, split

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul", *HEADINGS,
}  # fmt: skip
_MARKABLE = ("p", "ul", "ol", "table", "blockquote", "pre", *HEADINGS)
_CELL = {"align-center", "align-right", "align-left"}
_CLASSES = {tag: {"recommendation"} for tag in _MARKABLE} | {"td": _CELL, "th": _CELL}
_CLASSES["a"] = {"footnote-ref", "footnote-backref"}
_NOTE_ID = re.compile(r"fn(?:ref\d*)?:\S+")


@dataclass(frozen=True)
class Rendered:
    """One piece of HTML for each paragraph, in order, and the list of footnotes ("" without any)."""

    blocks: list[str]
    notes: str


def render(
    paragraphs: Sequence[Paragraph], *, back_to_text: str = "↩", known: Mapping[str, str] | None = None
) -> Rendered:
    """The HTML of a paper. Headings go down one level: the page's own heading is the only h1.

    `back_to_text` is what the link from a footnote to its place says. `known` is HTML that this function made
    of these sources before: what depends on nothing but its source is taken from there. Raises
    guard.Unreadable.
    """
    guard.check("\n\n".join(paragraph.source for paragraph in paragraphs))
    made = [_known(paragraph.source, known or {}) for paragraph in paragraphs]
    to_make = [paragraph for paragraph, html in zip(paragraphs, made, strict=True) if html is None]
    parser = _parser(back_to_text)
    root = Element("div")
    for paragraph in to_make:
        _parse_block(parser, SubElement(root, "div"), paragraph.source)
    pieces = _pieces(parser, root)
    notes = "".join(pieces[len(to_make) :]).removeprefix("<hr>").lstrip()
    new = iter(pieces)
    return Rendered([next(new) if html is None else html for html in made], notes)


def _known(source: str, known: Mapping[str, str]) -> str | None:
    """A bracket may be a footnote, which is numbered in the whole text, or a link whose target stands in
    another paragraph: such a paragraph is made anew.
    """
    return None if "[" in source else known.get(source)


def render_short(source: str) -> str:
    """The HTML of a comment or a reason: no headings, no footnotes. Raises guard.Unreadable."""
    text = guard.check(source)
    parser = _parser("")
    root = Element("div")
    for part in split(text):
        block = SubElement(root, "div")
        _parse_block(parser, block, part)
        for element in block.iter():
            if element.tag in HEADINGS:
                element.tag = "p"
    return "\n".join(piece for piece in _pieces(parser, root) if piece)


def _parser(back_to_text: str) -> Markdown:
    extensions = [SaneListExtension(), TableExtension(use_align_attribute=True)]
    footnotes = [Footnotes(escape(back_to_text))] if back_to_text else []
    parser = Markdown(extensions=[*extensions, *footnotes])
    parser.parser.blockprocessors.register(LinkTargets(parser.parser), "reference", 15)
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.inlinePatterns.deregister("entity")
    parser.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)([^~]+)~~", "s"), "struck", 55)
    return parser


def _parse_block(parser: Markdown, element: Element, source: str) -> None:
    kind = kind_of(source)
    lines = unmark_recommendation(source).strip("\n").expandtabs(4).split("\n")
    if kind == "code":
        SubElement(SubElement(element, "pre"), "code").text = AtomicString(_code(lines))
    else:
        text = "\n".join(_as_parsed(lines, kind))
        parser.parser.parseChunk(element, re.sub(r"(?<=\n) +\n", "\n", text))
    if is_recommendation(source):
        for child in element:
            child.set("class", "recommendation")


def _as_parsed(lines: list[str], kind: Kind) -> list[str]:
    return indent_by_four(lines) if kind == "list" else lines


def _code(lines: list[str]) -> str:
    if FENCE.match(lines[0]):
        return "\n".join(lines[1:-1]) + "\n"
    return "\n".join(line[4:] for line in lines) + "\n"


def _pieces(parser: Markdown, root: Element) -> list[str]:
    """The children of the tree as clean HTML, after the steps that work on the tree as a whole."""
    for processor in parser.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    pieces = []
    for child in root:
        _adapt(child, inside_link=False)
        html = parser.serializer(child)
        for postprocessor in parser.postprocessors:
            html = postprocessor.run(html)
        pieces.append(_CLEANER.clean(html).strip())
    return pieces


def _adapt(element: Element, *, inside_link: bool) -> None:
    """Headings one level down, pictures as links to them, alignment as a class."""
    for child in element:
        if child.tag == "img":
            _show_as_link(child, inside_link=inside_link)
        elif child.tag in HEADINGS:
            child.tag = HEADINGS[min(HEADINGS.index(child.tag) + 1, 5)]
        elif child.tag in ("td", "th") and child.get("align"):
            child.set("class", f"align-{child.get('align')}")
        if child.tag == "th":
            child.set("scope", "col")
        _adapt(child, inside_link=inside_link or child.tag == "a")


def _show_as_link(image: Element, *, inside_link: bool) -> None:
    """A reader's browser fetches nothing from elsewhere: a picture is a link with its description as text."""
    address, description = image.get("src", ""), image.get("alt", "")
    image.attrib.clear()
    image.tag = "span" if inside_link else "a"
    image.text = AtomicString(description or address)
    if not inside_link:
        image.set("href", address)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id" and not _NOTE_ID.fullmatch(value):
        return None
    if name == "start" and not value.isdecimal():
        return None
    return value or None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(),
    attributes={"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}, "li": {"id"}, "sup": {"id"}},
    attribute_filter=_attribute,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)
