"""Who is told what about a paper before its ballot."""

from collections.abc import Iterable
from datetime import datetime

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.lib.moments import in_words
from eca_policy.members import queries as members
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def consultation_opened(paper: Paper, *, at: datetime) -> None:
    """Everyone in the delegations, observers included, is asked to comment."""
    tell("consultation_opened", delegations(at=at), paper, at=at)


def consultation_extended(paper: Paper, *, at: datetime) -> None:
    """Everyone who was asked to comment learns the new end."""
    tell("consultation_extended", delegations(at=at), paper, at=at)


def rapporteur_appointed(paper: Paper, account: Account, *, at: datetime) -> None:
    """The person learns that they hold the pen."""
    tell("rapporteur_appointed", [account], paper, at=at)


def paper_withdrawn(paper: Paper, *, to_everyone: bool, at: datetime) -> None:
    """The rapporteurs, and all delegations once the paper was shared with them, learn the reason."""
    people = [rapporteur.account for rapporteur in paper.rapporteurs]
    tell("paper_withdrawn", [*people, *(delegations(at=at) if to_everyone else [])], paper, at=at)


def delegations(*, at: datetime) -> list[Account]:
    """Heads, alternates and delegates of every association."""
    return [term.account for term in members.people_of(None, at=at)]


def tell(message: str, people: Iterable[Account], paper: Paper, *, at: datetime) -> None:
    """One mail a person, however many offices they hold."""
    for account in dict.fromkeys(people):
        to = recipient(account)
        if to is not None:
            end = paper.consultation_closes_at
            post(message, to, at=at, paper=paper, closes=in_words(end, to.language) if end else "")
