"""The recount file of a ballot: everything it was decided on, so that anybody can decide it again.

One case for a ballot on a text; a list of cases, in the order of voting, for one on a voting list. `recount`
says what a case is. What a secret ballot kept by nobody's name stands under the codes of the slips.
"""

from typing import Any

from eca_policy.ballots import queries
from eca_policy.ballots.counted import case_positions, case_roll, slips_of
from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.itemising import lapses_of
from eca_policy.ballots.models import Ballot, Item
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.recount import case_data
from eca_policy.ballots.rules import engine_number
from eca_policy.ballots.showing import files_of
from eca_policy.lib.errors import NotAllowed
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper
from eca_policy.voting.falling import Lapse

NAME = "recount.json"
# What an amendment came to beside the others, where its own majority adopted it.
BY_MAJORITY = {"adopted_as_amended": "adopted", "without_effect": "adopted"}


def recount_data(paper: Paper, ballot: Ballot) -> dict[str, Any] | list[dict[str, Any]]:
    """The file as JSON data, for anybody who may see the positions."""
    if NAME not in files_of(ballot):
        raise NotAllowed(
            _(
                "There is no recount file of this ballot: it is made once the ballot is decided, and only "
                "where everybody may see the positions."
            )
        )
    roll = case_roll(ballot)
    cases = [case_of(paper, ballot, item, roll) for item in ballot.items]
    return cases if len(cases) > 1 else cases[0]


def case_id(paper: Paper, ballot: Ballot, number: int) -> str:
    """For example "ECA-2026-001/1/2": item 2 of the paper's first ballot; without items, the ballot."""
    name = f"{paper.reference}/{ballot.number}"
    return f"{name}/{number}" if len(ballot.items) > 1 else name


def case_of(paper: Paper, ballot: Ballot, item: Item, roll: list[RollEntry]) -> dict[str, Any]:
    """One item, with what it was decided to be."""
    assert item.decision is not None
    assert ballot.decision is not None
    figures = item.decision.figures
    is_secret = queries.conduct_of(ballot).is_secret
    casting_vote = figures.get("casting_vote")
    return case_data(
        case_id(paper, ballot, item.number),
        Procedure.from_dict(item.rule),
        roll,
        dict(slips_of(item)) if is_secret else case_positions(item),
        outcome=counted_outcome(item.decision.outcome, bool(figures["reservations"])),
        casting_vote=Choice(casting_vote) if casting_vote else None,
        reservations=figures["reservations"],
        lapses_if=[lapse_of(paper, ballot, each) for each in lapses_of(item)],
        is_secret=is_secret,
        engine=engine_number(ballot.decision.engine),
    )


def counted_outcome(outcome: str, has_reservations: bool) -> Outcome:
    """What the count came to, without what amendments do to each other's wording."""
    counted = Outcome(BY_MAJORITY.get(outcome, outcome))
    if counted is Outcome.ADOPTED and has_reservations:
        return Outcome.ADOPTED_WITH_RESERVATIONS
    return counted


def lapse_of(paper: Paper, ballot: Ballot, lapse: Lapse[int]) -> Lapse[str]:
    """What makes an item lapse, by the ids of earlier cases."""
    adopted, unless = (
        tuple(case_id(paper, ballot, number) for number in numbers)
        for numbers in (lapse.adopted, lapse.unless)
    )
    return Lapse(adopted, unless)
