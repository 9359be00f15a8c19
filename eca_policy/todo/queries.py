"""The tasks of a person, from the state of every paper they can see; a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from eca_policy.amendments import rules
from eca_policy.amendments.queries import Pending, pending
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.acting import why_resting
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.secrecy.models import Participation
from eca_policy.ballots.voice import held_on
from eca_policy.comments.models import Comment, Place
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.mandates.queries import still_asked
from eca_policy.mandates.rules import delegations
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper, Revision, Version
from eca_policy.papers.queries import Access, visible_papers
from eca_policy.todo.silence import as_in_silence
from eca_policy.todo.task import Kind, Task

OPEN_STAGES = ("drafting", "consultation", "consolidation", "decision", "adopted")


@dataclass(frozen=True)
class Facts:
    """What the tasks follow from, read once for all papers; `proxies` are those this person may use."""

    associations: dict[int, Association]
    ballots: dict[int, Ballot]
    on_roll: set[tuple[int, int]]
    cast: set[tuple[int, int]]
    proxies: dict[int, list[Proxy]]
    commented: set[tuple[int, int]]
    unanswered: dict[int, int]
    in_doubt: dict[int, int]
    issued: set[int]
    amendments: dict[int, list[Pending]]
    asked: set[tuple[int, int]]

    def name(self, association_id: int) -> str:
        return self.associations[association_id].name


def tasks_of(actor: Actor, *, at: datetime) -> list[Task]:
    """Everything this person must or can do now, the nearest deadline first, then what has none; what others
    have to do comes last.
    """
    papers = visible_papers(actor, at=at, stages=OPEN_STAGES)
    facts = gather(actor, [access.paper for access in papers], at=at)
    tasks = [task for access in papers for task in tasks_on(access, facts, at=at)]
    tasks = as_in_silence(actor, tasks, facts.ballots)
    return sorted(
        tasks, key=lambda task: (task.kind.startswith("await_"), task.due_at is None, task.due_at or at)
    )


def tasks_on(access: Access, facts: Facts, *, at: datetime) -> Iterator[Task]:
    """The tasks of one person on one paper."""
    paper = access.paper
    ballot = facts.ballots.get(paper.id)
    if ballot is not None and ballots.is_open(ballot, at=at):
        yield from ballot_tasks(access, ballot, facts)
    yield from mandate_tasks(access, ballot, facts, at=at)
    if access.stage == "consultation":
        yield from comment_tasks(access, facts)
    if facts.unanswered.get(paper.id) and access.may("comment:answer") and "rapporteur" in access.roles:
        yield Task("answer_comments", paper, number=facts.unanswered[paper.id])
    if facts.in_doubt.get(paper.id) and access.may("comment:place") and "rapporteur" in access.roles:
        yield Task("check_comments", paper, number=facts.in_doubt[paper.id])
    yield from amendment_tasks(access, facts.amendments.get(paper.id, []))
    yield from rapporteur_tasks(access, facts)
    if access.actor.is_secretariat:
        yield from secretariat_tasks(access, facts, at=at)


def ballot_tasks(access: Access, ballot: Ballot, facts: Facts) -> Iterator[Task]:
    """Associations of this person whose position is missing, and for which somebody can act now."""
    for association_id in access.actor.association_ids:
        key = (ballot.id, association_id)
        is_missing = key in facts.on_roll and key not in facts.cast
        if not is_missing or why_resting(facts.associations[association_id]):
            continue
        kind: Kind = "cast_position" if access.actor.votes_for(association_id) else "await_position"
        yield Task(kind, access.paper, ballot.closes_at, facts.name(association_id))
    for proxy in facts.proxies.get(ballot.id, ()):
        # Whether a grantor has voted in secret, its holder is not told: the task stays until the close.
        is_secret = ballots.conduct_of(ballot).is_secret
        if is_secret or (ballot.id, proxy.grantor_id) not in facts.cast:
            proxied: Kind = "cast_by_proxy_in_secret" if is_secret else "cast_by_proxy"
            yield Task(proxied, access.paper, ballot.closes_at, facts.name(proxy.grantor_id))


def mandate_tasks(access: Access, ballot: Ballot | None, facts: Facts, *, at: datetime) -> Iterator[Task]:
    """Delegations of this person that collect answers before they vote, and wait for theirs."""
    if access.stage not in ("consolidation", "decision") or not access.may("mandate:collect"):
        return
    if ballot is not None and at >= ballot.closes_at:
        return
    due_at = ballot.closes_at if ballot is not None else access.paper.authority_deadline_at
    for association_id in access.actor.association_ids:
        has_voted = ballot is not None and (ballot.id, association_id) in facts.cast
        if (access.paper.id, association_id) in facts.asked and not has_voted:
            yield Task("say_own_position", access.paper, due_at, facts.name(association_id))


def comment_tasks(access: Access, facts: Facts) -> Iterator[Task]:
    """Associations of this person that have not commented yet."""
    for association_id in access.actor.association_ids:
        if (access.paper.id, association_id) not in facts.commented:
            closes_at = access.paper.consultation_closes_at
            yield Task("write_comment", access.paper, closes_at, facts.name(association_id))


def amendment_tasks(access: Access, waiting: Sequence[Pending]) -> Iterator[Task]:
    """Drafts to table, wordings to confirm, and for those who decide the amendments that wait."""
    paper, own = access.paper, rules.tablers(access.actor)
    closes_at = paper.consultation_closes_at if access.stage == "consultation" else None
    for each in (each for each in waiting if each.association_id in own):
        if each.how == "proposed" and access.may("amendment:confirm"):
            yield Task("confirm_amendment", paper, closes_at, name=each.name)
        elif each.state == "draft" and access.may("amendment:table"):
            yield Task("table_draft", paper, closes_at, name=each.name)
    tabled = [each for each in waiting if each.state == "tabled"]
    if tabled and access.may("amendment:decide"):
        yield Task("decide_amendments", paper, paper.authority_deadline_at, number=len(tabled))


def rapporteur_tasks(access: Access, facts: Facts) -> Iterator[Task]:
    """What the holder of the pen does next."""
    if "rapporteur" not in access.roles:
        return
    if access.stage == "drafting":
        yield Task("finish_draft", access.paper, access.paper.authority_deadline_at)
    if access.stage == "consolidation" and access.paper.id not in facts.issued:
        yield Task("issue_version", access.paper, access.paper.authority_deadline_at)


def secretariat_tasks(access: Access, facts: Facts, *, at: datetime) -> Iterator[Task]:
    """What moves the paper on."""
    paper = access.paper
    if access.stage == "drafting":
        yield Task("open_consultation", paper, paper.authority_deadline_at)
    ballot = facts.ballots.get(paper.id)
    if access.stage == "decision" and ballot is not None and ballots.awaits_casting_vote(ballot, at=at):
        yield Task("break_tie", paper, paper.authority_deadline_at)
    if access.stage == "consolidation" and paper.id in facts.issued:
        yield Task("open_ballot", paper, paper.authority_deadline_at)
    if access.stage == "adopted" and paper.published_at is None:
        yield Task("publish", paper, paper.authority_deadline_at)


def gather(actor: Actor, papers: Sequence[Paper], *, at: datetime) -> Facts:
    """Read what the tasks of all these papers follow from."""
    ids = [paper.id for paper in papers]
    running = {ballot.paper_id: ballot for ballot in ballots.running_ballots()}
    ballot_ids = [ballot.id for ballot in running.values()]
    return Facts(
        associations={association.id: association for association in members.associations()},
        ballots=running,
        on_roll=ballots.voting_on([each for each in running.values() if ballots.is_open(each, at=at)]),
        cast=answered(ballot_ids),
        proxies=held_on(list(running.values()), actor, at=at),
        commented=pairs(
            select(Comment.paper_id, Comment.association_id)
            .where(Comment.paper_id.in_(ids), Comment.association_id.is_not(None))
            .distinct()
        ),
        unanswered=unanswered(ids),
        in_doubt=in_doubt(ids),
        issued=issued(ids),
        amendments=pending(ids),
        asked=still_asked(ids, delegations(actor), actor.account_id),
    )


def answered(ballot_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(ballot, association) of those that have answered on the text as a whole, by name or into the box."""
    by_name = (
        select(Item.ballot_id, Position.association_id)
        .join(Position, Position.item_id == Item.id)
        .where(Item.ballot_id.in_(ballot_ids), Item.kind == "final_text")
    )
    in_secret = select(Participation.ballot_id, Participation.association_id).where(
        Participation.ballot_id.in_(ballot_ids)
    )
    return pairs(by_name) | pairs(in_secret)


