"""What holds of amendments: states, numbers, who stands behind one. Pure functions of plain values."""

from collections.abc import Collection, Iterable
from typing import Literal

from eca_policy.lib.actor import Actor

State = Literal[
    "draft", "tabled", "withdrawn", "accepted", "accepted_with_changes", "rejected", "lapsed", "in_compromise"
]
STATES: tuple[State, ...] = (
    "draft", "tabled", "withdrawn", "accepted", "accepted_with_changes", "rejected", "lapsed",
    "in_compromise",
)  # fmt: skip
DECISIONS: tuple[State, ...] = ("accepted", "accepted_with_changes", "rejected", "lapsed", "in_compromise")
IN_THE_TEXT: tuple[State, ...] = ("accepted", "accepted_with_changes", "in_compromise")
FOLLOWING: tuple[State, ...] = ("draft", "tabled")
"""States in which an amendment is carried when the text moves on."""

How = Literal["written", "carried", "proposed", "confirmed", "rewritten"]
HOWS: tuple[How, ...] = ("written", "carried", "proposed", "confirmed", "rewritten")

Scheme = Literal["per_paper", "per_association"]
SCHEMES: tuple[Scheme, ...] = ("per_paper", "per_association")

LONGEST_WORDING = 60_000
LONGEST_REASON = 5_000
MOST_CHANGES = 100


def needs_reason(decision: str) -> bool:
    """An association is told why, unless it got exactly what it asked for."""
    return decision != "accepted"


def label(scheme: Scheme, number: int, code: str, earlier: Iterable[str]) -> str:
    """What a new amendment is called for good: "12", or "FI-3", the third of FI on this paper.

    `earlier` are the labels given on the paper so far, under whatever scheme.
    """
    if scheme == "per_paper":
        return str(number)
    own = [each.rpartition("-")[2] for each in earlier if each.rpartition("-")[0] == code]
    return f"{code}-{max(map(int, own), default=0) + 1}"


def tablers(actor: Actor) -> tuple[int, ...]:
    """The member associations this person may table for; observers comment and do not amend."""
    found = dict.fromkeys(t.association_id for t in actor.terms if not t.is_observer)
    return tuple(each for each in found if each is not None)


def possible_cosigners(actor: Actor, *, tabled_for: int, signed: Collection[int]) -> tuple[int, ...]:
    """The actor's associations that can still co-sign: never the one it is tabled for."""
    return tuple(each for each in tablers(actor) if each != tabled_for and each not in signed)
