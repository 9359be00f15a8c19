"""What the mandate of an association says about a choice, before the choice is made."""

from eca_policy.ballots.models import Item
from eca_policy.mandates.queries import mandate_of
from eca_policy.mandates.words import warning
from eca_policy.papers.queries import Access


def warning_for(access: Access, association_id: int, item: Item, choice: str) -> str:
    """A sentence when this choice on the text as a whole is not what the mandate says; else "".

    A mandate is private to its delegation: neither the holder of a proxy nor the secretariat reads of it.
    """
    if item.kind != "final_text" or not access.actor.votes_for(association_id):
        return ""
    said = "no_objection" if "silence" in item.rule and choice == "in_favour" else choice
    return warning(mandate_of(access.paper.id, association_id), said)
