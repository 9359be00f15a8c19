"""Deciding again from a file: roll, procedure and positions are enough, anywhere, without the database.

A case, as JSON; only the first three are required:

    {"procedure": {…}, "roll": [{"member": "FI", "weight": 15}], "positions": {"FI": "in_favour"},
     "casting_vote": "in_favour"|"against", "reservations": ["FI"],
     "id": "…", "outcome": "adopted", "engine": 1, "source": "…", "why": "…"}

`outcome` is what the file says was decided; a recount says where it comes to another. `source` and `why` are
remarks.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.problems import CaseError, Problem
from eca_policy.ballots.procedure import Procedure, read_procedure
from eca_policy.ballots.reading import Node, printable
from eca_policy.ballots.rules import decide

ENGINE = 1
"""The version of the rules; it goes up when the same case could come to another outcome."""

NEWEST_ENGINE = 10**6
HEAVIEST = 10**12
REQUIRED = ("procedure", "roll", "positions")
KEYS = (*REQUIRED, "casting_vote", "reservations", "id", "outcome", "engine", "source", "why")


@dataclass(frozen=True)
class Recounted:
    """A case decided again; `expected` is the outcome its file gives, if any."""

    id: str
    decision: Decision
    expected: Outcome | None = None

    @property
    def agrees(self) -> bool:
        """Whether the file came to the same outcome, or to none."""
        return self.expected in (None, self.decision.outcome)

    def to_dict(self) -> dict[str, object]:
        """Id, outcome, figures and sentence as JSON data."""
        return {
            "id": self.id,
            "outcome": self.decision.outcome.value,
            "figures": self.decision.figures(),
            "sentence": self.decision.sentence,
        }


def recount(data: object) -> list[Recounted]:
    """Decide one case, or each of a list; `CaseError` with every problem if any of them makes no sense."""
    node = Node(data)
    nodes = list(node.items()) if isinstance(data, list) else [node]
    if not nodes:
        node.wrong("empty")
    cases = [_read_case(case, number) for number, case in enumerate(nodes, start=1)]
    if node.problems:
        raise CaseError(node.problems)
    return [case.decided() for case in cases if case is not None]


def case_data(
    id: str,
    procedure: Procedure,
    roll: Collection[RollEntry],
    positions: Mapping[str, Choice],
    *,
    outcome: Outcome,
    casting_vote: Choice | None = None,
    reservations: Collection[str] = (),
) -> dict[str, object]:
    """The JSON data of a decided ballot, from which `recount` comes to the same decision."""
    data: dict[str, object] = {
        "id": id,
        "engine": ENGINE,
        "procedure": procedure.to_dict(),
        "roll": [{"member": entry.member, "weight": entry.weight} for entry in roll],
        "positions": {member: Choice(choice).value for member, choice in positions.items()},
        "reservations": sorted(reservations),
        "outcome": outcome.value,
    }
    return data if casting_vote is None else data | {"casting_vote": casting_vote.value}


def parse(source: bytes) -> object:
    """JSON read as strictly as a count deserves: a key given twice is refused. Raises `CaseError`."""
    try:
        return json.loads(source.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError:
        raise CaseError([Problem("", "not_utf8")]) from None
    except json.JSONDecodeError as error:
        raise CaseError([Problem("", "not_json", {"line": error.lineno, "column": error.colno})]) from None
    except RecursionError:
        raise CaseError([Problem("", "too_deep")]) from None
    except CaseError:
        raise
    except ValueError:
        # Python refuses to turn thousands of digits into a number.
        raise CaseError([Problem("", "number_too_long")]) from None


@dataclass(frozen=True)
class _Case:
    id: str
    procedure: Procedure
    roll: tuple[RollEntry, ...]
    positions: dict[str, Choice]
    casting_vote: Choice | None
    reservations: tuple[str, ...]
    expected: Outcome | None

    def decided(self) -> Recounted:
        decision = decide(
            self.procedure,
            self.roll,
            self.positions,
            casting_vote=self.casting_vote,
            reservations=self.reservations,
        )
        return Recounted(self.id, decision, self.expected)


def _read_case(node: Node, number: int) -> _Case | None:
    """The case at the node; None when it has no procedure that could be read (noted as a problem)."""
    fields = node.fields(KEYS, required=REQUIRED)
    procedure = read_procedure(fields["procedure"]) if "procedure" in fields else None
    roll = tuple(_read_roll(fields["roll"])) if "roll" in fields else ()
    positions = _read_positions(fields["positions"]) if "positions" in fields else {}
    casting_vote = _read_casting_vote(fields["casting_vote"]) if "casting_vote" in fields else None
    reservations = (
        tuple(item.text() for item in fields["reservations"].items()) if "reservations" in fields else ()
    )
    expected = fields["outcome"].one_of(Outcome) if "outcome" in fields else None
    id = fields["id"].text() if "id" in fields else str(number)
    _check_remarks(fields)
    if procedure is None:
        return None
    return _Case(id, procedure, roll, positions, casting_vote, reservations, expected)


def _read_roll(node: Node) -> list[RollEntry]:
    roll: list[RollEntry] = []
    seen: set[str] = set()
    for item in node.items():
        fields = item.fields(("member", "weight"), required=("member", "weight"))
        if len(fields) < 2:
            continue
        entry = RollEntry(fields["member"].text(), fields["weight"].whole(0, HEAVIEST))
        if entry.member in seen:
            item.wrong("twice_on_roll", member=printable(entry.member))
        seen.add(entry.member)
        roll.append(entry)
    return roll


def _read_positions(node: Node) -> dict[str, Choice]:
    return {member: choice.one_of(Choice) for member, choice in node.entries()}


def _read_casting_vote(node: Node) -> Choice:
    if node.value not in (Choice.IN_FAVOUR.value, Choice.AGAINST.value):
        node.wrong("not_one_of", known=f"{Choice.IN_FAVOUR}, {Choice.AGAINST}")
        return Choice.AGAINST
    return node.one_of(Choice)


def _check_remarks(fields: dict[str, Node]) -> None:
    for key in ("source", "why"):
        if key in fields and not isinstance(fields[key].value, str):
            fields[key].wrong("not_a_remark")
    engine = fields["engine"].whole(1, NEWEST_ENGINE) if "engine" in fields else ENGINE
    if engine != ENGINE:
        fields["engine"].wrong("other_engine", engine=engine, here=ENGINE)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise CaseError([Problem("", "key_twice", {"key": printable(twice)})])
    return data
