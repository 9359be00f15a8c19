"""Positions and outcomes in words."""

from collections.abc import Mapping
from typing import Any

from eca_policy.lib.i18n import gettext as _


def choices_for(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """What an association may say under this rule."""
    return ("objection", "in_favour") if "silence" in rule else ("in_favour", "against", "abstention")


def choice_in_words(choice: str, rule: Mapping[str, Any]) -> str:
    """A position as it is shown; under silence, being in favour is having no objection."""
    if "silence" in rule and choice == "in_favour":
        return _("No objection")
    return {
        "in_favour": _("In favour"),
        "against": _("Against"),
        "abstention": _("Abstention"),
        "recused": _("Recused"),
        "objection": _("Objection"),
    }[choice]


def outcome_in_words(outcome: str) -> str:
    return {
        "adopted": _("Adopted"),
        "adopted_with_reservations": _("Adopted with reservations"),
        "rejected": _("Rejected"),
        "no_quorum": _("No quorum: not decided"),
        "no_decision": _("No decision"),
        "silence_broken": _("Silence broken"),
    }[outcome]


def left_out_in_words(reason: str) -> str:
    """Why an association has no vote on this ballot."""
    return {"observer": _("observer: comments, no vote"), "suspended": _("suspended")}[reason]
