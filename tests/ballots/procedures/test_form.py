"""What is typed becomes the grammar and back."""

from dataclasses import replace
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.conduct import Conduct, Needs, Shown
from eca_policy.ballots.explain_conduct import conduct_sentence
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.procedures.form import TypedProcedure, as_form, typed_procedure
from eca_policy.ballots.procedures.shares import as_fraction, as_typed
from eca_policy.ballots.procedures.understood import understand
from eca_policy.ballots.wording import english, english_plural
from tests.ballots.made_up_ballots import procedures, silences, votes
from tests.ballots.procedures.making import fields_of, sent

conducts = st.builds(
    Conduct,
    shown=st.sampled_from(Shown),
    may_change=st.booleans(),
    against_needs=st.sampled_from(Needs),
    amendment_objects=st.booleans(),
    most_proxies=st.integers(0, 100),
    working_days=st.none() | st.integers(1, 250),
).map(lambda conduct: as_it_can_be(conduct))


def as_it_can_be(conduct: Conduct) -> Conduct:
    """In a secret ballot nothing is said and nothing changed."""
    if not conduct.is_secret:
        return conduct
    return replace(conduct, may_change=False, against_needs=Needs.NOTHING)


@given(procedures, conducts)
def test_every_procedure_can_be_typed(procedure: Procedure, conduct: Conduct) -> None:
    typed = typed_procedure(sent(procedure, conduct))
    assert Procedure.from_dict(typed.rule()) == procedure
    if procedure.silence is None:
        conduct = replace(conduct, amendment_objects=False)
    assert Conduct.from_dict(typed.conduct()) == conduct


@given(votes, silences)
def test_what_was_typed_for_the_other_type_counts_for_nothing_and_stays(
    vote: Procedure, silence: Procedure
) -> None:
    typed = as_form(vote, Conduct())
    objecting = as_form(silence, Conduct())
    both = replace(
        typed, objections=objecting.objections, objections_weight=objecting.objections_weight,
        kind="silence", weight_cap=objecting.weight_cap, followed_by="statutes",
    )  # fmt: skip
    again = typed_procedure(fields_of(both))
    assert again == both
    assert Procedure.from_dict(again.rule()) == silence
    assert replace(again, kind="vote").written_vote == ""


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**6))
def test_a_share_reads_as_what_was_typed(share: Fraction) -> None:
    assert Fraction(as_fraction(as_typed(share))) == share


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("2/3", "2/3"),
        (" 2 / 3 ", "2/3"),
        ("55 %", "11/20"),
        ("55%", "11/20"),
        ("33.3 %", "333/1000"),
        ("33,3 %", "333/1000"),
        ("66,7 %", "667/1000"),
        ("0", "0/1"),
        ("100", "100/1"),
        ("0.55", "11/20"),
        ("0,55", "11/20"),
        ("0.1", "1/10"),
        ("100 %", "1/1"),
        ("120 %", "6/5"),
    ],
)
def test_a_share_is_converted_exactly(typed: str, fraction: str) -> None:
    assert as_fraction(typed) == fraction


@pytest.mark.parametrize("typed", ["zwei", "half", "", "2/", "1/2/3", "٢/٣", "-1/2", "1e-1", "0.5.5", "%"])
def test_what_is_no_share_stays_as_it_was_typed(typed: str) -> None:
    assert as_fraction(typed) == typed


def test_a_row_too_many_is_kept_and_refused(app: Flask) -> None:
    typed = TypedProcedure()
    for _row in range(20):
        typed = typed.with_condition()
    assert len(typed.conditions) == 10
    form = fields_of(typed)
    for name in ("limit", "share", "measure", "base"):
        form.setlist(name, [form[name]] * 50)
    with app.test_request_context():
        assert "conditions" in understand(typed_procedure(form)).errors


@pytest.mark.parametrize(
    ("share", "told"),
    [("667/1000", "66.7 %"), ("1/8", "1/8"), ("1/1", "100 %"), ("7/30", "7/30"), ("3/2000", "0.15 %")],
)
def test_a_share_of_a_percentage_is_told_back_as_one(share: str, told: str) -> None:
    assert as_typed(Fraction(share)) == told


def test_the_last_row_goes_too_where_the_fewest_in_favour_are_asked(app: Flask) -> None:
    none = TypedProcedure().without_condition(0)
    assert none.conditions == ()
    least = replace(none, min_in_favour="8")
    assert least.rule() == {"tie": "reject", "min_in_favour": 8}
    assert typed_procedure(fields_of(least)) == least
    with app.test_request_context():
        assert understand(none).errors == {
            "conditions": ["Write at least one condition, or the fewest associations in favour."]
        }
        assert understand(least).rule_in_words == "Adopted if at least 8 associations are in favour."


def test_rows_are_removed_one_by_one() -> None:
    assert len(TypedProcedure().with_condition().without_condition(7).conditions) == 2


@given(procedures, conducts)
def test_no_two_conducts_read_alike(procedure: Procedure, conduct: Conduct) -> None:
    said = conduct_sentence(conduct, english, english_plural)
    other = replace(conduct, most_proxies=conduct.most_proxies + 1)
    assert said.endswith(".")
    assert conduct_sentence(other, english, english_plural) != said


@pytest.mark.parametrize(
    ("conduct", "sentence"),
    [
        (
            Conduct(),
            "Positions are shown as soon as they are taken, and can be changed until the close; "
            "a head may hold the proxy of 1 other association.",
        ),
        (
            Conduct(Shown.SECRET, may_change=False, most_proxies=0, working_days=1),
            "The ballot is secret, and a position can never be changed; there are no proxies; "
            "the ballot lasts 1 working day.",
        ),
        (
            Conduct(Shown.TOTALS, False, Needs.REASON_AND_CHANGE, True, 2, 10),
            "Only totals are shown, after the close; positions cannot be changed; who is against gives a "
            "reason and proposes a change; who proposes a change objects; a head may hold the proxies of 2 "
            "other associations; the ballot lasts 10 working days.",
        ),
    ],
)
def test_how_a_ballot_is_run_reads_as_one_sentence(conduct: Conduct, sentence: str) -> None:
    assert conduct_sentence(conduct, english, english_plural) == sentence
