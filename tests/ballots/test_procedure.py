import pytest
from hypothesis import given

from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.presets import PRESETS
from eca_policy.ballots.problems import Problem, ProcedureError
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.wording import english, english_plural
from tests.ballots.made_up_ballots import cast, procedures, shared_cases

HALF = cast(more_than="1/2")


def problems(data: object) -> list[tuple[str, str]]:
    with pytest.raises(ProcedureError) as refused:
        Procedure.from_dict(data)
    assert str(refused.value)
    return [(problem.path, problem.code) for problem in refused.value.problems]


@given(procedures)
def test_a_procedure_survives_being_written_and_read(procedure: Procedure) -> None:
    assert Procedure.from_dict(procedure.to_dict()) == procedure


@pytest.mark.parametrize("case", shared_cases(), ids=lambda case: case["id"])
def test_a_shared_procedure_survives_being_read_and_written(case: dict[str, object]) -> None:
    procedure = Procedure.from_dict(case["procedure"])
    assert Procedure.from_dict(procedure.to_dict()) == procedure


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, ("", "not_an_object")),
        ([], ("", "not_an_object")),
        ({}, ("", "conditions_or_silence")),
        ({"conditions": [HALF], "silence": {"objections": 1}}, ("", "conditions_or_silence")),
        ({"conditions": []}, ("conditions", "empty")),
        ({"conditions": [], "min_in_favour": 8}, ("conditions", "empty")),
        ({"quorum": {"measure": "members", "at_least": "1/2"}}, ("", "conditions_or_silence")),
        ({"negative_cap": {"at_most": "1/4"}}, ("", "conditions_or_silence")),
        ({"conditions": {}}, ("conditions", "not_a_list")),
        ({"conditions": [HALF] * 11}, ("conditions", "too_many")),
        ({"conditions": ["half"]}, ("conditions[0]", "not_an_object")),
        ({"conditions": [HALF], "majority": 1}, ("", "unknown_key")),
        ({"conditions": [{"base": "cast", "at_least": "1/2"}]}, ("conditions[0]", "missing_key")),
        ({"conditions": [{**HALF, "measure": "people"}]}, ("conditions[0].measure", "not_one_of")),
        ({"conditions": [{**HALF, "base": ["cast"]}]}, ("conditions[0].base", "not_one_of")),
        ({"conditions": [{**HALF, "at_least": "1/2"}]}, ("conditions[0]", "one_limit")),
        ({"conditions": [{"measure": "members", "base": "cast"}]}, ("conditions[0]", "one_limit")),
        ({"conditions": [cast(more_than="1/1")]}, ("conditions[0].more_than", "never_met")),
        ({"conditions": [cast(at_least="0/3")]}, ("conditions[0].at_least", "always_met")),
        ({"conditions": [HALF], "tie": "coin"}, ("tie", "not_one_of")),
        ({"conditions": [HALF], "min_in_favour": 0}, ("min_in_favour", "out_of_range")),
        ({"conditions": [HALF], "min_in_favour": True}, ("min_in_favour", "not_a_whole_number")),
        ({"conditions": [HALF], "min_in_favour": 2.0}, ("min_in_favour", "not_a_whole_number")),
        ({"conditions": [HALF], "negative_cap": "1/4"}, ("negative_cap", "not_an_object")),
        ({"conditions": [HALF], "negative_cap": {}}, ("negative_cap", "missing_key")),
        (
            {"conditions": [HALF], "blocking_minority": {"members": "4"}},
            ("blocking_minority.members", "not_a_whole_number"),
        ),
        ({"conditions": [HALF], "weight_cap": "0/1"}, ("weight_cap", "always_met")),
        ({"conditions": [HALF], "quorum": {"measure": "members"}}, ("quorum", "one_limit")),
        ({"silence": {}}, ("silence", "no_threshold")),
        ({"silence": {"objections": 0}}, ("silence.objections", "out_of_range")),
        ({"silence": {"weight": "0/5"}}, ("silence.weight", "always_met")),
        ({"silence": {"objections": 1}, "tie": "reject"}, ("tie", "not_with_silence")),
    ],
)
def test_a_procedure_that_makes_no_sense_is_refused_where_it_makes_none(
    data: object, expected: tuple[str, str]
) -> None:
    assert expected in problems(data)


@pytest.mark.parametrize(
    "share",
    [
        0.5,
        1,
        True,
        None,
        "",
        "0.5",
        "50 %",
        "-1/2",
        "1/-2",
        " 1/2",
        "1/2\n",
        "١/٢",
        "1/" + "9" * 5000,
        "1e9/2",
    ],
)
def test_a_share_is_a_text_of_two_whole_numbers(share: object) -> None:
    assert problems({"conditions": [{**cast(), "at_least": share}]}) == [
        ("conditions[0].at_least", "not_a_fraction")
    ]


def test_a_zero_below_the_line_and_a_share_above_the_whole_are_refused() -> None:
    assert problems({"conditions": [cast(at_least="1/0")]}) == [
        ("conditions[0].at_least", "zero_denominator")
    ]
    assert problems({"conditions": [cast(at_least="4/3")]}) == [("conditions[0].at_least", "above_one")]


def test_every_problem_is_found_at_once() -> None:
    assert problems({"conditions": [cast(at_least="4/3")], "tie": "coin", "oops": 1}) == [
        ("", "unknown_key"),
        ("conditions[0].at_least", "above_one"),
        ("tie", "not_one_of"),
    ]


def test_a_problem_says_where_it_is_and_what_to_write() -> None:
    with pytest.raises(
        ProcedureError, match=r"conditions\[0\]\.at_least: Write the fraction as a text such as “2/3”"
    ):
        Procedure.from_dict({"conditions": [{**cast(), "at_least": 0.6667}]})


def test_a_procedure_with_nothing_to_decide_by_cannot_be_made() -> None:
    with pytest.raises(ProcedureError) as refused:
        Procedure()
    assert refused.value.problems == (Problem("", "conditions_or_silence"),)


def rule(key: str) -> str:
    return rule_sentence(Procedure.from_dict(PRESETS[key].rule), english, english_plural)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("simple_majority", "Adopted if more than half of the votes cast are in favour."),
        (
            "position_paper",
            "Adopted if at least two thirds of the votes cast are in favour and more than a third of all "
            "entitled associations are in favour; at least half of the associations must take part.",
        ),
        ("silence", "Adopted unless at least 3 associations, or those with a fifth of the weight, object."),
        (
            "double_majority",
            "Adopted if at least 55 % of all entitled associations are in favour and at least 65 % of the "
            "weight of all those entitled is in favour; "
            "fewer than 4 associations not in favour cannot block it.",
        ),
        ("unanimity", "Adopted if every vote cast is in favour and at least 1 association is in favour."),
        (
            "statutes",
            "Adopted if at least three quarters of the votes cast are in favour; "
            "at least two thirds of the associations must take part.",
        ),
    ],
)
def test_a_preset_reads_as_one_plain_sentence(key: str, sentence: str) -> None:
    assert rule(key) == sentence


def test_every_preset_is_kept_under_its_key_and_followed_by_another_preset() -> None:
    assert set(PRESETS) == {
        "simple_majority",
        "position_paper",
        "silence",
        "double_majority",
        "unanimity",
        "statutes",
    }
    assert all(preset.key == key for key, preset in PRESETS.items())
    assert all(preset.followed_by in {None, *PRESETS} for preset in PRESETS.values())
