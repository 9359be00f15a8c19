"""Deciding again from a file: roll, procedure and positions are enough, anywhere, without the database.

A file is one case or a list of cases. A case, as JSON; only the first three are required:

    {"procedure": {…}, "roll": [{"member": "FI", "weight": 15}], "positions": {"FI": "in_favour"},
     "casting_vote": "in_favour"|"against", "reservations": ["FI"],
     "lapses_if": [{"adopted": ["id", …], "unless": ["id", …]}], "secret": true,
     "id": "…", "outcome": "adopted", "engine": 2, "source": "…", "why": "…"}

- `procedure`: the rule; its grammar is in `procedure`.
- `outcome`: what the file says was decided; a recount says where it comes to another.
- `id`: without one, a case is named by its place in the list, from "1".
- `lapses_if`: the case is an item of a ballot with several. It lapses when, for one of these, all the cases
  in `adopted` are adopted and none of those in `unless` (which may be left out). They are named by their ids,
  and stand earlier in the list. The outcome is then "lapsed", the figures are given as counted, and its own
  majority makes nothing else lapse.
- `secret`: the positions are named by receipt codes, which nobody can match with the roll. So every position
  counts with weight 1, and the roll only says how many were entitled: all weights must be equal, and there
  cannot be more positions than members.
- `engine`: the version of the rules it was decided by, this one where it is left out (see `rules.ENGINE`).
- `source` and `why` are remarks.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eca_policy.ballots.cases import read_cases
from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.lapsing import Counted, in_order
from eca_policy.ballots.problems import CaseError, Problem
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.reading import printable
from eca_policy.ballots.rules import ENGINE
from eca_policy.voting.falling import Lapse


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
    cases = read_cases(data)
    decisions = in_order([Counted(case.id, case.decide(), case.lapses_if) for case in cases])
    return [
        Recounted(case.id, decision, case.expected) for case, decision in zip(cases, decisions, strict=True)
    ]


def case_data(
    id: str,
    procedure: Procedure,
    roll: Collection[RollEntry],
    positions: Mapping[str, Choice],
    *,
    outcome: Outcome,
    casting_vote: Choice | None = None,
    reservations: Collection[str] = (),
    lapses_if: Sequence[Lapse[str]] = (),
    is_secret: bool = False,
    engine: int = ENGINE,
) -> dict[str, object]:
    """The JSON data of a decided ballot, from which `recount` comes to the same decision.

    The items of one ballot make one list, in the order of voting; `lapses_if` names them by their `id`. The
    positions of a secret ballot are given by receipt code.
    """
    data: dict[str, object] = {
        "id": id,
        "engine": engine,
        "procedure": procedure.to_dict(),
        "roll": [{"member": entry.member, "weight": entry.weight} for entry in roll],
        "positions": {member: Choice(choice).value for member, choice in positions.items()},
        "reservations": sorted(reservations),
        "outcome": outcome.value,
    }
    if casting_vote is not None:
        data["casting_vote"] = casting_vote.value
    if lapses_if:
        data["lapses_if"] = [_lapse_data(lapse) for lapse in lapses_if]
    return data | ({"secret": True} if is_secret else {})


def _lapse_data(lapse: Lapse[str]) -> dict[str, object]:
    data: dict[str, object] = {"adopted": list(lapse.adopted)}
    return data | ({"unless": list(lapse.unless)} if lapse.unless else {})


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


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise CaseError([Problem("", "key_twice", {"key": printable(twice)})])
    return data
