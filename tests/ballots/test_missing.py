from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.explain_missing import missing_sentence
from eca_policy.ballots.missing import Outlook, missing
from eca_policy.ballots.presets import PRESETS
from eca_policy.ballots.procedure import Measure, Procedure
from eca_policy.ballots.rules import decide
from eca_policy.ballots.wording import english, english_plural
from tests.ballots.made_up_ballots import Taken, cast, equal_roll, positions, procedure, rolls, taken, votes

FAVOUR = Choice.IN_FAVOUR
PAPER = Procedure.from_dict(PRESETS["position_paper"].rule)
SILENCE = Procedure.from_dict(PRESETS["silence"].rule)
CASTING = procedure(conditions=[cast(more_than="1/2")], tie="casting_vote")


def said(rule: Procedure, roll: list[RollEntry], taken_positions: dict[str, Choice]) -> str:
    return missing_sentence(missing(rule, roll, taken_positions), english, english_plural)


def groups(roll: list[RollEntry], taken_positions: Taken, size: int) -> list[Taken]:
    """Every choice of so many of those who have not voted, as positions in favour."""
    waiting = [entry.member for entry in roll if entry.member not in taken_positions]
    return [taken_positions | dict.fromkeys(group, FAVOUR) for group in combinations(waiting, size)]


@given(votes, rolls(max_size=7), positions)
def test_that_many_in_favour_pass_and_no_fewer_do(
    rule: Procedure, roll: list[RollEntry], taken_positions: Taken
) -> None:
    found = missing(rule, roll, taken_positions)
    passes = [
        any(decide(rule, roll, group).outcome.is_adopted for group in groups(roll, taken_positions, size))
        for size in range(found.waiting + 1)
    ]
    fewest = passes.index(True) if True in passes else None
    expected = {
        None: found.outlook in (Outlook.OUT_OF_REACH, Outlook.TIE),
        0: found.outlook is Outlook.PASSES,
    }
    assert expected.get(fewest, found.outlook is Outlook.OPEN)
    assert fewest is None or found.in_favour == fewest
    assert found.best.outcome.is_adopted == (fewest is not None)


@given(votes, rolls(max_size=7), positions)
def test_a_tie_is_promised_exactly_when_the_casting_vote_could_still_decide(
    rule: Procedure, roll, taken_positions
) -> None:
    found = missing(rule, roll, taken_positions)
    reached = [
        size
        for size in range(found.waiting + 1)
        for group in groups(roll, taken_positions, size)
        if decide(rule, roll, group, casting_vote=FAVOUR).outcome.is_adopted
    ]
    if found.outlook is Outlook.TIE:
        assert decide(rule, roll, taken_positions).outcome is not Outcome.ADOPTED
        assert found.in_favour in reached
    else:
        assert bool(reached) == (found.outlook in (Outlook.PASSES, Outlook.OPEN))


@given(votes, rolls(max_size=7), positions)
def test_the_weight_asked_for_is_the_least_that_can_do(
    rule: Procedure, roll: list[RollEntry], taken_positions: Taken
) -> None:
    """Whichever group makes it pass brings that weight, where no blocking minority forgives a miss."""
    rule = replace(rule, blocking_minority=None)
    found = missing(rule, roll, taken_positions)
    if found.weight is None or found.outlook is not Outlook.OPEN:
        return
    for size in range(found.waiting + 1):
        for group in groups(roll, taken_positions, size):
            after = decide(rule, roll, group)
            if after.outcome.is_adopted:
                assert after.count.in_favour.weight - found.now.count.in_favour.weight >= found.weight


@given(votes, rolls(max_size=7), positions)
def test_the_quorum_needs_that_many_and_no_fewer(
    rule: Procedure, roll: list[RollEntry], taken_positions: Taken
) -> None:
    found = missing(rule, roll, taken_positions)
    quorate = [
        any(
            decide(rule, roll, g).outcome is not Outcome.NO_QUORUM
            for g in groups(roll, taken_positions, size)
        )
        for size in range(found.waiting + 1)
    ]
    if True in quorate:
        assert found.for_quorum == quorate.index(True)


def test_a_weight_condition_names_the_weight_and_the_fewest_associations() -> None:
    roll = [RollEntry("A", 50), RollEntry("B", 30), RollEntry("C", 15), RollEntry("D", 5)]
    by_weight = procedure(
        conditions=[{"measure": Measure.WEIGHT.value, "base": "entitled", "at_least": "2/3"}]
    )
    found = missing(by_weight, roll, {"D": FAVOUR})
    assert (found.in_favour, found.weight) == (2, Fraction(62))
    assert said(by_weight, roll, {"D": FAVOUR}) == (
        "At least 2 more associations, together of weight 62 or more, must vote in favour."
    )


