"""Tables of ballots. No cascade reaches a position; roll, earlier positions and decisions never change.

What a secret ballot keeps is in `secrecy/models.py`, proxies are in `proxies/models.py`, and what
associations declare beside their vote is in `statements/models.py`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, exists, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model
from eca_policy.members.models import Association
from eca_policy.papers.models import Version

CHOICES = ("in_favour", "against", "abstention", "recused", "objection")
LEFT_OUT = ("observer", "suspended", "no_one_entitled")
CHANNELS = ("letter", "telephone", "email")
ITEM_KINDS = ("amendments", "part", "package", "final_text")
ITEM_OUTCOMES = (
    "adopted", "adopted_as_amended", "without_effect", "rejected", "lapsed", "no_quorum", "no_decision",
    "adopted_with_reservations", "silence_broken",
)  # fmt: skip
# The "hours" of the row that says whether everybody was told of the opening.
AT_OPENING = 0
OUTCOMES = ("adopted", "adopted_with_reservations", "rejected", "no_quorum", "no_decision", "silence_broken")


class Procedure(Model):
    """A decision procedure as data: how it counts (`rule`, see `procedure.py`) and how it is run (`conduct`).

    A ballot freezes a copy of both. `followed_by` is the key of the procedure of the written vote that
    follows when a silence is broken, "" for none.
    """

    __tablename__ = "procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_fi: Mapped[str] = mapped_column(String(100))
    rule: Mapped[dict[str, Any]]
    conduct: Mapped[dict[str, Any]] = mapped_column(default=dict)
    followed_by: Mapped[str] = mapped_column(String(40), default="")
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}


class RollEntry(Model):
    """The frozen electorate: an association with its weight, or the reason why it is not on the roll.

    `code`: that of the association when the roll was frozen; what is decided names associations by it.
    `left_out_since`: the day from which a suspended association has no vote, where it is known.
    """

    __tablename__ = "ballot_roll"
    __table_args__ = (
        UniqueConstraint("ballot_id", "association_id"),
        CheckConstraint(f"left_out IN {('', *LEFT_OUT)}", name="left_out"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    code: Mapped[str] = mapped_column(String(12), default="")
    weight: Mapped[int]
    left_out: Mapped[str] = mapped_column(String(20), default="")
    left_out_since: Mapped[date | None]

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)


class Ballot(Model):
    """One vote on one version, open while opens_at <= now < closes_at.

    `rule` is that of the last item, the text as a whole; `follow_up` is the procedure and the length of the
    written vote that follows a broken silence, {} for none: {"name", "name_fi", "rule", "conduct", "days"};
    the days are working days. `follows_id`: the silence after which this written vote opened by itself;
    `result_version_id`: the version with the amendments that were adopted. `counts_one`: every association
    counts one, whatever its weight. `has_roll`: a ballot that is planned has none before its opening instant
    (see `freezing.py`); of one that was called off at that instant, `called_off_at` is the same.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(
            "called_off_at IS NULL OR (called_off_at <= opens_at AND ended_at IS NOT NULL)",
            name="called_off_before_it_opened",
        ),
        Index("uq_ballot_follows_id", "follows_id", unique=True),
        CheckConstraint(
            "called_off_because = '' OR called_off_at IS NOT NULL", name="says_why_it_was_called_off"
        ),
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
    conduct: Mapped[dict[str, Any]] = mapped_column(default=dict)
    follow_up: Mapped[dict[str, Any]] = mapped_column(default=dict)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    counts_one: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # Decided, called off before it opened, or ended because the paper was withdrawn.
    ended_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    called_off_because: Mapped[str] = mapped_column(Text, default="")
    # When it was found, after its close, that a tie waits for the casting vote.
    tied_at: Mapped[datetime | None]
    result_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))

    version: Mapped[Version] = relationship(lazy="joined", innerjoin=True, foreign_keys=version_id)
    result_version: Mapped[Version | None] = relationship(foreign_keys=result_version_id)
    items: Mapped[list["Item"]] = relationship(
        order_by="Item.number", lazy="selectin", back_populates="ballot"
    )
    extensions: Mapped[list["Extension"]] = relationship(order_by="Extension.id")
    decision: Mapped["Decision | None"] = relationship(lazy="joined", back_populates="ballot")
    has_roll: Mapped[bool] = column_property(
        exists().where(RollEntry.ballot_id == id).correlate_except(RollEntry)
    )


