"""Where comments stand: reading the places, as of one revision or the last of all."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from eca_policy.accounts.models import Account
from eca_policy.comments.models import Comment, Place
from eca_policy.comments.quoting import as_read, what_changed
from eca_policy.papers.models import Revision
from eca_policy.text.anchor import Anchor
from eca_policy.text.compare import Change


class Standing(NamedTuple):
    """Where a comment stands in one text, and what became of the words it was written on, `original`.

    `quote` are the words now. `number` is that of its place, 0 for a comment on a whole paragraph that has
    never been placed anew.
    """

    number: int
    status: str
    paragraph_id: str | None
    start: int
    end: int
    quote: str
    original: str
    placed_by: str | None

    @property
    def is_detached(self) -> bool:
        return self.status == "detached"

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.paragraph_id or "", self.start, self.end, self.quote)

    @property
    def quotation(self) -> str:
        """The words it was written on as a reader sees them; "" for a whole paragraph."""
        return as_read(self.original)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What became of the words; empty where they are the same, or gone."""
        return what_changed(self.original, self.quote) if self.original and self.quote else ()

    @property
    def words_now(self) -> str:
        """The words it stands on now, as a reader sees them."""
        return as_read(self.quote)


NOW, WORDED, PLACER = aliased(Place), aliased(Place), aliased(Account)
COLUMNS = (
    NOW.number, NOW.status, NOW.paragraph_id, NOW.start, NOW.end, NOW.quote, WORDED.quote, PLACER.name,
)  # fmt: skip
PARAGRAPH: ColumnElement[str | None] = case(
    (NOW.id.is_(None), Comment.paragraph_id), (NOW.status == "detached", ""), else_=NOW.paragraph_id
)
"""The id of the paragraph a comment stands on, None for the paper as a whole and "" for nowhere."""


def with_places(query: Any, chosen: Sequence[Any], *, revision: Revision) -> Any:
    """A query of comments that may select COLUMNS or PARAGRAPH, as this text has them.

    NOW is the newest place written for this text or one before it: a text older than the comment shows its
    first. WORDED is the first on exact words.
    """
    known = Revision.number <= revision.number
    numbers = (
        select(
            Place.comment_id,
            func.coalesce(func.max(case((known, Place.number))), 1).label("now"),
            func.coalesce(func.min(case((and_(known, Place.quote != ""), Place.number))), 1).label("worded"),
        )
        .join(Comment, Place.comment_id == Comment.id)
        .join(Revision, Place.revision_id == Revision.id)
        .where(*chosen)
        .group_by(Place.comment_id)
        .subquery()
    )
    return (
        query.outerjoin(numbers, numbers.c.comment_id == Comment.id)
        .outerjoin(NOW, and_(NOW.comment_id == Comment.id, NOW.number == numbers.c.now))
        .outerjoin(WORDED, and_(WORDED.comment_id == Comment.id, WORDED.number == numbers.c.worded))
        .outerjoin(PLACER, and_(PLACER.id == NOW.by_id, NOW.number > 1))
    )


def standing_of(written_on: str | None, columns: Sequence[Any]) -> Standing | None:
    """Where a comment stands, from the paragraph it was written on and COLUMNS; None for the whole paper."""
    if written_on is None:
        return None
    if columns[0] is None:
        return Standing(0, "anchored", written_on, 0, 0, "", "", None)
    return Standing(*columns)
