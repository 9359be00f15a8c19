"""Tables of the desk. Everything chosen or written on it is a row at once; a desk that has ended stays."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.consolidation.rules import CHOICES
from eca_policy.extensions import Model
from eca_policy.papers.models import Version


class Consolidation(Model):
    """The desk of a paper, on one issued version. `result_id` is the version that came of it, if one did."""

    __tablename__ = "consolidation"
    __table_args__ = (
        UniqueConstraint("id", "paper_id"),
        CheckConstraint("result_id IS NULL OR ended_at IS NOT NULL", name="result_only_when_ended"),
        Index(
            "uq_consolidation_one_open", "paper_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    result_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}

    holder: Mapped[Account] = relationship(foreign_keys=holder_id, lazy="joined", innerjoin=True)
    version: Mapped[Version] = relationship(foreign_keys=version_id, lazy="joined", innerjoin=True)


class Compromise(Model):
    """A text that stands instead of the amendments whose choices name it; C1, C2 … count on for a paper."""

    __tablename__ = "compromise"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        UniqueConstraint("id", "consolidation_id"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("reason <> ''", name="reason"),
        ForeignKeyConstraint(
            ["consolidation_id", "paper_id"], ["consolidation.id", "consolidation.paper_id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consolidation_id: Mapped[int]
    paper_id: Mapped[int]
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    given_up_at: Mapped[datetime | None]


class Choice(Model):
    """What is chosen for one amendment, and why; `step` is the counter of the desk at which it was."""

    __tablename__ = "consolidation_choice"
    __table_args__ = (
        UniqueConstraint("consolidation_id", "amendment_id"),
        CheckConstraint(f"decision IN {CHOICES}", name="decision"),
        CheckConstraint(
            "(decision = 'in_compromise') = (compromise_id IS NOT NULL)", name="compromise_if_and_only_if_in"
        ),
        ForeignKeyConstraint(
            ["consolidation_id", "paper_id"], ["consolidation.id", "consolidation.paper_id"]
        ),
        ForeignKeyConstraint(["amendment_id", "paper_id"], ["amendment.id", "amendment.paper_id"]),
        ForeignKeyConstraint(
            ["compromise_id", "consolidation_id"], ["compromise.id", "compromise.consolidation_id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consolidation_id: Mapped[int]
    paper_id: Mapped[int]
    amendment_id: Mapped[int]
    decision: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(Text, default="")
    compromise_id: Mapped[int | None]
    step: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    chosen_at: Mapped[datetime]


class PlaceWording(Model):
    """What a person wrote for a place ("" before the first paragraph), itself or as a compromise.

    `made_from` is the key of what it was written on: when that changes, it must be read once more.
    """

    __tablename__ = "consolidation_wording"
    __table_args__ = (
        CheckConstraint("place = coalesce(paragraph_id, '')", name="place"),
        UniqueConstraint("compromise_id", "place"),
        Index(
            "uq_consolidation_wording_decided", "consolidation_id", "place", unique=True,
            sqlite_where=text("compromise_id IS NULL"), postgresql_where=text("compromise_id IS NULL"),
        ),
        ForeignKeyConstraint(
            ["compromise_id", "consolidation_id"], ["compromise.id", "compromise.consolidation_id"]
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    consolidation_id: Mapped[int] = mapped_column(ForeignKey("consolidation.id"))
    place: Mapped[str] = mapped_column(String(16))
    paragraph_id: Mapped[str | None] = mapped_column(ForeignKey("paragraph.id"))
    compromise_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text)
    made_from: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
