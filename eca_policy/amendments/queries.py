"""Reading amendments: a draft exists for its own delegation alone."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from eca_policy.amendments import rules
from eca_policy.amendments.changes import Change
from eca_policy.amendments.models import Amendment, NumberingScheme, Wording
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.models import Paper, Revision, Version
from eca_policy.papers.queries import Access

DRAFT = "draft-"


def name_of(amendment: Amendment) -> str:
    """What it is called in addresses: its label, or for a draft "draft-17"."""
    return amendment.label or f"{DRAFT}{amendment.id}"


def amendment_named(access: Access, name: str) -> Amendment:
    """One amendment of a paper this actor may read, or a 404; a tabled one answers to its old name too."""
    access.require("amendment:read")
    number = whole_number(name.removeprefix(DRAFT)) if name.startswith(DRAFT) else None
    chosen = Amendment.id == number if number else Amendment.label == name.replace("\0", "")
    found = db.session.scalar(select(Amendment).where(Amendment.paper_id == access.paper.id, chosen))
    if found is None or not is_visible(access.actor, found):
        raise NotVisible(_("There is no such amendment to this paper."))
    return found


def is_visible(actor: Actor, amendment: Amendment) -> bool:
    """Whether it exists for this actor."""
    if amendment.state != "draft":
        return True
    return amendment.discarded_at is None and amendment.association_id in actor.association_ids


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The same as a condition on rows."""
    own = Amendment.association_id.in_(actor.association_ids)
    return or_(Amendment.state != "draft", and_(own, Amendment.discarded_at.is_(None)))


def amendments_of(access: Access, *, states: Collection[str] = rules.STATES) -> Sequence[Amendment]:
    """Every amendment this actor may read, by number, drafts last, with all wordings."""
    if not access.may("amendment:read"):
        return ()
    query = (
        select(Amendment)
        .where(Amendment.paper_id == access.paper.id, Amendment.state.in_(states))
        .where(visible_to(access.actor))
        .options(selectinload(Amendment.wordings))
        .order_by(Amendment.number.is_(None), Amendment.number, Amendment.id)
    )
    return db.session.scalars(query).all()


def following(paper: Paper) -> Sequence[Amendment]:
    """Every amendment that is carried when the text moves on, a parent before what amends it."""
    query = (
        select(Amendment)
        .where(
            Amendment.paper_id == paper.id,
            Amendment.state.in_(rules.FOLLOWING),
            Amendment.discarded_at.is_(None),
        )
        .options(selectinload(Amendment.wordings))
        .order_by(Amendment.id)
    )
    return db.session.scalars(query).all()


def wording_for(amendment: Amendment, version: Version) -> Wording | None:
    """What the amendment reads for this version; None where it was never on it."""
    found = [wording for wording in amendment.wordings if wording.version_id == version.id]
    return found[-1] if found else None


def own_wording(amendment: Amendment) -> Wording:
    """What its people wrote last themselves, or the engine carried word for word."""
    return next(each for each in reversed(amendment.wordings) if each.how != "proposed")


def label_of(amendment_id: int | None) -> str:
    """What the amendment with this id is called; "" for none."""
    amendment = db.session.get(Amendment, amendment_id) if amendment_id is not None else None
    return (amendment.label if amendment else None) or ""


class Pending(NamedTuple):
    """An amendment that waits for somebody: a draft, or one that is tabled and not decided."""

    paper_id: int
    name: str
    association_id: int
    state: str
    how: str


def pending(paper_ids: Sequence[int]) -> dict[int, list[Pending]]:
    """What waits on these papers, by paper: one query."""
    waiting = and_(
        Amendment.paper_id.in_(paper_ids),
        Amendment.state.in_(rules.FOLLOWING),
        Amendment.discarded_at.is_(None),
    )
    last = (
        select(Wording.amendment_id, func.max(Wording.number).label("number"))
        .join(Amendment, Amendment.id == Wording.amendment_id)
        .where(waiting)
        .group_by(Wording.amendment_id)
        .subquery()
    )
    rows: Sequence[Any] = db.session.execute(
        select(
            Amendment.paper_id, Amendment.id, Amendment.label, Amendment.association_id, Amendment.state,
            Wording.how,
        )
        .join(last, last.c.amendment_id == Amendment.id)
        .join(Wording, (Wording.amendment_id == Amendment.id) & (Wording.number == last.c.number))
        .order_by(Amendment.id)
    ).all()  # fmt: skip
    found: dict[int, list[Pending]] = defaultdict(list)
    for paper_id, id_, label, *more in rows:
        found[paper_id].append(Pending(paper_id, label or f"{DRAFT}{id_}", *more))
    return found


def version_of(amendment: Amendment) -> Version:
    """The version the amendment hangs on now."""
    return db.session.get_one(Version, amendment.wording.version_id)


def numbering_scheme() -> rules.Scheme:
    """How new amendments are numbered: one row of numbers for each paper unless the secretariat chose."""
    chosen = db.session.scalar(select(NumberingScheme.scheme))
    return "per_association" if chosen == "per_association" else "per_paper"


def next_number(paper: Paper, code: str) -> tuple[int, str]:
    """The next number of a paper, and what an amendment of this association is called with it."""
    last = db.session.scalar(select(func.max(Amendment.number)).where(Amendment.paper_id == paper.id))
    number = (last or 0) + 1
    return number, rules.label(numbering_scheme(), number, code, labels_of(paper))


def labels_of(paper: Paper) -> Sequence[str]:
    """The labels given on a paper so far."""
    query = select(Amendment.label).where(Amendment.paper_id == paper.id, Amendment.label.is_not(None))
    return [label for label in db.session.scalars(query) if label]


class WentIn(NamedTuple):
    """One change of an amendment whose words went into the text: into which save, and for whom."""

    revision: int
    label: str
    association: str
    change: Change


def went_in(paper: Paper) -> list[WentIn]:
    """What amendments brought into the text of a paper, in the order of their numbers."""
    query = (
        select(Amendment, Revision.number)
        .join(Revision, Revision.id == Amendment.revision_id)
        .where(Amendment.paper_id == paper.id)
        .options(selectinload(Amendment.wordings))
        .order_by(Amendment.number)
    )
    return [
        WentIn(number, amendment.label or "", amendment.association.name, change)
        for amendment, number in db.session.execute(query)
        for change in amendment.wording.as_changes()
    ]
