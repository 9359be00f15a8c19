"""What the ballot panel of a paper shows, as plain values for its template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from eca_policy.ballots import queries
from eca_policy.ballots.counted import Count, count_of
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.forms import PositionForm, position_form
from eca_policy.ballots.models import Ballot, Position
from eca_policy.ballots.queries import RollLine
from eca_policy.ballots.words import choice_in_words, left_out_in_words, outcome_in_words
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access

TONES = {
    "in_favour": "success", "against": "danger", "objection": "danger", "abstention": "neutral",
    "adopted": "success", "adopted_with_reservations": "success", "rejected": "danger",
}  # fmt: skip


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
    lines = queries.roll_call(ballot)
    count = count_of(ballot)
    is_open = access.stage == "decision" and queries.is_open(ballot, at=at)
    return shown | {
        "ballot": ballot,
        "is_open": is_open,
        "procedure": ballot.procedure_name_fi if language() == "fi" else ballot.procedure_name,
        "rule": rule_sentence(count.procedure, gettext, ngettext),
        "entitled": len(count.roll),
        "answered": len(count.positions),
        "missing": count.missing_sentence() if is_open else None,
        "decision": decision_shown(ballot, count),
        "roll": [line_shown(ballot, line) for line in lines],
        "my_positions": [
            own_position(access, ballot, line, is_open=is_open, refused=refused)
            for line in queries.own_lines(access.actor, lines)
        ],
    }


def decision_shown(ballot: Ballot, count: Count) -> dict[str, Any] | None:
    """The outcome with its sentence and figures."""
    if ballot.decision is None:
        return None
    figures = ballot.decision.figures
    return {
        "label": outcome_in_words(ballot.decision.outcome),
        "tone": TONES.get(ballot.decision.outcome, "warning"),
        "sentence": count.sentence(),
        "at": ballot.decision.decided_at,
        "figures": [
            (choice_in_words(choice, {}), associations_in_words(figures[choice]["members"]))
            for choice in ("in_favour", "against", "abstention", "objection")
            if figures.get(choice, {}).get("members")
        ]
        + [(_("Not voting"), associations_in_words(figures["not_voting"]["members"]))],
    }


def associations_in_words(number: int) -> str:
    return ngettext("%(num)d association", "%(num)d associations", number)


def line_shown(ballot: Ballot, line: RollLine) -> dict[str, Any]:
    """One line of the roll call."""
    position = line.position
    if line.left_out:
        label, tone = left_out_in_words(line.left_out), "neutral"
    elif position is None:
        label, tone = _("No position yet") if ballot.decision is None else _("Not voting"), "neutral"
    else:
        label, tone = choice_in_words(position.choice, ballot.rule), TONES[position.choice]
    return {
        "association": line.association.name,
        "weight": line.weight if not line.left_out else None,
        "label": label,
        "tone": tone,
        "position": position,
    }


def own_position(
    access: Access, ballot: Ballot, line: RollLine, *, is_open: bool, refused: PositionForm | None
) -> OwnPosition:
    """The reader's own association: what it said, and the form while the ballot is open."""
    position = line.position
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