@pytest.mark.parametrize(
    ("in_favour", "against", "abstention", "sentence"),
    [
        (
            0,
            0,
            0,
            "8 more associations must take part for the quorum, and at least 6 more associations must vote",
        ),
        (
            6,
            0,
            0,
            "2 more associations must take part for the quorum; the positions so far would then be enough.",
        ),
        (5, 3, 0, "At least 1 more association must vote in favour."),
        (6, 3, 0, "With the positions so far it would be adopted."),
        (
            0,
            8,
            0,
            "It can no longer pass unless a position changes: even with 7 more in favour, 7 of 15 votes cast",
        ),
        (
            4,
            11,
            0,
            "It can no longer pass unless a position changes: 4 of 15 votes cast in favour (26.6 %)",
        ),
    ],
)
def test_what_a_position_paper_still_needs(
    in_favour: int, against: int, abstention: int, sentence: str
) -> None:
    assert said(PAPER, equal_roll(15), taken(in_favour, against, abstention)).startswith(sentence)


def test_what_nobody_can_meet_is_not_put_on_the_positions() -> None:
    """A change of positions would not help, so nobody is told that it might."""
    rule = procedure(conditions=[cast(at_least="1/2")], min_in_favour=99)
    for positions_taken in ({}, taken(2, 3), taken(13)):
        assert said(rule, equal_roll(13), positions_taken) == (
            "It cannot pass, whatever the positions: even with everybody in favour, "
            "13 associations in favour, at least 99 needed."
        )


@given(votes, rolls(max_size=4), positions)
def test_hopeless_is_what_no_positions_at_all_could_bring_about(
    rule: Procedure, roll: list[RollEntry], taken_positions: Taken
) -> None:
    found = missing(rule, roll, taken_positions)
    members = [entry.member for entry in roll]
    could_pass = any(
        decide(rule, roll, dict(zip(members, choices, strict=True)), casting_vote=FAVOUR).outcome.is_adopted
        for choices in product((FAVOUR, Choice.AGAINST, Choice.ABSTENTION, Choice.RECUSED), repeat=len(roll))
    )
    assert found.is_hopeless == (not could_pass)


def test_where_all_abstain_it_is_said_what_is_wanting() -> None:
    unanimity = Procedure.from_dict(PRESETS["unanimity"].rule)
    assert said(unanimity, equal_roll(3), taken(0, 0, 3)) == (
        "Nobody has voted in favour or against: it passes only if positions change."
    )


def test_a_tie_points_to_the_casting_vote() -> None:
    assert said(CASTING, equal_roll(4), taken(2, 2)) == "It is a tie, which the casting vote would decide."
    assert said(CASTING, equal_roll(4), taken(1, 2)).startswith("With 1 more in favour it would be a tie")


def test_a_silence_procedure_says_who_has_objected() -> None:
    one = {"0": Choice.OBJECTION}
    rule = "Adopted unless at least 3 associations, or those with a fifth of the weight, object; so far "
    assert said(SILENCE, equal_roll(15), {}) == f"{rule}nobody objected."
    assert said(SILENCE, equal_roll(15), one) == (
        f"{rule}1 association objected, with a weight of 1 out of 15 (6.6 %)."
    )
    assert said(SILENCE, equal_roll(3), one).startswith("The silence is broken: 1 association objected")


def test_a_silence_on_a_small_roll_says_how_many_there_break_it() -> None:
    three = procedure(silence={"objections": 3})
    one = {"0": Choice.OBJECTION}
    assert said(three, equal_roll(2), one) == (
        "Adopted unless at least 2 associations object; so far 1 association objected."
    )
    both = said(three, equal_roll(2), one | {"1": Choice.OBJECTION})
    assert both.startswith("The silence is broken: 2 associations objected; the objections of all 2")


def test_weight_that_is_cast_makes_the_base_grow_with_it() -> None:
    roll = [RollEntry("A", 10), RollEntry("B", 10), RollEntry("C", 9), RollEntry("D", 9)]
    by_weight = procedure(conditions=[{"measure": "weight", "base": "cast", "at_least": "2/3"}])
    found = missing(by_weight, roll, {"A": FAVOUR, "B": Choice.AGAINST})
    assert (found.in_favour, found.weight) == (2, Fraction(10))
