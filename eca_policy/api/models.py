"""The table of idempotency keys."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eca_policy.extensions import Model


class IdempotencyKey(Model):
    """A write that was done for an account, with its answer; both are set by one transaction."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        CheckConstraint("(status IS NULL) = (body IS NULL)", name="answered_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
