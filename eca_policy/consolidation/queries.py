"""Reading the desk: a few queries for everything that lies on it, as plain values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

from markupsafe import Markup
from sqlalchemy import and_, func, select

from eca_policy.amendments.changes import BEGINNING, Change
from eca_policy.amendments.models import Amendment, ChangeRow, Cosignature, Wording
from eca_policy.consolidation.marked import excerpt
from eca_policy.consolidation.models import Choice, Compromise, Consolidation, PlaceWording
from eca_policy.consolidation.rules import Agreed, Chosen, Decision, Desk, Tabled, Worded, grouped
from eca_policy.extensions import db
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access, latest_revision, latest_version
from eca_policy.papers.reading import written
from eca_policy.text.compare import Change as Compared


class ShownChange(NamedTuple):
    """One change of an amendment; `compared` with the version or with what it amends, as it is stored."""

    kind: str
    place: str
    compared: list[Any]

    @property
    def changes(self) -> tuple[Compared, ...]:
        """What goes and what comes, with the words around it."""
        return excerpt([Compared(kind, text) for kind, text in self.compared])


class About(NamedTuple):
    """What is shown about an amendment beside what it changes."""

    label: str
    association: str
    cosigners: tuple[str, ...]
    reason: Markup
    is_unconfirmed: bool
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class Laid:
    """A desk with everything on it; `about` is by label, `linked` names the amendments of a compromise."""

    row: Consolidation
    desk: Desk
    about: Mapping[str, About]
    linked: Mapping[int, tuple[str, ...]]


def open_desk(paper: Paper) -> Consolidation | None:
    """The desk of the paper that is open now."""
    query = select(Consolidation).where(Consolidation.paper_id == paper.id, Consolidation.ended_at.is_(None))
    return db.session.scalar(query)


def shown_desk(access: Access) -> Consolidation | None:
    """The open desk whose draft this actor may read: members while it is shown, and only until the vote."""
    row = open_desk(access.paper)
    if row is None or access.may("consolidation:read"):
        return row
    is_before_the_vote = access.stage in ("consultation", "consolidation")
    return row if row.shown_at is not None and is_before_the_vote else None


def is_superseded(row: Consolidation, paper: Paper) -> bool:
    """Whether another version was issued since: the amendments have moved to that one."""
    last = latest_version(paper)
    return last is None or last.id != row.version_id


def is_behind(row: Consolidation, paper: Paper) -> bool:
    """Whether the text has moved on in any way since the version on the desk: issued anew, or saved."""
    return is_superseded(row, paper) or unissued(paper) is not None


def unissued(paper: Paper) -> int | None:
    """The number of the last revision, where it is not issued."""
    latest, version = latest_revision(paper), latest_version(paper)
    return None if version is not None and version.revision_id == latest.id else latest.number


def laid_out(row: Consolidation) -> Laid:
    """Everything that lies on this desk now."""
    tabled, about = tabled_on(row, choices_on(row))
    wordings = wordings_on(row)
    linked: dict[int, list[str]] = defaultdict(list)
    for one in tabled:
        if one.chosen.compromise is not None:
            linked[one.chosen.compromise].append(one.label)
    compromises = tuple(
        Agreed(one.number, one.reason, wordings.get(one.id, {}))
        for one in compromise_rows(row)
        if one.number in linked  # it stands as long as an amendment that it replaces is tabled
    )
    base = written(row.version.revision_id)
    desk = Desk(base, grouped(tabled), compromises, wordings.get(None, {}))
    return Laid(row, desk, about, {number: tuple(labels) for number, labels in linked.items()})


def tabled_on(row: Consolidation, choices: Mapping[int, Chosen]) -> tuple[list[Tabled], dict[str, About]]:
    """The tabled amendments by number, each with its last wording for the version."""
    signers = cosigners_of(row)
    found, about = [], {}
    for rows in rows_of_amendments(row).values():
        first = rows[0]
        kept = [one for one in rows if one.kind is not None]
        found.append(
            Tabled(
                first.id,
                first.label,
                tuple(Change(one.kind, one.paragraph_id or BEGINNING, one.wording) for one in kept),
                first.wording_id,
                first.parent_id,
                still_chosen(choices.get(first.id, Chosen()), first),
            )
        )
        about[first.label] = About(
            first.label, first.association, signers.get(first.id, ()), Markup(first.reason_html),  # noqa: S704 - cleaned when it was saved
            first.how == "proposed", tuple(map(shown_change, kept)),
        )  # fmt: skip
    return found, about


def still_chosen(chosen: Chosen, reads: Any) -> Chosen:
    """What was chosen, unless its authors have rewritten the amendment since: other words, another choice."""
    is_new = reads.how == "rewritten" and chosen.at is not None and reads.written_at > chosen.at
    return replace(chosen, decision="undecided", compromise=None) if is_new else chosen


def shown_change(row: Any) -> ShownChange:
    return ShownChange(row.kind, row.paragraph_id or BEGINNING, row.compared)


def rows_of_amendments(row: Consolidation) -> dict[int, list[Any]]:
    """One row for each change; an amendment that changes nothing any more has one without a kind."""
    last = (
        select(Wording.amendment_id, func.max(Wording.number).label("number"))
        .where(Wording.version_id == row.version_id)
        .group_by(Wording.amendment_id)
        .subquery()
    )
    query = (
        select(
            Amendment.id, Amendment.label, Amendment.parent_id, Amendment.reason_html,
            Association.name.label("association"), Wording.id.label("wording_id"), Wording.how,
            Wording.created_at.label("written_at"),
            ChangeRow.kind, ChangeRow.paragraph_id, ChangeRow.wording, ChangeRow.compared,
        )
        .join(Association, Association.id == Amendment.association_id)
        .join(last, last.c.amendment_id == Amendment.id)
        .join(Wording, (Wording.amendment_id == Amendment.id) & (Wording.number == last.c.number))
        .outerjoin(ChangeRow, ChangeRow.wording_id == Wording.id)
        .where(Amendment.paper_id == row.paper_id, Amendment.state == "tabled")
        .order_by(Amendment.number, ChangeRow.place)
    )  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for one in db.session.execute(query):
        found[one.id].append(one)
    return found


def cosigners_of(row: Consolidation) -> dict[int, tuple[str, ...]]:
    """The names of the associations that co-signed each amendment."""
    query = (
        select(Cosignature.amendment_id, Association.name)
        .join(Association, Association.id == Cosignature.association_id)
        .join(Amendment, Amendment.id == Cosignature.amendment_id)
        .where(Amendment.paper_id == row.paper_id, Amendment.state == "tabled")
        .order_by(Cosignature.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for amendment_id, name in db.session.execute(query):
        found[amendment_id].append(name)
    return {amendment_id: tuple(names) for amendment_id, names in found.items()}


def choices_on(row: Consolidation) -> dict[int, Chosen]:
    """What was chosen, by amendment."""
    query = (
        select(Choice, Compromise.number)
        .outerjoin(Compromise, and_(Compromise.id == Choice.compromise_id, Compromise.given_up_at.is_(None)))
        .where(Choice.consolidation_id == row.id)
    )
    return {choice.amendment_id: as_chosen(choice, number) for choice, number in db.session.execute(query)}


def as_chosen(choice: Choice, compromise: int | None) -> Chosen:
    """The choice as it stands; one for a compromise that was given up meanwhile stands no longer."""
    decision = "undecided" if choice.decision == "in_compromise" and not compromise else choice.decision
    return Chosen(cast(Decision, decision), choice.reason, compromise, choice.step, choice.chosen_at)


def wordings_on(row: Consolidation) -> dict[int | None, dict[str, Worded]]:
    """What was written, by compromise (None: decided by a person) and place."""
    query = select(PlaceWording).where(PlaceWording.consolidation_id == row.id).order_by(PlaceWording.id)
    found: dict[int | None, dict[str, Worded]] = defaultdict(dict)
    for one in db.session.scalars(query):
        found[one.compromise_id][one.place] = Worded(one.source, one.made_from)
    return found


def compromise_rows(row: Consolidation) -> Sequence[Compromise]:
    """The compromises that stand, by number."""
    query = select(Compromise).where(Compromise.consolidation_id == row.id, Compromise.given_up_at.is_(None))
    return db.session.scalars(query.order_by(Compromise.number)).all()


def places_of(label: str, row: Consolidation) -> list[str]:
    """Where an amendment of the paper stands in the version on the desk, also one that was withdrawn."""
    query = (
        select(ChangeRow.paragraph_id)
        .join(Wording, Wording.id == ChangeRow.wording_id)
        .join(Amendment, Amendment.id == Wording.amendment_id)
        .where(Amendment.paper_id == row.paper_id, Amendment.label == label)
        .where(Wording.version_id == row.version_id)
        .order_by(ChangeRow.place)
    )
    return list(dict.fromkeys(place or BEGINNING for place in db.session.scalars(query)))
