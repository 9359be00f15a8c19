"""Reading comments: plain rows with the names in them, in a number of queries that never grows."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import aliased

from eca_policy.accounts.models import Account
from eca_policy.comments.models import Comment, Reply, Support
from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper, Paragraph, Revision
from eca_policy.papers.queries import Access, latest_revision, latest_version
from eca_policy.text.compare import Change


class NoSuchParagraph(RuleBroken):
    """A paragraph that this paper never had."""


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

    `compared` is the column `changes` as it is stored: only who draws a comment unpacks it.
    """

    number: int
    paragraph_id: str | None
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
    def changes(self) -> list[Change]:
        """The proposed wording against the text; empty without any."""
        return [Change(*each) for each in json.loads(self.compared)]


@dataclass(frozen=True)
class Counts:
    """How many comments a paper has: `by_paragraph` has None for those on the paper as a whole."""

    by_paragraph: Mapping[str | None, int]
    unanswered: int

    @property
    def total(self) -> int:
        return sum(self.by_paragraph.values())


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


def threads(paper: Paper, *, number: int | None = None) -> list[Thread]:
    """Every comment of a paper (or the one with this number), by number. Three queries, whatever their
    count.
    """
    answerer = aliased(Account)
    chosen = [Comment.paper_id == paper.id] + ([Comment.number == number] if number else [])
    rows: Sequence[Any] = db.session.execute(
        select(
            Comment.id, Comment.number, Comment.paragraph_id, Comment.type,
            Comment.author_id, Account.name, Comment.association_id, Association.name,
            Comment.created_at, Comment.body_html,
            Comment.disposition, Comment.reason, answerer.name, Comment.answered_at,
            cast(Comment.changes, Text),
        )
        .join(Account, Comment.author_id == Account.id)
        .outerjoin(Association, Comment.association_id == Association.id)
        .outerjoin(answerer, Comment.answered_by_id == answerer.id)
        .where(*chosen)
        .order_by(Comment.number)
    ).all()  # fmt: skip
    supporters, replies = supporters_of(chosen), replies_to(chosen)
    return [Thread(*(*columns, supporters[id_], replies[id_])) for id_, *columns in rows]


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
        by_paragraph=Counter(each.paragraph_id for each in found),
        unanswered=sum(each.disposition is None for each in found),
    )


def counts(paper: Paper) -> Counts:
    """For margin marks and tabs, without reading any comment."""
    rows = db.session.execute(
        select(Comment.paragraph_id, func.count(), func.count(Comment.disposition))
        .where(Comment.paper_id == paper.id)
        .group_by(Comment.paragraph_id)
    ).all()
    return Counts(
        by_paragraph={paragraph: count for paragraph, count, _answered in rows},
        unanswered=sum(count - answered for _paragraph, count, answered in rows),
    )


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


def thread_numbered(paper: Paper, number: int) -> Thread:
    """One comment with everything that hangs on it, or a 404."""
    found = threads(paper, number=number)
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


def text_commented(paper: Paper) -> Revision:
    """The text that comments are on: the version issued last, or what was saved last before there is one."""
    version = latest_version(paper)
    return version.revision if version else latest_revision(paper)


def text_shown(access: Access) -> Revision:
    """The text this person reads by default: the draft for those who write it, else what is commented."""
    return latest_revision(access.paper) if access.may("paper:edit") else text_commented(access.paper)


def revision_with(paper: Paper, paragraph_id: str | None) -> tuple[Revision, str]:
    """The revision a comment is made on, and the source of its paragraph there ("" for the whole paper).

    A page may have been open for long, or show a text that is not issued yet: any revision will do, the
    text under consultation first and the newest next. A paragraph of another paper is refused.
    """
    current = text_commented(paper)
    if paragraph_id is None:
        return current, ""
    known = select(Paragraph.id).where(Paragraph.id == paragraph_id, Paragraph.paper_id == paper.id)
    if "\0" in paragraph_id or db.session.scalar(known) is None:
        raise NoSuchParagraph(_("This paper has no such paragraph. Reload it and choose again."))
    newest_first = select(Revision).where(Revision.paper_id == paper.id).order_by(Revision.number.desc())
    for revision in chain([current], db.session.scalars(newest_first.execution_options(yield_per=5))):
        for paragraph in revision.paragraphs:
            if paragraph["id"] == paragraph_id:
                return revision, str(paragraph["source"])
    raise LookupError(f"Paragraph {paragraph_id} is in no revision of paper {paper.id}")
