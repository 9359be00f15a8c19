"""Random procedures, rolls and positions, and the shared cases, for the tests of the rules."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.procedure import (
    AtLeast,
    Base,
    Condition,
    Measure,
    MoreThan,
    Procedure,
    Quorum,
    Silence,
    Tie,
)
from tests.shared import SHARED

CASES_FILE = SHARED / "cases" / "decisions.json"
needs_cases = pytest.mark.shared("cases/decisions.json")

Taken = dict[str, Choice]

shares = st.sampled_from([Fraction(n, d) for d in (2, 3, 4, 5, 10, 20) for n in range(1, d)])
limits = st.one_of(
    st.builds(AtLeast, shares | st.just(Fraction(1))), st.builds(MoreThan, shares | st.just(Fraction(0)))
)
conditions = st.builds(Condition, st.sampled_from(Measure), st.sampled_from(Base), limits)
small = st.integers(1, 5)
beside = {
    "quorum": st.none() | st.builds(Quorum, st.sampled_from(Measure), limits),
    "negative_cap": st.none() | shares,
    "blocking_minority": st.none() | small,
    "weight_cap": st.none() | shares,
    "tie": st.sampled_from(Tie),
}
votes = st.builds(
    Procedure,
    conditions=st.lists(conditions, min_size=1, max_size=3).map(tuple),
    min_in_favour=st.none() | small,
    **beside,
) | st.builds(Procedure, min_in_favour=small, **beside)
silences = st.builds(
    Procedure,
    silence=st.builds(Silence, small, st.none() | shares) | st.builds(Silence, st.none(), shares),
    weight_cap=st.none() | shares,
)
procedures = votes | silences


@st.composite
def rolls(draw: st.DrawFn, max_size: int = 9) -> list[RollEntry]:
    """A roll of lettered associations, with small weights so that ties and exact thresholds are frequent."""
    weights = draw(st.lists(st.integers(0, 6), max_size=max_size))
    return [RollEntry("ABCDEFGHI"[index], weight) for index, weight in enumerate(weights)]


positions = st.dictionaries(st.sampled_from("ABCDEFGHIXY"), st.sampled_from(Choice), max_size=9)


def equal_roll(size: int) -> list[RollEntry]:
    """So many associations of weight 1, numbered from 0."""
    return [RollEntry(str(number), 1) for number in range(size)]


def taken(in_favour: int, against: int = 0, abstention: int = 0) -> dict[str, Choice]:
    """Positions on an `equal_roll`, from its start."""
    choices = [Choice.IN_FAVOUR] * in_favour + [Choice.AGAINST] * against + [Choice.ABSTENTION] * abstention
    return {str(number): choice for number, choice in enumerate(choices)}


def shared_cases() -> list[dict[str, Any]]:
    """The cases of `../shared`, or none where the file is absent: the tests that count them say so."""
    if not CASES_FILE.exists():
        return []
    cases: list[dict[str, Any]] = json.loads(CASES_FILE.read_text(encoding="utf-8"))
    return cases


def procedure(**rule: object) -> Procedure:
    """A procedure from the JSON grammar."""
    return Procedure.from_dict(rule)


def cast(**limit: str) -> dict[str, str]:
    """A condition on the votes cast, by associations."""
    return {"measure": "members", "base": "cast", **limit}
