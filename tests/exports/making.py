"""Snapshots for the tests: a text goes through the text engine, as it does before a real export."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eca_policy.exports.snapshot import Answered, Said, Snapshot, SnapshotParagraph, Votes
from eca_policy.text import front_matter, markdown, numbering
from eca_policy.text.paragraphs import Paragraph, split
from tests.text.real import REAL


def real_texts() -> list[Path]:
    return sorted([*(REAL / "papers").glob("*.md"), *(REAL / "languages").glob("*.md")])


def snapshot(text: str, **facts: Any) -> Snapshot:
    """A snapshot of Markdown with an adopted paper's cover; `facts` replaces what a test is about."""
    parted = front_matter.split(text)
    paragraphs = [Paragraph(f"p{at}", source) for at, source in enumerate(split(parted.body), start=1)]
    rendered = markdown.render(paragraphs)
    numbered = zip(numbering.number(paragraphs), rendered.blocks, strict=True)
    adopted = replace(
        ADOPTED,
        front_matter=parted.raw,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        notes_html=rendered.notes,
        paragraphs=tuple(
            SnapshotParagraph(one.id, one.kind, one.source, html, one.number, one.recommendation)
            for one, html in numbered
        ),
    )
    return replace(adopted, **facts)


ADOPTED = Snapshot(
    reference="ECA-2026-001",
    title="A stronger Cybersecurity Act – Ισχυρότερη, по-силен, vahvempi",
    language="en",
    document_class="Position paper",
    status="Adopted on 12 May 2026",
    frozen_at=datetime(2026, 5, 12, 10, 30, tzinfo=UTC),
    sha256="",
    paragraphs=(),
    version=2,
    dates=("Adopted on 12 May 2026", "Published on 13 May 2026"),
    answers=Answered("Revision of the Cybersecurity Act", "https://example.eu/csa", "COM(2026) 11"),
    addressees=("European Commission, DG CONNECT", "Traficom, Finland"),
    procedure="Two thirds of the votes cast; half of the associations take part.",
    votes=Votes(in_favour=12, against=1, abstention=1, not_voting=1),
    result="Adopted: 12 of 13 votes cast are in favour, 9 were needed.",
    supporting=("Finland", "Österreich", "България", "Ελλάδα"),
    reservations=(Said("Spain", "We do not share recommendation 4."),),
    public_url="https://policy.example.eu/papers/ECA-2026-001",
)
