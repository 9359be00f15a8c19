"""From the voting list to the items of a ballot, frozen as rows, and back to the values it is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from eca_policy.amendments.changes import Change
from eca_policy.ballots.models import Ballot, Item, ItemAmendment, Procedure
from eca_policy.extensions import db
from eca_policy.voting.falling import Lapse
from eca_policy.voting.items import Item as ListItem
from eca_policy.voting.lapsing import Piece


def final_text(number: int) -> ListItem:
    """The text as a whole."""
    return ListItem(number, "final_text")


def put_items(ballot: Ballot, items: Sequence[ListItem], procedures: Mapping[int, Procedure]) -> None:
    """Freeze the items, each under its procedure."""
    rows = [as_row(ballot, item, procedures[item.number]) for item in items]
    db.session.add_all(rows)
    db.session.flush()
    db.session.add_all(
        ItemAmendment(item_id=row.id, amendment_id=key)
        for row, item in zip(rows, items, strict=True)
        for key in dict.fromkeys(item.amendments)
    )
    db.session.flush()
    db.session.refresh(ballot, ["items"])


def as_row(ballot: Ballot, item: ListItem, procedure: Procedure) -> Item:
    return Item(
        ballot_id=ballot.id,
        number=item.number,
        kind=item.kind,
        rule=procedure.rule,
        procedure_name=procedure.name,
        procedure_name_fi=procedure.name_fi,
        part=item.part,
        parts=item.parts,
        pieces=[piece_as_json(piece) for piece in item.pieces],
        lapses_if=[{"adopted": list(each.adopted), "unless": list(each.unless)} for each in item.lapses_if],
        amends=list(item.amends),
    )


def piece_as_json(piece: Piece) -> dict[str, Any]:
    return {
        "key": piece.entry.key,
        "amendments": list(piece.entry.amendments),
        "labels": list(piece.entry.labels),
        "parent": piece.entry.parent,
        "changes": [vars(change) for change in piece.changes],
    }


def as_list_item(item: Item) -> ListItem:
    """What lapses with what, for `voting.items.outcomes`; the pieces are left out."""
    return ListItem(
        item.number, item.kind, part=item.part, parts=item.parts,  # type: ignore[arg-type]
        lapses_if=lapses_of(item), amends=tuple(item.amends),
    )  # fmt: skip


def lapses_of(item: Item) -> tuple[Lapse[int], ...]:
    """What makes the item lapse, by the numbers of earlier ones."""
    return tuple(Lapse(tuple(each["adopted"]), tuple(each["unless"])) for each in item.lapses_if)


def changes_of(piece: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes of a frozen piece as plain values."""
    return tuple(Change(**change) for change in piece["changes"])
