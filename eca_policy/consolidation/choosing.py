"""Writing the rows of a desk: choices and wordings. Whoever calls this has asked permission."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from eca_policy.amendments.changes import BEGINNING
from eca_policy.consolidation import queries, rules
from eca_policy.consolidation.models import Choice, Compromise, PlaceWording
from eca_policy.consolidation.rules import Chosen, Group, Worded
from eca_policy.consolidation.seating import Seat
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext as _


def write_choice(seat: Seat, group: Group, chosen: Chosen, compromise: Compromise | None = None) -> None:
    """Write what is chosen onto every amendment of the group."""
    query = select(Choice).where(Choice.consolidation_id == seat.row.id)
    ids = [member.id for member in group.members]
    present = {row.amendment_id: row for row in db.session.scalars(query.where(Choice.amendment_id.in_(ids)))}
    for amendment_id in ids:
        row = present.get(amendment_id) or Choice(
            consolidation_id=seat.row.id, paper_id=seat.row.paper_id, amendment_id=amendment_id
        )
        row.decision, row.reason = chosen.decision, chosen.reason
        row.compromise_id = compromise.id if compromise else None
        row.step = seat.row.version_counter
        row.account_id, row.chosen_at = seat.account_id, seat.at
        db.session.add(row)
    db.session.flush()


def accept_with_changes(seat: Seat, groups: Iterable[Group], by: Iterable[str] = ()) -> None:
    """What of these counts as accepted as it stands no longer does; `by` are labels of what amends them."""
    names = ", ".join(by)
    for group in groups:
        if group.chosen.decision == "accepted":
            reason = group.chosen.reason or (_("As amended by %(labels)s.", labels=names) if names else "")
            write_choice(seat, group, Chosen("accepted_with_changes", reason))


def write_wording(seat: Seat, place: str, worded: Worded, compromise: Compromise | None = None) -> None:
    """Write what a person wrote for a place, in the stead of what they wrote before."""
    row = wording_row(seat, place, compromise) or PlaceWording(
        consolidation_id=seat.row.id, place=place, paragraph_id=None if place == BEGINNING else place,
        compromise_id=compromise.id if compromise else None,
    )  # fmt: skip
    row.source, row.made_from = worded.text, worded.made_from
    row.account_id, row.written_at = seat.account_id, seat.at
    db.session.add(row)
    db.session.flush()


def wording_row(seat: Seat, place: str, compromise: Compromise | None = None) -> PlaceWording | None:
    own = PlaceWording.compromise_id
    query = select(PlaceWording).where(
        PlaceWording.consolidation_id == seat.row.id,
        PlaceWording.place == place,
        own == compromise.id if compromise else own.is_(None),
    )
    return db.session.scalar(query)


def decide_wording(seat: Seat, place: str, worded: Worded) -> None:
    """Give a place its wording; what was accepted there and is not all in it is accepted with changes."""
    write_wording(seat, place, worded)
    now = replace(seat.laid.desk, decided={**seat.laid.desk.decided, place: worded})
    names = rules.not_as_asked(now, place)
    accept_with_changes(seat, (group for group in now.groups if group.name in names))


def let_lapse(seat: Seat, place: str, worded: Worded) -> None:
    """Of those accepted at one place alone, what has nothing in the wording taken there has lapsed, and is
    owed a reason. What is left then mostly reads so by itself, and goes on following the switches.
    """
    now = replace(seat.laid.desk, decided={**seat.laid.desk.decided, place: worded})
    lost = rules.overtaken(now, place)
    for group in now.groups:
        if group.name in lost and group.places == (place,):
            write_choice(seat, group, Chosen("lapsed", group.chosen.reason))
    left = queries.laid_out(seat.row).desk
    own, merged = wording_row(seat, place), left.merged(place)
    if own is not None and not merged.contests and merged.text == worded.text:
        db.session.delete(own)
        db.session.flush()
    else:
        write_wording(seat, place, replace(worded, made_from=left.key(place)))


def give_up(seat: Seat, compromise: Compromise) -> None:
    """Take a compromise off the desk; its amendments are undecided again, and its words stay in its rows."""
    compromise.given_up_at = seat.at
    for group in seat.laid.desk.groups:
        if group.chosen.compromise == compromise.number:
            write_choice(seat, group, replace(group.chosen, decision="undecided", compromise=None))


def give_up_empty(seat: Seat) -> None:
    """Take those compromises off the desk that no longer link an amendment."""
    query = select(Choice.compromise_id).where(Choice.consolidation_id == seat.row.id)
    linked = set(db.session.scalars(query))
    for compromise in queries.compromise_rows(seat.row):
        if compromise.id not in linked:
            compromise.given_up_at = seat.at
    db.session.flush()
