"""When a vote departs from a mandate, what answers add up to, and how pasted lines are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.lib.actor import Actor, Term
from eca_policy.mandates import rules
from eca_policy.mandates.pasted import Fault, Line, read
from eca_policy.mandates.rules import CHOICES, MANDATE_CHOICES, delegations, tally, warning_kind

BALLOT_CHOICES = ("in_favour", "no_objection", "against", "objection", "abstention", "recused")


@pytest.mark.parametrize("choice", BALLOT_CHOICES)
def test_a_free_hand_is_never_departed_from(choice: str) -> None:
    assert warning_kind("free", choice) == ""


@pytest.mark.parametrize(
    ("mandate", "choice", "kind"),
    [
        ("in_favour", "in_favour", ""),
        ("in_favour", "no_objection", ""),
        ("in_favour", "against", "against_mandate"),
        ("in_favour", "objection", "against_mandate"),
        ("in_favour", "abstention", "short_of_mandate"),
        ("in_favour", "recused", "short_of_mandate"),
        ("against", "against", ""),
        ("against", "objection", ""),
        ("against", "in_favour", "against_mandate"),
        ("against", "no_objection", "against_mandate"),
        ("against", "abstention", "short_of_mandate"),
        ("against", "recused", "short_of_mandate"),
        ("abstention", "abstention", ""),
        ("abstention", "recused", ""),
        ("abstention", "in_favour", "beyond_mandate"),
        ("abstention", "no_objection", "beyond_mandate"),
        ("abstention", "against", "beyond_mandate"),
        ("abstention", "objection", "beyond_mandate"),
    ],
)
def test_a_vote_is_held_against_the_mandate(mandate: str, choice: str, kind: str) -> None:
    assert warning_kind(mandate, choice) == kind


def test_every_choice_can_be_held_against_every_mandate() -> None:
    for choice in BALLOT_CHOICES:
        silent = [mandate for mandate in MANDATE_CHOICES if not warning_kind(mandate, choice)]
        assert len(silent) == 2, "A choice fulfils one mandate, and a free hand."


def test_people_and_clusters_are_counted_apart_and_together() -> None:
    counted = tally([("in_favour", False), ("in_favour", True), ("in_favour", True), ("abstention", True)])
    assert (counted.people, counted.clusters) == ((1, 0, 0), (2, 0, 1))
    assert (counted.totals, counted.total) == ((3, 0, 1), 4)
    assert (counted.shares, counted.majority) == ((75, 0, 25), "in_favour")


def test_half_of_the_answers_is_no_majority() -> None:
    assert tally([("in_favour", True), ("against", True)]).majority is None
    assert tally([]).majority is None


@given(st.lists(st.tuples(st.sampled_from(CHOICES), st.booleans())))
def test_shares_never_show_more_than_there_is(answers: list[tuple[str, bool]]) -> None:
    counted = tally(answers)
    assert sum(counted.shares) <= 100
    assert counted.total == len(answers)
    if counted.majority:
        assert counted.shares[CHOICES.index(counted.majority)] >= 50


def test_only_member_associations_have_a_mandate() -> None:
    terms = (
        Term("delegate", 2),
        Term("head", 3, is_observer=True),
        Term("secretariat", None),
        Term("head", 2),
    )
    assert delegations(Actor(1, terms)) == (2,)


def test_lines_are_read_in_english_and_in_finnish() -> None:
    lines, faults = read(
        "Tampere Robotics; in favour; if funded; soon\n\n  Oulu ICT ;VASTAAN\nTurku Sea;  tyhjä. ;\n"
        "Кластер Київ\tpuolesta\tтак; якщо\nA; pidättyy  äänestämästä\nB; no\nC; for"
    )
    assert not faults
    assert lines == [
        Line(1, "Tampere Robotics", "in_favour", "if funded; soon"),
        Line(3, "Oulu ICT", "against", ""),
        Line(4, "Turku Sea", "abstention", ""),
        Line(5, "Кластер Київ", "in_favour", "так; якщо"),
        Line(6, "A", "abstention", ""),
        Line(7, "B", "against", ""),
        Line(8, "C", "in_favour", ""),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "typed"),
    [
        ("; in favour; because", "no_name", ""),
        ("Oulu ICT", "no_choice", "Oulu ICT"),
        ("Oulu ICT;; because", "no_choice", "Oulu ICT"),
        ("Oulu ICT; perhaps", "unknown_choice", "perhaps"),
        ("Ou\u200blu; in favour", "hidden_character", ""),
        ("x" * 201 + "; in favour", "long_name", "x" * 60 + "…"),
        ("Oulu; in favour; " + "x" * 2001, "long_remark", "Oulu"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(line: str, kind: str, typed: str) -> None:
    lines, faults = read(f"Good; in favour\n{line}")
    assert [each.number for each in lines] == [1]
    assert faults == [Fault(2, kind, typed)]  # type: ignore[arg-type]


def test_a_name_that_stands_twice_is_named_with_both_lines() -> None:
    _lines, faults = read("Oulu ICT; in favour\nTurku; no\nOULU  ict; against")
    assert faults == [Fault(3, "twice", "OULU ict", 1)]


@given(st.text())
def test_every_line_that_says_something_is_an_answer_or_a_fault(pasted: str) -> None:
    lines, faults = read(pasted)
    assert len(lines) + len(faults) == sum(bool(each.strip()) for each in pasted.splitlines())
    assert len({rules.name_key(each.cluster) for each in lines}) == len(lines)
