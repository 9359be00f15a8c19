"""Tables of amendments. Wordings and their changes are only ever added; triggers refuse anything else."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.amendments.changes import BEGINNING, KINDS, Change, Kind
from eca_policy.amendments.rules import DECISIONS, HOWS, SCHEMES, STATES
from eca_policy.extensions import Model
from eca_policy.members.models import Association


class NumberingScheme(Model):
    """How the alliance numbers new amendments: one row, or none before the secretariat has chosen."""

    __tablename__ = "numbering_scheme"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint(f"scheme IN {SCHEMES}", name="scheme"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    scheme: Mapped[str] = mapped_column(String(16))


class Amendment(Model):
    """A proposal to change the text of a paper. `label` is what it is called for good, such as "FI-3".

    `association_id` stands behind it now, `origin_id` tabled it first; `revision_id` is the text it went
    into.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        UniqueConstraint("paper_id", "label"),
        UniqueConstraint("id", "paper_id"),
        ForeignKeyConstraint(["parent_id", "paper_id"], ["amendment.id", "amendment.paper_id"]),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(
            "(state = 'draft') = (number IS NULL) AND (number IS NULL) = (label IS NULL)"
            " AND (number IS NULL) = (tabled_at IS NULL) AND (number IS NULL) = (origin_id IS NULL)",
            name="numbered_when_tabled",
        ),
        CheckConstraint(
            f"(state IN {DECISIONS}) = (decided_at IS NOT NULL)", name="decided_if_and_only_if_at"
        ),
        CheckConstraint("discarded_at IS NULL OR state = 'draft'", name="discarded_only_draft"),
        CheckConstraint("parent_id <> id", name="amends_another"),
        CheckConstraint("state = 'draft' OR reason <> ''", name="tabled_with_reason"),
        CheckConstraint(
            "decided_at IS NULL OR state = 'accepted' OR decision_reason <> ''", name="decided_with_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    number: Mapped[int | None]
    label: Mapped[str | None] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(24), default="draft")
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    parent_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_html: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    tabled_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    discarded_at: Mapped[datetime | None]
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}

    association: Mapped[Association] = relationship(
        foreign_keys=association_id, lazy="joined", innerjoin=True
    )
    origin: Mapped[Association | None] = relationship(foreign_keys=origin_id)
    author: Mapped[Account] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    decided_by: Mapped[Account | None] = relationship(foreign_keys=decided_by_id, lazy="joined")
    cosignatures: Mapped[list["Cosignature"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Cosignature.id"
    )
    wordings: Mapped[list["Wording"]] = relationship(lazy="select", order_by="Wording.number")

    @property
    def wording(self) -> "Wording":
        """What it reads now: the wording written or carried last."""
        return self.wordings[-1]


class Wording(Model):
    """What an amendment reads for one version: written by its authors, or carried when the text moved on.

    `how`: written; carried (every word still stood); proposed (its authors are asked); confirmed; rewritten.
    """

    __tablename__ = "amendment_wording"
    __table_args__ = (
        UniqueConstraint("amendment_id", "number"),
        CheckConstraint(f"how IN {HOWS}", name="how"),
        CheckConstraint(
            "(how IN ('carried', 'proposed')) = (account_id IS NULL)", name="by_person_or_engine"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    engine: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    changes: Mapped[list["ChangeRow"]] = relationship(lazy="selectin", order_by="ChangeRow.place")

    def as_changes(self) -> tuple[Change, ...]:
        """The changes as plain values."""
        return tuple(row.as_change() for row in self.changes)


class ChangeRow(Model):
    """One thing a wording does; without a paragraph it inserts before the first one.

    `compared` is the paragraph against what it shall read, [[kind, text], …], made once.
    """

    __tablename__ = "amendment_change"
    __table_args__ = (
        UniqueConstraint("wording_id", "place"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("(kind = 'delete') = (wording = '')", name="deletion_has_no_wording"),
        CheckConstraint("paragraph_id IS NOT NULL OR kind = 'insert_after'", name="hangs_on_a_paragraph"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("amendment_wording.id"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    paragraph_id: Mapped[str | None] = mapped_column(ForeignKey("paragraph.id"), index=True)
    wording: Mapped[str] = mapped_column(Text, default="")
    compared: Mapped[list[Any]] = mapped_column(default=list)

    def as_change(self) -> Change:
        return Change(cast(Kind, self.kind), self.paragraph_id or BEGINNING, self.wording)


class Cosignature(Model):
    """An association that stands behind an amendment beside the one it is tabled for."""

    __tablename__ = "amendment_cosignature"
    __table_args__ = (UniqueConstraint("amendment_id", "association_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)
