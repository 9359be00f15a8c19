"""Changes are shown as words and lead exactly from one text to the other."""

import re
import unicodedata
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.text.compare import Change, revisions, words
from eca_policy.text.html import Labels, changes_html
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.tokens import tokens

from . import real, writing

pairs = st.one_of(st.tuples(writing.texts, writing.texts), st.tuples(writing.sentences, writing.sentences))


def shown(old: str, new: str) -> str:
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(marks[change.kind].format(change.text) for change in words(old, new))


def old_side(changes: list[Change]) -> str:
    return "".join(change.text for change in changes if change.kind != "insert")


def new_side(changes: list[Change]) -> str:
    return "".join(change.text for change in changes if change.kind != "delete")


@given(pairs)
def test_changes_concatenate_to_both_texts(pair: tuple[str, str]) -> None:
    changes = words(*pair)
    assert (old_side(changes), new_side(changes)) == pair


@given(pairs)
def test_no_change_is_empty_and_no_two_neighbours_are_of_one_kind(pair: tuple[str, str]) -> None:
    changes = words(*pair)
    assert all(change.text for change in changes)
    assert all(one.kind != other.kind for one, other in pairwise(changes))


@given(writing.texts)
def test_equal_texts_have_no_changes(text: str) -> None:
    assert all(change.kind == "equal" for change in words(text, text))


@given(writing.texts)
def test_tokens_concatenate_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def cuts(changes: list[Change], without: str) -> set[int]:
    """Where one side of a comparison is cut between two changes."""
    return set(accumulate((len(one.text) for one in changes if one.kind != without), initial=0))


@given(st.one_of(pairs, st.tuples(writing.wholes, writing.wholes)))
def test_every_boundary_between_changes_is_one_between_tokens(pair: tuple[str, str]) -> None:
    changes = words(*pair)
    for text, without in zip(pair, ("insert", "delete"), strict=True):
        assert cuts(changes, without) <= set(accumulate(map(len, tokens(text)), initial=0))


@given(st.tuples(writing.wholes, writing.wholes))
def test_nothing_that_a_reader_sees_as_one_is_cut(pair: tuple[str, str]) -> None:
    """Looks for the things themselves, and knows nothing of tokens."""
    changes = words(*pair)
    things = "|".join(map(re.escape, sorted(writing.WHOLE, key=len, reverse=True)))
    for text, without in zip(pair, ("insert", "delete"), strict=True):
        inside = {at for thing in re.finditer(things, text) for at in range(thing.start() + 1, thing.end())}
        assert not cuts(changes, without) & inside


@given(st.tuples(writing.anything, writing.anything))
def test_no_change_begins_with_what_belongs_to_the_character_before(pair: tuple[str, str]) -> None:
    for text, without in zip(pair, ("insert", "delete"), strict=True):
        for at in cuts(words(*pair), without) - {0, len(text)}:
            assert not unicodedata.combining(text[at])
            assert not (text[at - 1].isalpha() and text[at].isalpha() and text[at - 1 : at + 1].isascii())


