"""Where an amendment strikes, and how that is said."""

import pytest
from flask import Flask

from eca_policy.amendments.changes import Kind
from eca_policy.amendments.ordinals import english_ordinal, part
from eca_policy.amendments.place import BEFORE_ALL, GONE, Place, Stand, Step, place, sentences
from eca_policy.amendments.words import place_in_words
from eca_policy.lib.i18n import speaking

PROSE = Stand("paragraph", 12)
HEADING = Stand("heading", None, "Why this matters")
TEXT = "Clusters link small firms. They need funding. See Art. 5 of the act. The end."
LIST = "- one\n- two\n  - two and a half\n- three"
TABLE = "| Who | When |\n|---|---|\n| We | 2027 |\n| They | 2028 |"
CODE = "```\nfirst\nsecond\n```"


def said(kind: Kind, stand: Stand, old: str, new: str) -> str:
    with speaking("en"):
        return place_in_words(place(kind, stand, old, new))


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (TEXT.replace("See", "New. See"), "Paragraph 12, after the second sentence, insert"),
        ("New. " + TEXT, "Paragraph 12, at its beginning, insert"),
        (TEXT + " More.", "Paragraph 12, after the fourth sentence, insert"),
        (TEXT.removeprefix("Clusters link small firms. "), "Paragraph 12, delete the first sentence"),
        (TEXT.replace(" They need funding. See Art. 5 of the act.", ""),
         "Paragraph 12, delete the second and third sentences"),
        ("The end.", "Paragraph 12, delete the first to third sentences"),
        (TEXT.replace("need", "need stable"), "Paragraph 12, in the second sentence, insert words"),
        (TEXT.replace("small ", ""), "Paragraph 12, in the first sentence, delete words"),
        (TEXT.replace("funding", "money"), "Paragraph 12, reword the second sentence"),
        (TEXT.replace("small ", "").replace("The end", "Finis"),
         "Paragraph 12, in the first sentence, delete words; reword the fourth sentence"),
        (TEXT.replace("funding.", "lasting funding. And rooms."),
         "Paragraph 12, in the second sentence, insert words; after the second sentence, insert"),
        ("Something else altogether.", "Reword paragraph 12"),
        (TEXT + "\n{: .recommendation }", "Paragraph 12, make it a recommendation"),
        (TEXT + "\n\nAnother.", "After paragraph 12, insert a new paragraph"),
        (TEXT + "\n\n- a list\n- of two", "After paragraph 12, insert a new list"),
        (TEXT.replace("small ", "") + "\n\nAnother.\n\nA third.",
         "Paragraph 12, in the first sentence, delete words; insert 2 new paragraphs after it"),
        (TEXT.replace(". ", ".\n"), "Reword paragraph 12"),
    ],
)  # fmt: skip
def test_a_reworded_paragraph_is_said_by_its_sentences(app: Flask, new: str, words: str) -> None:
    assert said("replace", PROSE, TEXT, new) == words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Fund them.", "Fund them all.", "Paragraph 12, insert words"),
        ("Fund them all.", "Fund them.", "Paragraph 12, delete words"),
        ("Fund them.\n{: .recommendation }", "Fund them.", "Paragraph 12, no longer a recommendation"),
        (LIST, LIST.replace("two\n", "two more\n"), "Paragraph 12, in the second item, insert words"),
        (LIST, LIST.replace("  - two and a half\n", ""), "Paragraph 12, in the second item, delete words"),
        (LIST, LIST + "\n- four", "Paragraph 12, after the third item, insert"),
        ("1. a\n2. b\n3. c", "1. a\n2. x y z\n3. b\n4. c", "Paragraph 12, after the first item, insert"),
        (TABLE, TABLE.replace("2028", "2029"), "Paragraph 12, reword the second row"),
        (TABLE, TABLE + "\n| All | 2030 |", "Paragraph 12, after the second row, insert"),
        (TABLE, TABLE.replace("| We | 2027 |\n", ""), "Paragraph 12, delete the first row"),
        (CODE, CODE.replace("second", "second, and more"), "Paragraph 12, in the third line, insert words"),
        ("Prose.", "- a list", "Reword paragraph 12"),
    ],
)  # fmt: skip
def test_lists_tables_and_code_have_parts_of_their_own(app: Flask, old: str, new: str, words: str) -> None:
    assert said("replace", PROSE, old, new) == words