class Item(Model):
    """One thing that is decided: an amendment, part of one, several together, or the text as a whole.

    The last item of a ballot is always the text as a whole, and often the only one. `pieces` is what is voted
    on, frozen: [{"amendments": [id, …], "labels": [str, …], "parent": id or null, "changes": [{"kind",
    "paragraph_id", "wording"}, …]}, …]; `lapses_if` as [{"adopted": [number, …], "unless": [number, …]}, …];
    `amends` the numbers of the items voted on as amended when this one is adopted (see `voting/items.py`).
    """

    __tablename__ = "ballot_item"
    __table_args__ = (
        UniqueConstraint("ballot_id", "number"),
        CheckConstraint(f"kind IN {ITEM_KINDS}", name="kind"),
        Index(
            "uq_ballot_item_one_final_text", "ballot_id", unique=True,
            sqlite_where=text("kind = 'final_text'"), postgresql_where=text("kind = 'final_text'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    number: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(12), default="final_text")
    rule: Mapped[dict[str, Any]]
    procedure_name: Mapped[str] = mapped_column(String(100))
    procedure_name_fi: Mapped[str] = mapped_column(String(100))
    part: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[list[Any]] = mapped_column(default=list)
    lapses_if: Mapped[list[Any]] = mapped_column(default=list)
    amends: Mapped[list[Any]] = mapped_column(default=list)

    ballot: Mapped[Ballot] = relationship(back_populates="items")
    decision: Mapped["ItemDecision | None"] = relationship(lazy="joined", back_populates="item")
    casting_vote: Mapped["CastingVote | None"] = relationship(lazy="joined")


class ItemAmendment(Model):
    """Which amendments an item is about."""

    __tablename__ = "ballot_item_amendment"

    item_id: Mapped[int] = mapped_column(ForeignKey("ballot_item.id"), primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), primary_key=True, index=True)


class CastingVote(Model):
    """How the chair broke the tie on an item; `note` says who gave it and when. It is given once."""

    __tablename__ = "casting_vote"
    __table_args__ = (
        CheckConstraint("choice IN ('in_favour', 'against')", name="choice"),
        CheckConstraint("note <> ''", name="says_who"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("ballot_item.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(300))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]


class Position(Model):
    """The position that stands for one association on one item: there is never a second.

    Triggers (migration 0022) hold what a check cannot: the association is on the roll, the ballot is open and
    not secret, the proxy is its own, and nothing changes that is not kept as an earlier position.

    `proposed_change` is the wording asked for, and `would_favour` says that the association will be in favour
    if it is made. `channel` says how a position came that the secretariat entered, with `channel_note` (from
    whom, dated when); `proxy_id` under which proxy another association's head cast it.
    """

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("item_id", "association_id"),
        CheckConstraint(f"choice IN {CHOICES}", name="choice"),
        CheckConstraint(f"channel IN {('', *CHANNELS)}", name="channel"),
        CheckConstraint("channel = '' OR proxy_id IS NULL", name="own_or_entered_or_by_proxy"),
        CheckConstraint("NOT would_favour OR proposed_change <> ''", name="would_favour_a_change"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("ballot_item.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    choice: Mapped[str] = mapped_column(String(12))
    explanation: Mapped[str] = mapped_column(Text, default="")
    reservation: Mapped[str] = mapped_column(Text, default="")
    proposed_change: Mapped[str] = mapped_column(Text, default="")
    would_favour: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(String(10), default="")
    channel_note: Mapped[str] = mapped_column(String(300), default="")
    proxy_id: Mapped[int | None] = mapped_column(ForeignKey("proxy.id"))
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
    proposed_change: Mapped[str] = mapped_column(Text)
    would_favour: Mapped[bool] = mapped_column()
    channel: Mapped[str] = mapped_column(String(10))
    channel_note: Mapped[str] = mapped_column(String(300))
    proxy_id: Mapped[int | None] = mapped_column(ForeignKey("proxy.id"))
    cast_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cast_at: Mapped[datetime]

    cast_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Extension(Model):
    """The close of a running ballot, put off."""

    __tablename__ = "ballot_extension"
    __table_args__ = (CheckConstraint("closes_at > closed_before", name="later"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    closed_before: Mapped[datetime]
    closes_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    extended_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    extended_at: Mapped[datetime]


class Reminder(Model):
    """That those missing were reminded so many hours before this close; an extended ballot has new ones.

    A ballot that opens later has one of 0 hours, for its opening instant: written when the ballot is planned,
    and `sent_at` moves on when everybody is told that it is open now.
    """

    __tablename__ = "ballot_reminder"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    closes_at: Mapped[datetime] = mapped_column(primary_key=True)
    hours: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]


class ItemDecision(Model):
    """What one item of a ballot came to, with its figures: also of the text as a whole.

    Of an item that lapsed the figures say what would have been.
    """

    __tablename__ = "item_decision"
    __table_args__ = (CheckConstraint(f"outcome IN {ITEM_OUTCOMES}", name="outcome"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("ballot_item.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(30))
    figures: Mapped[dict[str, Any]]
    sentence: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="decision")


class Decision(Model):
    """What a ballot decided on the text as a whole, with the figures and the engine that counted them."""

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
