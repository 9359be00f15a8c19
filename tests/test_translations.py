"""The Finnish catalogue is complete, its places are those of the English, and decisions read as Finnish."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.support import Translations

from eca_policy.ballots import presets
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.explain import sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.rules import decide
from eca_policy.lib import moments
from tests.ballots.made_up_ballots import equal_roll, taken
from tests.catalogue import PLACEHOLDER, SAME, catalogue, found_in_the_source, texts, translated


def test_every_message_is_in_the_catalogue_and_no_other() -> None:
    missing = found_in_the_source() - translated().keys()
    assert not missing, "Run script/translate, and write their Finnish."
    gone = translated().keys() - found_in_the_source()
    assert not gone, "Nobody says these any more: script/translate drops them."
    assert not catalogue().obsolete, "script/translate drops what is obsolete."


def test_every_message_has_its_finnish() -> None:
    empty = [message.id for message in translated().values() if not all(texts(message, "string"))]
    assert empty == []
    assert [message.id for message in translated().values() if message.fuzzy] == []


def test_both_numbers_of_a_message_are_translated() -> None:
    for message in translated().values():
        if message.pluralizable:
            assert len(message.string) == 2, message.id
    assert catalogue().plural_forms == "nplurals=2; plural=(n != 1);"


def test_the_finnish_has_the_places_of_the_english() -> None:
    for message in translated().values():
        wanted = {place for text in texts(message, "id") for place in PLACEHOLDER.findall(text)}
        for text in texts(message, "string"):
            left_out = wanted - set(PLACEHOLDER.findall(text))
            # "In one place …" says the number in words.
            assert left_out <= ({"%(num)d", "%(num)s"} if message.pluralizable else set()), message.id
            assert set(PLACEHOLDER.findall(text)) <= wanted, message.id


def test_nothing_was_left_in_english() -> None:
    same = {text for message in translated().values() for text in texts(message, "id")} & {
        text for message in translated().values() for text in texts(message, "string")
    }
    assert same == SAME


def test_what_associations_state_is_called_a_statement_everywhere() -> None:
    said = [text for message in translated().values() for text in texts(message, "id")]
    assert [text for text in said if re.search(r"declar", text, re.IGNORECASE)] == []


def test_a_sentence_stays_a_sentence() -> None:
    for message in translated().values():
        english = texts(message, "id")[0]
        for text in texts(message, "string"):
            assert text == text.strip(), message.id
            assert text.endswith(".") == english.endswith(".") or english == "No.", message.id
            assert text.endswith(":") or not english.endswith(":"), message.id


def test_finnish_quotes_are_finnish() -> None:
    wrong = [m.id for m in translated().values() if re.search(r"[“‘„]", "".join(texts(m, "string")))]
    assert wrong == []


# Decisions


@pytest.fixture(scope="session")
def finnish() -> Translations:
    """The catalogue, compiled."""
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    return Translations(compiled)


@pytest.fixture
def say(finnish: Translations) -> tuple[Callable[..., str], Callable[..., str]]:
    """Both functions of gettext, in Finnish."""

    def gettext(message: str, /, **values: object) -> str:
        text = finnish.gettext(message)
        return text % values if values else text

    def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
        return finnish.ngettext(one, many, num) % {"num": num, **values}

    return gettext, ngettext


def test_a_decision_is_told_in_finnish(say: tuple[Any, Any]) -> None:
    rule = Procedure.from_dict(presets.PRESETS["position_paper"].rule)
    told = sentence(decide(rule, equal_roll(15), taken(8, 4)), *say)
    assert told == (
        "Hyväksytty: 12 annetusta äänestä 8 puolesta (66,6 %), vaaditaan vähintään kaksi kolmasosaa; "
        "15 äänioikeutetusta jäsenyhdistyksestä 8 puolesta (53,3 %), vaaditaan yli kolmasosa; "
        "15 jäsenyhdistyksestä osallistui 12, päätösvaltaisuuteen vaaditaan puolet."
    )


def test_a_broken_silence_is_told_in_finnish(say: tuple[Any, Any]) -> None:
    rule = Procedure.from_dict({"silence": {"objections": 1}})
    told = sentence(decide(rule, equal_roll(3), {"0": Choice.OBJECTION}), *say)
    assert told == (
        "Hiljaisuus rikottiin: 1 jäsenyhdistys vastusti; hiljaisuuden rikkoo 1 vastustava jäsenyhdistys."
    )


def test_a_rule_is_told_in_finnish(say: tuple[Any, Any]) -> None:
    rule = Procedure.from_dict(presets.PRESETS["statutes"].rule)
    assert rule_sentence(rule, *say) == (
        "Hyväksytään, jos vähintään kolme neljäsosaa annetuista äänistä on puolesta; "
        "päätösvaltaisuuteen vaaditaan, että vähintään kaksi kolmasosaa jäsenyhdistyksistä osallistuu."
    )


def test_an_instant_is_written_as_finnish_does() -> None:
    closes = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
    assert moments.in_words(closes, "fi") == "12. toukokuuta 2026 klo 17.00 CEST"
    assert moments.in_words(closes, "fi", with_seconds=True) == "12. toukokuuta 2026 klo 17.00.00 CEST"
    assert moments.day_in_words(closes, "fi") == "12. toukokuuta 2026"
    assert moments.in_words(closes, "en") == "12 May 2026, 17:00 CEST"
