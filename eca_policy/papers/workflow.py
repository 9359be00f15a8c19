"""How a paper goes: the state machine, as pure functions of plain values.

The clock decides: a consultation whose closing instant has come is over for everyone, whether or
not a job has written it down. Open means `now < closes_at`.
"""

from datetime import datetime
from typing import Literal, cast

from eca_policy.permissions.who_may import Stage

Step = Literal[
    "open_consultation", "close_consultation", "open_ballot", "adopt", "reject", "return", "withdraw"
]

NEXT: dict[tuple[Stage, Step], Stage] = {
    ("drafting", "open_consultation"): "consultation",
    ("consolidation", "open_consultation"): "consultation",
    ("consultation", "close_consultation"): "consolidation",
    ("consolidation", "open_ballot"): "decision",
    ("decision", "adopt"): "adopted",
    ("decision", "reject"): "rejected",
    ("decision", "return"): "consolidation",
    ("drafting", "withdraw"): "withdrawn",
    ("consultation", "withdraw"): "withdrawn",
    ("consolidation", "withdraw"): "withdrawn",
    ("decision", "withdraw"): "withdrawn",
}

# What a ballot's outcome does to the paper: only a real decision ends it; otherwise the text comes back.
AFTER_OUTCOME: dict[str, Step] = {
    "adopted": "adopt",
    "adopted_with_reservations": "adopt",
    "rejected": "reject",
    "no_quorum": "return",
    "no_decision": "return",
    "silence_broken": "return",
}


class ImpossibleStep(ValueError):
    """The paper cannot take this step from where it is."""


def stage_at(stored: str, *, consultation_closes_at: datetime | None, now: datetime) -> Stage:
    """The stage that holds at `now`, whatever the jobs have written down so far."""
    if stored == "consultation" and consultation_closes_at is not None and now >= consultation_closes_at:
        return "consolidation"
    return cast(Stage, stored)


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to; raises ImpossibleStep."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise ImpossibleStep(f"{step} from {stage}") from None


def is_late(stage: Stage, *, closes_at: datetime | None, received: datetime) -> bool:
    """Whether the consultation is over because its instant came (open means `received < closes_at`)."""
    return stage == "consolidation" and closes_at is not None and received >= closes_at
