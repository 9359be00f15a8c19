"""Freezing the roll: when a ballot opens, once, by whoever comes first after that instant.

A ballot that opens at once has its roll at once. One that is planned has none before its opening instant;
after it the sweep, a reader or a voter who comes first draws the roll up, as things stood at that instant.
"""

from collections.abc import Sequence
from datetime import datetime

from eca_policy.ballots import messages, queries
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.roll import Line, counting_one, entries, roll_at_opening, roll_now
from eca_policy.ballots.weighing import asks_for_weight
from eca_policy.extensions import db
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper
from eca_policy.papers.workflow import after
from eca_policy.permissions.guard import require
from eca_policy.permissions.who_may import roles_of
from eca_policy.record import service as record
from eca_policy.transaction import locked_now


class NobodyVotes(RuleBroken):
    """There is no association with a vote."""


class WeightsDiffer(RuleBroken):
    """In a secret ballot different weights would give positions away."""


class WeightsAreAskedFor(RuleBroken):
    """Under this rule, counting one each would be another rule."""


def freeze_now(ballot: Ballot, *, at: datetime) -> dict[str, int]:
    """Write who votes with which weight, and why the others do not; returns the weights by code."""
    lines = lines_now(ballot, at=at)
    db.session.add_all(entries(ballot, lines))
    db.session.flush()
    db.session.expire(ballot, ["has_roll"])
    return weights_of(lines)


def lines_now(ballot: Ballot, *, at: datetime) -> list[Line]:
    """The roll as things stand, or the refusal where no ballot can be held with it."""
    lines = roll_now(ballot, at=at)
    if ballot.counts_one:
        refuse_counting_one(ballot)
        lines = counting_one(lines)
    refuse_unheld(ballot, lines)
    return lines


def freeze(actor: Actor, ballot_id: int) -> bool:
    """Freeze the roll of a planned ballot whose opening instant has come; true for whoever came first."""
    require("ballot:decide", roles_of(actor), "decision")
    ballot = queries.ballot(ballot_id)
    paper = db.session.get_one(Paper, ballot.paper_id, with_for_update={"of": Paper}, populate_existing=True)
    return freeze_if_due(paper, lock_ballot(ballot, read=False), at=locked_now())


def freeze_if_due(paper: Paper, ballot: Ballot, *, at: datetime) -> bool:
    """The same for whoever holds paper and ballot locked for update, where there is no roll.

    Where no ballot can be held with this roll, the clock calls it off: see `reason_of`.
    """
    if ballot.has_roll or ballot.ended_at is not None or at < ballot.opens_at or paper.stage != "decision":
        return False
    if queries.has_rows(ballot):  # who waited for the lock read before it that there are none
        return False
    lines = roll_to_freeze(ballot)
    db.session.add_all(entries(ballot, lines))
    db.session.flush()
    db.session.refresh(ballot, ["has_roll"])
    record.write(
        CLOCK, "ballot:freeze_roll", ("ballot", ballot.id), at=at, paper_id=ballot.paper_id,
        opens_at=ballot.opens_at.isoformat(), counts_one=ballot.counts_one, roll=weights_of(lines),
    )  # fmt: skip
    try:
        refuse_unheld(ballot, lines)
    except RuleBroken:
        call_off_at_opening(paper, ballot, at=at)
    return True


def roll_to_freeze(ballot: Ballot) -> list[Line]:
    """As things stood at the opening. In a secret ballot weights that have become different count one each
    where the rules ask for none: nothing that is decided depends on them.
    """
    lines = roll_at_opening(ballot)
    if queries.conduct_of(ballot).is_secret and not are_equal(lines) and not any_asks_for_weight(ballot):
        ballot.counts_one = True
    return counting_one(lines) if ballot.counts_one else lines


def call_off_at_opening(paper: Paper, ballot: Ballot, *, at: datetime) -> None:
    """No ballot can be held with this roll: the paper returns, and the secretariat learns why."""
    ballot.called_off_at, ballot.ended_at = ballot.opens_at, at
    paper.stage = after("decision", "return")
    reason = reason_of(ballot)
    record.write(
        CLOCK, "ballot:call_off", ("ballot", ballot.id), at=at, paper_id=ballot.paper_id,
        opens_at=ballot.opens_at.isoformat(), reason=reason,
    )  # fmt: skip
    voters = messages.voters_on_roll(ballot, at=at)
    messages.ballot_called_off(paper, ballot, voters, reason=reason, at=at)


def reason_of(ballot: Ballot) -> str:
    """Why the clock called a ballot off at its opening instant; "" where people did, before it."""
    if ballot.called_off_at is None or ballot.called_off_at < ballot.opens_at:
        return ""
    return "weights_differ" if queries.ids_on_roll(ballot) else "nobody_votes"


def weights_of(lines: Sequence[Line]) -> dict[str, int]:
    """The weights of those that vote, by their codes."""
    return {line.association.code: line.weight for line in lines if not line.left_out}


def refuse_unheld(ballot: Ballot, lines: Sequence[Line]) -> None:
    """Somebody votes, and in a secret ballot all weigh the same: a total of weights tells who is in it."""
    if all(line.left_out for line in lines):
        raise NobodyVotes(
            _("No association has a vote. Add member associations with a head or an alternate first.")
        )
    if queries.conduct_of(ballot).is_secret and not are_equal(lines):
        raise WeightsDiffer(
            _("The associations have different weights, and a secret ballot would give positions away. "
              "Let every association count one, or choose a procedure that is not secret.")
        )  # fmt: skip


def are_equal(lines: Sequence[Line]) -> bool:
    """Whether all that vote weigh the same."""
    return len({line.weight for line in lines if not line.left_out}) <= 1


def refuse_counting_one(ballot: Ballot) -> None:
    """Where a rule asks for weights, also that of the vote that may follow, counting one is another rule."""
    if any_asks_for_weight(ballot):
        raise WeightsAreAskedFor(
            _("This procedure counts weights: associations cannot count one each. Choose another one.")
        )


def any_asks_for_weight(ballot: Ballot) -> bool:
    """Whether anything that this ballot can decide, or the vote that may follow it, depends on weights."""
    rules = [item.rule for item in ballot.items]
    if ballot.follow_up:
        rules.append(ballot.follow_up["rule"])
    return any(asks_for_weight(rule) for rule in rules)
