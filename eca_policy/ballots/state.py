"""What has become of a ballot, in one word."""

from datetime import datetime

from eca_policy.ballots.models import Ballot

STATES = ("planned", "open", "closed", "decided", "called_off", "ended")


def state_of(ballot: Ballot, stage: str, *, at: datetime) -> str:
    """By its own instants and the stage of its paper; "closed" waits for its decision, which only a tie does.

    A paper that was withdrawn ends its ballot at once: "ended".
    """
    if ballot.called_off_at is not None:
        return "called_off"
    if ballot.decision is not None:
        return "decided"
    if ballot.ended_at is not None or stage != "decision":
        return "ended"
    if at < ballot.opens_at:
        return "planned"
    return "open" if at < ballot.closes_at else "closed"
