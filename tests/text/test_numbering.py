"""Paragraphs and recommendations are numbered, each on their own."""

import pytest
from hypothesis import given

from eca_policy.text.numbering import (
    is_recommendation,
    mark_recommendation,
    number,
    unmark_recommendation,
)
from eca_policy.text.paragraphs import Paragraph, split

from . import writing

PAPER = """# Title

An introduction.

- a list

## Demands
{: .recommendation }

The Commission should act.
{: .recommendation }

| a |
|---|
| b |
{: .recommendation }

---

[^1]: A note.

[link]: https://a.eu
"""


def numbered(source: str):
    return number([Paragraph(f"p{at}", part) for at, part in enumerate(split(source))])


def test_headings_rules_notes_and_targets_get_no_number() -> None:
    assert [(one.kind, one.number) for one in numbered(PAPER)] == [
        ("heading", None), ("paragraph", 1), ("list", 2), ("heading", None), ("paragraph", 3), ("table", 4),
        ("rule", None), ("footnote", None), ("reference", None),
    ]  # fmt: skip


def test_recommendations_count_on_their_own() -> None:
    assert [one.recommendation for one in numbered(PAPER) if one.recommendation] == [1, 2, 3]


@pytest.mark.parametrize(
    "source", ["Text", "Text\n\n", "- a\n- b\n", "# Title\n", "```\na\n```\n\n", "Title\n---\n"]
)
def test_marking_and_unmarking_gives_back_the_text(source: str) -> None:
    marked = mark_recommendation(source)
    assert is_recommendation(marked)
    assert split(marked) == [marked]
    assert unmark_recommendation(marked) == source


@given(writing.lines)
def test_marking_twice_is_marking_once_and_unmarking_undoes_it(source: str) -> None:
    for part in split(source):
        marked = mark_recommendation(part)
        assert mark_recommendation(marked) == marked
        if marked != part:
            assert unmark_recommendation(marked) == part


@pytest.mark.parametrize("source", ["", "---", "[^1]: a note", "[a]: https://a.eu", "{: .recommendation }"])
def test_what_makes_no_demand_cannot_be_marked(source: str) -> None:
    assert mark_recommendation(source) == source
    assert not is_recommendation(source)


def test_a_mark_across_a_blank_line_belongs_to_the_block_above() -> None:
    assert [one.recommendation for one in numbered("- a\n- b\n\n{:.recommendation}\n\nText")] == [1, None]
