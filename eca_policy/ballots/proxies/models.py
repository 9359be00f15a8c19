"""The table of proxies. A trigger lets none be changed but by being revoked (0023)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.ballots.models import Ballot
from eca_policy.extensions import Model
from eca_policy.members.models import Association


class Proxy(Model):
    """The grantor's position may be cast by the head of the holder: on one ballot, or on days of a period.

    `written` is what the proxy says, or where the letter is that gave it; `given_by_id` entered it.
    """

    __tablename__ = "proxy"
    __table_args__ = (
        CheckConstraint("grantor_id <> holder_id", name="to_another"),
        CheckConstraint("written <> ''", name="written"),
        CheckConstraint(
            "(ballot_id IS NULL) = (starts_on IS NOT NULL) AND (starts_on IS NULL) = (ends_on IS NULL)",
            name="ballot_or_period",
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(
            "uq_proxy_one_for_a_ballot", "grantor_id", "ballot_id", unique=True,
            sqlite_where=text("revoked_at IS NULL AND ballot_id IS NOT NULL"),
            postgresql_where=text("revoked_at IS NULL AND ballot_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    grantor_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    written: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    grantor: Mapped[Association] = relationship(foreign_keys=grantor_id, lazy="joined", innerjoin=True)
    holder: Mapped[Association] = relationship(foreign_keys=holder_id, lazy="joined", innerjoin=True)
    given_by: Mapped[Account] = relationship(foreign_keys=given_by_id, lazy="joined", innerjoin=True)
    revoked_by: Mapped[Account | None] = relationship(foreign_keys=revoked_by_id)
    ballot: Mapped[Ballot | None] = relationship()
