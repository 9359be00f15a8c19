import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.commands import ballot_commands
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.problems import CaseError
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.recount import case_data, parse, recount
from eca_policy.ballots.rules import decide
from tests.ballots.made_up_ballots import CASES_FILE, cast, needs_cases, positions, procedures, rolls

CASE = {
    "id": "one",
    "procedure": {"conditions": [cast(more_than="1/2")]},
    "roll": [{"member": "FI", "weight": 15}, {"member": "ES", "weight": 120}],
    "positions": {"FI": "in_favour"},
}
ROLL_ENTRY = {"member": "FI", "weight": 15}


def run(path: Path) -> Result:
    return CliRunner().invoke(ballot_commands, ["recount", str(path)])


def run_on(folder: Path, content: object) -> Result:
    path = folder / "ballot.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return run(path)


@given(
    procedures,
    rolls(),
    positions,
    st.sampled_from([None, Choice.IN_FAVOUR, Choice.AGAINST]),
    st.lists(st.sampled_from("ABXY")),
)
def test_a_recount_comes_to_the_same_decision(
    rule: Procedure, roll, taken_positions, casting, reserving
) -> None:
    decision = decide(rule, roll, taken_positions, casting_vote=casting, reservations=reserving)
    data = case_data(
        "x",
        rule,
        roll,
        taken_positions,
        outcome=decision.outcome,
        casting_vote=casting,
        reservations=reserving,
    )
    (recounted,) = recount(parse(json.dumps(data).encode()))
    assert recounted.decision == decision
    assert recounted.agrees


@needs_cases
def test_the_command_prints_every_case_of_a_list() -> None:
    result = run(CASES_FILE)
    printed = json.loads(result.stdout)
    expected = [(case["id"], case["outcome"]) for case in json.loads(CASES_FILE.read_text(encoding="utf-8"))]
    assert (result.exit_code, result.stderr) == (0, "")
    assert [(case["id"], case["outcome"]) for case in printed] == expected
    assert set(printed[0]) == {"id", "outcome", "figures", "sentence"}


def test_a_single_case_is_printed_as_an_object(tmp_path: Path) -> None:
    result = run_on(tmp_path, CASE)
    printed = json.loads(result.stdout)
    assert result.exit_code == 0
    assert printed["sentence"] == "Adopted: 1 of 1 vote cast in favour (100.0 %), more than half needed."
    assert printed["figures"]["in_favour"] == {"members": 1, "weight": 15}


def test_a_case_without_id_is_named_by_its_place() -> None:
    nameless = {key: value for key, value in CASE.items() if key != "id"}
    assert [recounted.id for recounted in recount([CASE, nameless])] == ["one", "2"]


def test_a_file_that_says_otherwise_ends_with_status_one_and_both_outcomes(tmp_path: Path) -> None:
    result = run_on(tmp_path, [CASE, CASE | {"id": "two", "outcome": "rejected"}])
    assert result.exit_code == 1
    assert result.stderr == "two: the count came to adopted, the file says rejected.\n"
    assert len(json.loads(result.stdout)) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "This is not JSON: it stops making sense at line 1, column 1."),
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"roll": ' * 100_000, "nested too deeply"),
        ("1" * 5000, "too many digits"),
        ('{"id": "a", "id": "b"}', "“id” is given twice"),
        ("[]", "Give at least one here."),
        ("3", "Give an object with named values here."),
        ([3], "[0]: Give an object"),
        ({}, "“procedure” is missing."),
        (CASE | {"oops": 1}, "“oops” is not known here."),
        (CASE | {"id": 5}, "id: Give a text"),
        (CASE | {"id": "\ud800"}, "id: Give a text"),
        (CASE | {"why": 5}, "why: Give a text here."),
        (
            CASE | {"procedure": {"conditions": [cast(at_least="1/0")]}},
            "procedure.conditions[0].at_least: A fraction",
        ),
        (CASE | {"roll": [ROLL_ENTRY, ROLL_ENTRY]}, "roll[1]: “FI” is on the roll twice."),
        (CASE | {"roll": [{"member": "FI", "weight": -1}]}, "roll[0].weight: Give a whole number from 0"),
        (CASE | {"roll": [{"member": "FI", "weight": 1.0}]}, "roll[0].weight: Give a whole number here."),
        (CASE | {"roll": [{"member": "FI", "weight": 10**40}]}, "roll[0].weight: Give a whole number from 0"),
        (CASE | {"roll": [{"member": "FI"}]}, "roll[0]: “weight” is missing."),
        (CASE | {"roll": {"FI": 1}}, "roll: Give a list here."),
        (CASE | {"positions": []}, "positions: Give an object"),
        (CASE | {"positions": {"FI": "yes"}}, "positions[FI]: Give one of these: in_favour, against,"),
        (CASE | {"positions": {"": "in_favour"}}, "positions[]: Give a text"),
        (CASE | {"casting_vote": "abstention"}, "casting_vote: Give one of these: in_favour, against."),
        (CASE | {"reservations": "FI"}, "reservations: Give a list here."),
        (CASE | {"outcome": "passed"}, "outcome: Give one of these: adopted,"),
        (CASE | {"engine": 3}, "This was counted by version 3 of the rules; here is version 2."),
        (CASE | {"engine": [[]]}, "engine: Give a whole number here."),
    ],
)
def test_a_file_that_makes_no_sense_ends_with_status_two_and_a_sentence(
    tmp_path: Path, content: object, sentence: str
) -> None:
    result = run_on(tmp_path, content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_one_senseless_case_stops_the_whole_list() -> None:
    with pytest.raises(CaseError, match=r"\[1\]\.roll: Give a list here\."):
        recount([CASE, CASE | {"roll": None}])


def test_a_long_row_of_problems_is_cut_short() -> None:
    with pytest.raises(CaseError, match=r"And 90 more\.$"):
        recount([3] * 100)


def test_a_file_that_is_not_there_ends_with_status_two_and_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.json", tmp_path):
        result = run(path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "could not be read" in result.stderr


def test_bytes_that_are_not_text_end_with_status_two_and_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ballot.json"
    path.write_bytes(b"\xff\xfe{}")
    result = run(path)
    assert result.exit_code == 2
    assert "This is not text in UTF-8." in result.stderr


def test_an_endless_file_is_refused() -> None:
    result = run(Path("/dev/zero"))
    assert result.exit_code == 2
    assert "larger than 64 MB" in result.stderr
