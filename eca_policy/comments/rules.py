"""What holds of comments, as pure functions of plain values."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from eca_policy.lib.actor import Actor

LONGEST_BODY = 20_000
LONGEST_WORDING = 20_000
LONGEST_REASON = 5_000
LONGEST_QUOTE = 5_000

TYPES = ("general", "substantive", "editorial")
ANSWERS = ("accepted", "partly_accepted", "not_accepted", "noted")
STATUSES = ("anchored", "changed", "moved", "check", "detached")


class Placed(Protocol):
    """Something numbered that may hang on a paragraph."""

    @property
    def number(self) -> int: ...
    @property
    def paragraph_id(self) -> str | None: ...
    @property
    def is_detached(self) -> bool: ...


P = TypeVar("P", bound=Placed)


def needs_reason(disposition: str) -> bool:
    """An association is told why, unless it got what it asked for."""
    return disposition != "accepted"


def voices(actor: Actor) -> tuple[int | None, ...]:
    """For whom an actor may write, None standing for the secretariat or for the person alone."""
    if actor.is_secretariat or not actor.association_ids:
        return (None, *actor.association_ids)
    return actor.association_ids


def may_withdraw(actor: Actor, *, author_id: int, association_id: int | None) -> bool:
    """Any person of the association that wrote it; of one without an association, its author."""
    if association_id is None:
        return actor.account_id == author_id or actor.is_secretariat
    return association_id in actor.association_ids


def possible_supporters(
    actor: Actor, *, author_association_id: int | None = None, supporting: Collection[int] = ()
) -> tuple[int, ...]:
    """The member associations of an actor that can still stand behind a comment: never its own author's."""
    members = dict.fromkeys(t.association_id for t in actor.terms if not t.is_observer)
    taken = {author_association_id, None, *supporting}
    return tuple(each for each in members if each is not None and each not in taken)


def in_text_order(placed: Sequence[P], paragraph_ids: Sequence[str]) -> list[P]:
    """On the paper first, then paragraph by paragraph, then those whose words are gone; each by number."""
    place: dict[str | None, int] = {each: index for index, each in enumerate(paragraph_ids)}
    place[None] = -1

    def key(one: P) -> tuple[int, int]:
        nowhere = one.is_detached or one.paragraph_id not in place
        return (len(place) if nowhere else place[one.paragraph_id], one.number)

    return sorted(placed, key=key)


def status_now(step: str, *, before: str, has_own_words: bool) -> str:
    """The status of a comment towards the words it was written on, after one more step.

    `step` says what the last step did, `before` is the status until then. A doubt stays until a person has
    looked; words that are again those of the comment have not changed, but what has moved has moved.
    """
    if step in ("detached", "check"):
        return step
    if before == "check":
        return before
    if not has_own_words:
        return "changed"
    return "moved" if "moved" in (step, before) else "anchored"
