"""Reading comments: plain rows with the names in them, in a number of queries that never grows."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import aliased

from eca_policy.accounts.models import Account
from eca_policy.comments.models import Comment, Reply, Support
from eca_policy.comments.places import COLUMNS, PARAGRAPH, Standing, standing_of, with_places
from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper, Revision
from eca_policy.text.compare import Change


class ReplyRow(NamedTuple):
    """A reply as pages show it."""

    author: str
    association: str | None
    at: datetime
    html: str


class Supporter(NamedTuple):
    """An association behind a comment."""

    association_id: int
    association: str


class Thread(NamedTuple):
    """A comment with everything that hangs on it; a plain value, so that what is drawn of it can be kept.

    `standing` is its place in the text it is shown with, None for the paper as a whole; `written_on` the
    paragraph it was made on. `compared` is the column `changes` as it is stored: only who draws a comment
    unpacks it.
    """

    number: int
    standing: Standing | None
    written_on: str | None
    type: str
    author_id: int
    author: str
    association_id: int | None
    association: str | None
    at: datetime
    html: str
    disposition: str | None
    reason: str
    answered_by: str | None
    answered_at: datetime | None
    compared: str
    supporters: tuple[Supporter, ...]
    replies: tuple[ReplyRow, ...]

    @property
    def paragraph_id(self) -> str | None:
        """The paragraph it stands on; None for the paper as a whole, and for words that are gone."""
        return self.standing.paragraph_id if self.standing else None

    @property
    def is_detached(self) -> bool:
        return self.standing is not None and self.standing.is_detached

    @property
    def is_in_doubt(self) -> bool:
        """Whether a person should say where it belongs."""
        return self.standing is not None and self.standing.status in ("check", "detached")

    @property
    def changes(self) -> list[Change]:
        """The proposed wording against the text; empty without any."""
        return [Change(*each) for each in json.loads(self.compared)]


@dataclass(frozen=True)
class Counts:
    """How many comments a paper has: `by_paragraph` has None for those on the paper as a whole, and leaves
    out those whose words are gone.
    """

    by_paragraph: Mapping[str | None, int]
    unanswered: int
    total: int


@dataclass(frozen=True, slots=True)
class Voice:
    """An association with what it has said on a paper so far."""

    name: str
    is_observer: bool
    comments: int
    supports: int

    @property
    def is_silent(self) -> bool:
        return not (self.comments or self.supports)


def threads(paper: Paper, revision: Revision, *, number: int | None = None) -> list[Thread]:
    """Every comment of a paper (or the one with this number), by number, where it stands in this text. Three
    queries, whatever their count.
    """
    chosen = [Comment.paper_id == paper.id] + ([Comment.number == number] if number else [])
    rows = db.session.execute(threads_query(chosen, revision)).all()
    supporters, replies = supporters_of(chosen), replies_to(chosen)
    width = len(COLUMNS)
    return [
        Thread(
            *(number_, standing_of(written_on, row[:width]), written_on),
            *(*more, supporters[id_], replies[id_]),
        )
        for row in rows
        for id_, number_, written_on, *more in [row[width:]]
    ]


def threads_query(chosen: Sequence[Any], revision: Revision) -> Any:
    """The columns of a place, the id, and the fields of Thread in their order."""
    answerer = aliased(Account)
    query = (
        select(
            *COLUMNS,
            Comment.id, Comment.number, Comment.paragraph_id, Comment.type,
            Comment.author_id, Account.name, Comment.association_id, Association.name,
            Comment.created_at, Comment.body_html,
            Comment.disposition, Comment.reason, answerer.name, Comment.answered_at,
            cast(Comment.changes, Text),
        )
        .select_from(Comment)
        .join(Account, Comment.author_id == Account.id)
        .outerjoin(Association, Comment.association_id == Association.id)
        .outerjoin(answerer, Comment.answered_by_id == answerer.id)
        .where(*chosen)
        .order_by(Comment.number)
    )  # fmt: skip
    return with_places(query, chosen, revision=revision)


def replies_to(chosen: Sequence[Any]) -> Mapping[int, tuple[ReplyRow, ...]]:
    """The replies to these comments by comment id, the earliest first."""
    found: dict[int, tuple[ReplyRow, ...]] = defaultdict(tuple)
    rows: Sequence[Any] = db.session.execute(
        select(Reply.comment_id, Account.name, Association.name, Reply.created_at, Reply.body_html)
        .join(Comment, Reply.comment_id == Comment.id)
        .join(Account, Reply.author_id == Account.id)
        .outerjoin(Association, Reply.association_id == Association.id)
        .where(*chosen)
        .order_by(Reply.id)
    ).all()
    for row in rows:
        found[row[0]] += (ReplyRow(*row[1:]),)
    return found


def supporters_of(chosen: Sequence[Any]) -> Mapping[int, tuple[Supporter, ...]]:
    """The associations behind these comments by comment id, in the order in which they came."""
    found: dict[int, tuple[Supporter, ...]] = defaultdict(tuple)
    rows: Sequence[Any] = db.session.execute(
        select(Support.comment_id, Support.association_id, Association.name)
        .join(Comment, Support.comment_id == Comment.id)
        .join(Association, Support.association_id == Association.id)
        .where(*chosen)
        .order_by(Support.id)
    ).all()
    for row in rows:
        found[row[0]] += (Supporter(*row[1:]),)
    return found


def counts_of(found: Sequence[Thread]) -> Counts:
    """The same as `counts`, where every comment has been read already."""
    return Counts(
        by_paragraph=Counter(each.paragraph_id for each in found if not each.is_detached),
        unanswered=sum(each.disposition is None for each in found),
        total=len(found),
    )


def counts(paper: Paper, revision: Revision) -> Counts:
    """For margin marks and tabs beside this text, without reading any comment."""
    chosen = [Comment.paper_id == paper.id]
    query = (
        select(PARAGRAPH, func.count(), func.count(Comment.disposition))
        .select_from(Comment)
        .where(*chosen)
        .group_by(PARAGRAPH)
    )
    rows = db.session.execute(with_places(query, chosen, revision=revision)).all()
    return Counts(
        by_paragraph={paragraph: count for paragraph, count, _answered in rows if paragraph != ""},
        unanswered=sum(count - answered for _paragraph, count, answered in rows),
        total=sum(count for _paragraph, count, _answered in rows),
    )


def unanswered(paper: Paper) -> int:
    """How many comments still wait for an answer."""
    query = select(func.count()).where(Comment.paper_id == paper.id, Comment.disposition.is_(None))
    return db.session.scalar(query) or 0


def voices(paper: Paper) -> list[Voice]:
    """Every association with the number of its comments and supports on a paper, by name."""
    written = (
        select(Comment.association_id, func.count().label("count"))
        .where(Comment.paper_id == paper.id)
        .group_by(Comment.association_id)
        .subquery()
    )
    backed = (
        select(Support.association_id, func.count().label("count"))
        .join(Comment, Support.comment_id == Comment.id)
        .where(Comment.paper_id == paper.id)
        .group_by(Support.association_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Association.name,
            Association.status,
            func.coalesce(written.c.count, 0),
            func.coalesce(backed.c.count, 0),
        )
        .outerjoin(written, written.c.association_id == Association.id)
        .outerjoin(backed, backed.c.association_id == Association.id)
        .order_by(Association.name)
    )
    return [Voice(name, status != "member", *figures) for name, status, *figures in rows]


def comment_numbered(paper: Paper, number: int) -> Comment:
    """One comment of a paper, or a 404."""
    found = db.session.scalar(select(Comment).where(Comment.paper_id == paper.id, Comment.number == number))
    if found is None:
        raise NotVisible(_("There is no such comment on this paper."))
    return found


def thread_numbered(paper: Paper, revision: Revision, number: int) -> Thread:
    """One comment with everything that hangs on it, or a 404."""
    found = threads(paper, revision, number=number)
    if not found:
        raise NotVisible(_("There is no such comment on this paper."))
    return found[0]


def association_names(ids: Sequence[int]) -> dict[int, str]:
    """The names of these associations, in the order of the names."""
    query = select(Association.id, Association.name).where(Association.id.in_(ids)).order_by(Association.name)
    return {row.id: row.name for row in db.session.execute(query)} if ids else {}


def answer_stamp(answered_at: datetime | None) -> str:
    """Which answer a person has seen: "" for none."""
    return answered_at.isoformat() if answered_at else ""
