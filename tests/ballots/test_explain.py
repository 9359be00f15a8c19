import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given

from eca_policy.ballots import presets, wording
from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.explain import sentence
from eca_policy.ballots.explain_missing import missing_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.lapsing import lapsed
from eca_policy.ballots.missing import missing
from eca_policy.ballots.problems import Problem, problem_sentence
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.recount import recount
from eca_policy.ballots.rules import decide
from tests.ballots.made_up_ballots import (
    Taken,
    cast,
    equal_roll,
    needs_cases,
    positions,
    procedure,
    procedures,
    rolls,
    shared_cases,
    taken,
)

BALLOTS = Path(presets.__file__).parent
FINNISH = {
    "Adopted: %(reasons)s.": "Hyväksytty: %(reasons)s.",
    "%(got)s of %(num)s votes cast in favour (%(percent)s)": "puolesta %(got)s/%(num)s äänestä (%(percent)s)",
    "at least %(share)s needed": "vaaditaan vähintään %(share)s",
    "two thirds": "kaksi kolmasosaa",
    "half": "puolet",
    "%(whole)s.%(decimals)s %%": "%(whole)s,%(decimals)s %%",
    "%(got)s of %(num)s associations took part": "%(got)s/%(num)s jäsenyhdistystä osallistui",
    "quorum %(share)s": "päätösvaltaisuuteen vaaditaan %(share)s",
}


def finnish(message: str, /, **variables: object) -> str:
    translated = FINNISH[message]
    return translated % variables if variables else translated


def finnish_plural(singular: str, plural: str, num: int, /, **variables: object) -> str:
    return finnish(plural, num=num, **variables)


class Catalogue:
    """Stands for a translation and keeps every message that was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def gettext(self, message: str, /, **variables: object) -> str:
        self.asked.add(message)
        return f"⟦{wording.english(message, **variables)}⟧"

    def ngettext(self, singular: str, plural: str, num: int, /, **variables: object) -> str:
        self.asked |= {singular, plural}
        return f"⟦{wording.english_plural(singular, plural, num, **variables)}⟧"


@pytest.fixture(scope="module")
def extracted() -> set[str]:
    """Every message the catalogue will have from this package."""
    found = extract_from_dir(BALLOTS, method_map=[("**.py", "python")])
    return {
        text
        for _, _, messages, _, _ in found
        for text in ([messages] if isinstance(messages, str) else messages)
    }


def test_a_decision_is_explained_with_its_arithmetic() -> None:
    paper = Procedure.from_dict(presets.PRESETS["position_paper"].rule)
    assert decide(paper, equal_roll(15), taken(11, 2, 1)).sentence == (
        "Adopted: 11 of 13 votes cast in favour (84.6 %), at least two thirds needed; "
        "11 of 15 entitled associations in favour (73.3 %), more than a third needed; "
        "14 of 15 associations took part, quorum half."
    )


def test_a_decision_can_be_explained_in_finnish() -> None:
    rule = procedure(conditions=[cast(at_least="2/3")], quorum={"measure": "members", "at_least": "1/2"})
    decision = decide(rule, equal_roll(15), taken(11, 2, 1))
    assert sentence(decision, _only_asked(finnish), finnish_plural) == (
        "Hyväksytty: puolesta 11/13 äänestä (84,6 %), vaaditaan vähintään kaksi kolmasosaa; "
        "14/15 jäsenyhdistystä osallistui, päätösvaltaisuuteen vaaditaan puolet."
    )


def test_one_is_said_in_the_singular() -> None:
    rule = procedure(conditions=[cast(more_than="1/2")], quorum={"measure": "members", "at_least": "1/2"})
    assert "1 of 1 vote cast in favour (100.0 %)" in decide(rule, equal_roll(1), taken(1)).sentence
    assert "1 of 1 association took part" in decide(rule, equal_roll(1), taken(1)).sentence


def test_a_rejection_names_only_what_stood_in_the_way() -> None:
    rule = procedure(conditions=[cast(more_than="1/2"), cast(at_least="3/4")])
    assert decide(rule, equal_roll(3), taken(2, 1)).sentence == (
        "Rejected: 2 of 3 votes cast in favour (66.6 %), at least three quarters needed."
    )


def test_a_capped_weight_is_written_as_a_mixed_number() -> None:
    rule = procedure(conditions=[{"measure": "weight", "base": "cast", "more_than": "1/2"}], weight_cap="1/3")
    decision = decide(rule, [RollEntry("A", 9), RollEntry("B", 1)], {"A": Choice.IN_FAVOUR})
    assert "a weight of 3 1/3 in favour out of 3 1/3 cast (100.0 %)" in decision.sentence


@needs_cases
def test_the_percentage_of_e73_is_cut_off() -> None:
    (recounted,) = recount([case for case in shared_cases() if case["id"] == "E73"])
    assert "(64.9 %)" in recounted.decision.sentence
    assert "65.0" not in recounted.decision.sentence


@given(procedures, rolls(), positions)
def test_every_word_of_every_sentence_can_be_translated(
    extracted: set[str], rule: Procedure, roll, taken_positions
) -> None:
    catalogue = Catalogue()
    decision = decide(rule, roll, taken_positions)
    said = [
        sentence(decision, catalogue.gettext, catalogue.ngettext),
        sentence(lapsed(decision, ["1"]), catalogue.gettext, catalogue.ngettext),
        sentence(lapsed(decision, ["1", "2"]), catalogue.gettext, catalogue.ngettext),
        rule_sentence(rule, catalogue.gettext, catalogue.ngettext),
        missing_sentence(missing(rule, roll, taken_positions), catalogue.gettext, catalogue.ngettext),
    ]
    assert catalogue.asked <= extracted
    for text in said:
        assert not re.search(r"[A-Za-z]", _outside_brackets(text)), text


@given(procedures, rolls(), positions)
def test_no_sentence_keeps_a_placeholder(
    rule: Procedure, roll: list[RollEntry], taken_positions: Taken
) -> None:
    said = decide(rule, roll, taken_positions).sentence
    assert "%(" not in said
    assert "%%" not in said
    assert said.endswith(".")


def test_every_problem_has_a_sentence_in_the_catalogue(extracted: set[str]) -> None:
    catalogue = Catalogue()
    problem_sentence(Problem("", "empty"), catalogue.gettext)
    assert len(catalogue.asked) > 20
    assert catalogue.asked <= extracted


def test_preset_names_and_descriptions_are_in_the_catalogue(extracted: set[str]) -> None:
    shown = {text for preset in presets.PRESETS.values() for text in (preset.name, preset.description)}
    assert shown <= extracted


def _only_asked(translate: wording.Gettext) -> wording.Gettext:
    """The sentence asks for all its openings and shares; those it does not show may stay English here."""

    def gettext(message: str, /, **variables: object) -> str:
        return (
            translate(message, **variables) if message in FINNISH else wording.english(message, **variables)
        )

    return gettext


def _outside_brackets(text: str) -> str:
    while "⟦" in text:
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return text
