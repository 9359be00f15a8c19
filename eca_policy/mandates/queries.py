"""Reading what a delegation collected; for its own people alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, exists, func, or_, select

from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.mandates import rules
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.speaking import delegation_for
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class Folder:
    """What one delegation has collected on one paper: answers, and its mandates, the newest first."""

    association: Association
    answers: Sequence[StrawPosition]
    mandates: Sequence[Mandate]

    @property
    def mandate(self) -> Mandate | None:
        """The one that stands."""
        return self.mandates[0] if self.mandates else None

    @property
    def tally(self) -> rules.Tally:
        return rules.tally((each.choice, each.cluster is not None) for each in self.answers)

    def answer_of(self, account_id: int) -> StrawPosition | None:
        """What this person of the delegation said for themselves."""
        return next((each for each in self.answers if each.account_id == account_id), None)


def folder_of(access: Access, association_id: int | None) -> Folder:
    """What the actor's delegation has collected; the secretariat and every other delegation are refused."""
    access.require("mandate:read")
    chosen = delegation_for(access.actor, association_id)
    return Folder(
        members.association(chosen),
        straw_positions(access.paper.id, chosen),
        mandates_of(access.paper.id, chosen),
    )


def mandate_of(paper_id: int, association_id: int) -> Mandate | None:
    """The mandate that stands, for a ballot that warns its voter; the caller shows it to nobody else."""
    return db.session.scalar(newest_first(paper_id, association_id).limit(1))


def mandates_of(paper_id: int, association_id: int) -> Sequence[Mandate]:
    """Every mandate of a delegation on a paper, the newest first."""
    return db.session.scalars(newest_first(paper_id, association_id)).all()


def opposed(paper_ids: Collection[int], association_ids: Collection[int]) -> set[tuple[int, str]]:
    """(paper, name of the association) where the mandate that stands is against; only for its own people."""
    newest = (
        select(func.max(Mandate.id))
        .where(Mandate.paper_id.in_(paper_ids), Mandate.association_id.in_(association_ids))
        .group_by(Mandate.paper_id, Mandate.association_id)
    )
    query = (
        select(Mandate.paper_id, Association.name)
        .join(Association, Association.id == Mandate.association_id)
        .where(Mandate.id.in_(newest), Mandate.choice == "against")
    )
    return {(paper_id, name) for paper_id, name in db.session.execute(query)}


def still_asked(
    paper_ids: Collection[int], association_ids: Collection[int], account_id: int | None
) -> set[tuple[int, int]]:
    """(paper, association) where a delegation collects answers and has recorded no mandate yet, and this
    person of it has given none.
    """
    has_mandate = exists().where(
        Mandate.paper_id == StrawPosition.paper_id, Mandate.association_id == StrawPosition.association_id
    )
    is_own = case((StrawPosition.account_id == account_id, 1), else_=0)
    query = (
        select(StrawPosition.paper_id, StrawPosition.association_id)
        .where(StrawPosition.paper_id.in_(paper_ids), StrawPosition.association_id.in_(association_ids))
        .where(~has_mandate)
        .group_by(StrawPosition.paper_id, StrawPosition.association_id)
        .having(func.sum(is_own) == 0)
    )
    return {(paper_id, association_id) for paper_id, association_id in db.session.execute(query)}


def newest_first(paper_id: int, association_id: int) -> Select[Mandate]:
    own = Mandate.paper_id == paper_id, Mandate.association_id == association_id
    return select(Mandate).where(*own).order_by(Mandate.number.desc())


def straw_positions(paper_id: int, association_id: int) -> Sequence[StrawPosition]:
    """Every answer: the people of the delegation first, each group in the order of names."""
    own = StrawPosition.paper_id == paper_id, StrawPosition.association_id == association_id
    found = db.session.scalars(select(StrawPosition).where(*own))
    return sorted(found, key=lambda each: (each.cluster is not None, rules.name_key(each.name), each.id))


def straw_position(paper_id: int, association_id: int, row_id: int) -> StrawPosition:
    """One answer this delegation has collected, or a 404."""
    found = db.session.get(StrawPosition, row_id)
    if found is None or (found.paper_id, found.association_id) != (paper_id, association_id):
        raise NotVisible(_("There is no such answer. It may have been removed meanwhile."))
    return found


def has_collected(paper_id: int, association_ids: Collection[int]) -> bool:
    """Whether one of these delegations has an answer or a mandate on this paper."""
    kinds = (StrawPosition, Mandate)
    each = [
        exists().where(kind.paper_id == paper_id, kind.association_id.in_(association_ids)) for kind in kinds
    ]
    return bool(db.session.scalar(select(or_(*each))))
