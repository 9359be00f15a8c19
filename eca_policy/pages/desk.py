"""The secretariat's desk: every running paper on one page, with who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, exists, func, literal, select, union_all

from eca_policy import web
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.counted import Count
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.showing import Rows, sight_of
from eca_policy.ballots.silence import is_silence, standing
from eca_policy.ballots.standing import NAMES_SHOWN, Missing, missing_on, standings
from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.pages.stage import deadline
from eca_policy.pages.views import pages
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access, visible_papers
from eca_policy.todo.queries import OPEN_STAGES
from eca_policy.web import current_actor


@dataclass(frozen=True)
class Line:
    """One paper on the desk; `missing` are the associations that have not yet voted or commented, `still` is
    what it takes to pass, and `number` that of the ballot, where one is open.
    """

    access: Access
    until: datetime | None
    missing: Missing
    still: str = ""
    number: int = 0
    is_silence: bool = False


@pages.get("/desk")
@web.secretariat
def desk() -> ResponseReturnValue:
    at = clock.now()
    running = {ballot.paper_id: ballot for ballot in ballots.running_ballots()}
    papers = visible_papers(current_actor(), at=at, stages=OPEN_STAGES)
    lines = lines_of(papers, running, at=at)
    lines.sort(key=lambda each: (each.until is None, each.until or at))
    return render_template("pages/desk.html", lines=lines)


def lines_of(papers: Sequence[Access], running: Mapping[int, Ballot], *, at: datetime) -> list[Line]:
    """Each paper with who is missing on it."""
    voted_on = {
        access.paper.id: running[access.paper.id]
        for access in papers
        if access.stage == "decision" and access.paper.id in running
    }
    consulted = [access.paper for access in papers if access.stage == "consultation"]
    silent, absent = without_comment(consulted), missing_on(list(voted_on.values()))
    still = still_needed([each for each in voted_on.values() if ballots.is_open(each, at=at)])
    lines = []
    for access in papers:
        ballot, until = voted_on.get(access.paper.id), deadline(access, running.get(access.paper.id))
        if ballot is None:
            lines.append(Line(access, until, silent.get(access.paper.id, Missing())))
            continue
        missing = absent.get(ballot.id, Missing())
        lines.append(
            Line(access, until, missing, still.get(ballot.id, ""), ballot.number, is_silence(ballot))
        )
    return lines


def still_needed(open_ballots: Sequence[Ballot]) -> dict[int, str]:
    """What it takes to pass, by ballot, where everybody may see the figures so far."""
    finals = [ballot.items[-1] for ballot in open_ballots if sight_of(ballot).totals]
    counts = standings(finals)
    return {item.ballot_id: still_in_words(counts[item.id]) for item in finals}


def still_in_words(count: Count) -> str:
    """Of a silence also how many agree and how many say nothing, beside the objections: nobody is missing."""
    if count.procedure.silence is None:
        return count.missing_sentence()
    counted = count.counted
    said = standing({"in_favour": counted.in_favour.members, "not_voting": counted.not_voting.members})
    return f"{count.missing_sentence()} {said}"


def without_comment(papers: Sequence[Paper]) -> dict[int, Missing]:
    """The associations that have not commented, by paper; who is suspended is not waited for."""
    if not papers:
        return {}
    ids = [paper.id for paper in papers]
    said = (
        select(Comment.paper_id, func.count(Comment.association_id.distinct()))
        .join(Association, and_(Association.id == Comment.association_id, Association.status != "suspended"))
        .where(Comment.paper_id.in_(ids))
        .group_by(Comment.paper_id)
    )
    spoken = dict(db.session.execute(said).all())
    asked = db.session.scalar(select(func.count()).where(Association.status != "suspended")) or 0
    names: dict[int, list[str]] = {paper_id: [] for paper_id in ids}
    for paper_id, name in db.session.execute(union_all(*(select(some(each).subquery()) for each in ids))):
        names[paper_id].append(name)
    return {each: Missing(asked - spoken.get(each, 0), tuple(sorted(names[each]))) for each in ids}


def some(paper_id: int) -> Rows:
    """The first that have not commented on this paper, by name, as (paper, name)."""
    has_spoken = exists().where(Comment.paper_id == paper_id, Comment.association_id == Association.id)
    return (
        select(literal(paper_id).label("paper_id"), Association.name)
        .where(Association.status != "suspended", ~has_spoken)
        .order_by(Association.name)
        .limit(NAMES_SHOWN)
    )
