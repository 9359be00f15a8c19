"""Whether a rule can be met at all: nothing helps it more than everybody in favour (see `rules.py`)."""

from eca_policy.ballots.counting import Count, Tally
from eca_policy.ballots.decision import Decision
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.rules import judge


def with_all_in_favour(procedure: Procedure, counted: Count) -> Decision:
    """What would be decided on this roll if everybody on it were in favour, also those recused."""
    nobody = Tally()
    return judge(procedure, Count(counted.roll, counted.roll, nobody, nobody, nobody, nobody, counted.unit))
