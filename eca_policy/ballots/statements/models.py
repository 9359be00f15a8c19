"""The table of statements. A trigger lets none be changed but by being withdrawn (0023)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model
from eca_policy.members.models import Association

KINDS = ("reservation", "minority_statement", "opt_out")


class Statement(Model):
    """What an association on the roll declares about the paper, or about the recommendation in one paragraph.

    An association opts out once; of the other kinds it makes at most one about each thing.
    """

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("kind = 'opt_out' OR body <> ''", name="says_something"),
        CheckConstraint("kind <> 'opt_out' OR paragraph_id IS NULL", name="opt_out_of_the_whole"),
        Index(
            "uq_statement_one_about_the_paper", "ballot_id", "association_id", "kind", unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND paragraph_id IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND paragraph_id IS NULL"),
        ),
        Index(
            "uq_statement_one_about_a_recommendation", "ballot_id", "association_id", "kind", "paragraph_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND paragraph_id IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND paragraph_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    kind: Mapped[str] = mapped_column(String(20))
    paragraph_id: Mapped[str | None] = mapped_column(ForeignKey("paragraph.id"))
    body: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)
    made_by: Mapped[Account] = relationship(foreign_keys=made_by_id, lazy="joined", innerjoin=True)
