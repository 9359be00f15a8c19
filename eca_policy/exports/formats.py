"""The one table of formats: what pages offer and what `write` writes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from eca_policy.exports import docx, html, markdown, pdf
from eca_policy.exports.pdf import Complaint
from eca_policy.exports.snapshot import Snapshot


@dataclass(frozen=True)
class Export:
    """A file to hand over; `complaint` is what the author should know about it."""

    filename: str
    mimetype: str
    data: bytes
    complaint: Complaint | None = None


@dataclass(frozen=True)
class Format:
    """`label` is the same in every language."""

    label: str
    mimetype: str
    ending: str
    writer: Callable[[Snapshot], bytes | pdf.Pdf]


TEXT = "text/markdown; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", "application/pdf", ".pdf", pdf.pdf),
    "docx": Format("Word (DOCX)", WORD, ".docx", docx.docx),
    "html": Format("HTML", "text/html; charset=utf-8", ".html", html.html),
    "markdown": Format("Markdown", TEXT, ".md", markdown.source),
    "markdown-yaml": Format("Markdown + YAML", TEXT, "-yaml.md", markdown.published),
}


def write(snapshot: Snapshot, key: str) -> Export:
    """The file in the format of this key. Raises KeyError for no such format, converter.ConverterStopped."""
    chosen = FORMATS[key]
    written = chosen.writer(snapshot)
    complete = written if isinstance(written, pdf.Pdf) else pdf.Pdf(written, None)
    return Export(filename(snapshot) + chosen.ending, chosen.mimetype, complete.data, complete.complaint)


def filename(snapshot: Snapshot) -> str:
    """For example `ECA-2026-001-v2`: ASCII and no sign that means something to a file system or a header."""
    version = "" if snapshot.version is None else f"-v{snapshot.version}"
    return (re.sub(r"[^A-Za-z0-9._-]+", "-", snapshot.reference).strip("-.") or "paper") + version
