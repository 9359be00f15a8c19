"""What holds on the desk: identical amendments, amendments to amendments, what is still to do. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal

from eca_policy.amendments.changes import BEGINNING, Change, fingerprint, places
from eca_policy.consolidation.desk import (
    Settled,
    Side,
    has_all_of,
    has_nothing_of,
    key_of,
    replacing,
    settled,
    worded,
)
from eca_policy.text.paragraphs import Paragraph

Decision = Literal[
    "undecided", "accepted", "accepted_with_changes", "rejected", "lapsed", "in_compromise", "left_open"
]
CHOICES: tuple[Decision, ...] = (
    "undecided", "accepted", "accepted_with_changes", "rejected", "lapsed", "in_compromise", "left_open",
)  # fmt: skip
TYPED: tuple[Decision, ...] = (
    "undecided", "accepted", "accepted_with_changes", "rejected", "lapsed", "left_open",
)  # fmt: skip
"""What a person chooses; "in_compromise" follows from writing one."""
ON: tuple[Decision, ...] = ("accepted", "accepted_with_changes")
OPEN: tuple[Decision, ...] = ("undecided", "left_open")
"""The amendment stays tabled."""
OWE_A_REASON: tuple[Decision, ...] = ("accepted_with_changes", "rejected", "lapsed")


@dataclass(frozen=True)
class Chosen:
    """What was chosen for an amendment, `at` which instant; `step` is the counter of the desk then."""

    decision: Decision = "undecided"
    reason: str = ""
    compromise: int | None = None
    step: int = 0
    at: datetime | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Tabled:
    """A tabled amendment as the desk needs it; `wording_id` names what it reads for the version."""

    id: int
    label: str
    changes: tuple[Change, ...]
    wording_id: int = 0
    parent_id: int | None = None
    chosen: Chosen = Chosen()


@dataclass(frozen=True)
class Group:
    """Identical amendments, answered once; the earliest gives its name."""

    members: tuple[Tabled, ...]

    @property
    def name(self) -> str:
        return self.members[0].label

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(member.label for member in self.members)

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.members[0].changes

    @property
    def parent_id(self) -> int | None:
        return self.members[0].parent_id

    @property
    def places(self) -> tuple[str, ...]:
        return places(self.changes)

    @cached_property
    def chosen(self) -> Chosen:
        """What was chosen last for one of them: one that came later takes part in it."""
        return max((member.chosen for member in self.members), key=lambda chosen: chosen.step)

    @property
    def is_on(self) -> bool:
        return self.chosen.decision in ON

    @property
    def is_owed_a_reason(self) -> bool:
        return self.chosen.decision in OWE_A_REASON and not self.chosen.reason

    @cached_property
    def token(self) -> str:
        """Another one as soon as anything about the group has changed: who, what, the choice."""
        state = ([(one.label, one.wording_id) for one in self.members], self.chosen)
        return sha256(repr(state).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Worded:
    """What a person wrote for a place, and from what; see `desk.key_of`."""

    text: str
    made_from: str


@dataclass(frozen=True)
class Agreed:
    """A compromise: the wordings by place that stand instead of the amendments it links."""

    number: int
    reason: str
    wordings: Mapping[str, Worded] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return compromise_name(self.number)


FaultKind = Literal[
    "conflict", "outdated", "reason", "not_as_asked", "without_parent", "without_decision", "gone"
]


@dataclass(frozen=True)
class Fault:
    """Why the desk cannot be finished yet: at which place, about whom."""

    kind: FaultKind
    place: str | None
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class Desk:
    """Everything that lies on the desk. `decided` are wordings that a person gave whole places."""

    base: tuple[Paragraph, ...]
    groups: tuple[Group, ...]
    compromises: tuple[Agreed, ...] = ()
    decided: Mapping[str, Worded] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Paragraph]:
        return {one.id: one for one in self.base}

    @cached_property
    def places(self) -> tuple[str, ...]:
        return (BEGINNING, *(one.id for one in self.base))

    @cached_property
    def by_member(self) -> dict[int, Group]:
        return {member.id: group for group in self.groups for member in group.members}

    @cached_property
    def at(self) -> dict[str, list[Group]]:
        """The groups at each place, in the order of their numbers."""
        found: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups:
            for place in group.places:
                found[place].append(group)
        return found

    @cached_property
    def sides(self) -> dict[str, tuple[Side, ...]]:
        """What is switched on at each place: amendments, and compromises in their stead."""
        found: dict[str, list[Side]] = defaultdict(list)
        for name, changes in self._effective():
            for place in places(changes):
                own = tuple(change for change in changes if change.paragraph_id == place)
                found[place].append(Side(name, own))
        return {place: tuple(sides) for place, sides in found.items()}

    def _effective(self) -> Iterator[tuple[str, tuple[Change, ...]]]:
        for group in self.groups:
            if group.is_on:
                yield group.name, without(group.changes, self.children_on(group))
        for agreed in self.compromises:
            for place, wording in agreed.wordings.items():
                if place == BEGINNING or place in self.by_id:
                    yield agreed.name, replacing(wording.text, place)

    def children(self, group: Group) -> list[Group]:
        """The groups that amend one of these amendments."""
        return [child for member in group.members for child in self._amending.get(member.id, ())]

    @cached_property
    def _amending(self) -> dict[int, list[Group]]:
        found: dict[int, list[Group]] = defaultdict(list)
        for group in self.groups:
            if group.parent_id is not None:
                found[group.parent_id].append(group)
        return found

    def children_on(self, group: Group) -> list[Group]:
        return [child for child in self.children(group) if child.is_on]

    def parent(self, group: Group) -> Group | None:
        return self.by_member.get(group.parent_id) if group.parent_id is not None else None

    def merged(self, place: str) -> Settled:
        """The place with what is switched on, before a person's word."""
        return settled(self.by_id.get(place), self.sides.get(place, ()))

    def key(self, place: str) -> str:
        return key_of(self.by_id.get(place), self.sides.get(place, ()))

    def is_outdated(self, place: str) -> bool:
        """Whether a person's wording was made for other switches, and the text would now read otherwise."""
        own = self.decided.get(place)
        if own is None or own.made_from == self.key(place):
            return False
        merged = self.merged(place)
        return bool(merged.contests) or merged.text != own.text

    def is_decided(self, place: str) -> bool:
        """Whether a person's wording holds here."""
        own = self.decided.get(place)
        return own is not None and (own.made_from == self.key(place) or self.is_outdated(place))

    def settled(self, place: str) -> Settled:
        """The place as the new version would have it."""
        merged = self.merged(place)
        if not self.is_decided(place):
            return merged
        base = self.by_id.get(place)
        is_gone = base is not None and base.id not in {one.id for one in merged.paragraphs}
        return Settled(worded(base, self.decided[place].text, is_gone=is_gone))

    def text(self) -> list[Paragraph]:
        """The whole text as the new version would have it."""
        return [one for place in self.places for one in self.settled(place).paragraphs]

    def token(self, place: str) -> str:
        """Another one as soon as what a wording for this place would be made from has changed."""
        own = self.decided.get(place)
        state = (self.key(place), own and own.text, [group.token for group in self.at.get(place, ())])
        return sha256(repr(state).encode()).hexdigest()[:16]

    def whole_token(self) -> str:
        """Another one as soon as anything on the desk has changed."""
        parts = [self.token(place) for place in self.places] + [group.token for group in self.groups]
        return sha256("".join(parts).encode()).hexdigest()[:16]


