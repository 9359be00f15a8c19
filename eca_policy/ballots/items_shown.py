"""The items of a ballot on a voting list: what each was about, what it came to, or how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eca_policy.ballots.decided import sentence_of
from eca_policy.ballots.drawing import DrawnItem
from eca_policy.ballots.itemising import lapses_of
from eca_policy.ballots.measured import Measured, measured
from eca_policy.ballots.models import Ballot, Item
from eca_policy.ballots.showing import Sight
from eca_policy.ballots.standing import standings
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.voting.falling import Voted, fallen

HAD_MAJORITY = ("adopted", "adopted_as_amended", "without_effect")


@dataclass(frozen=True)
class ItemShown:
    """One item with what it came to, or how it stands: in a sentence, and in figures where they are shown."""

    drawn: DrawnItem
    sentence: str = ""
    measured: list[Measured] = field(default_factory=list)


def items_shown(
    ballot: Ballot, drawn: Sequence[DrawnItem], sight: Sight, *, is_open: bool
) -> list[ItemShown]:
    """Every item in the order of voting; nothing where the text as a whole is the only one."""
    if len(ballot.items) < 2:
        return []
    if is_open and sight.totals:
        return standing_items(ballot.items, drawn)
    return [item_shown(item, one, sight) for item, one in zip(ballot.items, drawn, strict=True)]


def item_shown(item: Item, drawn: DrawnItem, sight: Sight) -> ItemShown:
    if item.decision is None:
        return ItemShown(drawn)
    figures = measured(item.rule, item.decision.figures) if sight.totals else []
    return ItemShown(drawn, item_sentence(item, sight), figures)


def standing_items(items: Sequence[Item], drawn: Sequence[DrawnItem]) -> list[ItemShown]:
    """How every item stands, beside the others: what another one would make lapse would not be adopted."""
    counts = standings(items)
    decisions = [counts[item.id].decide() for item in items]
    because = fallen(
        Voted(item.number, decision.outcome.is_adopted, lapses_of(item))
        for item, decision in zip(items, decisions, strict=True)
    )
    return [
        ItemShown(
            one,
            counts[item.id].missing_sentence() if lapse is None else would_lapse_in_words(lapse.adopted),
            measured(item.rule, decision.figures()),
        )
        for item, one, decision, lapse in zip(items, drawn, decisions, because, strict=True)
    ]


def would_lapse_in_words(because: Sequence[int]) -> str:
    return _("As it stands it would lapse, because %(items)s would be adopted.", items=named(because))


def item_sentence(item: Item, sight: Sight) -> str:
    """Why the item came to its outcome, with the arithmetic; of one that lapsed, what made it lapse."""
    assert item.decision is not None
    if item.decision.outcome == "lapsed":
        return lapsed_in_words(item)
    counted = sentence_of(item.rule, item.decision.figures) if sight.totals else ""
    if item.decision.outcome == "without_effect":
        return f"{counted} " + _("It has no effect, because what it amends was not adopted.")
    if item.decision.outcome == "adopted_as_amended":
        return f"{counted} " + _("It stands as amended by %(items)s.", items=named(amending(item)))
    return counted


def lapsed_in_words(item: Item) -> str:
    """Which items, once adopted, left nothing to decide here."""
    items = item.ballot.items
    because = fallen(Voted(each.number, has_majority(each), lapses_of(each)) for each in items)
    found = because[items.index(item)]
    assert found is not None
    return _("Lapsed, because of the adoption of %(items)s.", items=named(found.adopted))


def has_majority(item: Item) -> bool:
    """Whether it was adopted by its own figures; that of one that lapsed counts for nothing."""
    return item.decision is not None and item.decision.outcome in HAD_MAJORITY


def amending(item: Item) -> list[int]:
    """The adopted items that amend this one."""
    return [
        each.number
        for each in item.ballot.items
        if item.number in each.amends and each.decision is not None and each.decision.outcome == "adopted"
    ]


def named(numbers: Sequence[int]) -> str:
    """For example "item 3" or "items 3, 4"."""
    listed = ", ".join(str(number) for number in numbers)
    return ngettext("item %(items)s", "items %(items)s", len(numbers), items=listed)
