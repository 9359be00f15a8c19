"""Where the comments of a paper stand after their newest place: what a save carries on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from eca_policy.comments.carrying import Held
from eca_policy.comments.models import Comment, Place
from eca_policy.extensions import db
from eca_policy.papers.models import Revision
from eca_policy.text.anchor import Anchor


def held_on(chosen: Any) -> list[Held]:
    """Where comments on paragraphs stand after their newest place, in two queries whatever their count."""
    numbers = (
        select(
            Place.comment_id,
            func.max(Place.number).label("newest"),
            func.max(case((Place.paragraph_id.is_not(None), Place.number))).label("held"),
            func.min(case((Place.quote != "", Place.number))).label("worded"),
        )
        .join(Comment, Place.comment_id == Comment.id)
        .where(chosen)
        .group_by(Place.comment_id)
        .subquery()
    )
    newest, held, worded = aliased(Place), aliased(Place), aliased(Place)
    query = select(Comment.id, Comment.paragraph_id, newest, held, worded.quote).outerjoin(
        numbers, numbers.c.comment_id == Comment.id
    )
    for place, number in ((newest, "newest"), (held, "held"), (worded, "worded")):
        query = query.outerjoin(
            place, and_(place.comment_id == Comment.id, place.number == numbers.c[number])
        )
    query = query.where(chosen, Comment.paragraph_id.is_not(None)).order_by(Comment.id)
    rows: Sequence[Any] = db.session.execute(query).all()
    gone = texts_before({row[2].revision_id for row in rows if row[2] and row[2].status == "detached"})
    return [held_by(*each, gone=gone) for each in rows]


def held_by(
    comment_id: int,
    written_on: str,
    newest: Place | None,
    held: Place | None,
    original: str | None,
    *,
    gone: Mapping[int, Mapping[str, str]],
) -> Held:
    """One comment as it is carried; `gone` are the texts in which detached ones stood last."""
    if newest is None or held is None:
        return Held(comment_id, 0, Anchor(written_on, 0, 0, ""), "anchored")
    place = Anchor(held.paragraph_id or "", held.start, held.end, held.quote)
    is_detached = newest.number != held.number
    lost = gone[newest.revision_id].get(place.paragraph_id, "") if is_detached and not held.quote else ""
    return Held(comment_id, newest.number, place, held.status, original or "", is_detached, lost)


def texts_before(revision_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The source of each paragraph in the revision that these were saved on."""
    base = aliased(Revision)
    query = (
        select(Revision.id, base.paragraphs)
        .join(base, Revision.base_id == base.id)
        .where(Revision.id.in_(revision_ids))
    )
    found: Iterable[Any] = db.session.execute(query) if revision_ids else []
    return {id_: {one["id"]: one["source"].strip("\n") for one in rows} for id_, rows in found}
