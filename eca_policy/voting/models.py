"""Tables of voting lists: what people arranged and requested. The list itself is worked out from it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model
from eca_policy.members.models import Association

KINDS = ("separate", "split")


class VotingList(Model):
    """How a paper's open amendments are arranged; a paper has one that is not frozen.

    `version_id` is the version it was last arranged for, at `arranged_at`. From `frozen_at` on, when a ballot
    took it, triggers refuse every change to it and to its entries.
    """

    __tablename__ = "voting_list"
    __table_args__ = (
        Index(
            "uq_voting_list_one_open", "paper_id", unique=True,
            sqlite_where=text("frozen_at IS NULL"), postgresql_where=text("frozen_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    arranged_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}

    entries: Mapped[list["VotingEntry"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="VotingEntry.id"
    )


class VotingEntry(Model):
    """Where the rapporteur put an amendment: a place in the row, a package, or both.

    Identical amendments have the same of each. Rows of amendments that are no longer open say nothing.
    """

    __tablename__ = "voting_entry"
    __table_args__ = (
        UniqueConstraint("list_id", "amendment_id"),
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint("package > 0", name="package"),
        CheckConstraint("rank IS NOT NULL OR package IS NOT NULL", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("voting_list.id"))
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    rank: Mapped[int | None]
    package: Mapped[int | None]


class VoteRequest(Model):
    """An association asks that an amendment be voted on by itself, or place by place."""

    __tablename__ = "vote_request"
    __table_args__ = (
        UniqueConstraint("amendment_id", "association_id", "kind"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    kind: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime]

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
