"""The items of a secret ballot in words."""

from eca_policy.ballots.models import Item
from eca_policy.lib.i18n import gettext as _
from eca_policy.voting.words import listing


def item_in_words(item: Item) -> str:
    """What an item is about, in few words."""
    if item.kind == "final_text":
        with_amendments = item.number > 1
        return _("The text as a whole, with what was adopted") if with_amendments else _("The text")
    labels = [label for piece in item.pieces for label in piece["labels"]]
    if item.kind == "package":
        return _("Amendments %(labels)s together", labels=listing(labels))
    if len(labels) > 1:
        name = _("Amendments %(labels)s (identical)", labels=listing(labels))
    else:
        name = _("Amendment %(label)s", label=listing(labels))
    if item.kind == "part":
        return _("%(name)s, part %(part)s of %(parts)s", name=name, part=item.part, parts=item.parts)
    return name


def headed(item: Item) -> str:
    """With its number, where there are several."""
    name = item_in_words(item)
    if len(item.ballot.items) == 1:
        return name
    return _("Item %(number)s: %(name)s", number=item.number, name=name)
