"""Putting a position into the box.

What comes back is the only copy of the codes beside the box itself: whoever calls this shows them to the
voter at once, and keeps them nowhere. No line of the record is written: it would have an instant and a place
in a row, and would tell who has voted before the close. Who took part is in the line of the decision.
"""

from collections.abc import Mapping
from datetime import datetime

from eca_policy.ballots.casting import (
    PositionFinal,
    refuse_off_the_roll,
    refuse_unless_open,
)
from eca_policy.ballots.freezing import freeze_if_due
from eca_policy.ballots.locking import lock_to_vote
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.queries import conduct_of
from eca_policy.ballots.secrecy import messages
from eca_policy.ballots.secrecy.codes import new_code
from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.ballots.secrecy.queries import boxes_of, has_voted
from eca_policy.ballots.secrecy.traces import owe_wipe_of_slip
from eca_policy.ballots.voice import proxy_of
from eca_policy.ballots.words import choices_for
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers.models import Paper
from eca_policy.permissions.guard import require
from eca_policy.transaction import locked_now


class HasVoted(PositionFinal):
    """What is in the box stays there: nobody knows which slip it is."""


class NotSecret(RuleBroken):
    """A ballot that is not secret has no box."""


class ItemUnanswered(RuleBroken):
    """Every item is answered at once, or who took part would have to be kept for each."""


def cast_in_secret(
    actor: Actor, reference: str, number: int, *, association_id: int, choices: Mapping[int, str],
    at: datetime,
) -> dict[int, str]:  # fmt: skip
    """Put a position on every item into its box; returns the code of each, by the numbers of the items."""
    access, ballot = lock_to_vote(actor, reference, number, at=at)
    require("position:cast", access.roles, "decision")
    proxy = proxy_of(actor, ballot, association_id, at=at)
    boxes = boxes_of(ballot, lock=True)
    received_at = locked_now()
    freeze_if_due(access.paper, ballot, at=received_at)
    refuse_unready(access.paper, ballot, association_id, received_at=received_at)
    refuse_second(ballot, association_id)
    refuse_incomplete(ballot, choices)
    codes = put_in(ballot, boxes, choices)
    db.session.add(Participation(ballot_id=ballot.id, association_id=association_id))
    db.session.flush()
    owe_wipe_of_slip(ballot)
    messages.voted(access, ballot, association_id, by_proxy=proxy is not None, at=received_at)
    return codes


def refuse_unready(paper: Paper, ballot: Ballot, association_id: int, *, received_at: datetime) -> None:
    """What can stand in the way before it is looked at what was chosen."""
    refuse_unless_open(paper, ballot, received_at)
    refuse_off_the_roll(ballot, association_id)
    if not conduct_of(ballot).is_secret:
        raise NotSecret(_("This ballot is not secret: cast the position on the page of the ballot."))


def refuse_second(ballot: Ballot, association_id: int) -> None:
    """Asked with the boxes locked: of two who act for one association at once, the second is told here."""
    if has_voted(ballot, association_id):
        raise HasVoted(
            _(
                "%(association)s has voted; a position in the box cannot be changed.",
                association=members.association(association_id).name,
            )
        )


def refuse_incomplete(ballot: Ballot, choices: Mapping[int, str]) -> None:
    """A position on every item, each of those offered; an abstention is one."""
    if choices.keys() != {item.number for item in ballot.items}:
        raise ItemUnanswered(_("Choose a position on every item; an abstention is one too."))
    if any(choices[item.number] not in choices_for(item.rule) for item in ballot.items):
        raise RuleBroken(_("Choose one of the positions offered."))


def put_in(ballot: Ballot, boxes: list[Box], choices: Mapping[int, str]) -> dict[int, str]:
    """A slip into each box, under a code of its own; the slips lie in the order of their codes."""
    codes: dict[int, str] = {}
    taken = {code for box in boxes for code, _choice in box.slips}
    for item, box in zip(ballot.items, boxes, strict=True):
        code = new_code(taken | set(codes.values()))
        box.slips = sorted([*box.slips, [code, choices[item.number]]])
        codes[item.number] = code
    return codes
