"""PDF by typst: PDF/UA-1 (ISO 14289-1) for people who listen, PDF/A-2a (ISO 19005-2) for the archive."""

import dataclasses
import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from eca_policy.exports import tree
from eca_policy.exports.cover import facts
from eca_policy.exports.snapshot import Snapshot
from eca_policy.exports.streams import end_clearly

TEMPLATE = Path(__file__).with_name("paper.typ")
SYMBOL = Path(__file__).with_name("symbol.typ")
Standard = Literal["ua-1", "a-2a"]
STANDARDS: list[Standard] = ["ua-1", "a-2a"]


@dataclass(frozen=True)
class Complaint:
    """What the author should know about a PDF.

    "spelled_out": the symbols in `detail` are in no font and are spelled out; both standards are kept.
    "not_archival": the file is tagged, but not to the standards; `detail` says why in typst's words.
    """

    kind: Literal["spelled_out", "not_archival"]
    detail: str


@dataclass(frozen=True)
class Pdf:
    """A PDF file, and the complaint about it where there is one."""

    data: bytes
    complaint: Complaint | None


def pdf(snapshot: Snapshot) -> Pdf:
    """The same snapshot gives the same bytes; no system font, no network."""
    paper = json.dumps(_paper(snapshot), ensure_ascii=False)
    missing = [symbol for symbol in sorted(set(paper)) if _is_symbol(symbol) and not _has_glyph(symbol)]
    said = paper.translate({ord(symbol): _name(symbol) for symbol in missing})
    at = int(snapshot.frozen_at.timestamp())
    try:
        data = _compile(TEMPLATE, {"paper": said}, standards=STANDARDS, timestamp=at)
    except typst.TypstError as error:
        data = _compile(TEMPLATE, {"paper": paper}, standards=[], timestamp=at)
        return Pdf(data, Complaint("not_archival", error.message))
    return Pdf(data, Complaint("spelled_out", " ".join(missing)) if missing else None)


def _compile(template: Path, inputs: dict[str, str], *, standards: list[Standard], timestamp: int) -> bytes:
    compiler = typst.Compiler(template, root=template.parent, ignore_system_fonts=True, sys_inputs=inputs)
    data = compiler.compile(format="pdf", pdf_standards=[*standards], timestamp=timestamp)
    if not isinstance(data, bytes):
        raise TypeError("typst gives a list only for pictures of pages")
    return end_clearly(data)


def _is_symbol(character: str) -> bool:
    """Emoji, arrows, signs. Letters of an unknown script are none: their names would not be words."""
    return ord(character) > 127 and unicodedata.category(character) == "So"


@lru_cache(maxsize=2_000)
def _has_glyph(symbol: str) -> bool:
    try:
        _compile(SYMBOL, {"symbol": symbol}, standards=STANDARDS, timestamp=0)
    except typst.TypstError:
        return False
    return True


def _name(symbol: str) -> str:
    """For example `[white heavy check mark]`, so that a reader and a listener get the same."""
    return f"[{unicodedata.name(symbol, f'U+{ord(symbol):04X}').lower()}]"


def _paper(snapshot: Snapshot) -> dict[str, object]:
    return {
        "reference": snapshot.reference,
        "status": snapshot.status,
        "title": snapshot.title,
        "language": snapshot.language,
        "kicker": snapshot.document_class,
        "facts": [dataclasses.asdict(fact) for fact in facts(snapshot)],
        "parts": [
            {
                "number": part.number,
                "label": _label(snapshot, part.recommendation),
                "blocks": part.blocks,
            }
            for part in tree.parts(snapshot)
        ],
    }


def _label(snapshot: Snapshot, recommendation: int | None) -> str:
    return "" if recommendation is None else f"{snapshot.label('recommendation')} {recommendation}"
