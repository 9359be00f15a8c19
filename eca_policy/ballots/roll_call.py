"""The roll call in words: what one line of it says, on a page and in a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eca_policy.ballots import queries
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.proxies.queries import holder_names
from eca_policy.ballots.showing import ShownLine
from eca_policy.ballots.words import choice_in_words, ground_in_words, left_out_in_words
from eca_policy.lib.i18n import gettext as _

TONES = {
    "in_favour": "success", "against": "danger", "objection": "danger", "abstention": "neutral",
    "recused": "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class RollCallLine:
    """An association on the roll, with everything that was said for it. `weight` is None for one left out."""

    code: str
    association: str
    weight: int | None
    choice: str
    label: str
    explanation: str = ""
    reservation: str = ""
    proposed_change: str = ""
    would_favour: bool = False
    ground: str = ""
    cast_by: str = ""
    cast_at: datetime | None = None

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return TONES.get(self.choice, "neutral")


def in_words(ballot: Ballot, item: Item, shown: Iterable[ShownLine]) -> list[RollCallLine]:
    """The lines as this reader sees them."""
    lines = list(shown)
    holders = holder_names(line.position for line in lines if line.position is not None)
    return [line_in_words(ballot, item, line, holders) for line in lines]


def line_in_words(ballot: Ballot, item: Item, shown: ShownLine, holders: Mapping[int, str]) -> RollCallLine:
    line, position = shown.line, shown.position
    choice, label = "", answered_in_words(ballot, shown.has_answered)
    if line.left_out:
        label = left_out_in_words(line.left_out, line.left_out_since)
    elif position is not None:
        choice, label = position.choice, choice_in_words(position.choice, item.rule)
    return RollCallLine(
        code=line.association.code,
        association=line.association.name,
        weight=None if line.left_out else line.weight,
        choice=choice,
        label=label,
        **said(position, holders) if position is not None else {},
    )


def said(position: Position, holders: Mapping[int, str]) -> dict[str, Any]:
    """What was said with the position, as it was written, and by whom."""
    return {
        "explanation": position.explanation,
        "reservation": position.reservation,
        "proposed_change": position.proposed_change,
        "would_favour": position.would_favour,
        "ground": ground_in_words(position, holders) or _("own office"),
        "cast_by": position.cast_by.name,
        "cast_at": position.cast_at,
    }


def answered_in_words(ballot: Ballot, has_answered: bool | None) -> str:
    """Whether an association has answered, where its position is not shown."""
    if has_answered is None:
        return _("Not shown")
    if has_answered:
        return _("Has answered")
    if "silence" in ballot.rule:
        return _("Silent")
    waits = ballot.ended_at is None and not queries.was_found_tied(ballot)
    return _("No position yet") if waits else _("Not voting")