def pairs(query: Select[Any, Any]) -> set[tuple[int, int]]:
    """The rows of a query of two columns."""
    return {(first, second) for first, second in db.session.execute(query)}


def unanswered(paper_ids: Sequence[int]) -> dict[int, int]:
    """How many comments still wait for an answer, by paper."""
    counted = db.session.execute(
        select(Comment.paper_id, func.count())
        .where(Comment.paper_id.in_(paper_ids), Comment.disposition.is_(None))
        .group_by(Comment.paper_id)
    )
    return dict(counted.all())


def in_doubt(paper_ids: Sequence[int]) -> dict[int, int]:
    """How many comments stand on words of which a person must say whether they are still meant, by paper."""
    newest = (
        select(Place.comment_id, func.max(Place.number).label("number"))
        .join(Comment, Place.comment_id == Comment.id)
        .where(Comment.paper_id.in_(paper_ids), Comment.disposition.is_distinct_from("withdrawn"))
        .group_by(Place.comment_id)
        .subquery()
    )
    counted = db.session.execute(
        select(Comment.paper_id, func.count())
        .join(newest, newest.c.comment_id == Comment.id)
        .join(Place, and_(Place.comment_id == Comment.id, Place.number == newest.c.number))
        .where(Place.status == "check")
        .group_by(Comment.paper_id)
    )
    return dict(counted.all())


def issued(paper_ids: Sequence[int]) -> set[int]:
    """The papers whose text as last saved is an issued version."""
    newest = (
        select(Revision.paper_id, func.max(Revision.id).label("revision_id"))
        .where(Revision.paper_id.in_(paper_ids))
        .group_by(Revision.paper_id)
        .subquery()
    )
    query = select(newest.c.paper_id).join(Version, Version.revision_id == newest.c.revision_id)
    return set(db.session.scalars(query))
