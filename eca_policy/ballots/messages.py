"""Who is told what about a ballot."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.ballots import queries
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.words import channel_in_words, choice_in_words, outcome_in_words
from eca_policy.extensions import db
from eca_policy.lib.actor import VOTING
from eca_policy.lib.moments import in_words
from eca_policy.members import queries as members
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def ballot_opened(paper: Paper, ballot: Ballot, *, at: datetime) -> None:
    """Every head and alternate of an association on the roll is asked for its position."""
    on_roll = db.session.scalars(
        select(RollEntry.association_id).where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "")
    ).all()
    voters = [t.account for t in members.people_of(on_roll, at=at) if t.role in VOTING]
    tell("ballot_opened", voters, paper, ballot, at=at)


def positions_cast(paper: Paper, ballot: Ballot, placed: Sequence[Position], *, at: datetime) -> None:
    """Head and alternate are both told who acted for their association, and how."""
    first = placed[0]
    acting = db.session.get_one(Account, first.cast_by_id)
    association = members.association(first.association_id)
    said = [(item_of(ballot, each), each.choice) for each in placed]
    tell(
        "position_cast", voters_of(first.association_id, at=at), paper, ballot, at=at,
        said=said, choice_in_words=choice_in_words, channel_in_words=channel_in_words,
        may_change=queries.conduct_of(ballot).may_change,
        channel=first.channel, note=first.channel_note, by_proxy=first.proxy_id is not None,
        acting=acting.name, association=association.name,
    )  # fmt: skip


def item_of(ballot: Ballot, position: Position) -> Item:
    return next(item for item in ballot.items if item.id == position.item_id)


def voters_of(association_id: int, *, at: datetime) -> list[Account]:
    """The head and the alternate."""
    terms = members.people_of([association_id], at=at)
    return [term.account for term in terms if term.role in VOTING]


def ballot_decided(paper: Paper, ballot: Ballot, *, at: datetime) -> None:
    """Everyone in the delegations and the secretariat learns the outcome, with the figures."""
    people = [term.account for term in members.people_of(None, at=at)] + list(members.secretariat(at=at))
    count = count_of(ballot)
    tell(
        "ballot_decided", people, paper, ballot, at=at,
        outcome=count.decide().outcome.value, outcome_in_words=outcome_in_words, sentence=count.sentence,
    )  # fmt: skip


def tell(
    message: str, people: Iterable[Account], paper: Paper, ballot: Ballot, *, at: datetime, **context: object
) -> None:
    """One mail a person, however many offices they hold."""
    for account in dict.fromkeys(people):
        to = recipient(account)
        if to is not None:
            closes = in_words(ballot.closes_at, to.language)
            post(message, to, at=at, paper=paper, ballot=ballot, closes=closes, **context)
