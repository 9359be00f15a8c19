"""The table of publications: what was published, frozen as it was."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from eca_policy.extensions import Model


class Publication(Model):
    """A paper as published: `snapshot` is all an export needs, so that it never changes under a reader."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    snapshot: Mapped[dict[str, Any]]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]
