"""The items of a secret ballot in words."""

from eca_policy.ballots.drawing import item_title
from eca_policy.ballots.models import Item
from eca_policy.lib.i18n import gettext as _


def headed(item: Item) -> str:
    """With its number, where there are several."""
    name = item_title(item)
    if len(item.ballot.items) == 1:
        return name
    return _("Item %(number)s: %(name)s", number=item.number, name=name)
