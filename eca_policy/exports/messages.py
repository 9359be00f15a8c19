"""Who is told that a paper was published."""

from datetime import datetime

from eca_policy.accounts.queries import recipient
from eca_policy.members import queries as members
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def paper_published(paper: Paper, *, at: datetime) -> None:
    """Everyone in the delegations gets the permanent address."""
    people = dict.fromkeys(term.account for term in members.people_of(None, at=at))
    for to in filter(None, map(recipient, people)):
        post("paper_published", to, at=at, paper=paper)
