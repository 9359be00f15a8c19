"""What the ballot panel of a paper shows, as plain values for its template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from eca_policy.ballots import queries
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.forms import PositionForm, position_form
from eca_policy.ballots.models import Ballot, Position
from eca_policy.ballots.result import result_shown
from eca_policy.ballots.showing import ShownLine, own_lines
from eca_policy.ballots.voice import represented
from eca_policy.ballots.words import choice_in_words
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class OwnPosition:
    """What one association of the reader has said, and the form to say it."""

    association: str
    current: Position | None
    current_label: str
    form: PositionForm | None
    url: str


def panel(
    access: Access, ballot: Ballot | None, *, at: datetime, refused: PositionForm | None = None
) -> dict[str, Any]:
    """Variables of `_panel_ballot.html`; `refused` is a form that came back with its errors."""
    shown: dict[str, Any] = {"ballot": None, "open_ballot_url": None}
    if access.may("ballot:open"):
        shown["open_ballot_url"] = url_for("ballots.open_ballot", reference=access.paper.reference)
    if ballot is None:
        return shown
    acting_for = [association_id for association_id, _proxy in represented(access.actor, ballot, at=at)]
    count = count_of(ballot)
    is_open = access.stage == "decision" and queries.is_open(ballot, at=at)
    return shown | {
        "ballot": ballot,
        "is_open": is_open,
        "procedure": ballot.procedure_name_fi if language() == "fi" else ballot.procedure_name,
        "rule": rule_sentence(count.procedure, gettext, ngettext),
        **result_shown(access.paper, ballot, count, acting_for, is_open=is_open),
        "my_positions": [
            own_position(access, ballot, line, is_open=is_open, refused=refused)
            for line in own_lines(ballot, acting_for)
            if not line.line.left_out
        ],
    }


def own_position(
    access: Access, ballot: Ballot, shown: ShownLine, *, is_open: bool, refused: PositionForm | None
) -> OwnPosition:
    """The reader's own association: what it said, and the form while the ballot is open."""
    line, position = shown.line, shown.position
    form = None
    if is_open:
        form = position_form(ballot.rule, line.association.id, **filled(position))
        if refused is not None and refused._prefix == form._prefix:
            form = refused
    return OwnPosition(
        association=line.association.name,
        current=position,
        current_label=choice_in_words(position.choice, ballot.rule) if position else "",
        form=form,
        url=url_for(
            "ballots.cast_position",
            reference=access.paper.reference,
            number=ballot.number,
            association_id=line.association.id,
        ),
    )


def filled(position: Position | None) -> dict[str, Any]:
    """What the form starts with; `formdata=None` keeps another association's answer out of it."""
    if position is None:
        return {"formdata": None, "seen": "0"}
    return {
        "formdata": None,
        "choice": position.choice,
        "explanation": position.explanation,
        "reservation": position.reservation,
        "seen": str(position.version_counter),
    }
