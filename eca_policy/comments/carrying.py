"""Comments follow their words from one text to the next, as functions of plain values.

Words are carried by the comparison of the two texts (`text/anchor.py`); a comment on a whole paragraph goes
with the paragraph, and into the one that took it in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eca_policy.comments.quoting import as_read
from eca_policy.comments.rules import status_now
from eca_policy.text import anchor
from eca_policy.text.anchor import DETACHED, Anchor, Carried
from eca_policy.text.paragraphs import Paragraph


@dataclass(frozen=True)
class Held:
    """Where a comment stands, or last stood if it is detached; `number` is that of its newest place.

    `place` without a quotation is a whole paragraph, and `lost` the source that one had when it went.
    `original` are the words the comment was written on. `status` is the one it had where it stood last.
    """

    comment_id: int
    number: int
    place: Anchor
    status: str
    original: str = ""
    is_detached: bool = False
    lost: str = ""


def follow(held: Sequence[Held], old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Held]:
    """All of them in the new text, in their order. `new` says which paragraphs went into which."""
    standing = [one for one in held if one.place.quote and not one.is_detached]
    followed = dict(
        zip(
            (one.comment_id for one in standing),
            anchor.carry_all([one.place for one in standing], old, new),
            strict=True,
        )
    )
    heirs = paragraphs_now(new)
    return [
        after(one, followed.get(one.comment_id) or without_comparison(one, heirs, old, new)) for one in held
    ]


def without_comparison(
    one: Held, heirs: Mapping[str, str], old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> Carried:
    """Of a whole paragraph, or of what is detached."""
    if one.place.quote:
        return anchor.restore(one.place, new, old=old)
    heir = heirs.get(one.place.paragraph_id)
    if heir is not None:
        status: anchor.Status = "anchored" if heir == one.place.paragraph_id else "moved"
        return Carried(status, Anchor(heir, 0, 0, ""))
    return restored_whole(one, old, new) if one.is_detached else DETACHED


def restored_whole(one: Held, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Carried:
    """A paragraph that was taken out and comes back has a new id: it is known by its words."""
    if not one.lost:
        return DETACHED
    back = anchor.restore(Anchor(one.place.paragraph_id, 0, len(one.lost), one.lost), new, old=old)
    if back.anchor is None:
        return back
    return Carried(back.status, Anchor(back.anchor.paragraph_id, 0, 0, ""))


def paragraphs_now(new: Sequence[Paragraph]) -> dict[str, str]:
    """The paragraph that each one is now: itself, or the one it went into."""
    found = {gone: one.id for one in new for gone in one.merged_from}
    return {**found, **{one.id: one.id for one in new}}


def after(one: Held, carried: Carried) -> Held:
    """The comment after one step; what is detached remembers where it stood."""
    if carried.anchor is None:
        return replace(one, is_detached=True)
    same = has_own_words(one, carried.anchor)
    status = status_now(carried.status, before=one.status, has_own_words=same)
    return replace(one, place=carried.anchor, status=status, is_detached=False, lost="")


def placed(one: Held, place: Anchor, *, written_on: str) -> Held:
    """The comment where a person says it belongs, with which every doubt ends."""
    step = "anchored" if place.paragraph_id == written_on else "moved"
    status = status_now(step, before="anchored", has_own_words=has_own_words(one, place))
    return replace(one, place=place, status=status, is_detached=False, lost="")


def has_own_words(one: Held, place: Anchor) -> bool:
    """Whether a place has the words the comment was written on, where both are on exact words."""
    return not (one.original and place.quote) or as_read(place.quote) == as_read(one.original)


def is_elsewhere(before: Held, now: Held) -> bool:
    """Whether there is something to write down."""
    if before.is_detached or now.is_detached:
        return before.is_detached != now.is_detached
    return (before.place, before.status) != (now.place, now.status)
