"""Positions and outcomes in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from eca_policy.ballots.models import EarlierPosition, Position
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language, spoken_here
from eca_policy.lib.moments import date_in_words
from eca_policy.voting.words import OUTCOME_TONES


def choices_for(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """What an association may say under this rule."""
    if "silence" in rule:
        return ("objection", "in_favour", "recused")
    return ("in_favour", "against", "abstention", "recused")


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


def outcome_tone(outcome: str) -> str:
    """The colour in which the outcome of an item, or of a ballot, is shown beside its words."""
    if outcome == "adopted_with_reservations":
        return "success"
    return OUTCOME_TONES.get(outcome, "warning")


def left_out_in_words(reason: str, since: date | None = None) -> str:
    """Why an association has no vote on this ballot."""
    if reason == "suspended" and since is not None:
        return _("suspended from %(day)s", day=date_in_words(since, language()))
    return {
        "observer": _("observer: comments, no vote"),
        "suspended": _("suspended"),
        "no_one_entitled": _("no one entitled to act"),
    }[reason]


def why_left_out(reason: str, since: date | None = None) -> str:
    """The same as a clause, for a sentence about the association."""
    if reason == "suspended" and since is not None:
        return _("it is suspended from %(day)s", day=date_in_words(since, language()))
    return {
        "observer": _("it is an observer"),
        "suspended": _("it is suspended"),
        "no_one_entitled": _("nobody is entitled to act for it"),
    }[reason]


def called_off_in_words(reason: str) -> str:
    """Why a ballot that could not be held was called off when it was to open."""
    return {
        "weights_differ": _(
            "When it was to open, the associations had different weights, and a secret ballot by this "
            "procedure would have given positions away."
        ),
        "nobody_votes": _("When it was to open, no association had a vote."),
    }[reason]


def channel_in_words(channel: str) -> str:
    """How a position came that the secretariat entered."""
    return {
        "letter": _("by letter"),
        "telephone": _("by telephone"),
        "email": _("by e-mail"),
    }[channel]


def item_outcome_in_words(outcome: str) -> str:
    """What an item came to; of an amendment also what became of it beside the others."""
    if outcome in ("adopted_as_amended", "without_effect", "lapsed"):
        return {
            "adopted_as_amended": _("Adopted as amended"),
            "without_effect": _("Adopted without effect"),
            "lapsed": _("Lapsed"),
        }[outcome]
    return outcome_in_words(outcome)


def ground_in_words(position: Position | EarlierPosition, holders: Mapping[int, str]) -> str:
    """On which ground a position was cast, where it was not by the association itself; else "".

    `holders` are the names of those whose head used a proxy, by its id: see `proxies.queries.holder_names`.
    """
    if position.channel:
        return _(
            "entered by the secretariat, %(channel)s: %(note)s",
            channel=channel_in_words(position.channel),
            note=position.channel_note,
        )
    if position.proxy_id is not None:
        return _("by proxy, held by %(association)s", association=holders[position.proxy_id])
    return ""


def spoken(moment: datetime) -> str:
    """An instant that decides, for a page: to the second, since a second may be what was missed."""
    return spoken_here(moment, with_seconds=True)


def late_in_words(*, closed: str, received: str) -> str:
    """By how much a position missed the close; within the second that both are spoken of, that it did."""
    if closed == received:
        return _(
            "The ballot closed at %(closed)s; your position was received in that very second, at or after "
            "the close, and does not count.",
            closed=closed,
        )
    return _(
        "The ballot closed at %(closed)s; your position was received at %(received)s and does not count.",
        closed=closed,
        received=received,
    )
