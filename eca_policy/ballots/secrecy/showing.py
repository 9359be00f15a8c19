"""What the pages of a secret ballot show, as plain values for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eca_policy.ballots import queries
from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.forms import BoxForm, box_form
from eca_policy.ballots.secrecy.queries import has_enough_slips, has_voted, participants, slips
from eca_policy.ballots.secrecy.words import headed
from eca_policy.ballots.showing import sight_of
from eca_policy.ballots.voice import represented
from eca_policy.ballots.why_not import not_open
from eca_policy.ballots.words import choice_in_words, spoken, why_left_out
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class Turn:
    """One association of the reader: the form, or why there is none."""

    association: str
    by_proxy: bool
    form: BoxForm | None
    reason: str


@dataclass(frozen=True)
class Counted:
    """What came out of the box of one item."""

    title: str
    figures: Sequence[tuple[str, str]]
    slips: Sequence[tuple[str, str]]


def turns(access: Access, ballot: Ballot, *, at: datetime, refused: BoxForm | None = None) -> list[Turn]:
    """One for each association this person represents; `refused` is a form that came back."""
    return [
        turn(access, ballot, association_id, by_proxy=proxy is not None, at=at, refused=refused)
        for association_id, proxy in represented(access.actor, ballot, at=at)
    ]


def turn(
    access: Access, ballot: Ballot, association_id: int, *, by_proxy: bool, at: datetime,
    refused: BoxForm | None,
) -> Turn:  # fmt: skip
    name = members.association(association_id).name
    reason = no_vote(access, ballot, association_id, name, by_proxy=by_proxy, at=at)
    if reason:
        return Turn(name, by_proxy, None, reason)
    is_this = refused is not None and refused.association_id == association_id
    return Turn(name, by_proxy, refused if is_this else box_form(ballot, association_id), "")


def no_vote(
    access: Access, ballot: Ballot, association_id: int, name: str, *, by_proxy: bool, at: datetime
) -> str:
    """Why nothing can be put into the box for this association now; "" when it can.

    Whether it has voted itself is not for the holder of its proxy to know: the form stays, and is refused.
    """
    is_told = not by_proxy or sight_of(ballot).who_voted
    entry = queries.roll_entry(association_id, ballot)
    if entry is None:
        return _("%(association)s came after the roll was frozen, and has no vote here.", association=name)
    if entry.left_out:
        why = why_left_out(entry.left_out, entry.left_out_since)
        return _("%(association)s has no vote here: %(reason)s.", association=name, reason=why)
    if is_told and has_voted(ballot, association_id):
        return _("%(association)s has voted; a position in the box cannot be changed.", association=name)
    if access.stage == "decision" and queries.is_open(ballot, at=at):
        return ""
    if ballot.ended_at is None and at < ballot.opens_at:
        return _("The ballot opens at %(opens)s.", opens=spoken(ballot.opens_at))
    if is_told:
        return _("%(association)s has not voted.", association=name)
    return not_open(access.paper, ballot, at=at)


def hint(access: Access, ballot: Ballot, *, at: datetime) -> dict[str, Any]:
    """Variables of `secret/_hint.html`: whether the reader can still vote, and for whom that is done.

    Whoever holds a proxy can as far as they are shown, whether its grantor has voted or not.
    """
    held = represented(access.actor, ballot, at=at)
    own = [association_id for association_id, proxy in held if proxy is None]
    voted = [one for one in own if has_voted(ballot, one)]
    is_open = access.stage == "decision" and queries.is_open(ballot, at=at)
    return {
        "box_waits": is_open and len(held) > len(voted),
        "box_voted": [
            _("%(association)s has voted; a position in the box cannot be changed.", association=name)
            for name in (members.association(one).name for one in voted)
        ]
        if ballot.ended_at is None
        else [],
        "box_shows": shown_in_words(ballot),
    }


def shown_in_words(ballot: Ballot) -> str:
    """Who is shown to have voted, and when; "" where the ballot was over without a decision."""
    if ballot.ended_at is None:
        return _("Who has voted, and how many, is shown after the close.")
    if ballot.decision is None:
        return ""
    if has_enough_slips(ballot):
        return _("Who has voted stands in the roll below.")
    return _(
        "Fewer than %(fewest)s positions were in the box: it was emptied, and who has voted is shown to "
        "nobody.",
        fewest=FEWEST_IN_THE_BOX,
    )


def said(ballot: Ballot, choices: Mapping[int, str]) -> list[tuple[str, str]]:
    """Every item with the position chosen, in words."""
    return [(headed(item), choice_in_words(choices[item.number], item.rule)) for item in ballot.items]


def receipt(ballot: Ballot, codes: Mapping[int, str]) -> list[tuple[str, str]]:
    """Every item with its code."""
    return [(headed(item), codes[item.number]) for item in ballot.items]


def counted(ballot: Ballot) -> list[Counted]:
    """Totals and published codes of every item; nothing before the decision or with too few slips."""
    if ballot.decision is None or not has_enough_slips(ballot):
        return []
    return [
        Counted(
            title=headed(item),
            figures=figures_shown(item.decision.figures if item.decision else {}),
            slips=[(code, choice_in_words(choice, item.rule)) for code, choice in slips(ballot, item)],
        )
        for item in ballot.items
    ]


def figures_shown(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How many associations took each position."""
    groups = [("in_favour", _("In favour")), ("against", _("Against")), ("abstention", _("Abstention"))]
    groups += [("recused", _("Recused")), ("not_voting", _("Not voting"))]
    counted_in = [(label, figures.get(name, {}).get("members", 0), name) for name, label in groups]
    return [
        (label, ngettext("%(num)d association", "%(num)d associations", number))
        for label, number, name in counted_in
        if number or (figures and name == "not_voting")
    ]


def names_of_participants(ballot: Ballot) -> list[str]:
    """Who voted, in the order of the alphabet, for where `counted` shows something."""
    found = (db.session.get_one(Association, one) for one in participants(ballot))
    return sorted(association.name for association in found)
