"""What nobody could render or see is refused before it is parsed, with the facts for a sentence about it."""

import time
from contextlib import suppress

import pytest
from hypothesis import given

from eca_policy.text import guard
from eca_policy.text.markdown import render
from eca_policy.text.paragraphs import Paragraph, split

from . import real, writing

LINES = guard.MAX_LINES - 1

HOSTILE = {
    "empty items": "-\n" * 4_000,
    "code that is none": "``    \n\n" * (LINES // 2),
    "5 MB of text": "word " * 1_000_000,
    "20 kB of brackets": "[" * 20_000,
    "8 kB of brackets": "[" * 8_000,
    "brackets on many lines": "[\n" * 4_000,
    "nested pairs of brackets": "[" * 1_000 + "]" * 1_000,
    "many pairs of brackets": "[a] " * 5_000,
    "many links": "[a](b) " * 3_000,
    "links that never end": "[a](b " * 3_000,
    "references to nothing": "[a][b" * 3_000,
    "pictures that never end": "![" * 5_000,
    "500 nested lists": "\n".join("  " * level + "- a" for level in range(500)),
    "500 nested lists by four": "\n".join("    " * level + "- a" for level in range(500)),
    "500 nested quotations": ">" * 500 + " a",
    "500 spaced quotations": "> " * 500 + "a",
    "numbers within numbers": "1. " * 700,
    "dashes within dashes": "- " * 700,
    "open tags": "<a " * 20_000,
    "open comments": "<!-- " * 5_000,
    "nested tags": "<div>" * 50_000,
    "entities": "&" * 50_000,
    "stars": "*" * 50_000,
    "stars and letters": "*a" * 20_000,
    "two stars and letters": "**a*b" * 8_000,
    "underscores": "_a" * 20_000,
    "mixed emphasis": "*_a" * 10_000,
    "three stars": "***a**b*" * 4_000,
    "backticks": "".join("`" * count + "a" for count in range(1, 300)),
    "single backticks": "`a" * 20_000,
    "backslashes": "\\" * 40_000,
    "tildes": "~~a" * 10_000,
    "fences": "```a\n" * 20_000,
    "fences of tildes": "".join("~" * count + "\n" for count in range(3, 300)),
    "headings": "# a\n" * LINES,
    "empty headings": "#\n" * LINES,
    "rules": "---\n\n" * (LINES // 2),
    "rule that is none": "- " * 200 + "a\n\n",
    "paragraphs": "a\n\n" * 300_000,
    "short paragraphs": "a\n\n" * (LINES // 2),
    "table with many columns": "|" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|\n" * 2_000,
    "long table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 10_000,
    "many tables": "| a | b |\n|---|---|\n| 1 | 2 |\n\n" * (LINES // 4),
    "list items": "- a\n" * LINES,
    "loose list items": "- a\n\n" * (LINES // 2),
    "footnotes": "".join(f"[^{n}]: a\n" for n in range(LINES)),
    "one footnote many times": "[^1] " * 4_000 + "\n\n[^1]: a",
    "footnote within footnote": "[^1]: " * 2_000,
    "link targets": "".join(f"[{n}]: b\n" for n in range(LINES)),
    "quotations": "> a\n" * LINES,
    "alternating quotations": "> a\n\nb\n\n" * (LINES // 4),
    "code": "    a\n" * LINES,
    "alternating marks": "- a\n1. b\n" * (LINES // 2),
    "one long word": "a" * 500_000,
    "one long line": "a " * 300_000,
    "spaces": " " * 500_000 + "a",
    "blank lines": "\n" * 500_000,
    "tabs": "\t" * 50_000 + "a",
    "spaces before a line end": ("a" + " " * 5_000 + "\n") * 100,
    "underlines": "a\n" + "=" * 50_000 + "b",
    "mail addresses": "<a@" * 10_000,
    "addresses": "<http://" * 10_000,
    "combining accents": "a" + "\u0301" * 50_000,
    "titles that never end": '[a](b "' * 3_000,
    "parentheses": "[a](" + "(" * 20_000,
    "angle in link": "[a](<" * 3_000,
}


def rendered(source: str) -> None:
    render([Paragraph(str(at), part) for at, part in enumerate(split(guard.check(source)))])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_keeps_no_machine_busy(name: str) -> None:
    start = time.process_time()
    with suppress(guard.Unreadable):
        rendered(HOSTILE[name])
    assert time.process_time() - start < 5, "Unguarded, these take minutes."


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("5 MB of text", "too_long"),
        ("20 kB of brackets", "markup"),
        ("500 nested lists", "depth"),
        ("500 nested quotations", "depth"),
        ("numbers within numbers", "depth"),
        ("paragraphs", "too_many_lines"),
        ("one long word", "long_block"),
        ("table with many columns", "table"),
    ],
)
def test_a_refusal_names_its_rule(name: str, reason: str) -> None:
    with pytest.raises(guard.Unreadable) as refused:
        guard.check(HOSTILE[name])
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("source", "reason", "line", "character"),
    [
        ("a\x00b", "control_characters", 1, "U+0000"),
        ("one\ntwo\x0b", "control_characters", 2, "U+000B"),
        ("a\x1b[31m", "control_characters", 1, "U+001B"),
        ("a\ufffe", "control_characters", 1, "U+FFFE"),
        ("a\n\nb\u202ec", "hidden_characters", 3, "RIGHT-TO-LEFT OVERRIDE U+202E"),
        ("a\u2066b", "hidden_characters", 1, "LEFT-TO-RIGHT ISOLATE U+2066"),
        ("a\u200bb", "hidden_characters", 1, "ZERO WIDTH SPACE U+200B"),
        ("a\u200db", "hidden_characters", 1, "ZERO WIDTH JOINER U+200D"),
        ("co\u00adoperate", "hidden_characters", 1, "SOFT HYPHEN U+00AD"),
        ("in\ufeffside", "hidden_characters", 1, "ZERO WIDTH NO-BREAK SPACE U+FEFF"),
        ("5\ufe0f votes", "hidden_characters", 1, "VARIATION SELECTOR-16 U+FE0F"),
        ("tag\U000e0041", "hidden_characters", 1, "TAG LATIN CAPITAL LETTER A U+E0041"),
        ("a\ud800", "surrogate", 1, "U+D800"),
    ],
)
def test_what_nobody_sees_is_refused_with_its_line(
    source: str, reason: str, line: int, character: str
) -> None:
    with pytest.raises(guard.Unreadable) as refused:
        guard.check(source)
    assert (refused.value.reason, refused.value.line, refused.value.character) == (reason, line, character)


@pytest.mark.parametrize(
    "source",
    [
        "👩‍👩‍👧‍👦 and 👍🏽 and ⚠️ and 1️⃣ and 🇫🇮",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Scotland",
        "Ääkköset, български, ελληνικά",
        "a  \nb",
        "tab\tbed",
        "non-breaking\u00a0space",
    ],
)
def test_what_people_write_passes_unchanged(source: str) -> None:
    assert guard.check(source) == source


def test_accents_newlines_and_the_byte_order_mark_take_one_form() -> None:
    assert guard.check("\ufeffe\u0301\r\na\rb\u2028c") == "é\na\nb\nc"


def test_a_text_of_a_hundred_thousand_words_passes() -> None:
    sentence = (
        "The **Commission** should [support](https://a.eu) clusters in all regions of Europe, and soon. "
    )
    guard.check((sentence * 5 + "\n\n") * 1_450)


@real.needs_real
def test_real_papers_pass_unchanged() -> None:
    for path in real.papers():
        text = path.read_text(encoding="utf-8")
        assert guard.check(text) == text, path.name


@given(writing.texts)
def test_what_was_checked_once_stays_as_it_is(source: str) -> None:
    try:
        text = guard.check(source)
    except guard.Unreadable:
        return
    assert guard.check(text) == text


def test_hidden_characters_can_be_taken_out_and_emoji_stay() -> None:
    assert guard.without_hidden("a\u200bb\x00 👩‍👩‍👧 \u202ec\ud800") == "ab 👩‍👩‍👧 c"
