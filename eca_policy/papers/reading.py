"""The paragraphs of a revision as pages show them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import select

from eca_policy.extensions import db
from eca_policy.papers.models import Revision
from eca_policy.text.paragraphs import Paragraph


class ShownParagraph(NamedTuple):
    """A paragraph as it was rendered when it was saved; headings have no number."""

    id: str
    kind: str
    number: int | None
    recommendation: int | None
    html: Markup
    source: str


def shown_paragraphs(revision: Revision) -> Sequence[ShownParagraph]:
    """The rendered row, in the order of the text."""
    return unpacked(revision.id)


@lru_cache(maxsize=64)
def unpacked(revision_id: int) -> tuple[ShownParagraph, ...]:
    """Kept in memory for the texts read last: the database lets nobody change a revision."""
    rows = db.session.scalars(select(Revision.paragraphs).where(Revision.id == revision_id)).one()
    return tuple(
        ShownParagraph(
            row["id"],
            row["kind"],
            row["number"],
            row["recommendation"],
            Markup(row["html"]),  # noqa: S704 - cleaned when it was saved
            row["source"],
        )
        for row in rows
    )


@lru_cache(maxsize=16)
def written(revision_id: int) -> tuple[Paragraph, ...]:
    """The paragraphs as they were written, kept in memory likewise: a text is taken apart once."""
    rows = db.session.scalars(select(Revision.paragraphs).where(Revision.id == revision_id)).one()
    return tuple(Paragraph(row["id"], row["source"]) for row in rows)
