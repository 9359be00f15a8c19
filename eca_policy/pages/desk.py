"""The secretariat's desk: every running paper on one page, with who is missing."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from eca_policy import web
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.showing import roll_shown, sight_of
from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.pages.stage import deadline
from eca_policy.pages.views import pages
from eca_policy.papers.queries import Access, visible_papers
from eca_policy.todo.queries import OPEN_STAGES
from eca_policy.web import current_actor


@dataclass(frozen=True)
class Line:
    """One paper on the desk; `missing` are the associations that have not yet voted or commented."""

    access: Access
    until: datetime | None
    missing: list[str]
    still: str


@pages.get("/desk")
@web.secretariat
def desk() -> ResponseReturnValue:
    at = clock.now()
    running = {ballot.paper_id: ballot for ballot in ballots.running_ballots()}
    associations = [a for a in members.associations() if a.status != "suspended"]
    papers = visible_papers(current_actor(), at=at, stages=OPEN_STAGES)
    lines = [line(access, running.get(access.paper.id), associations) for access in papers]
    lines.sort(key=lambda each: (each.until is None, each.until or at))
    return render_template("pages/desk.html", lines=lines)


def line(access: Access, ballot: Ballot | None, associations: list[Association]) -> Line:
    """Who is missing on this paper, and what it still takes to pass."""
    missing: list[str] = []
    still = ""
    if access.stage == "consultation":
        commented = commenting(access.paper.id)
        missing = [a.name for a in associations if a.id not in commented]
    if access.stage == "decision" and ballot is not None:
        missing = [
            each.line.association.name
            for each in roll_shown(ballot, ())
            if not each.line.left_out and each.has_answered is False
        ]
        still = count_of(ballot).missing_sentence() if sight_of(ballot).totals else ""
    return Line(access, deadline(access, ballot), missing, still)


def commenting(paper_id: int) -> set[int | None]:
    """The associations that have commented on this paper."""
    query = select(Comment.association_id).where(Comment.paper_id == paper_id).distinct()
    return set(db.session.scalars(query))