def without(changes: Sequence[Change], children: Iterable[Group]) -> tuple[Change, ...]:
    """The changes of an amendment, apart from those in whose place stand what amends it."""
    taken = {spot(change) for child in children for change in child.changes}
    return tuple(change for change in changes if spot(change) not in taken)


def spot(change: Change) -> tuple[str, bool]:
    return change.paragraph_id, change.kind == "insert_after"


def grouped(tabled: Iterable[Tabled]) -> tuple[Group, ...]:
    """Amendments that change the same to the same (and amend the same one) together, by their first."""
    found: dict[object, list[Tabled]] = defaultdict(list)
    for one in tabled:
        alone = one.label if not one.changes else ""
        found[one.parent_id, fingerprint(one.changes), alone].append(one)
    return tuple(Group(tuple(members)) for members in found.values())


def compromise_name(number: int) -> str:
    """What a compromise is called: C1, C2 …"""
    return f"C{number}"


def undecided(desk: Desk) -> list[Group]:
    return [group for group in desk.groups if group.chosen.decision == "undecided"]


def faults(desk: Desk) -> list[Fault]:
    """Everything that must be settled before the desk is finished, in the order of the text."""
    of_places = [fault for place in desk.places for fault in faults_at(desk, place)]
    lost = [
        Fault("gone", None, agreed.name)
        for agreed in desk.compromises
        for place in agreed.wordings
        if place != BEGINNING and place not in desk.by_id
    ]
    placeless = [fault for group in desk.groups if not group.places for fault in faults_of(desk, group)]
    return [*of_places, *lost, *placeless]


def faults_at(desk: Desk, place: str) -> Iterator[Fault]:
    """The same for one place; a group is asked about where it stands first."""
    if desk.is_outdated(place):
        yield Fault("outdated", place)
    elif not desk.is_decided(place) and desk.merged(place).contests:
        yield Fault("conflict", place)
    elif desk.is_decided(place):
        yield from (Fault("not_as_asked", place, name) for name in not_as_asked(desk, place))
    for agreed in desk.compromises:
        wording = agreed.wordings.get(place)
        if wording and wording.made_from != key_of(desk.by_id.get(place)):
            yield Fault("outdated", place, agreed.name)
    for group in desk.at.get(place, ()):
        if group.places[0] == place:
            yield from faults_of(desk, group)


def not_as_asked(desk: Desk, place: str) -> list[str]:
    """Groups that count as accepted although the wording of this place has not all they ask for."""
    base, now = desk.by_id.get(place), desk.settled(place).paragraphs
    accepted = {group.name for group in desk.groups if group.chosen.decision == "accepted"}
    return [
        side.name
        for side in desk.sides.get(place, ())
        if side.name in accepted and not has_all_of(base, side, now)
    ]


def overtaken(desk: Desk, place: str) -> list[str]:
    """Those of them of which this place has nothing at all: another wording was taken in their stead."""
    base, now = desk.by_id.get(place), desk.settled(place).paragraphs
    names = set(not_as_asked(desk, place))
    sides = (side for side in desk.sides.get(place, ()) if side.name in names)
    return [side.name for side in sides if has_nothing_of(base, side, now)]


def faults_of(desk: Desk, group: Group) -> Iterator[Fault]:
    """What is missing about one group."""
    place = group.places[0] if group.places else None
    if group.is_owed_a_reason:
        yield Fault("reason", place, group.name)
    parent = desk.parent(group)
    if parent is None:
        return
    if group.is_on and not parent.is_on:
        yield Fault("without_parent", place, group.name, parent.name)
    if parent.chosen.decision not in OPEN and group.chosen.decision in OPEN:
        yield Fault("without_decision", place, group.name, parent.name)
