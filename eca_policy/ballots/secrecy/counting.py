"""Closing the boxes of a secret ballot."""

from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.queries import boxes_of


def destroy_if_too_few(ballot: Ballot) -> None:
    """With fewer slips than would hide anybody, they are destroyed, and nothing is counted, on no item."""
    boxes = boxes_of(ballot)
    if any(len(box.slips) < FEWEST_IN_THE_BOX for box in boxes):
        for box in boxes:
            box.slips = []
