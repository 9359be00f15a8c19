"""The desk becomes the next version: its text with permanent ids, its decisions as they are told."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eca_policy.amendments import service as amendments
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.rules import IN_THE_TEXT, State
from eca_policy.consolidation import rules
from eca_policy.consolidation.desk import body
from eca_policy.consolidation.rules import Desk, Group
from eca_policy.consolidation.seating import Seat
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries as papers
from eca_policy.papers import service as writing
from eca_policy.papers.drafting import new_paragraph_id
from eca_policy.papers.models import Revision
from eca_policy.text.paragraphs import Paragraph, split


def finished_text(desk: Desk) -> list[Paragraph]:
    """The text of the desk, block by block; what is new gets its permanent id."""
    known = desk.by_id
    return [
        Paragraph(one.id if at == 0 and one.id in known else new_paragraph_id(), part)
        for one in desk.text()
        for at, part in enumerate(split(one.source))
    ]


def changes_the_text(desk: Desk) -> bool:
    """Whether the new version reads otherwise than the one on the desk."""
    return [(one.id, body(one)) for one in desk.text()] != [(one.id, body(one)) for one in desk.base]


def save_text(seat: Seat) -> Revision | None:
    """Save the text of the desk; None where it reads as before."""
    if not changes_the_text(seat.laid.desk):
        return None
    base = papers.latest_revision(seat.access.paper)
    return writing.save_paragraphs(
        seat.access.actor, seat.access.paper.reference, finished_text(seat.laid.desk), base=base.number,
        at=seat.at,
    )  # fmt: skip


def decided(seat: Seat) -> Iterator[tuple[Group, State, str]]:
    """What becomes of each group that is decided, and why."""
    reasons = {agreed.number: agreed for agreed in seat.laid.desk.compromises}
    for group in seat.laid.desk.groups:
        chosen = group.chosen
        if chosen.decision == "undecided" or chosen.decision == "left_open":
            continue
        agreed = reasons.get(chosen.compromise or 0)
        said = f"{agreed.name}: {agreed.reason}" if agreed else ""
        yield group, chosen.decision, said or chosen.reason


def write_decisions(seat: Seat, revision: Revision | None) -> Sequence[Amendment]:
    """Decide every amendment; those whose words went in remember into which text."""
    rows = amendment_rows(seat)
    done = []
    for group, decision, reason in decided(seat):
        for member in group.members:
            amendment = rows[member.id]
            amendments.decide(seat.access, amendment, decision, reason=reason, at=seat.at)
            if revision is not None and decision in IN_THE_TEXT:
                amendment.revision_id = revision.id
            done.append(amendment)
    db.session.flush()
    return done


def amendment_rows(seat: Seat) -> dict[int, Amendment]:
    ids = [member.id for group in seat.laid.desk.groups for member in group.members]
    query = select(Amendment).where(Amendment.id.in_(ids)).options(selectinload(Amendment.wordings))
    return {one.id: one for one in db.session.scalars(query)}


def first_problem(seat: Seat) -> str:
    """Why the desk cannot be finished yet, in a sentence; "" when it can."""
    found = rules.faults(seat.laid.desk)
    return sentence(found[0]) if found else ""


def sentence(fault: rules.Fault) -> str:
    """What must still be settled, and how."""
    label, parent = fault.name, fault.about
    sentences = {
        "conflict": _(
            "Amendments that are switched on contradict each other: take a side, or write the wording."
        ),
        "outdated": _(
            "A wording was made for other switches than those now on: keep it, write it anew, or drop it."
        ),
        "gone": _(
            "The paragraph of compromise %(name)s is no longer in the text: give it up, and write it anew.",
            name=fault.name,
        ),
        "reason": _("Amendment %(label)s: give the reason. Its authors will read it.", label=label),
        "not_as_asked": _(
            "Amendment %(label)s counts as accepted, but the wording has not all its words: choose “accepted"
            " with changes”, or change the wording.",
            label=label,
        ),
        "without_parent": _(
            "Amendment %(label)s amends %(parent)s: switch that one on too, or this one off.",
            label=label, parent=parent,
        ),
        "without_decision": _(
            "Amendment %(label)s amends %(parent)s, which is decided: decide it too. It may have lapsed.",
            label=label, parent=parent,
        ),
    }  # fmt: skip
    return sentences[fault.kind]
