"""Which statement goes with which position, as pure functions of plain values."""

from typing import Literal

Kind = Literal["reservation", "minority_statement", "opt_out"]
KINDS: tuple[Kind, ...] = ("reservation", "minority_statement", "opt_out")
NOES = ("against", "objection")


def misfits(kind: str, choice: str | None) -> bool:
    """Whether the two contradict each other: who is against reserves nothing, who agrees does not dissent.

    `choice` is None for who took no position, or whose position nobody knows: that goes with everything. So
    does an opt-out, which says nothing about the text.
    """
    if kind == "reservation":
        return choice in NOES
    return kind == "minority_statement" and choice == "in_favour"
