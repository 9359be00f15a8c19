"""What the mandate of an association says about a choice, before the choice is made."""

from datetime import datetime

from eca_policy.ballots import queries
from eca_policy.ballots.models import Ballot, Item
from eca_policy.ballots.silence import is_silence
from eca_policy.mandates.queries import mandate_of
from eca_policy.mandates.rules import delegations
from eca_policy.mandates.words import silence_agrees, warning
from eca_policy.papers.queries import Access


def warning_for(access: Access, association_id: int, item: Item, choice: str) -> str:
    """A sentence when this choice on the text as a whole is not what the mandate says; else "".

    A mandate is private to its delegation: neither the holder of a proxy nor the secretariat reads of it.
    """
    if item.kind != "final_text" or not access.actor.votes_for(association_id):
        return ""
    said = "no_objection" if "silence" in item.rule and choice == "in_favour" else choice
    return warning(mandate_of(access.paper.id, association_id), said)


def warning_of_silence(access: Access, ballot: Ballot, association_id: int, *, at: datetime) -> str:
    """A sentence for the people of a delegation that is silent although its mandate is against; else ""."""
    if not is_silence(ballot) or not queries.is_open(ballot, at=at):
        return ""
    if association_id not in delegations(access.actor) or not queries.has_ballot(association_id, ballot):
        return ""
    mandate = mandate_of(access.paper.id, association_id)
    is_against = mandate is not None and mandate.choice == "against"
    return silence_agrees() if is_against and queries.position_of(ballot, association_id) is None else ""
