"""What a ballot came to, or stands at: outcome, figures and roll call, as values for their templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from eca_policy.ballots.counted import Count
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.showing import ShownLine, Sight, number_answered, sight_of
from eca_policy.ballots.words import choice_in_words, left_out_in_words, outcome_in_words
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext

TONES = {
    "in_favour": "success", "against": "danger", "objection": "danger", "abstention": "neutral",
    "recused": "neutral",
    "adopted": "success", "adopted_with_reservations": "success", "rejected": "danger",
}  # fmt: skip


def result_shown(
    ballot: Ballot, count: Count, lines: Sequence[ShownLine], *, is_open: bool
) -> dict[str, Any]:
    """Variables of `_decision.html` and `_roll.html`."""
    sight = sight_of(ballot)
    return {
        "entitled": count.counted.entitled.members,
        "answered": number_answered(ballot),
        "missing": count.missing_sentence() if is_open and sight.totals else None,
        "decision": decision_shown(ballot, count, sight),
        "roll": [line_shown(ballot, line) for line in lines],
    }


def decision_shown(ballot: Ballot, count: Count, sight: Sight) -> dict[str, Any] | None:
    """The outcome with its sentence and figures."""
    if ballot.decision is None:
        return None
    figures = ballot.decision.figures if sight.totals else {}
    return {
        "label": outcome_in_words(ballot.decision.outcome),
        "tone": TONES.get(ballot.decision.outcome, "warning"),
        "sentence": count.sentence(),
        "at": ballot.decision.decided_at,
        "figures": figures_shown(figures),
    }


def figures_shown(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How many associations took each position; nothing where the totals are not shown."""
    groups = [("in_favour", _("In favour")), ("against", _("Against")), ("abstention", _("Abstention"))]
    groups += [("objection", _("Objection")), ("recused", _("Recused"))]
    shown = [
        (label, associations_in_words(figures[name]["members"]))
        for name, label in groups
        if figures.get(name, {}).get("members")
    ]
    if not figures:
        return []
    return [*shown, (_("Not voting"), associations_in_words(figures["not_voting"]["members"]))]


def associations_in_words(number: int) -> str:
    return ngettext("%(num)d association", "%(num)d associations", number)


def line_shown(ballot: Ballot, shown: ShownLine) -> dict[str, Any]:
    """One line of the roll call."""
    line, position = shown.line, shown.position
    if line.left_out:
        label, tone = left_out_in_words(line.left_out, line.left_out_since), "neutral"
    elif position is not None:
        label, tone = choice_in_words(position.choice, ballot.rule), TONES[position.choice]
    else:
        label, tone = answered_in_words(ballot, shown.has_answered), "neutral"
    return {
        "association": line.association.name,
        "weight": line.weight if not line.left_out else None,
        "label": label,
        "tone": tone,
        "position": position,
    }


def answered_in_words(ballot: Ballot, has_answered: bool | None) -> str:
    """Whether an association has answered, where its position is not shown."""
    if has_answered is None:
        return _("Not shown")
    if has_answered:
        return _("Has answered")
    return _("No position yet") if ballot.decision is None else _("Not voting")
