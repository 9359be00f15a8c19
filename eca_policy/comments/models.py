"""Tables of comments."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.comments.rules import ANSWERS, STATUSES, TYPES
from eca_policy.extensions import Model
from eca_policy.members.models import Association

DISPOSITIONS = (*ANSWERS, "withdrawn")


class Comment(Model):
    """A remark made on one revision; answered if and only if it has a disposition, a person, an instant.

    `changes` compares the paragraph as it stood with the proposed wording: [[kind, text], …], made once.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        CheckConstraint(f"type IN {TYPES}", name="type"),
        CheckConstraint(f"disposition IN {DISPOSITIONS}", name="disposition"),
        CheckConstraint(
            "(disposition IS NULL) = (answered_by_id IS NULL)"
            " AND (disposition IS NULL) = (answered_at IS NULL)",
            name="answered_whole",
        ),
        CheckConstraint("proposed_wording = '' OR paragraph_id IS NOT NULL", name="wording_for_a_paragraph"),
        Index(None, "paper_id", "paragraph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    paragraph_id: Mapped[str | None] = mapped_column(ForeignKey("paragraph.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    type: Mapped[str] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    proposed_wording: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    disposition: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]

    author: Mapped[Account] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    answered_by: Mapped[Account | None] = relationship(foreign_keys=answered_by_id, lazy="joined")
    association: Mapped[Association | None] = relationship(lazy="joined")


class Place(Model):
    """Where a comment stood from one revision on: `number` 1 is where it was written, and so on.

    `start` to `end` are characters of the paragraph's source and `quote` is what stands there; a comment on
    a whole paragraph has none. A detached one stands nowhere. `by` is the person who placed it, None where
    `engine` carried it. A row is written only where something differs from the one before, and never changes.
    """

    __tablename__ = "comment_place"
    __table_args__ = (
        UniqueConstraint("comment_id", "number"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("number >= 1", name="numbered"),
        CheckConstraint("(status = 'detached') = (paragraph_id IS NULL)", name="detached_is_nowhere"),
        CheckConstraint("paragraph_id IS NOT NULL OR quote = ''", name="words_in_a_paragraph"),
        CheckConstraint('"start" >= 0 AND "end" - "start" = length(quote)', name="quote_fills_its_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    paragraph_id: Mapped[str | None] = mapped_column(ForeignKey("paragraph.id"))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    engine: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]


class Reply(Model):
    """A remark on a comment."""

    __tablename__ = "comment_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Support(Model):
    """An association stands behind a comment of another."""

    __tablename__ = "comment_support"
    __table_args__ = (UniqueConstraint("comment_id", "association_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
