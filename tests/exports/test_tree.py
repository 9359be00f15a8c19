"""Rendered HTML becomes a tree of blocks that means the same."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.exports import tree
from eca_policy.exports.elements import MAX_DEPTH, parse
from eca_policy.exports.outline import Outline, relevel

from .making import snapshot


def nodes(tree_part, kind):
    """All nodes of a kind below, in the order of the document."""
    if isinstance(tree_part, dict):
        found = [tree_part] if tree_part.get("t") == kind else []
        return found + nodes(tree_part.get("c"), kind)
    if isinstance(tree_part, list):
        return [node for child in tree_part for node in nodes(child, kind)]
    return []


def blocks(text):
    return [block for part in tree.parts(snapshot(text)) for block in part.blocks]


def words(node):
    return "".join(found["c"] for found in nodes(node, "Str"))


@given(st.lists(st.integers(1, 6)))
def test_headings_go_down_one_level_at_a_time(levels):
    outline = Outline()
    depths = [outline.depth(level) for level in levels]
    assert not depths or depths[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))


@given(st.lists(st.integers(1, 6)))
def test_headings_without_gaps_keep_their_levels(levels):
    outline, again = Outline(), Outline()
    depths = [outline.depth(level) for level in levels]
    assert [again.depth(depth) for depth in depths] == depths


@pytest.mark.parametrize(
    ("source", "levels"),
    [("# A\n\n### B\n\n##### C\n\n## D", [1, 2, 3, 2]), ("### A\n\n## B\n\n# C", [1, 1, 1])],
)
def test_a_skipped_heading_level_is_closed(source, levels):
    assert [node["c"][0] for node in nodes(blocks(source), "Header")] == levels


def test_headings_in_html_close_as_they_open():
    assert relevel("<h2>A</h2><h4>B</h4>", Outline(), below=1) == "<h2>A</h2><h3>B</h3>"


def test_emphasis_code_links_and_line_breaks_are_kept():
    (paragraph,) = blocks("*a* **b** `c` ~~d~~ [e](https://a.eu) f  \ng")
    kinds = [node["t"] for node in paragraph["c"] if node["t"] != "Str"]
    assert kinds == ["Emph", "Strong", "Code", "Strikeout", "Link", "LineBreak"]


def test_only_addresses_that_lead_somewhere_become_links():
    text = "[a](https://a.eu) [b](../b.pdf) [c](#c) [d](javascript:alert(1)) [e](mailto:e@a.eu)"
    links = [link["c"][2][0] for link in nodes(blocks(text), "Link")]
    assert links == ["https://a.eu", "mailto:e@a.eu"]
    assert all(letter in words(blocks(text)) for letter in "abcde")


def test_nested_lists_stay_nested():
    (outer,) = blocks("1. one\n    - inner\n        - innermost\n2. two")
    assert outer["t"] == "OrderedList"
    assert len(nodes(outer, "BulletList")) == 2


def test_a_list_keeps_the_number_it_starts_with():
    (numbered,) = blocks("7. seven\n8. eight")
    assert numbered["c"][0][0] == 7


def test_a_footnote_stands_where_it_is_mentioned_and_only_once():
    text = "a[^n] b[^n]\n\n[^n]: the *note*\n"
    (paragraph,) = blocks(text)
    assert [words(note) for note in nodes(paragraph, "Note")] == ["the note"]
    assert [words(again) for again in nodes(paragraph, "Superscript")] == ["1"]


def test_a_footnote_that_mentions_itself_ends():
    assert len(nodes(blocks("a[^n]\n\n[^n]: see[^n] again"), "Note")) == 1


def test_a_table_has_its_header_and_full_rows():
    (table,) = blocks("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |\n| 4 |")
    _, _, columns, head, bodies, _ = table["c"]
    assert [column[0]["t"] for column in columns] == ["AlignDefault", "AlignRight", "AlignCenter"]
    assert sum(column[1]["c"] for column in columns) == pytest.approx(1, abs=0.001)
    assert len(head[1]) == 1
    assert [len(row[1]) for row in bodies[0][3]] == [3, 3]


def test_raw_html_and_raw_blocks_are_words():
    text = "<script>x</script> `<b>`{=html}\n\n```{=openxml}\n<w:p/>\n```"
    found = blocks(text)
    assert not nodes(found, "RawInline")
    assert not nodes(found, "RawBlock")
    assert "<script>x</script>" in words(found)
    assert nodes(found, "CodeBlock")[0]["c"][1] == "<w:p/>"


def test_what_is_nested_too_deep_keeps_its_words():
    html = "".join(f"<ul><li>level {at}" for at in range(60)) + "</li></ul>" * 60
    root = parse(html)
    assert [f"level {at}" in root.text() for at in range(60)] == [True] * 60
    assert depth(root) <= MAX_DEPTH + 1


def depth(element):
    return 1 + max((depth(child) for child in element.elements()), default=0)
