"""Who is told of a statement."""

from datetime import datetime

from eca_policy.ballots.messages import tell
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.statements.models import Statement
from eca_policy.ballots.statements.queries import recommendation_of
from eca_policy.ballots.statements.words import about_in_words, kind_names
from eca_policy.lib.actor import VOTING
from eca_policy.members import queries as members
from eca_policy.papers.models import Paper


def statement_made(paper: Paper, ballot: Ballot, statement: Statement, *, at: datetime) -> None:
    """What was declared."""
    tell_of("statement_made", paper, ballot, statement, at=at)


def statement_changed(paper: Paper, ballot: Ballot, statement: Statement, *, at: datetime) -> None:
    """The words that it has now: those who were told of the first ones have wrong ones."""
    tell_of("statement_changed", paper, ballot, statement, at=at)


def statement_withdrawn(paper: Paper, ballot: Ballot, statement: Statement, *, at: datetime) -> None:
    """That it no longer stands."""
    tell_of("statement_withdrawn", paper, ballot, statement, at=at)


def tell_of(message: str, paper: Paper, ballot: Ballot, statement: Statement, *, at: datetime) -> None:
    """The head and the alternate of the association, the rapporteurs and the secretariat."""
    terms = members.people_of([statement.association_id], at=at)
    people = [term.account for term in terms if term.role in VOTING]
    people += [one.account for one in paper.rapporteurs] + list(members.secretariat(at=at))
    association = members.association(statement.association_id)
    tell(
        message, people, paper, ballot, at=at,
        association=association.name, kind=statement.kind, kind_names=kind_names, body=statement.body,
        recommendation=recommendation_of(ballot, statement), about_in_words=about_in_words,
    )  # fmt: skip
