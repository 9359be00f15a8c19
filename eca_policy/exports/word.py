"""How a Word file looks: our styles, header and footer, put over what pandoc wrote."""

import io
import zipfile
from collections.abc import Collection
from datetime import UTC
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from eca_policy.exports.snapshot import Snapshot

INK, QUIET, ACCENT = RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x5A, 0x64, 0x72), RGBColor(0x1F, 0x3A, 0x5F)
TINT, HAIRLINE = "F1F4F8", "C3CCD8"
BODY, HEADINGS = "Cambria", "Calibri"
HEADING_POINTS = (16, 13, 11.5, 11, 11, 11)
PAPER_WIDTH, PAPER_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(27)
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def dress(data: bytes, snapshot: Snapshot) -> bytes:
    """The same document in our styles, with page numbers, and with the same bytes every time."""
    document = Document(io.BytesIO(data))
    _set_type(document)
    _set_boxes_and_rules(document)
    _set_page(document, snapshot)
    _fit_tables(document)
    _set_properties(document, snapshot)
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _set_type(document: WordDocument) -> None:
    styles = document.styles
    _set_font(styles["Normal"], BODY, points=11, colour=INK)
    _set_font(styles["Title"], HEADINGS, points=24, colour=ACCENT, bold=True)
    _set_font(styles["Subtitle"], HEADINGS, points=11, colour=QUIET)
    for level, points in enumerate(HEADING_POINTS, start=1):
        _set_font(styles[f"Heading {level}"], HEADINGS, points=points, colour=ACCENT, bold=True)
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    styles["Body Text"].paragraph_format.line_spacing = 1.2
    number = _style(document, "Paragraph Number", kind=WD_STYLE_TYPE.CHARACTER)
    _set_font(number, HEADINGS, points=9, colour=QUIET)
    label = _style(document, "Recommendation Label")
    _set_font(label, HEADINGS, points=10, colour=ACCENT, bold=True)


def _set_boxes_and_rules(document: WordDocument) -> None:
    for name in ("Recommendation", "Recommendation Label"):
        _box(_style(document, name))
    for name in ("Recommendation Label", "Number Line"):
        _style(document, name).paragraph_format.keep_with_next = True
    _rule(_style(document, "Table", kind=WD_STYLE_TYPE.TABLE), EDGES)
    cover = _style(document, "Cover", kind=WD_STYLE_TYPE.TABLE)
    cover.base_style = document.styles["Table"]
    _rule(cover, {"top", "bottom", "insideH"})


def _style(document: WordDocument, name: str, *, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> Any:
    """The style of this name, made when pandoc had no use for it; python-docx does not say of which class."""
    if name in document.styles:
        return document.styles[name]
    return document.styles.add_style(name, kind)


def _set_font(style: Any, family: str, *, points: float, colour: RGBColor, bold: bool = False) -> None:
    """Fonts of the theme win over named ones, so that they have to go."""
    style.font.name, style.font.size, style.font.bold = family, Pt(points), bold
    style.font.color.rgb = colour
    fonts = style.element.rPr.rFonts
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    fonts.set(qn("w:cs"), family)


def _box(style: Any) -> None:
    """A bar on the left and a tint behind, as in the PDF."""
    style.paragraph_format.left_indent = Mm(5)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(4)
    borders = OxmlElement("w:pBdr")
    borders.append(_element("w:left", val="single", sz="24", space="8", color=str(ACCENT)))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    shade = _element("w:shd", val="clear", color="auto", fill=TINT)
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _rule(style: Any, edges: Collection[str]) -> None:
    borders = OxmlElement("w:tblBorders")
    for edge in EDGES:
        kind = "single" if edge in edges else "nil"
        borders.append(_element(f"w:{edge}", val=kind, sz="4", space="0", color=HAIRLINE))
    properties = style.element.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        style.element.append(properties)
    margins = properties.find(qn("w:tblCellMar"))
    if margins is None:
        properties.append(borders)
    else:
        margins.addprevious(borders)


def _set_page(document: WordDocument, snapshot: Snapshot) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAPER_WIDTH, PAPER_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(12)
    header = section.header.paragraphs[0]
    header.add_run(" · ".join(filter(None, (snapshot.reference, snapshot.status))))
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_field(footer, "PAGE")
    footer.add_run(" / ")
    _add_field(footer, "NUMPAGES")
    for run in (*header.runs, *footer.runs):
        run.font.size, run.font.color.rgb = Pt(8.5), QUIET


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A number that Word fills in; the 1 is what stands there until it does."""
    begin, separate, end = (_element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    words = OxmlElement("w:instrText")
    words.text = instruction
    for element in (begin, words, separate):
        paragraph.add_run()._r.append(element)
    paragraph.add_run("1")
    paragraph.add_run()._r.append(end)


def _fit_tables(document: WordDocument) -> None:
    """Pandoc reckons with the measure of its own page; the shares of the columns stay."""
    measure = PAPER_WIDTH - 2 * MARGIN
    for table in document.tables:
        whole = sum(column.width or 0 for column in table.columns)
        for column in table.columns:
            column.width = round((column.width or 0) * measure / whole) if whole else None


def _set_properties(document: WordDocument, snapshot: Snapshot) -> None:
    properties = document.core_properties
    at = snapshot.frozen_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.subject = snapshot.title[:255], snapshot.reference[:255]
    properties.language = snapshot.language
    properties.created = properties.modified = at


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _undated(data: bytes) -> bytes:
    """A zip archive notes when each part was packed; here that is always the same moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as repacked:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            repacked.writestr(entry, packed.read(name))
    return out.getvalue()
