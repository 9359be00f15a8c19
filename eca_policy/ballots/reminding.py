"""What the clock says about a running ballot: that it is open now, and who has not answered yet.

Each is said once, whatever happens: the row that remembers it is written in the transaction of its mails, and
its primary key decides between two sweeps. A sweep that comes late says only what matters most by then.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from eca_policy.accounts.models import Account
from eca_policy.ballots import messages, queries
from eca_policy.ballots.acting import people_for
from eca_policy.ballots.freezing import freeze_if_due
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import AT_OPENING, Ballot, Reminder
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.papers.models import Paper
from eca_policy.permissions.guard import require
from eca_policy.permissions.who_may import roles_of
from eca_policy.transaction import locked_now

# How many hours before the close those missing are reminded.
HOURS_BEFORE = (72, 24)


def unannounced(*, at: datetime) -> Sequence[int]:
    """The ballots whose planned opening has come, and nobody has been told so yet."""
    query = (
        select(Ballot.id)
        .join(Reminder, Reminder.ballot_id == Ballot.id)
        .where(Ballot.ended_at.is_(None), Reminder.hours == AT_OPENING)
        .where(Reminder.closes_at <= at, Reminder.sent_at < Reminder.closes_at)
    )
    return db.session.scalars(query).all()


def to_remind(*, at: datetime) -> list[int]:
    """The open ballots of which a reminder is due that was not sent; not those of a withdrawn paper."""
    ballots = queries.open_ballots(at=at)
    sent = sent_for([ballot.id for ballot in ballots])
    due = ((ballot, hours_due(ballot, at=at)) for ballot in ballots)
    return [each.id for each, hours in due if hours and (each.id, each.closes_at, hours) not in sent]


def sent_for(ballot_ids: Sequence[int]) -> set[tuple[int, datetime, int]]:
    query = select(Reminder).where(Reminder.ballot_id.in_(ballot_ids))
    return {(each.ballot_id, each.closes_at, each.hours) for each in db.session.scalars(query)}


def hours_due(ballot: Ballot, *, at: datetime) -> int | None:
    """Which reminder is due by now, the most urgent one; None for none.

    A reminder whose instant had passed already when the ballot opened, or when its close was put off, would
    only repeat the mail of that moment.
    """
    since = ballot.extensions[-1].extended_at if ballot.extensions else ballot.opens_at
    due = [hours for hours in HOURS_BEFORE if since < ballot.closes_at - timedelta(hours=hours) <= at]
    return min(due, default=None)


def announce(actor: Actor, ballot_id: int) -> bool:
    """Tell everybody that a planned ballot is open now: once, and not when it was called off. True if so."""
    require("ballot:decide", roles_of(actor), "decision")
    paper, ballot = begin(ballot_id)
    at = locked_now()
    freeze_if_due(paper, ballot, at=at)
    if paper.stage != "decision" or not queries.is_open(ballot, at=at):
        return False
    moved = update(Reminder).where(
        Reminder.ballot_id == ballot.id,
        Reminder.hours == AT_OPENING,
        Reminder.closes_at == ballot.opens_at,
        Reminder.sent_at < ballot.opens_at,
    )
    if not db.session.execute(moved.values(sent_at=at).returning(Reminder.ballot_id)).all():
        return False
    messages.ballot_opened(paper, ballot, at=at)
    return True


def remind(actor: Actor, ballot_id: int) -> int | None:
    """Remind those missing, when it is time and nobody has; returns how many hours before the close.

    In a secret ballot everybody with a vote: a mail to those missing, or its row, would tell who has voted.
    """
    require("ballot:decide", roles_of(actor), "decision")
    paper, ballot = begin(ballot_id)
    at = locked_now()
    if paper.stage != "decision" or not queries.is_open(ballot, at=at):
        return None
    hours = hours_due(ballot, at=at)
    if hours is None or not remembered(ballot, hours, at=at):
        return None
    for account, names in missing_for(ballot, at=at).items():
        messages.reminded(account, names, paper, ballot, at=at)
    return hours


def begin(ballot_id: int) -> tuple[Paper, Ballot]:
    """The paper and its ballot, locked as a voter locks them (see `lock_to_vote`)."""
    ballot = queries.ballot(ballot_id)
    read = ballot.has_roll
    locked = {"read": read, "of": Paper}
    paper = db.session.get_one(Paper, ballot.paper_id, with_for_update=locked, populate_existing=True)
    ballot = lock_ballot(ballot, read=read)
    db.session.expire(ballot, ["extensions"])
    return paper, ballot


def remembered(ballot: Ballot, hours: int, *, at: datetime) -> bool:
    """Write down that this reminder is sent; False when it was already."""
    row = Reminder(ballot_id=ballot.id, closes_at=ballot.closes_at, hours=hours, sent_at=at)
    if db.session.get(Reminder, (row.ballot_id, row.closes_at, row.hours)) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # the other sweep was faster
        return False
    return True


def missing_for(ballot: Ballot, *, at: datetime) -> dict[Account, set[str]]:
    """Who can still answer, each with the names of the associations they would answer for."""
    missing = {line.association.id: line.association for line in missing_lines(ballot)}
    found = people_for(ballot, missing.values(), at=at)
    return {account: {missing[one].name for one in ids} for account, ids in found.items()}


def missing_lines(ballot: Ballot) -> Iterable[queries.RollLine]:
    """The associations that have a vote and have not answered by name; in a secret ballot all have not."""
    return [line for line in queries.roll_call(ballot) if not line.left_out and line.position is None]
