"""PDF by typst: PDF/UA-1 (ISO 14289-1) for people who listen, PDF/A-2a (ISO 19005-2) for the archive."""

import dataclasses
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from eca_policy.exports import converter, tree
from eca_policy.exports.cover import facts
from eca_policy.exports.snapshot import Snapshot
from eca_policy.exports.streams import end_clearly

TYPESETTING = Path(__file__).with_name("typesetting.py")


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
    """The paper with its cover."""
    return typeset("paper", _paper(snapshot), at=snapshot.frozen_at)


def typeset(layout: str, said: Mapping[str, object], *, at: datetime) -> Pdf:
    """The same values give the same bytes; no system font, no network. Raises ConverterStopped."""
    asked = {"layout": layout, "said": said, "timestamp": int(at.timestamp())}
    answer = converter.run([sys.executable, "-I", str(TYPESETTING)], json.dumps(asked).encode())
    complaint, _, data = answer.partition(b"\n")
    told = json.loads(complaint)
    return Pdf(end_clearly(data), Complaint(**told) if told else None)


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
