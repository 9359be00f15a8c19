"""Tables of mandates. A mandate is only ever added; triggers refuse to change or remove one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model
from eca_policy.mandates.rules import CHOICES, MANDATE_CHOICES


class StrawPosition(Model):
    """What a person of the delegation, or a cluster outside, would say; it binds nobody."""

    __tablename__ = "straw_position"
    __table_args__ = (
        UniqueConstraint("paper_id", "association_id", "account_id"),
        UniqueConstraint("paper_id", "association_id", "cluster"),
        CheckConstraint("(account_id IS NULL) <> (cluster IS NULL)", name="person_or_cluster"),
        CheckConstraint("cluster <> ''", name="cluster_named"),
        CheckConstraint(f"choice IN {CHOICES}", name="choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cluster: Mapped[str | None] = mapped_column(String(200))
    choice: Mapped[str] = mapped_column(String(12))
    remark: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}

    account: Mapped[Account | None] = relationship(foreign_keys=account_id, lazy="joined")
    entered_by: Mapped[Account] = relationship(foreign_keys=entered_by_id, lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        """Whose answer it is."""
        return self.cluster or (self.account.name if self.account else "")


class Mandate(Model):
    """What the delegation shall say, with its conditions and limits; the highest number stands."""

    __tablename__ = "mandate"
    __table_args__ = (
        UniqueConstraint("paper_id", "association_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(f"choice IN {MANDATE_CHOICES}", name="choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    number: Mapped[int]
    choice: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]

    recorded_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
