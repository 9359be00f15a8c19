"""At every save the comments of the paper follow its text, in the transaction of the save."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, pairwise
from typing import Any

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import undefer

from eca_policy.comments.carrying import Held, follow, is_elsewhere, placed
from eca_policy.comments.holding import held_on
from eca_policy.comments.models import Comment, Place
from eca_policy.extensions import db
from eca_policy.papers.following import Save, follows_saves
from eca_policy.papers.models import Paragraph as ParagraphRow
from eca_policy.papers.models import Revision
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.text.anchor import ENGINE, Anchor
from eca_policy.text.paragraphs import Paragraph


@follows_saves
def carry_comments(save: Save) -> None:
    """Every comment goes on from where it stood; a place is written where something differs."""
    held = held_on(Comment.paper_id == save.paper.id)
    if held:
        step(held, save.old, save.new, at=save.at)


def begin(comment: Comment, place: Anchor, *, at: datetime) -> None:
    """The first place of a comment that was just written, carried through every save since its revision."""
    begun = db.session.get_one(Revision, comment.revision_id)
    held = Held(comment.id, 1, place, "anchored", original=place.quote)
    write([row(held, begun, at=at, by_id=comment.author_id)])
    later = select(Revision).where(Revision.paper_id == comment.paper_id, Revision.number > begun.number)
    texts = db.session.scalars(later.order_by(Revision.number).options(undefer(Revision.paragraphs)))
    for old, new in pairwise(chain([begun], texts)):
        (held,) = step([held], old, new, at=at)


def put(held: Held, comment: Comment, place: Anchor, revision: Revision, *, by_id: int, at: datetime) -> Held:
    """Where a person says that a comment belongs, in this text; it is carried on from there."""
    if held.number == 0:
        write_first([comment.id])
    now = placed(held, place, written_on=comment.paragraph_id or "")
    now = replace(now, number=max(held.number, 1) + 1)
    write([row(now, revision, at=at, by_id=by_id)])
    return now


def step(held: Sequence[Held], old: Revision, new: Revision, *, at: datetime) -> list[Held]:
    """From one revision to the next; gives where all of them stand then."""
    before = stored_paragraphs(old.paragraphs)
    remembering = with_lost(held, before)
    followed = follow(remembering, before, with_merged(before, new))
    elsewhere = [is_elsewhere(*pair) for pair in zip(remembering, followed, strict=True)]
    told = [
        replace(now, number=max(now.number, 1) + 1) if is_new else now
        for now, is_new in zip(followed, elsewhere, strict=True)
    ]
    write_first(
        [one.comment_id for one, is_new in zip(held, elsewhere, strict=True) if is_new and not one.number]
    )
    write([row(now, new, at=at) for now, is_new in zip(told, elsewhere, strict=True) if is_new])
    return told


def with_lost(held: Sequence[Held], old: Sequence[Paragraph]) -> list[Held]:
    """What stands on a whole paragraph remembers its words, by which it is known when it comes back."""
    sources = {one.id: one.source.strip("\n") for one in old}
    return [
        one
        if one.is_detached or one.place.quote
        else replace(one, lost=sources.get(one.place.paragraph_id, ""))
        for one in held
    ]


def with_merged(old: Sequence[Paragraph], new: Revision) -> list[Paragraph]:
    """The paragraphs of the new text, each with those of the old one that went into it."""
    after = stored_paragraphs(new.paragraphs)
    there = {one.id for one in after}
    query = select(ParagraphRow.id, ParagraphRow.merged_into_id).where(
        ParagraphRow.paper_id == new.paper_id, ParagraphRow.merged_into_id.is_not(None)
    )
    into = {gone: heir for gone, heir in db.session.execute(query) if heir and gone not in there}
    came: dict[str, tuple[str, ...]] = {}
    for one in old:
        heir = heir_of(one.id, into) if one.id in into else ""
        if heir in there:
            came[heir] = (*came.get(heir, ()), one.id)
    return [replace(one, merged_from=came.get(one.id, ())) for one in after]


def heir_of(gone: str, into: Mapping[str, str]) -> str:
    """The paragraph at the end of the way, since one that took another in may have gone into a third."""
    way = dict(into)
    while gone in way:
        gone = way.pop(gone)
    return gone


def write_first(comment_ids: Collection[int]) -> None:
    """The place where each was written, for those on a whole paragraph that have no place yet."""
    written = select(
        Comment.id, literal(1), Comment.revision_id, Comment.paragraph_id, literal(0), literal(0),
        literal(""), literal("anchored"), Comment.author_id, literal(ENGINE), Comment.created_at,
    ).where(Comment.id.in_(comment_ids))  # fmt: skip
    columns = ["comment_id", "number", "revision_id", "paragraph_id", "start", "end", "quote", "status",
               "by_id", "engine", "created_at"]  # fmt: skip
    if comment_ids:
        db.session.execute(insert(Place).from_select(columns, written))


def write(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(Place), rows)


def row(now: Held, revision: Revision, *, at: datetime, by_id: int | None = None) -> dict[str, Any]:
    """One more place of a comment."""
    nowhere = Anchor("", 0, 0, "")
    place = nowhere if now.is_detached else now.place
    return {
        "comment_id": now.comment_id,
        "number": now.number,
        "revision_id": revision.id,
        "paragraph_id": place.paragraph_id or None,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
        "status": "detached" if now.is_detached else now.status,
        "by_id": by_id,
        "engine": ENGINE,
        "created_at": at,
    }
