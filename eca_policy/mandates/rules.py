"""What holds of mandates: when a vote departs from one, and what the answers add up to. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from eca_policy.lib.actor import Actor

Choice = Literal["in_favour", "against", "abstention"]
CHOICES: tuple[Choice, ...] = ("in_favour", "against", "abstention")
MandateChoice = Literal["in_favour", "against", "abstention", "free"]
MANDATE_CHOICES: tuple[MandateChoice, ...] = (*CHOICES, "free")

WarningKind = Literal["", "against_mandate", "short_of_mandate", "beyond_mandate"]

# What takes a side in a ballot. In a silence procedure, to have no objection is to let the text pass.
SIDES = {"in_favour": "in_favour", "no_objection": "in_favour", "against": "against", "objection": "against"}

LONGEST_NAME = 200
LONGEST_REMARK = 2_000
LONGEST_TEXT = 5_000
LONGEST_PASTE = 60_000
MOST_LINES = 500
MOST_ANSWERS = 1_000


def warning_kind(mandate: str, choice: str) -> WarningKind:
    """How a choice in a ballot departs from the mandate; "" where it does not.

    `against_mandate`: the other side than the mandate's; an objection is a vote against. `short_of_mandate`:
    the mandate takes a side, and who abstains or is recused takes none. `beyond_mandate`: the mandate is to
    abstain, and the choice takes a side. A recusal fulfils a mandate to abstain, since it takes no side
    either, and a free hand is never departed from.
    """
    side = SIDES.get(choice, "")
    if mandate == "free" or mandate == (side or "abstention"):
        return ""
    if mandate == "abstention":
        return "beyond_mandate"
    return "against_mandate" if side else "short_of_mandate"


@dataclass(frozen=True)
class Tally:
    """How many answered what: people of the delegation, and clusters, in the order of CHOICES."""

    people: tuple[int, ...]
    clusters: tuple[int, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(one + other for one, other in zip(self.people, self.clusters, strict=True))

    @property
    def total(self) -> int:
        return sum(self.totals)

    @property
    def shares(self) -> tuple[int, ...]:
        """Of all answers, in whole per cent: truncated, so that a half is never shown as more."""
        return tuple(count * 100 // self.total if self.total else 0 for count in self.totals)

    @property
    def majority(self) -> Choice | None:
        """What more than half of all answers say; None where there is no such choice."""
        found = (choice for choice, count in zip(CHOICES, self.totals, strict=True) if 2 * count > self.total)
        return next(found, None)


def tally(answers: Iterable[tuple[str, bool]]) -> Tally:
    """Add up (choice, whether it is a cluster's)."""
    found = list(answers)
    people = tuple(found.count((choice, False)) for choice in CHOICES)
    return Tally(people, tuple(found.count((choice, True)) for choice in CHOICES))


def delegations(actor: Actor) -> tuple[int, ...]:
    """The member associations this person acts for; observers have no vote, and so no mandate."""
    found = dict.fromkeys(t.association_id for t in actor.terms if not t.is_observer)
    return tuple(each for each in found if each is not None)


def name_key(cluster: str) -> str:
    """Names that differ in capitals only are one name."""
    return cluster.casefold()
