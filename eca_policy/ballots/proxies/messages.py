"""Who is told about a proxy: the holder's head, who may cast, and the grantor's head and alternate."""

from datetime import datetime

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.ballots.messages import voters_of
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.words import scope_in_words
from eca_policy.extensions import db
from eca_policy.members import queries as members
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def proxy_given(proxy: Proxy, paper: Paper | None, *, by_id: int, at: datetime) -> None:
    """Both learn for what, and who entered it."""
    tell("proxy_given", proxy, paper, by_id=by_id, at=at)


def proxy_revoked(proxy: Proxy, paper: Paper | None, *, by_id: int, at: datetime) -> None:
    """The holder no longer votes for the grantor, and the grantor has its vote to cast again."""
    tell("proxy_revoked", proxy, paper, by_id=by_id, at=at)


def tell(message: str, proxy: Proxy, paper: Paper | None, *, by_id: int, at: datetime) -> None:
    """One mail a person, written for the side on which they are."""
    acting = db.session.get_one(Account, by_id)
    heads = [term.account for term in members.people_of([proxy.holder_id], at=at) if term.role == "head"]
    people = dict.fromkeys(heads, True) | dict.fromkeys(voters_of(proxy.grantor_id, at=at), False)
    for account, is_holder in people.items():
        to = recipient(account)
        if to is not None:
            post(
                message, to, at=at, proxy=proxy, paper=paper, is_holder=is_holder, acting=acting.name,
                scope_in_words=scope_in_words,
            )  # fmt: skip
