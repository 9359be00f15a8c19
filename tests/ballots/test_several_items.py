"""A ballot with several items: what lapses, and that a recount of its file comes to the same."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.commands import ballot_commands
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.lapsing import Counted, in_order
from eca_policy.ballots.problems import CaseError
from eca_policy.ballots.recount import case_data, parse, recount
from eca_policy.ballots.rules import decide
from eca_policy.voting.falling import Lapse
from eca_policy.voting.items import Item, outcomes
from tests.ballots.made_up_ballots import (
    cast,
    equal_roll,
    positions,
    procedure,
    procedures,
    rolls,
    taken,
)

SIMPLE = procedure(conditions=[cast(more_than="1/2")])
FAVOUR = Choice.IN_FAVOUR
reserving_members = st.lists(st.sampled_from("ABXY"), max_size=3)
ADOPTED, REJECTED = decide(SIMPLE, equal_roll(3), taken(2, 1)), decide(SIMPLE, equal_roll(3), taken(1, 2))


def case(id: str, *, adopted: bool = True, **further: object) -> dict[str, object]:
    """A case of three associations that is adopted by its own figures, or is not."""
    said = {"0": "in_favour", "1": "in_favour" if adopted else "against", "2": "against"}
    roll = [{"member": str(number), "weight": 1} for number in range(3)]
    rule = {"conditions": [cast(more_than="1/2")]}
    return {"id": id, "procedure": rule, "roll": roll, "positions": said, **further}


def outcomes_of(*cases: dict[str, object]) -> list[str]:
    return [recounted.decision.outcome.value for recounted in recount(list(cases))]


@st.composite
def lapses(draw: st.DrawFn, earlier: Sequence[str]) -> list[Lapse[str]]:
    """Up to two reasons to lapse, by ids of earlier items."""
    if not earlier:
        return []
    one = st.sampled_from(earlier)
    some = st.lists(one, min_size=1, max_size=2).map(lambda ids: tuple(dict.fromkeys(ids)))
    return draw(st.lists(st.builds(Lapse, some, st.just(()) | some), max_size=2))


@st.composite
def ballots_with_items(draw: st.DrawFn) -> list[tuple[str, list[Lapse[str]]]]:
    """Ids in the order of voting, with what makes each lapse."""
    ids = draw(st.permutations("abcdef"))[: draw(st.integers(1, 6))]
    return [(id, draw(lapses(ids[:at]))) for at, id in enumerate(ids)]


@given(ballots_with_items(), st.data())
def test_a_recount_of_several_items_comes_to_the_same_decisions(items, data: st.DataObject) -> None:
    made = [
        (
            id,
            data.draw(procedures),
            data.draw(rolls(5)),
            data.draw(positions),
            data.draw(reserving_members),
            ls,
        )
        for id, ls in items
    ]
    decided = in_order(
        Counted(id, decide(rule, roll, said, casting_vote=FAVOUR, reservations=reserving), ls)
        for id, rule, roll, said, reserving, ls in made
    )
    file = [
        case_data(
            id,
            rule,
            roll,
            said,
            outcome=decision.outcome,
            casting_vote=FAVOUR,
            reservations=reserving,
            lapses_if=ls,
        )
        for (id, rule, roll, said, reserving, ls), decision in zip(made, decided, strict=True)
    ]
    for recounted in (recount(file), recount(parse(json.dumps(file).encode()))):
        assert [each.decision for each in recounted] == decided
        assert all(each.agrees for each in recounted)


@given(ballots_with_items(), st.data())
def test_what_lapses_is_what_the_voting_list_says(items, data: st.DataObject) -> None:
    own = [data.draw(st.booleans()) for _ in items]
    decisions = in_order(
        Counted(id, ADOPTED if wins else REJECTED, ls) for (id, ls), wins in zip(items, own, strict=True)
    )
    number = {id: at for at, (id, _) in enumerate(items, start=1)}
    listed = [
        Item(number[id], "amendments", lapses_if=tuple(by_number(lapse, number) for lapse in ls))
        for id, ls in items
    ]
    majorities = [at for at, wins in enumerate(own, start=1) if wins]
    assert [decision.outcome.value for decision in decisions] == list(outcomes(listed, majorities).values())


def by_number(lapse: Lapse[str], number: dict[str, int]) -> Lapse[int]:
    return Lapse(tuple(number[id] for id in lapse.adopted), tuple(number[id] for id in lapse.unless))


def test_an_item_lapses_with_its_figures_and_a_sentence() -> None:
    first, second = in_order([Counted("3", ADOPTED), Counted("4", ADOPTED, [Lapse(("3",))])])
    assert (first.outcome, second.outcome) == (Outcome.ADOPTED, Outcome.LAPSED)
    assert not second.outcome.is_adopted
    assert second.sentence == "Lapsed: not decided, because item 3 was adopted."
    assert second.count == ADOPTED.count
    assert second.figures() == ADOPTED.figures() | {"lapsed_by": ["3"]}


def test_an_item_can_lapse_for_two_that_are_both_adopted() -> None:
    items = [Counted("1", ADOPTED), Counted("2", ADOPTED), Counted("3", REJECTED, [Lapse(("1", "2"))])]
    assert in_order(items)[2].sentence == "Lapsed: not decided, because items 1 and 2 were adopted."


def test_an_item_stands_when_what_excludes_it_is_not_adopted() -> None:
    assert outcomes_of(case("1", adopted=False), case("2", lapses_if=[{"adopted": ["1"]}])) == [
        "rejected",
        "adopted",
    ]


def test_an_item_stands_when_something_else_is_adopted_too() -> None:
    unless = [{"adopted": ["2"], "unless": ["1"]}]
    adopted = outcomes_of(case("1"), case("2"), case("3", lapses_if=unless))
    rejected = outcomes_of(case("1", adopted=False), case("2"), case("3", lapses_if=unless))
    assert (adopted[2], rejected[2]) == ("adopted", "lapsed")


def test_what_has_lapsed_makes_nothing_lapse() -> None:
    assert outcomes_of(
        case("1"),
        case("2", lapses_if=[{"adopted": ["1"]}]),
        case("3", lapses_if=[{"adopted": ["2"]}]),
        case("4", lapses_if=[{"adopted": ["3"], "unless": ["2"]}]),
    ) == ["adopted", "lapsed", "adopted", "lapsed"]


def test_two_cases_of_one_name_lapse_each_by_itself() -> None:
    first, same, again = case("1"), case("2"), case("2", lapses_if=[{"adopted": ["1"]}])
    assert outcomes_of(first, same, again) == ["adopted", "adopted", "lapsed"]


def test_adopted_with_reservations_is_adopted() -> None:
    first = case("1", reservations=["0"])
    assert outcomes_of(first, case("2", lapses_if=[{"adopted": ["1"]}])) == [
        "adopted_with_reservations",
        "lapsed",
    ]


def test_a_case_without_id_can_be_named_by_its_place() -> None:
    nameless = {key: value for key, value in case("").items() if key != "id"}
    assert outcomes_of(nameless, case("b", lapses_if=[{"adopted": ["1"]}])) == ["adopted", "lapsed"]


def test_a_file_that_says_lapsed_is_confirmed_or_contradicted(tmp_path: Path) -> None:
    second = case("2", lapses_if=[{"adopted": ["1"]}], outcome="lapsed")
    path = tmp_path / "ballot.json"
    path.write_text(json.dumps([case("1"), second]), encoding="utf-8")
    confirmed = CliRunner().invoke(ballot_commands, ["recount", str(path)])
    assert (confirmed.exit_code, json.loads(confirmed.stdout)[1]["outcome"]) == (0, "lapsed")
    path.write_text(json.dumps([case("1", adopted=False), second]), encoding="utf-8")
    contradicted = CliRunner().invoke(ballot_commands, ["recount", str(path)])
    assert (contradicted.exit_code, contradicted.stderr) == (
        1,
        "2: the count came to adopted, the file says lapsed.\n",
    )


@pytest.mark.parametrize(
    ("cases", "sentence"),
    [
        (
            [case("1", lapses_if=[{"adopted": ["1"]}])],
            "[0].lapses_if[0].adopted[0]: “1” is not the id of a case that stands earlier in this file.",
        ),
        ([case("1", lapses_if=[{"adopted": ["2"]}]), case("2")], "“2” is not the id of a case"),
        (
            [case("1"), case("2", lapses_if=[{"adopted": ["1"], "unless": ["9"]}])],
            "[1].lapses_if[0].unless[0]: “9” is not",
        ),
        (
            [case("1"), case("1"), case("2", lapses_if=[{"adopted": ["1"]}])],
            "[2].lapses_if[0].adopted[0]: “1” is the id of several cases",
        ),
        ([case("1", lapses_if=[{"adopted": []}])], "[0].lapses_if[0].adopted: Give at least one here."),
        ([case("1", lapses_if=[{"unless": []}])], "[0].lapses_if[0]: “adopted” is missing."),
        ([case("1", lapses_if=[{"adopted": [7]}])], "[0].lapses_if[0].adopted[0]: Give a text"),
        ([case("1", lapses_if=[{"adopted": "1"}])], "[0].lapses_if[0].adopted: Give a list here."),
        ([case("1", lapses_if=["1"])], "[0].lapses_if[0]: Give an object"),
        ([case("1", lapses_if={})], "[0].lapses_if: Give a list here."),
        ([case("1"), case("2", lapses_if=[{"adopted": ["1"], "if": []}])], "“if” is not known here."),
    ],
)
def test_a_lapse_that_makes_no_sense_is_refused_with_a_sentence(
    cases: list[dict[str, object]], sentence: str
) -> None:
    with pytest.raises(CaseError) as refused:
        recount(cases)
    assert sentence in str(refused.value)
    assert len(refused.value.problems) == 1


def test_a_single_case_has_no_earlier_ones() -> None:
    with pytest.raises(CaseError, match="stands earlier in this file"):
        recount(case("1", lapses_if=[{"adopted": ["0"]}]))


def test_cases_of_one_id_are_refused_only_where_they_are_meant() -> None:
    assert outcomes_of(case("1"), case("1", adopted=False)) == ["adopted", "rejected"]
