"""The voting list as its page shows it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eca_policy.amendments import rules
from eca_policy.amendments.models import Amendment, ChangeRow
from eca_policy.comments.queries import association_names
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs
from eca_policy.text.compare import Change
from eca_policy.voting import moving, words
from eca_policy.voting.excerpt import excerpt
from eca_policy.voting.items import Item, can_split, outcomes
from eca_policy.voting.lapsing import Piece
from eca_policy.voting.models import VoteRequest
from eca_policy.voting.order import Entry
from eca_policy.voting.queries import Agenda, agenda


@dataclass(frozen=True)
class ShownChange:
    """One thing an entry does: where, what, and the words in short."""

    place: str
    deed: str
    words: Sequence[Change]


@dataclass(frozen=True)
class ShownEntry:
    """An entry in its item. `first` is false for the later parts of an entry, which repeat no controls."""

    key: int
    label: str
    amendments: Sequence[Amendment]
    changes: Sequence[ShownChange]
    requests: Sequence[VoteRequest]
    own_requests: Sequence[VoteRequest]
    requestable: Sequence[str]
    first: bool
    is_unconfirmed: bool
    can_go_up: bool
    can_go_down: bool


@dataclass(frozen=True)
class ShownItem:
    """One item of the list."""

    number: int
    kind: str
    title: str
    entries: Sequence[ShownEntry] = ()
    notes: Sequence[str] = field(default_factory=list)
    outcome: str = ""


def list_shown(access: Access, *, adopted: Collection[int] = ()) -> dict[str, Any]:
    """The variables of the page. `adopted` are the items of the dry run; other numbers say nothing."""
    found = agenda(access)
    listed = found.listed
    supposed = {item.number for item in listed.items[:-1] if item.number in adopted}
    results = outcomes(listed.items, supposed) if supposed else {}
    return {
        "paper": access.paper,
        "version": found.version,
        "items": shown_items(access, found, results),
        "stamp": listed.stamp,
        "is_rearranged": listed.is_rearranged,
        "may_arrange": access.may("voting:arrange"),
        "may_request": access.may("voting:request"),
        "packable": packable(found) if access.may("voting:arrange") else [],
        "supposed": supposed,
        "results": results,
        "outcome_names": words.outcome_names(),
        "outcome_tones": words.OUTCOME_TONES,
        "request_names": words.request_names(),
        "own_associations": own_associations(access),
    }


def shown_items(access: Access, found: Agenda, results: Mapping[int, str]) -> list[ShownItem]:
    drawer = Drawer(access, found)
    return [
        ShownItem(
            number=item.number,
            kind=item.kind,
            title=words.item_in_words(item),
            entries=[drawer.entry(item, piece) for piece in item.pieces],
            notes=drawer.notes(item),
            outcome=results.get(item.number, ""),
        )
        for item in found.listed.items
    ]


class Drawer:
    """Draws the entries of one list for one reader."""

    def __init__(self, access: Access, found: Agenda) -> None:
        self.found = found
        self.own = rules.tablers(access.actor) if access.may("voting:request") else ()
        self.paragraphs: dict[str, ShownParagraph] = {}
        if found.version:
            self.paragraphs = {one.id: one for one in shown_paragraphs(found.version.revision)}

    def entry(self, item: Item, piece: Piece) -> ShownEntry:
        entry = piece.entry
        requests = self.found.requests_on(entry)
        own = [each for each in requests if each.association_id in self.own]
        amendments = [self.found.amendments[key] for key in entry.amendments]
        return ShownEntry(
            key=entry.key,
            label=entry.labels[0],
            amendments=amendments,
            changes=self.changes(piece),
            requests=requests,
            own_requests=own,
            requestable=self.requestable(entry, own),
            first=item.part < 2,
            is_unconfirmed=any(each.wording.how == "proposed" for each in amendments),
            can_go_up=moving.can_step(self.found.listed, entry.key, -1),
            can_go_down=moving.can_step(self.found.listed, entry.key, 1),
        )

    def requestable(self, entry: Entry, own: Sequence[VoteRequest]) -> list[str]:
        """What the reader's associations can still ask for."""
        kinds = ["separate", "split"] if can_split(entry) else ["separate"]
        return [kind for kind in kinds if sum(each.kind == kind for each in own) < len(self.own)]

    def changes(self, piece: Piece) -> list[ShownChange]:
        rows = self.found.amendments[piece.entry.key].wording.changes
        return [self.change(row) for row in rows if row.as_change() in piece.changes]

    def change(self, row: ChangeRow) -> ShownChange:
        place = words.place_in_words(row.paragraph_id, self.paragraphs)
        return ShownChange(place, words.deed(row.kind, row.paragraph_id), excerpt(row.compared))

    def notes(self, item: Item) -> list[str]:
        """When it lapses, what it amends, and why it is not in its package."""
        found = words.lapses_in_words(item)
        for piece in item.pieces:
            if item.amends and piece.entry.parent is not None:
                parent = self.found.listed.entry_of(piece.entry.parent)
                found.append(words.amends_in_words(item, words.listing(parent.labels if parent else ())))
            if piece.entry.key in self.found.listed.apart and item.part < 2:
                found.append(words.reason_apart(self.found.listed, piece.entry.key))
        return found


def packable(found: Agenda) -> list[tuple[str, str]]:
    """(label, words) of the entries that can be chosen for a package: nobody asked for a vote apart."""
    listed = found.listed
    related = {key for each in listed.entries if each.parent is not None for key in (each.key, each.parent)}
    return [
        (each.labels[0], words.listing(each.labels))
        for each in listed.entries
        if each.key not in related and not found.requests_on(each)
    ]


def own_associations(access: Access) -> dict[int, str]:
    """The names of the associations the reader may request for, when there are several to choose from."""
    own = rules.tablers(access.actor) if access.may("voting:request") else ()
    return association_names(own) if len(own) > 1 else {}
