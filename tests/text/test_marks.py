"""Marks of emphasis stay in pairs, through comparison and merge."""

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.text.compare import words
from eca_policy.text.markdown import render_short
from eca_policy.text.marks import marks
from eca_policy.text.merge import merge
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.plain import plain
from eca_policy.text.tokens import tokens
from eca_policy.text.weave import woven

from . import real, writing


def is_balanced(text: str) -> bool:
    return marks(tokens(text)).is_balanced


def changed(old: str, new: str) -> str:
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(signs[change.kind].format(change.text) for change in words(old, new))


@pytest.mark.parametrize(
    "text",
    [
        "", "plain", "**a**", "*a* and _b_", "***a***", "***a** b*", "***a* b**", "**a *b***", "~~a~~ `b*`",
        "``a ` b``", "3 * 4", "* item", "- **a**\n- *b*", "snake_case_name", "\\*a", "~ 5", "a **b**c **d**",
        "**a\nb**", "[**a](b)",
    ],
)  # fmt: skip
def test_these_marks_all_have_their_partner(text: str) -> None:
    assert is_balanced(text)


@pytest.mark.parametrize(
    "text",
    [
        "**a", "a**", "**a*", "`a", "``a`", "~~a", "**a **b** c**", "**a\n\nb**",
        "- **a\n- b**", "1. *a\n2. b*", "| **a |\n| b** |",
    ],
)  # fmt: skip
def test_these_do_not(text: str) -> None:
    assert not is_balanced(text)


@given(writing.emphasised)
def test_what_is_balanced_is_shown_without_marks(text: str) -> None:
    assert is_balanced(text)
    assert not re.search(r"[*_~`]", plain(text))


@pytest.mark.parametrize(
    ("text", "loose"), [("a ** b", 1), ("act **", 1), ("* item\n* item", 0), ("3 * 4", 1)]
)
def test_marks_between_spaces_are_counted(text: str, loose: int) -> None:
    assert marks(tokens(text)).loose == loose


@given(writing.texts)
def test_marks_that_belong_together_are_alike_and_in_order(text: str) -> None:
    pieces = tokens(text)
    for opening, closing in marks(pieces).pairs:
        assert opening < closing
        assert pieces[opening][0] == pieces[closing][0] in "*_~`"


@real.needs_real
def test_marks_of_real_papers_are_mostly_balanced() -> None:
    parts = [part for path in real.papers() for part in path.read_text(encoding="utf-8").split("\n\n")]
    marked = [part for part in parts if "**" in part]
    assert len([part for part in marked if is_balanced(part)]) > 0.95 * len(marked)


# In a comparison


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the act now", "the **act** now", "the [-act-][+**act**+] now"),
        ("the **act** now", "the act now", "the [-**act**-][+act+] now"),
        ("a **big act** b", "a **big law** b", "a **big [-act-][+law+]** b"),
        ("a **big act** b", "a *big act* b", "a [-**big act**-][+*big act*+] b"),
        ("a **b** c **d** e", "a **b c d** e", "a [-**b** c **d**-][+**b c d**+] e"),
        ("a `b` c", "a b c", "a [-`b`-][+b+] c"),
    ],
)
def test_a_change_takes_both_marks_of_a_pair(old: str, new: str, expected: str) -> None:
    assert changed(old, new) == expected


@given(writing.emphasised, writing.emphasised)
def test_every_deletion_and_insertion_holds_whole_pairs(old: str, new: str) -> None:
    changes = words(old, new)
    assert "".join(change.text for change in changes if change.kind != "insert") == old
    assert "".join(change.text for change in changes if change.kind != "delete") == new
    for change in changes:
        if change.kind != "equal":
            assert not re.search(r"[*_~`]", plain(change.text)), change


@given(
    st.lists(writing.emphasised, min_size=2, max_size=3), st.lists(writing.emphasised, min_size=2, max_size=3)
)
def test_a_pair_is_extended_within_its_paragraph_only(old: list[str], new: list[str]) -> None:
    changes = words("\n\n".join(old), "\n\n".join(new))
    assert "".join(change.text for change in changes if change.kind != "insert") == "\n\n".join(old)
    assert "".join(change.text for change in changes if change.kind != "delete") == "\n\n".join(new)
    same = words("\n\n".join(["**x", *old]), "\n\n".join(["**x", *old, "y**"]))
    assert [change.text for change in same if change.kind != "equal"] == ["\n\ny**"]


# In a merge


@given(writing.emphasised, st.lists(writing.emphasised, min_size=1, max_size=4))
def test_balanced_wordings_are_woven_into_a_balanced_text(base: str, wordings: list[str]) -> None:
    text, contradictions = woven(base, wordings)
    for decided in [
        text,
        *(
            text[: one.start] + side + text[one.start + len(one.base) :]
            for one in contradictions
            for side in one.sides
        ),
    ]:
        outside_code = re.sub(r"<code>.*?</code>|<[^>]*>", "", render_short(decided))
        assert not re.search(r"[*_~`]", outside_code), decided


@pytest.mark.parametrize(
    ("base", "wordings"),
    [
        ("a b c", ["**a b** c", "**a** b c"]),
        ("a **b c** d", ["a **b** c d", "a b **c** d"]),
        ("one `two` three", ["one `two three`", "one two three"]),
    ],
)
def test_where_marks_would_break_the_whole_wordings_are_the_sides(base: str, wordings: list[str]) -> None:
    for order in permutations(wordings):
        merged = merge([Paragraph("p", base)], [[Paragraph("p", wording)] for wording in order])
        assert [one.source for one in merged.paragraphs] == [base]
        assert [(one.base, one.sides, one.start) for one in merged.conflicts] == [
            (base, tuple(sorted(wordings)), 0)
        ]


def test_emphasis_by_one_and_a_word_by_another_come_together() -> None:
    assert woven("the big act now", ["the **big act** now", "the big law now"]) == ("the **big law** now", [])


def test_who_writes_unbalanced_marks_gets_them() -> None:
    assert woven("a b c", ["**a b c", "a b x"]) == ("**a b x", [])
