"""Who is told that a desk changes hands."""

from datetime import datetime

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def tell_of_handing_over(paper: Paper, holder: Account, *, at: datetime) -> None:
    """The new holder learns that the desk is theirs."""
    to = recipient(holder)
    if to is not None:
        post("desk_handed_over", to, at=at, paper=paper)


def tell_of_taking_over(paper: Paper, former: Account, holder: Account, *, at: datetime) -> None:
    """The former holder learns who has the desk now."""
    to = recipient(former)
    if to is not None:
        post("desk_taken_over", to, at=at, paper=paper, holder=holder)
