"""Every refusal has a name of its own: the API gives it as the type of the problem."""

import ast
from collections import Counter
from pathlib import Path

from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken

HOUSE = Path(__file__).parent.parent / "eca_policy"


def refusals() -> list[str]:
    """The names of all classes of refusals, as often as they stand in the code."""
    classes = [
        (node.name, {base.id for base in node.bases if isinstance(base, ast.Name)})
        for path in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    known = {kind.__name__ for kind in (ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken)}
    while more := {name for name, bases in classes if bases & known} - known:
        known |= more
    return [name for name, bases in classes if bases & known]


def test_no_two_rules_share_the_type_of_a_problem() -> None:
    twice = [name for name, times in Counter(refusals()).items() if times > 1]
    assert not twice, "Name the error after its own rule, or raise the one that is there."


def test_refusals_are_found() -> None:
    assert {"BallotClosed", "PositionFinal", "HasVoted"} <= set(refusals())  # the last by two steps
