"""What falls when something else is adopted, in a ballot with several items.

All items are voted on at the same time, so an item that lapses has been counted too: its figures are kept,
and its majority counts for nothing. Which items exclude each other is worked out by `voting`, before the
ballot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.explain import sentence
from eca_policy.ballots.wording import ENGLISH
from eca_policy.voting.falling import Lapse, Voted, fallen


@dataclass(frozen=True)
class Counted:
    """An item as its own figures decide it, and what makes it lapse, which names earlier items only."""

    id: str
    decision: Decision
    lapses_if: Sequence[Lapse[str]] = ()


def in_order(items: Iterable[Counted]) -> list[Decision]:
    """The decisions on the items of one ballot, which are given in the order of voting."""
    counted = list(items)
    voted = [Voted(item.id, item.decision.outcome.is_adopted, item.lapses_if) for item in counted]
    return [
        item.decision if because is None else lapsed(item.decision, because.adopted)
        for item, because in zip(counted, fallen(voted), strict=True)
    ]


def lapsed(decision: Decision, because: Sequence[str]) -> Decision:
    """The decision on an item that fell because these items were adopted. The figures stay as counted."""
    fallen = replace(decision, outcome=Outcome.LAPSED, lapsed_by=tuple(because))
    return replace(fallen, sentence=sentence(fallen, ENGLISH.gettext, ENGLISH.ngettext))
