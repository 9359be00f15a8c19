"""The history of one paragraph: every wording it had, who saved it, and where it stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import defer, undefer

from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries, succession
from eca_policy.papers.models import Paragraph, Revision, Version
from eca_policy.papers.places import Place, move_in_words, places
from eca_policy.papers.queries import Access
from eca_policy.text.compare import Change, words

Event = Literal["first", "changed", "moved", "removed", "restored"]


@dataclass(frozen=True)
class Wording:
    """What one save did to the paragraph. `before` is the number of the save it is compared with, of those
    that the reader may see; None for the paper's first.
    """

    revision: Revision
    version: int | None
    before: int | None
    event: Event
    place: Place
    changes: tuple[Change, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A save as the history reads it; `sources` are the words by id, in the order of the text."""

    revision: Revision
    version: int | None
    sources: dict[str, str]

    @cached_property
    def places(self) -> dict[str, Place]:
        return places(self.revision.paragraphs)


def paragraph_history(access: Access, paragraph_id: str) -> list[Wording]:
    """Every wording the reader may see, the newest first, or a 404."""
    known = select(Paragraph.id).where(Paragraph.id == paragraph_id, Paragraph.paper_id == access.paper.id)
    found = []
    if db.session.scalar(known) is not None:
        found = list(wordings(paragraph_id, texts(access), queries.successors(access.paper.id)))
    if not found:
        raise NotVisible(_("This paper has no such paragraph."))
    return found[::-1]


def texts(access: Access) -> list[Text]:
    """Every save this person may read, the oldest first."""
    query = (
        select(Revision, Version.number)
        .outerjoin(Version, Version.revision_id == Revision.id)
        .where(Revision.paper_id == access.paper.id)
        .order_by(Revision.number)
        .options(undefer(Revision.paragraphs), defer(Revision.notes_html), defer(Revision.front_matter))
    )
    if not access.may("draft:read"):
        query = query.where(Version.id.is_not(None))
    return [
        Text(revision, version, {one["id"]: one["source"].strip("\n") for one in revision.paragraphs})
        for revision, version in db.session.execute(query)
    ]


def wordings(paragraph_id: str, saves: Sequence[Text], successors: Mapping[str, str]) -> Iterator[Wording]:
    """What each save did to the paragraph, the oldest first; saves that left it alone are passed over."""
    last: str | None = None
    for old, new in pairwise([None, *saves]):
        assert new is not None
        now = new.sources.get(paragraph_id)
        event = event_of(paragraph_id, old, new, has_been=last is not None)
        if event is not None:
            yield Wording(
                revision=new.revision,
                version=new.version,
                before=old.revision.number if old else None,
                event=event,
                place=(old if now is None and old else new).places[paragraph_id],
                changes=changes(last, now),
                said=tuple(sentences(paragraph_id, old, new, successors)) if old else (),
            )
        last = last if now is None else now


def event_of(paragraph_id: str, old: Text | None, new: Text, *, has_been: bool) -> Event | None:
    """What happened to the paragraph from one save to the next; None for nothing."""
    was = old.sources.get(paragraph_id) if old else None
    now = new.sources.get(paragraph_id)
    if was == now:
        return "moved" if now is not None and old and is_moved(paragraph_id, old, new) else None
    if was is None:
        return "restored" if has_been else "first"
    return "removed" if now is None else "changed"


def is_moved(paragraph_id: str, old: Text, new: Text) -> bool:
    order = list(old.sources), list(new.sources)
    return order[0] != order[1] and paragraph_id in succession.moved(*order)


def changes(last: str | None, now: str | None) -> tuple[Change, ...]:
    """The words compared with those it had last; a first wording is no change."""
    if last is None:
        return (Change("equal", now or ""),)
    return tuple(words(last, now or ""))


def sentences(paragraph_id: str, old: Text, new: Text, successors: Mapping[str, str]) -> Iterator[str]:
    """What a save did to the paragraph beside its words: moved, merged, split."""
    if paragraph_id not in new.sources:
        heir = succession.merged_into(paragraph_id, successors, new.sources)
        if heir is not None:
            yield _("merged into %(place)s", place=new.places[heir].name)
        return
    if paragraph_id in old.sources and is_moved(paragraph_id, old, new):
        yield move_in_words(old.places[paragraph_id], new.places[paragraph_id])
    for gone in [one for one in old.sources if one in successors and one not in new.sources]:
        if succession.merged_into(gone, successors, new.sources) == paragraph_id:
            yield _("%(place)s was merged into it", place=old.places[gone].former)
    for part, whole in succession.split_off(old.sources, new.sources).items():
        if part == paragraph_id:
            yield _("split off from %(place)s", place=new.places[whole].name)
        elif whole == paragraph_id:
            yield _("%(place)s was split off from it", place=new.places[part].name)
