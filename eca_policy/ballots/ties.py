"""Ties that the chair breaks: where the rule of an item gives it a casting vote, the ballot waits for it."""

from collections.abc import Sequence

from eca_policy.ballots.counted import Count, final_count
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.itemising import as_list_item
from eca_policy.ballots.models import Ballot, Item
from eca_policy.voting.items import outcomes


def ties_of(ballot: Ballot) -> list[Item]:
    """The items of a ballot past its close that wait for the casting vote of the chair."""
    return open_ties(ballot, [final_count(ballot, item) for item in ballot.items])


def open_ties(ballot: Ballot, counts: Sequence[Count]) -> list[Item]:
    """The items that wait, with the counts of all items in their order.

    What lapses by what is adopted already waits for nobody. Where a casting vote makes another tied item
    lapse, both were asked for, and the second counts for nothing.
    """
    decided = {item.number: count.decide() for item, count in zip(ballot.items, counts, strict=True)}
    majorities = {number for number, each in decided.items() if each.outcome.is_adopted}
    found = outcomes([as_list_item(item) for item in ballot.items], majorities)
    return [
        item
        for item, count in zip(ballot.items, counts, strict=True)
        if awaits_casting_vote(count) and found.get(item.number) != "lapsed"
    ]


def awaits_casting_vote(count: Count) -> bool:
    """Whether the votes are tied, and the chair may break the tie and has not done so."""
    decided = count.decide()
    return decided.is_tie and decided.outcome is Outcome.NO_DECISION and not count.is_too_few
