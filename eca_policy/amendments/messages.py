"""Who is told what about amendments."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.queries import name_of
from eca_policy.amendments.words import state_names
from eca_policy.members import queries as members
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def tell_of_tabling(paper: Paper, amendment: Amendment, *, at: datetime) -> None:
    """The head and the alternate of the association learn what was tabled, or taken over, in its name."""
    people = delegation(amendment, at=at, roles=("head", "alternate"))
    tell(
        (one for one in people if one.id != amendment.author_id), "amendment_tabled", paper, amendment, at=at
    )


def tell_of_withdrawal(paper: Paper, amendment: Amendment, *, at: datetime) -> None:
    """Those who co-signed learn that it is withdrawn: they may take it over."""
    signers = [each.association_id for each in amendment.cosignatures]
    people = [term.account for term in members.people_of(signers, at=at)] if signers else []
    tell(people, "amendment_withdrawn", paper, amendment, at=at)


def tell_of_proposal(paper: Paper, amendment: Amendment, *, at: datetime) -> None:
    """The author, and the heads of the association, are asked whether it shall read as it now would."""
    people = [amendment.author, *delegation(amendment, at=at, roles=("head", "alternate"))]
    tell(people, "amendment_moved", paper, amendment, at=at)


def tell_of_decisions(paper: Paper, decided: Sequence[Amendment], *, at: datetime) -> None:
    """Each author gets one mail with all that was decided about their amendments."""
    for author in dict.fromkeys(each.author for each in decided):
        own = [each for each in decided if each.author_id == author.id]
        to = recipient(author)
        if to is not None:
            post(
                "amendments_decided",
                to,
                at=at,
                paper=paper,
                amendments=own,
                state_names=state_names,
                name_of=name_of,
            )


def delegation(amendment: Amendment, *, at: datetime, roles: Sequence[str]) -> list[Account]:
    terms = members.people_of([amendment.association_id], at=at)
    return [term.account for term in terms if term.role in roles]


def tell(
    people: Iterable[Account], message: str, paper: Paper, amendment: Amendment, *, at: datetime
) -> None:
    """One mail a person."""
    for account in dict.fromkeys(people):
        to = recipient(account)
        if to is not None:
            post(message, to, at=at, paper=paper, amendment=amendment, name_of=name_of)
