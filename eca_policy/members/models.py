"""Tables of associations and terms of office."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model

ROLES = ("head", "alternate", "delegate", "secretariat")
STATUSES = ("member", "observer", "suspended")


class Association(Model):
    """A national cluster association. `weight` is its number of cluster organisations.

    `suspended_on`: the day from which a suspended one has no vote; None before days were kept.
    """

    __tablename__ = "association"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("weight >= 0", name="weight"),
        CheckConstraint("suspended_on IS NULL OR status = 'suspended'", name="suspended_on_only_then"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    weight: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(10), default="member")
    suspended_on: Mapped[date | None]
    created_at: Mapped[datetime]


class TermOfOffice(Model):
    """An office held from `starts_on`; over when `ended_at` is set or `ends_on` has passed."""

    __tablename__ = "term_of_office"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES}", name="role"),
        CheckConstraint("(role = 'secretariat') = (association_id IS NULL)",
            name="secretariat_or_association"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(
            "uq_term_of_office_one_head", "association_id", unique=True,
            sqlite_where=text("role = 'head' AND ended_at IS NULL"),
            postgresql_where=text("role = 'head' AND ended_at IS NULL"),
        ),
        Index(
            "uq_term_of_office_once", "account_id", "association_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_term_of_office_once_in_secretariat", "account_id", unique=True,
            sqlite_where=text("association_id IS NULL AND ended_at IS NULL"),
            postgresql_where=text("association_id IS NULL AND ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    association: Mapped[Association | None] = relationship(lazy="joined")
