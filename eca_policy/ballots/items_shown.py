"""The items of a ballot on a voting list: what each was about, what it came to, or how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import url_for

from eca_policy.ballots.counted import Count
from eca_policy.ballots.measured import Measured, measured, sentence_of
from eca_policy.ballots.models import Ballot, Item, ItemDecision
from eca_policy.ballots.showing import Sight
from eca_policy.ballots.standing import standings
from eca_policy.ballots.words import item_outcome_in_words
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.papers.models import Paper

TONES = {
    "adopted": "success", "adopted_with_reservations": "success", "adopted_as_amended": "success",
    "rejected": "danger",
}  # fmt: skip


@dataclass(frozen=True)
class ItemShown:
    """One item; `label` is its outcome, "" while there is none. `links`: (label, address) of amendments."""

    number: int
    title: str
    links: list[tuple[str, str]]
    label: str = ""
    tone: str = "neutral"
    sentence: str = ""
    measured: list[Measured] = field(default_factory=list)


def items_shown(paper: Paper, ballot: Ballot, sight: Sight, *, is_open: bool) -> list[ItemShown]:
    """Every item in the order of voting; nothing where the text as a whole is the only one."""
    if len(ballot.items) < 2:
        return []
    counts = standings(ballot.items) if is_open and sight.totals else {}
    return [item_shown(paper, item, sight, counts) for item in ballot.items]


def item_shown(paper: Paper, item: Item, sight: Sight, counts: Mapping[int, Count]) -> ItemShown:
    links = [
        (label, url_for("amendments.show", reference=paper.reference, name=label))
        for label in labels_of(item)
    ]
    shown = ItemShown(item.number, title_of(item), links)
    if item.decision is not None:
        return decided(shown, item, item.decision, sight)
    if item.id not in counts:
        return shown
    count = counts[item.id]
    return ItemShown(
        item.number, shown.title, links,
        sentence=count.missing_sentence(), measured=measured(item.rule, count.decide().figures()),
    )  # fmt: skip


def decided(shown: ItemShown, item: Item, decision: ItemDecision, sight: Sight) -> ItemShown:
    """The item with what it came to, and with the figures where everybody sees them."""
    return ItemShown(
        shown.number, shown.title, shown.links,
        label=item_outcome_in_words(decision.outcome),
        tone=TONES.get(decision.outcome, "warning"),
        sentence=item_sentence(item, sight),
        measured=measured(item.rule, decision.figures) if sight.totals else [],
    )  # fmt: skip


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
    adopted = {
        each.number
        for each in item.ballot.items
        if each.decision is not None
        and each.decision.outcome in ("adopted", "adopted_as_amended", "without_effect")
    }
    because = next(
        lapse["adopted"]
        for lapse in item.lapses_if
        if adopted.issuperset(lapse["adopted"]) and adopted.isdisjoint(lapse["unless"])
    )
    return _("Lapsed, because of the adoption of %(items)s.", items=named(because))


def amending(item: Item) -> list[int]:
    """The adopted items that amend this one."""
    return [
        each.number
        for each in item.ballot.items
        if item.number in each.amends and each.decision is not None and each.decision.outcome == "adopted"
    ]


def named(numbers: list[int]) -> str:
    """For example "item 3" or "items 3, 4"."""
    listed = ", ".join(str(number) for number in numbers)
    return ngettext("item %(items)s", "items %(items)s", len(numbers), items=listed)


def labels_of(item: Item) -> list[str]:
    """The numbers of the amendments the item is about."""
    return [label for piece in item.pieces for label in piece["labels"]]


def title_of(item: Item) -> str:
    """What the item is about, in short."""
    labels = labels_of(item)
    if item.kind == "final_text":
        return _("The text as a whole")
    title = ngettext("Amendment %(labels)s", "Amendments %(labels)s", len(labels), labels=", ".join(labels))
    if item.kind == "part":
        return _("%(title)s, part %(part)s of %(parts)s", title=title, part=item.part, parts=item.parts)
    return _("%(title)s together", title=title) if item.kind == "package" else title
