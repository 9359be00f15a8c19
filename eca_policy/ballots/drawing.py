"""The items of a ballot as pages show them: frozen with the ballot, drawn as the voting list draws them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import compared
from eca_policy.amendments.models import Amendment
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.itemising import as_list_item, changes_of
from eca_policy.ballots.models import Ballot, Item, ItemAmendment
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.words import item_outcome_in_words, outcome_tone
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs
from eca_policy.voting import words
from eca_policy.voting.drawing import ShownChange
from eca_policy.voting.excerpt import excerpt
from eca_policy.voting.items import Item as ListItem
from eca_policy.voting.lapsing import Piece
from eca_policy.voting.order import Entry


@dataclass(frozen=True)
class DrawnEntry:
    """What is voted on in an item: amendments that say the same, and what they change."""

    amendments: Sequence[Amendment]
    changes: Sequence[ShownChange]


@dataclass(frozen=True)
class DrawnItem:
    """One item: `notes` say when it lapses and what it amends, `procedure` by which of its own it is decided,
    `outcome` what it came to.
    """

    number: int
    kind: str
    title: str
    entries: Sequence[DrawnEntry] = ()
    notes: Sequence[str] = field(default_factory=list)
    procedure: str = ""
    outcome: str = ""
    tone: str = "neutral"


def items_drawn(ballot: Ballot) -> list[DrawnItem]:
    """Every item in its order; of a ballot on the text alone nothing is read."""
    if len(ballot.items) == 1:
        return [DrawnItem(1, "final_text", _("The text as a whole"))]
    drawer = Drawer(ballot)
    return [drawer.item(item) for item in ballot.items]


def item_title(item: Item) -> str:
    """What an item is about, in few words."""
    if len(item.ballot.items) == 1:
        return _("The text as a whole")
    return words.item_in_words(with_pieces(item))


def own_procedure(item: Item) -> str:
    """By which procedure an item is decided, where it is another than that of the text; else ""."""
    whole = item.ballot.items[-1]
    if (item.procedure_name, item.rule) == (whole.procedure_name, whole.rule):
        return ""
    name = item.procedure_name_fi if language() == "fi" else item.procedure_name
    rule = rule_sentence(Procedure.from_dict(item.rule), gettext, ngettext)
    return _("Decided by another procedure than the text: %(procedure)s. %(rule)s", procedure=name, rule=rule)


def with_pieces(item: Item) -> ListItem:
    """The item as the voting list has it, with what is voted on."""
    return replace(as_list_item(item), pieces=tuple(map(as_piece, item.pieces)))


def as_piece(piece: Mapping[str, Any]) -> Piece:
    """A frozen piece as the voting list has it; its place in the row was used up when it was frozen."""
    changes = changes_of(piece)
    amendments, labels = tuple(piece["amendments"]), tuple(piece["labels"])
    return Piece(Entry(piece["key"], 0, amendments, labels, changes, (0, False), piece["parent"]), changes)


class Drawer:
    """Draws the items of one ballot: three queries, however many they are."""

    def __init__(self, ballot: Ballot) -> None:
        self.ballot = ballot
        on_ballot = select(ItemAmendment.amendment_id).join(Item, Item.id == ItemAmendment.item_id)
        wanted = select(Amendment).where(Amendment.id.in_(on_ballot.where(Item.ballot_id == ballot.id)))
        self.amendments = {each.id: each for each in db.session.scalars(wanted)}
        paragraphs = shown_paragraphs(ballot.version.revision)
        self.paragraphs: dict[str, ShownParagraph] = {one.id: one for one in paragraphs}
        self.sources = {one.id: one.source for one in paragraphs}

    def item(self, item: Item) -> DrawnItem:
        listed = with_pieces(item)
        outcome = item.decision.outcome if item.decision else ""
        return DrawnItem(
            number=item.number,
            kind=item.kind,
            title=words.item_in_words(listed),
            entries=[self.entry(piece) for piece in listed.pieces],
            notes=self.notes(listed),
            procedure=own_procedure(item),
            outcome=item_outcome_in_words(outcome) if outcome else "",
            tone=outcome_tone(outcome),
        )

    def entry(self, piece: Piece) -> DrawnEntry:
        against = tuple(self.changes_of_parent(piece))
        return DrawnEntry(
            amendments=[self.amendments[key] for key in piece.entry.amendments],
            changes=[self.change(change, against) for change in piece.changes],
        )

    def changes_of_parent(self, piece: Piece) -> Iterator[Change]:
        """What an amendment to an amendment is compared with: the words of that one, in all its parts."""
        for each in self.pieces_of(piece.entry.parent):
            yield from changes_of(each)

    def pieces_of(self, key: int | None) -> Iterator[Mapping[str, Any]]:
        return (piece for item in self.ballot.items for piece in item.pieces if piece["key"] == key)

    def change(self, change: Change, against: tuple[Change, ...]) -> ShownChange:
        where = change.paragraph_id or None
        return ShownChange(
            place=words.place_in_words(where, self.paragraphs),
            deed=words.deed(change.kind, where),
            words=excerpt(compared(change, self.sources, against)),
        )

    def notes(self, item: ListItem) -> list[str]:
        """When it lapses, and what it amends."""
        found = words.lapses_in_words(item)
        for piece in item.pieces:
            parent = next(self.pieces_of(piece.entry.parent), None)
            if item.amends and parent is not None:
                found.append(words.amends_in_words(item, words.listing(parent["labels"])))
        return found
