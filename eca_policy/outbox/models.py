"""One row a mail. Mail goes out at least once, always under the one Message-ID of its row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from eca_policy.extensions import Model

# waiting: to be sent (again) at `due_at` · sending: leased until `due_at` · sent: the server took it
# failed: given up, `last_error` says why · kept: no mail server is set, it is only shown
STATES = ("waiting", "sending", "sent", "failed", "kept")


class Mail(Model):
    """A mail as it leaves: everything in it was written in the transaction that caused it.

    `is_sealed`: it says what nobody but its receiver may know, and stands on no page of the outbox.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_if_and_only_if_at"),
        Index(None, "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    message: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    is_sealed: Mapped[bool] = mapped_column(server_default=false(), default=False)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]