@pytest.mark.parametrize(
    ("kind", "stand", "new", "words"),
    [
        ("delete", PROSE, "", "Delete paragraph 12"),
        ("delete", HEADING, "", "Heading “Why this matters”, delete it"),
        ("replace", HEADING, "## Why", "Heading “Why this matters”, reword it"),
        ("insert_after", PROSE, "One.", "After paragraph 12, insert a new paragraph"),
        ("insert_after", PROSE, "One.\n\nTwo.\n\nThree.", "After paragraph 12, insert 3 new paragraphs"),
        ("insert_after", PROSE, "## A heading", "After paragraph 12, insert a new heading"),
        ("insert_after", PROSE, TABLE, "After paragraph 12, insert a new table"),
        ("insert_after", PROSE, "> quoted", "After paragraph 12, insert a new paragraph"),
        ("insert_after", HEADING, "One.", "After the heading “Why this matters”, insert a new paragraph"),
        ("insert_after", BEFORE_ALL, "One.", "At the beginning, insert a new paragraph"),
        ("insert_after", GONE, "One.",
         "A paragraph that is no longer in the text, insert a new paragraph after it"),
        ("delete", Stand("footnote"), "", "Passage without a number, delete it"),
    ],
)  # fmt: skip
def test_whole_paragraphs_come_and_go(app: Flask, kind: Kind, stand: Stand, new: str, words: str) -> None:
    assert said(kind, stand, "" if kind == "insert_after" else "## Why this matters", new) == words


def test_changes_all_over_are_not_counted_up(app: Flask) -> None:
    many = " ".join(f"This is sentence {number} of many." for number in range(1, 9))
    new = many
    for number in (1, 3, 5, 7):
        new = new.replace(f"sentence {number} of", f"sentence {number} out of")
    assert said("replace", PROSE, many, new) == "Paragraph 12, in several places"
    assert place("replace", PROSE, many, new) == Place(PROSE, "", "sentence", ())


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "first"), (10, "tenth"), (11, "11th"), (13, "13th"), (21, "21st"), (22, "22nd"), (103, "103rd"),
     (111, "111th")],
)  # fmt: skip
def test_english_ordinals(number: int, word: str) -> None:
    assert english_ordinal(number) == word


def test_parts_beyond_the_tenth_are_figures() -> None:
    assert part("sentence", 11, 11, case="nominative", language="en") == "the 11th sentence"
    assert part("sentence", 11, 11, case="nominative", language="fi") == "11. virke"
    assert part("item", 2, 2, case="genitive", language="fi") == "toisen luetelmakohdan"
    assert part("row", 2, 4, case="nominative", language="fi") == "2.–4. rivi"
    assert part("row", 2, 4, case="nominative", language="sv") == "the second to fourth rows"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("See Art. 5 and No. 7. Then go on.", 2),
        ("Mr. Smith and J. Delors met. They spoke.", 2),
        ("It grew by 3.5 per cent. So what?", 2),
        ("“Is it so?” He asked. (It was.) Yes.", 4),
        ("A note.[^1] Another one.", 2),
        ("Первое предложение. Второе предложение.", 2),
        ("Yksi virke. Älä lisää toista.", 2),
        ("e.g. this one", 1),
        ("", 0),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_step_counts_from_one() -> None:
    found = place("replace", PROSE, "One. Two. Three.", "One. Three.")
    assert found.steps == (Step("delete", 2, 2),)
