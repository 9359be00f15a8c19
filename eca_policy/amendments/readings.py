"""Amendments as pages list and draw them: plain rows, in a number of queries that never grows."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Subquery, Text, func, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import aliased

from eca_policy.amendments.changes import BEGINNING, Change, Kind
from eca_policy.amendments.models import Amendment, ChangeRow, Cosignature, Wording
from eca_policy.amendments.queries import DRAFT, visible_to
from eca_policy.extensions import db
from eca_policy.members.models import Association
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access
from eca_policy.text import compare


class Shown(NamedTuple):
    """One change; `compared` is what stands there against what shall, as it is stored: only who draws it
    unpacks it.
    """

    kind: Kind
    paragraph_id: str
    wording: str
    compared: str

    @property
    def words(self) -> list[compare.Change]:
        return [compare.Change(*each) for each in json.loads(self.compared)]

    @property
    def standing(self) -> str:
        """What stands there now."""
        return "".join(change.text for change in self.words if change.kind != "insert")


class Signer(NamedTuple):
    """An association that co-signed."""

    association_id: int
    association: str


class Reading(NamedTuple):
    """An amendment with what it reads in one version; a plain value, so that what is drawn of it can be kept.

    `label` is "" for a draft, `parent` the label of the amendment that it amends, or "".
    """

    id: int
    number: int | None
    label: str
    state: str
    association_id: int
    association: str
    reason_html: str
    decision_reason: str
    parent: str
    version_id: int
    how: str
    changes: tuple[Shown, ...]
    signers: tuple[Signer, ...]

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.label or f"{DRAFT}{self.id}"

    @property
    def paragraph_ids(self) -> tuple[str, ...]:
        """The paragraphs it stands at, each once."""
        return tuple(dict.fromkeys(change.paragraph_id for change in self.changes))

    def as_changes(self) -> tuple[Change, ...]:
        return tuple(Change(each.kind, each.paragraph_id, each.wording) for each in self.changes)


def readings(access: Access, version: Version | None = None) -> list[Reading]:
    """Every amendment this actor may read, by number, drafts last: with what it reads in this version, those
    that never stood in it left out; without a version, with what each read last. Three queries.
    """
    if not access.may("amendment:read"):
        return []
    last = last_wordings(access, version)
    parent = aliased(Amendment)
    rows: Sequence[Any] = db.session.execute(
        select(
            Amendment.id, Amendment.number, func.coalesce(Amendment.label, ""), Amendment.state,
            Amendment.association_id, Association.name, Amendment.reason_html, Amendment.decision_reason,
            func.coalesce(parent.label, ""), Wording.version_id, Wording.how,
        )
        .join(last, last.c.amendment_id == Amendment.id)
        .join(Wording, (Wording.amendment_id == Amendment.id) & (Wording.number == last.c.number))
        .join(Association, Association.id == Amendment.association_id)
        .outerjoin(parent, parent.id == Amendment.parent_id)
        .order_by(Amendment.number.is_(None), Amendment.number, Amendment.id)
    ).all()  # fmt: skip
    changes, signers = changes_of(last), signers_of(access)
    return [Reading(*(*row, changes[row.id], signers[row.id])) for row in rows]


def last_wordings(access: Access, version: Version | None) -> Subquery:
    """The number of the last wording of each amendment that this actor may read, in the version if one is
    named.
    """
    chosen = [Wording.version_id == version.id] if version else []
    return (
        select(Wording.amendment_id, func.max(Wording.number).label("number"))
        .join(Amendment, Amendment.id == Wording.amendment_id)
        .where(Amendment.paper_id == access.paper.id, visible_to(access.actor), *chosen)
        .group_by(Wording.amendment_id)
        .subquery()
    )


def changes_of(last: Subquery) -> Mapping[int, tuple[Shown, ...]]:
    """The changes of these wordings by amendment, in the order of the text."""
    found: dict[int, tuple[Shown, ...]] = defaultdict(tuple)
    rows: Sequence[Any] = db.session.execute(
        select(
            Wording.amendment_id, ChangeRow.kind, ChangeRow.paragraph_id, ChangeRow.wording,
            as_type(ChangeRow.compared, Text),
        )
        .join(Wording, Wording.id == ChangeRow.wording_id)
        .join(last, (last.c.amendment_id == Wording.amendment_id) & (last.c.number == Wording.number))
        .order_by(ChangeRow.wording_id, ChangeRow.place)
    ).all()  # fmt: skip
    for amendment_id, kind, paragraph_id, wording, compared in rows:
        found[amendment_id] += (Shown(cast(Kind, kind), paragraph_id or BEGINNING, wording, compared),)
    return found


def signers_of(access: Access) -> Mapping[int, tuple[Signer, ...]]:
    """Who co-signed each amendment of the paper, the earliest first."""
    found: dict[int, tuple[Signer, ...]] = defaultdict(tuple)
    rows: Sequence[Any] = db.session.execute(
        select(Cosignature.amendment_id, Cosignature.association_id, Association.name)
        .join(Amendment, Amendment.id == Cosignature.amendment_id)
        .join(Association, Association.id == Cosignature.association_id)
        .where(Amendment.paper_id == access.paper.id)
        .order_by(Cosignature.id)
    ).all()
    for amendment_id, association_id, association in rows:
        found[amendment_id] += (Signer(association_id, association),)
    return found


class Counts(NamedTuple):
    """How many amendments there are: at each paragraph of a version, and on it in all."""

    by_paragraph: Mapping[str, int]
    total: int


NOTHING = Counts({}, 0)


def counts(access: Access, version: Version | None) -> Counts:
    """For the margin of a text: one query that reads no texts."""
    if version is None or not access.may("amendment:read"):
        return NOTHING
    last = last_wordings(access, version)
    rows: Sequence[Any] = db.session.execute(
        select(Wording.amendment_id, ChangeRow.paragraph_id, ChangeRow.place.is_(None))
        .join(last, (last.c.amendment_id == Wording.amendment_id) & (last.c.number == Wording.number))
        .outerjoin(ChangeRow, ChangeRow.wording_id == Wording.id)
    ).all()
    hanging = {
        (amendment_id, paragraph_id or BEGINNING) for amendment_id, paragraph_id, none in rows if not none
    }
    by_paragraph = Counter(paragraph_id for _amendment, paragraph_id in hanging)
    return Counts(by_paragraph, len({amendment_id for amendment_id, *_rest in rows}))


def counts_of(found: Sequence[Reading]) -> Counts:
    """The same, of amendments that were read already."""
    return Counts(Counter(each for reading in found for each in reading.paragraph_ids), len(found))
