"""Who acts, as a plain value: built once at the door and passed down to every verb."""

from dataclasses import dataclass
from typing import Literal

TermRole = Literal["head", "alternate", "delegate", "secretariat"]
VOTING: tuple[TermRole, ...] = ("head", "alternate")


@dataclass(frozen=True)
class Term:
    """An office held now: `association_id` is None for the secretariat; an observer's people may not vote."""

    role: TermRole
    association_id: int | None
    is_observer: bool = False


@dataclass(frozen=True)
class Actor:
    """A signed-in person with their terms of office; without an account, a visitor or the clock."""

    account_id: int | None
    terms: tuple[Term, ...] = ()
    language: str = "en"
    is_clock: bool = False

    @property
    def is_secretariat(self) -> bool:
        return any(term.role == "secretariat" for term in self.terms)

    @property
    def association_ids(self) -> tuple[int, ...]:
        """Associations this person acts for, in the order of their terms."""
        return tuple(dict.fromkeys(t.association_id for t in self.terms if t.association_id is not None))

    def votes_for(self, association_id: int) -> bool:
        """Head or alternate of an association that is no observer."""
        return any(
            term.association_id == association_id and term.role in VOTING and not term.is_observer
            for term in self.terms
        )


VISITOR = Actor(account_id=None)
CLOCK = Actor(account_id=None, is_clock=True)
