"""Answers of many clusters, pasted as lines: "Name; in favour; remark". A pure function.

Fields are divided by semicolons, or by tabs as in what is copied from a spreadsheet. The position may be
said in English or in Finnish, whatever the reader's language: mails of clusters come in either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eca_policy.lib.names import UnreadableName, one_line
from eca_policy.mandates.rules import LONGEST_NAME, LONGEST_REMARK, Choice, name_key

WORDS: dict[str, Choice] = {
    **dict.fromkeys(("in favour", "in favor", "favour", "for", "yes", "puolesta", "kyllä"), "in_favour"),
    **dict.fromkeys(("against", "no", "vastaan", "ei"), "against"),
    **dict.fromkeys(("abstention", "abstain", "abstains", "tyhjä", "tyhjää", "pidättyy"), "abstention"),
    "pidättyy äänestämästä": "abstention",
}  # fmt: skip
LONGEST_QUOTED = 60

FaultKind = Literal[
    "no_name", "no_choice", "unknown_choice", "hidden_character", "long_name", "long_remark", "twice"
]


@dataclass(frozen=True)
class Line:
    """One answer; lines are counted from 1 as they were pasted, empty ones included."""

    number: int
    cluster: str
    choice: Choice
    remark: str


@dataclass(frozen=True)
class Fault:
    """A line that cannot be taken: why, and the words it is about."""

    number: int
    kind: FaultKind
    typed: str = ""
    earlier: int = 0


def read(pasted: str) -> tuple[list[Line], list[Fault]]:
    """Every line that says something, as an answer or as what is wrong with it."""
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(pasted.splitlines(), start=1):
        if not line.strip():
            continue
        found = read_line(number, line)
        if isinstance(found, Line) and name_key(found.cluster) in seen:
            found = Fault(number, "twice", quoted(found.cluster), seen[name_key(found.cluster)])
        if isinstance(found, Fault):
            faults.append(found)
            continue
        seen[name_key(found.cluster)] = number
        lines.append(found)
    return lines, faults


def read_line(number: int, line: str) -> Line | Fault:
    name, choice, remark = fields(line)
    try:
        cluster = one_line(name)
    except UnreadableName:
        return Fault(number, "hidden_character")
    if not cluster:
        return Fault(number, "no_name")
    if len(cluster) > LONGEST_NAME:
        return Fault(number, "long_name", quoted(cluster))
    if not choice:
        return Fault(number, "no_choice", quoted(cluster))
    known = WORDS.get(" ".join(choice.casefold().split()).rstrip("."))
    if known is None:
        return Fault(number, "unknown_choice", quoted(choice))
    if len(remark) > LONGEST_REMARK:
        return Fault(number, "long_remark", quoted(cluster))
    return Line(number, cluster, known, remark)


def fields(line: str) -> Sequence[str]:
    """Name, position and remark; a remark may hold what divides the fields."""
    parts = line.split("\t" if "\t" in line else ";", 2)
    return [part.strip() for part in (*parts, "", "")[:3]]


def quoted(words: str) -> str:
    """As much of it as a sentence can hold."""
    return words if len(words) <= LONGEST_QUOTED else f"{words[:LONGEST_QUOTED]}…"
