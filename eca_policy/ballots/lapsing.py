"""What falls when something else is adopted, in a ballot with several items.

All items are voted on at the same time, so an item that lapses has been counted too: its figures are kept,
and its majority counts for nothing. Which items exclude each other is worked out by `voting`, before the
ballot.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.explain import sentence
from eca_policy.ballots.wording import ENGLISH


@dataclass(frozen=True)
class Lapse:
    """An item lapses when all the items of these ids are adopted, and none of those in `unless`."""

    adopted: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def holds(self, adopted: Collection[str]) -> bool:
        """Whether it does, after the items before it."""
        return all(id in adopted for id in self.adopted) and not any(id in adopted for id in self.unless)


@dataclass(frozen=True)
class Counted:
    """An item as its own figures decide it, and what makes it lapse, which names earlier items only."""

    id: str
    decision: Decision
    lapses_if: Sequence[Lapse] = ()


def in_order(items: Iterable[Counted]) -> list[Decision]:
    """The decisions on the items of one ballot, which are given in the order of voting."""
    decisions: list[Decision] = []
    adopted: set[str] = set()
    for item in items:
        because = next((lapse.adopted for lapse in item.lapses_if if lapse.holds(adopted)), None)
        decisions.append(item.decision if because is None else lapsed(item.decision, because))
        if decisions[-1].outcome.is_adopted:
            adopted.add(item.id)
    return decisions


def lapsed(decision: Decision, because: Sequence[str]) -> Decision:
    """The decision on an item that fell because these items were adopted. The figures stay as counted."""
    fallen = replace(decision, outcome=Outcome.LAPSED, lapsed_by=tuple(because))
    return replace(fallen, sentence=sentence(fallen, ENGLISH.gettext, ENGLISH.ngettext))
