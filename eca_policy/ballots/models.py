"""Tables of ballots. No cascade reaches a position; roll, earlier positions and decision never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model
from eca_policy.members.models import Association
from eca_policy.papers.models import Version

CHOICES = ("in_favour", "against", "abstention", "recused", "objection")
OUTCOMES = ("adopted", "adopted_with_reservations", "rejected", "no_quorum", "no_decision", "silence_broken")


class Procedure(Model):
    """A decision procedure as data; a ballot freezes a copy of its rule."""

    __tablename__ = "procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_fi: Mapped[str] = mapped_column(String(100))
    rule: Mapped[dict[str, Any]]


class Ballot(Model):
    """One vote on one version, open while opens_at <= now < closes_at."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        Index(
            "uq_ballot_one_running", "paper_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    procedure_name: Mapped[str] = mapped_column(String(100))
    procedure_name_fi: Mapped[str] = mapped_column(String(100))
    rule: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # Decided, or ended because the paper was withdrawn.
    ended_at: Mapped[datetime | None]

    version: Mapped[Version] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list["Item"]] = relationship(
        order_by="Item.number", lazy="selectin", back_populates="ballot"
    )
    roll: Mapped[list["RollEntry"]] = relationship(order_by="RollEntry.id")
    decision: Mapped["Decision | None"] = relationship(lazy="joined", back_populates="ballot")


class Item(Model):
    """What is decided: for now the whole text of the version."""

    __tablename__ = "ballot_item"
    __table_args__ = (UniqueConstraint("ballot_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    number: Mapped[int] = mapped_column(default=1)

    ballot: Mapped[Ballot] = relationship(back_populates="items")


class RollEntry(Model):
    """The frozen electorate: an association with its weight, or the reason why it is not on the roll."""

    __tablename__ = "ballot_roll"
    __table_args__ = (
        UniqueConstraint("ballot_id", "association_id"),
        CheckConstraint("left_out IN ('', 'observer', 'suspended')", name="left_out"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    weight: Mapped[int]
    left_out: Mapped[str] = mapped_column(String(12), default="")

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)


class Position(Model):
    """The position that stands for one association on one item: there is never a second."""

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("item_id", "association_id"),
        CheckConstraint(f"choice IN {CHOICES}", name="choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("ballot_item.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    choice: Mapped[str] = mapped_column(String(12))
    explanation: Mapped[str] = mapped_column(Text, default="")
    reservation: Mapped[str] = mapped_column(Text, default="")
    cast_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cast_at: Mapped[datetime]
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}

    cast_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)


class EarlierPosition(Model):
    """A position that was changed before the close, as it stood."""

    __tablename__ = "earlier_position"
    __table_args__ = (CheckConstraint(f"choice IN {CHOICES}", name="choice"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    choice: Mapped[str] = mapped_column(String(12))
    explanation: Mapped[str] = mapped_column(Text)
    reservation: Mapped[str] = mapped_column(Text)
    cast_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cast_at: Mapped[datetime]

    cast_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Decision(Model):
    """What a ballot decided, with the figures and the engine that counted them."""

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(30))
    figures: Mapped[dict[str, Any]]
    sentence: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(20))
    decided_at: Mapped[datetime]

    ballot: Mapped[Ballot] = relationship(back_populates="decision")