@pytest.mark.parametrize(
    "whole",
    [
        "Commission", "don't", "cross-border", "3.5", "4,000", "2024/123", "x\u0302y", "👩‍👩‍👧",
        "👍🏽", "🇫🇮", "⚠️", "1️⃣",
        "[the plan](https://a.eu/x_(y))", "[the plan][ref]", "[^note]", "https://a.eu/b?c=d",
        "<https://a.eu>", "**",
        "{: .recommendation }", "\\*", "български", "snake_case",
    ],
)  # fmt: skip
def test_what_a_reader_sees_as_one_thing_is_one_token(whole: str) -> None:
    assert tokens(f"a {whole} b") == ["a", " ", whole, " ", "b"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("States shall act.", "States may act.", "States [-shall-][+may+] act."),
        ("One here. Two here.", "One here. New here. Two here.", "One here. [+New here. +]Two here."),
        ("the act of 2026 applies", "the law of 2027 applies", "the [-act of 2026-][+law of 2027+] applies"),
        ("See [a](b) now", "See [a](c) now", "See [-[a](b)-][+[a](c)+] now"),
        ("a[^1] b", "a[^2] b", "a[-[^1]-][+[^2]+] b"),
        ("a 👩‍👩‍👧 b", "a 👩‍👩‍👦 b", "a [-👩‍👩‍👧-][+👩‍👩‍👦+] b"),
        ("résumé", "resume", "[-résumé-][+resume+]"),
        ("shall act now", "shall not act", "shall [+not +]act[- now-]"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
    ],
)
def test_a_change_reads_as_a_person_would_mark_it(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_very_long_texts_are_compared_line_by_line() -> None:
    lines = [f"Line {number} says something about clusters.\n" for number in range(3_000)]
    changed = [*lines[:1_000], "Line 1000 says nothing about clusters.\n", *lines[1_001:]]
    assert [change.text for change in words("".join(lines), "".join(changed)) if change.kind != "equal"] == [
        "something", "nothing",
    ]  # fmt: skip


def test_a_very_long_line_is_compared_between_what_is_the_same() -> None:
    line = "".join(f"word{number} " for number in range(12_000))
    changed = line.replace("word10 ", "other ").replace("word4000 ", "").replace("word4500 ", "third ")
    found = [(change.kind, change.text) for change in words(line, changed) if change.kind != "equal"]
    assert found == [
        ("delete", "word10"), ("insert", "other"), ("delete", "word4000 "), ("delete", "word4500"),
        ("insert", "third"),
    ]  # fmt: skip


def paper(**sources: str) -> list[Paragraph]:
    return [Paragraph(its_id, source) for its_id, source in sources.items()]


def kinds(old: list[Paragraph], new: list[Paragraph]) -> list[tuple[str, str]]:
    return [(row.id, row.kind) for row in revisions(old, new)]


def test_paragraphs_are_told_apart_by_their_ids() -> None:
    old = paper(a="One.", b="Two is here.", c="Three.", d="Four.")
    new = paper(b="Two was here.", x="New.", d="Four.", a="One.")
    assert kinds(old, new) == [
        ("b", "changed"),
        ("c", "removed"),
        ("x", "added"),
        ("d", "same"),
        ("a", "moved"),
    ]


def test_a_moved_paragraph_says_whether_it_was_reworded() -> None:
    old, new = paper(a="One.", b="Two.", c="Three."), paper(b="Two.", c="Three.", a="One!")
    moved = revisions(old, new)[-1]
    assert (moved.kind, moved.is_reworded, moved.old, moved.new) == ("moved", True, "One.", "One!")


def test_blank_lines_around_a_paragraph_are_no_change() -> None:
    assert kinds(paper(a="One.\n\n", b="Two."), paper(a="One.\n", b="Two.\n")) == [
        ("a", "same"),
        ("b", "same"),
    ]


ids = st.lists(st.sampled_from("abcdef"), unique=True)


@given(ids, ids)
def test_every_paragraph_of_either_side_has_exactly_one_row(before: list[str], after: list[str]) -> None:
    rows = revisions([Paragraph(one, one) for one in before], [Paragraph(one, one) for one in after])
    assert sorted(row.id for row in rows) == sorted({*before, *after})
    assert [row.id for row in rows if row.new is not None] == after


@real.needs_real
@pytest.mark.parametrize("name", ["18f-open-source-policy.en.jsonl", "disic-ouverture.fr.jsonl"])
def test_changes_of_a_real_history_lead_from_each_revision_to_the_next(name: str) -> None:
    texts = real.history(name)
    for old, new in pairwise(texts):
        changes = words(old, new)
        assert (old_side(changes), new_side(changes)) == (old, new)


LABELS = Labels(deleted="deleted:", inserted="inserted:", space="space", line_break="line break")


def test_changes_are_announced_in_words_and_escaped() -> None:
    html = changes_html(words("a <b> c", "a <i> c"), LABELS)
    assert html == (
        'a &lt;<del><span class="visually-hidden">deleted: </span>b</del>'
        '<ins><span class="visually-hidden">inserted: </span>i</ins>&gt; c'
    )


def invisible(old: str, new: str) -> list[str]:
    html = changes_html(words(old, new), LABELS)
    return re.findall(r'<(del|ins)><span class="visually-hidden">\w+: </span><span[^>]+>\[(.*?)\]', html)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b", "a  b", [("del", "space"), ("ins", "space × 2")]),
        ("a b", "a\nb", [("del", "space"), ("ins", "line break")]),
        ("a b", "a\u00a0b", [("del", "space"), ("ins", "no-break space")]),
        ("a b", "a\u202fb", [("del", "space"), ("ins", "no-break space U+202F")]),
        ("a b", "a\tb", [("del", "space"), ("ins", "tab")]),
        ("a b", "a\u2009b", [("del", "space"), ("ins", "space U+2009")]),
        ("a\nb", "a  \nb", [("ins", "hard line break")]),
        ("a  \nb", "a\nb", [("del", "hard line break")]),
        ("a \nb", "a  \nb", [("del", "space"), ("ins", "hard line break")]),
        ("a b", "a  \nb", [("del", "space"), ("ins", "hard line break")]),
        ("a\nb", "a\n\nb", [("del", "line break"), ("ins", "line break × 2")]),
        ("a b", "a \tb", [("del", "space"), ("ins", "space, tab")]),
        ("a.", "a. ", [("ins", "space")]),
        ("a b", "a c", []),
        ("10 km x", "10\u00a0km\u00a0x", [("del", "space"), ("ins", "no-break space")] * 2),
        ("a b c d", "a\u00a0b x d", [("del", "space"), ("ins", "no-break space")]),
    ],
)
def test_an_invisible_change_is_spelled_out(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert invisible(old, new) == expected


spaces = st.text(" \u00a0\u202f\t\n\u2009", min_size=1, max_size=4)


def spelled(text: str) -> str:
    return changes_html([Change("insert", text)], LABELS).partition("[")[2].partition("]")[0]


@given(spaces, spaces)
def test_no_two_invisible_texts_are_spelled_alike(one: str, other: str) -> None:
    """Two spaces at the end of a line are a line break, and so are more."""
    alike = re.sub(" {2,}\n", "  \n", one) == re.sub(" {2,}\n", "  \n", other)
    assert (spelled(one) == spelled(other)) == alike
