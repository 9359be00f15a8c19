"""The table of the record. Triggers of the first migration refuse every UPDATE and DELETE on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eca_policy.extensions import Model


class Entry(Model):
    """One thing that happened. `subject` names a row that may be gone one day: no foreign key."""

    __tablename__ = "record_entry"
    __table_args__ = (Index(None, "paper_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    paper_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def facts(self) -> dict[str, Any]:
        """What the hash covers."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "verb": self.verb,
            "actor": self.actor_id,
            "association": self.association_id,
            "paper": self.paper_id,
            "subject": [self.subject, self.subject_id],
            "details": self.details,
        }
