"""The desk as it is shown: each place with its text, its amendments, and what is still to do there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eca_policy.amendments.changes import BEGINNING
from eca_policy.consolidation import rules
from eca_policy.consolidation.desk import Close, Contest
from eca_policy.consolidation.finishing import sentence
from eca_policy.consolidation.marked import Row, rows
from eca_policy.consolidation.queries import About, Laid, ShownChange
from eca_policy.consolidation.rules import Chosen, Fault, Group
from eca_policy.consolidation.words import place_name
from eca_policy.papers.models import Revision
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs

AT_THE_BEGINNING = "beginning"
"""What the place before the first paragraph is called in addresses; no paragraph id is as long."""


class Card(NamedTuple):
    """A group of identical amendments at one place; what is decided about it stands where it comes first.

    `lacks_wording`: it is in a compromise that has no wording for this place.
    """

    group: Group
    about: tuple[About, ...]
    changes: tuple[ShownChange, ...]
    is_first: bool
    first_anchor: str
    further: int
    parent: str
    amended_by: tuple[str, ...]
    lacks_wording: bool

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def chosen(self) -> Chosen:
        return self.group.chosen

    @property
    def is_unconfirmed(self) -> bool:
        return any(one.is_unconfirmed for one in self.about)


class Standing(NamedTuple):
    """A compromise at a place, and the amendments it stands for."""

    name: str
    number: int
    reason: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class PlaceShown:
    """One place of the desk. `rows` is empty where the text stands as it was: `paragraph` has its HTML."""

    id: str
    name: str
    token: str
    paragraph: ShownParagraph | None
    rows: tuple[Row, ...]
    contests: tuple[Contest, ...]
    checks: tuple[Close, ...]
    is_written: bool
    is_outdated: bool
    cards: tuple[Card, ...]
    compromises: tuple[Standing, ...]
    faults: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return anchor_of(self.id)

    @property
    def key(self) -> str:
        return self.id or AT_THE_BEGINNING

    @property
    def is_amended(self) -> bool:
        return bool(self.cards or self.rows or self.compromises or self.faults)

    @property
    def waits(self) -> bool:
        """Whether something here is undecided."""
        return any(card.is_first and card.chosen.decision == "undecided" for card in self.cards)


@dataclass(frozen=True)
class Progress:
    """How far the desk is, and where what is still to do comes first."""

    decided: int
    total: int
    undecided: int
    conflicts: int
    incomplete: int
    first_undecided: str
    first_conflict: str
    first_incomplete: str


def anchor_of(place: str) -> str:
    return f"p-{place or AT_THE_BEGINNING}"


def place_of(key: str) -> str:
    """The place that an address names."""
    return BEGINNING if key == AT_THE_BEGINNING else key


def numbered(laid: Laid) -> dict[str, ShownParagraph]:
    return by_id(laid.row.version.revision)


def by_id(revision: Revision) -> dict[str, ShownParagraph]:
    return {one.id: one for one in shown_paragraphs(revision)}


def places_shown(laid: Laid, places: Iterable[str] | None = None) -> list[PlaceShown]:
    """These places, or all of them in order; the beginning only where something stands there."""
    found = faults_by_place(laid)
    paragraphs = numbered(laid)
    chosen = laid.desk.places if places is None else [one for one in laid.desk.places if one in set(places)]
    shown = [place_shown(laid, place, paragraphs, found.get(place, ())) for place in chosen]
    return [one for one in shown if one.paragraph or one.is_amended or places is not None]


def faults_by_place(laid: Laid) -> dict[str | None, list[Fault]]:
    found: dict[str | None, list[Fault]] = {}
    for fault in rules.faults(laid.desk):
        found.setdefault(fault.place, []).append(fault)
    return found


def place_shown(
    laid: Laid, place: str, paragraphs: Mapping[str, ShownParagraph], faults: Sequence[Fault]
) -> PlaceShown:
    """One place with all that lies on it."""
    desk = laid.desk
    settled = desk.settled(place)
    base, sides = desk.by_id.get(place), desk.sides.get(place, ())
    is_written = desk.is_decided(place)
    labels = {group.name: group.labels for group in desk.at.get(place, ())}
    made = rows(base, settled.paragraphs, sides, settled.contests) if sides or is_written else ()
    return PlaceShown(
        id=place,
        name=place_name(place, paragraphs.get(place)),
        token=desk.token(place),
        paragraph=paragraphs.get(place),
        rows=tuple(labelled(row, labels) for row in made),
        contests=settled.contests,
        checks=() if settled.contests else settled.checks,
        is_written=is_written,
        is_outdated=any(fault.kind == "outdated" for fault in faults),
        cards=tuple(card(laid, group, place) for group in desk.at.get(place, ())),
        compromises=standing(laid, place),
        faults=tuple(sentence(fault) for fault in faults if fault.kind != "reason"),
    )


def labelled(row: Row, labels: Mapping[str, tuple[str, ...]]) -> Row:
    """The row with the labels of all identical amendments in the place of the one that names them."""
    return row._replace(
        pieces=tuple(
            piece._replace(names=tuple(label for name in piece.names for label in labels.get(name, (name,))))
            for piece in row.pieces
        )
    )


def card(laid: Laid, group: Group, place: str | None) -> Card:
    """A group with what is said about each of its amendments."""
    about = tuple(laid.about[label] for label in group.labels)
    parent = laid.desk.parent(group)
    first = group.places[0] if group.places else None
    return Card(
        group=group,
        about=about,
        changes=tuple(change for change in about[0].changes if change.place == place),
        is_first=first == place,
        first_anchor=anchor_of(first or BEGINNING),
        further=len(group.places) - 1,
        parent=parent.name if parent else "",
        amended_by=tuple(label for child in laid.desk.children(group) for label in child.labels),
        lacks_wording=lacks_wording(laid, group, place),
    )


def lacks_wording(laid: Laid, group: Group, place: str | None) -> bool:
    own = [one for one in laid.desk.compromises if one.number == group.chosen.compromise]
    return place is not None and any(place not in one.wordings for one in own)


def standing(laid: Laid, place: str) -> tuple[Standing, ...]:
    return tuple(
        Standing(one.name, one.number, one.reason, laid.linked.get(one.number, ()))
        for one in laid.desk.compromises
        if place in one.wordings
    )


def placeless(laid: Laid) -> list[Card]:
    """Amendments that change nothing any more: the text reads as they asked."""
    return [card(laid, group, None) for group in laid.desk.groups if not group.places]


class Lost(NamedTuple):
    """A wording whose paragraph is no longer in the text."""

    name: str
    number: int | None
    text: str


def lost(laid: Laid) -> list[Lost]:
    """What was written for paragraphs that are gone: shown, so that nothing written is lost."""
    known = {BEGINNING, *laid.desk.by_id}
    decided = [Lost("", None, one.text) for place, one in laid.desk.decided.items() if place not in known]
    agreed = [
        Lost(each.name, each.number, one.text)
        for each in laid.desk.compromises
        for place, one in each.wordings.items()
        if place not in known
    ]
    return decided + agreed


def progress(laid: Laid) -> Progress:
    """The figures of the bar on top."""
    desk = laid.desk
    waiting = rules.undecided(desk)
    found = rules.faults(desk)
    conflicts = [fault for fault in found if fault.kind in ("conflict", "outdated")]
    further = [fault for fault in found if fault not in conflicts]
    return Progress(
        decided=len(desk.groups) - len(waiting),
        total=len(desk.groups),
        undecided=len(waiting),
        conflicts=len(conflicts),
        incomplete=len(further),
        first_undecided=first_anchor(desk.places, [group.places[0] for group in waiting if group.places]),
        first_conflict=first_anchor(desk.places, [fault.place for fault in conflicts]),
        first_incomplete=first_anchor(desk.places, [fault.place for fault in further]),
    )


def first_anchor(order: Sequence[str], places: Sequence[str | None]) -> str:
    """The anchor of the earliest of these places."""
    wanted = set(places)
    return next((anchor_of(place) for place in order if place in wanted), "elsewhere")


def by_name(laid: Laid) -> dict[str, tuple[About, ...]]:
    """What is said about each side of a conflict; nothing about a compromise."""
    return {group.name: tuple(laid.about[label] for label in group.labels) for group in laid.desk.groups}
