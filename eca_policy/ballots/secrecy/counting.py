"""Closing the boxes of a secret ballot."""

from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.queries import boxes_of
from eca_policy.ballots.secrecy.traces import owe_wipe


def destroy_if_too_few(ballot: Ballot) -> None:
    """With fewer slips than would hide anybody, they are destroyed, and nothing is counted, on no item."""
    if any(len(box.slips) < FEWEST_IN_THE_BOX for box in boxes_of(ballot)):
        destroy(ballot)


def destroy(ballot: Ballot) -> None:
    """Empty the boxes for good; of a ballot that has none, nothing."""
    for box in boxes_of(ballot):
        box.slips = []
        owe_wipe(ballot)
