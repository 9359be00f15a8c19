"""A text falls apart into blocks and comes together again; its paragraphs keep their ids."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.text import front_matter
from eca_policy.text.blocks import kind_of
from eca_policy.text.paragraphs import Paragraph, carry, join, split

from . import real, writing


def counter(prefix: str = "n"):
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def paragraphs(*sources: str) -> list[Paragraph]:
    return [Paragraph(f"p{at}", source) for at, source in enumerate(sources, start=1)]


def ids(carried: list[Paragraph]) -> list[str]:
    return [one.id for one in carried]


def without_blank_start(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip(" \t"):
        lines.pop(0)
    return "\n".join(lines)


@given(writing.texts)
def test_joining_the_parts_gives_back_the_text(source: str) -> None:
    assert join(split(source)) == without_blank_start(source)


@given(writing.texts)
def test_splitting_twice_is_splitting_once(source: str) -> None:
    parts = split(source)
    assert split(join(parts)) == parts


@given(st.lists(writing.lines.filter(str.strip), max_size=6))
def test_no_word_is_lost_when_edited_parts_are_joined(parts: list[str]) -> None:
    assert "".join(join(parts).split()) == "".join("".join(parts).split())


@real.needs_real
def test_real_papers_come_out_as_they_went_in() -> None:
    for path in [*real.papers(), *real.languages()]:
        text = path.read_text(encoding="utf-8")
        found = front_matter.split(text)
        assert found.raw + join(split(found.body)) == text, path.name


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("One.\n\nTwo.", ["One.\n\n", "Two."]),
        ("# Title\nText\n## Next", ["# Title\n", "Text\n", "## Next"]),
        ("- a\n\n- b\n\n    more\n\nText", ["- a\n\n- b\n\n    more\n\n", "Text"]),
        ("- a\n  - b\n    - c\n1. d", ["- a\n  - b\n    - c\n", "1. d"]),
        ("Such as:\n- a\n- b", ["Such as:\n", "- a\n- b"]),
        ("Since\n2019. nothing", ["Since\n2019. nothing"]),
        ("```\na\n\nb\n```\nText", ["```\na\n\nb\n```\n", "Text"]),
        ("```\nnever closed\n\nText", ["```\nnever closed\n\n", "Text"]),
        ("| a |\n|---|\n| 1 |\n\nText", ["| a |\n|---|\n| 1 |\n\n", "Text"]),
        ("> a\n> b\nlazy\n\n> c", ["> a\n> b\nlazy\n\n", "> c"]),
        ("Title\n---\nText", ["Title\n---\n", "Text"]),
        ("<details>\n\nText\n\n</details>", ["<details>\n\n", "Text\n\n", "</details>"]),
        ("[^1]: note\n\n    more\n[^2]: other", ["[^1]: note\n\n    more\n", "[^2]: other"]),
        (
            "[a]: https://a.eu\n[b]: https://b.eu\n\nText",
            ["[a]: https://a.eu\n[b]: https://b.eu\n\n", "Text"],
        ),
        ("[a]:\n```\ncode\n\n```\nText", ["[a]:\n", "```\ncode\n\n```\n", "Text"]),
        ("Text\n{: .recommendation }\n\nMore", ["Text\n{: .recommendation }\n\n", "More"]),
        ("- a\n- b\n\n{: .recommendation }", ["- a\n- b\n\n{: .recommendation }"]),
        ("## Title\n{: .recommendation }\nText", ["## Title\n{: .recommendation }\n", "Text"]),
        ("\n\n", []),
        ("", []),
    ],
)
def test_a_block_is_what_a_reader_takes_for_one_thing(source: str, blocks: list[str]) -> None:
    assert split(source) == blocks


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("# A", "heading"), ("A\n===", "heading"), ("Text", "paragraph"), ("* a", "list"), ("10. a", "list"),
        ("| a |\n|---|", "table"), ("> a", "quote"), ("    a", "code"), ("~~~\na\n~~~", "code"),
        ("---", "rule"),
        ("[^1]: a", "footnote"), ("[a]: b", "reference"), ("[a]: b c d", "paragraph"), ("**a**", "paragraph"),
    ],
)  # fmt: skip
def test_a_block_has_the_kind_it_is_rendered_as(source: str, kind: str) -> None:
    assert kind_of(source) == kind


def test_a_blank_line_separates_paragraphs_whose_neighbour_was_taken_out() -> None:
    before, _, after = split("One.\n# Title\n\nTwo.")
    assert split(join([before, after])) == ["One.\n\n", "Two."]


def test_an_edited_part_without_line_end_gets_a_blank_line() -> None:
    assert join(["One.", "Two."]) == "One.\n\nTwo."


@given(writing.texts)
def test_an_unchanged_text_keeps_all_its_ids(source: str) -> None:
    old = carry([], split(source), counter("p"))
    assert carry(old, [one.source for one in old], counter()) == old


@given(writing.texts, writing.texts)
def test_ids_stay_unique_and_known_or_new(before: str, after: str) -> None:
    old = carry([], split(before), counter("p"))
    carried = carry(old, split(after), counter("n"))
    assert [one.source for one in carried] == split(after)
    assert len(set(ids(carried))) == len(carried)
    merged = [gone for one in carried for gone in one.merged_from]
    assert len(set(merged)) == len(merged)
    assert set(merged) <= set(ids(old)) - set(ids(carried))


def test_an_edited_paragraph_keeps_its_id() -> None:
    old = paragraphs("Clusters need a stable framework.", "They also need money for research and training.")
    new = ["Clusters need a stable framework.", "They also need more money for training and research."]
    assert ids(carry(old, new, counter())) == ["p1", "p2"]


def test_a_new_paragraph_between_two_gets_a_new_id() -> None:
    old = paragraphs("Clusters need a stable framework.", "Regions pay.")
    new = ["Clusters need a stable framework.", "Something entirely different stands here.", "Regions pay."]
    assert ids(carry(old, new, counter())) == ["p1", "n1", "p2"]


def test_a_moved_paragraph_keeps_its_id_even_when_edited() -> None:
    old = paragraphs(
        "One is about clusters.", "Two speaks of regional money and training.", "Three is the end."
    )
    new = ["Two speaks of regional money and of training.", "One is about clusters.", "Three is the end."]
    assert ids(carry(old, new, counter())) == ["p2", "p1", "p3"]


@pytest.mark.parametrize(
    "halves",
    [
        (
            "Clusters need a stable framework.",
            "The Commission should therefore propose one before summer next year.",
        ),
        (
            "Clusters in all regions of Europe need a stable framework that lasts.",
            "The Commission should act.",
        ),
    ],
)
def test_a_split_paragraph_keeps_its_id_on_the_first_half(halves: tuple[str, str]) -> None:
    old = paragraphs("An introduction.", " ".join(halves), "The end.")
    carried = carry(old, ["An introduction.", *halves, "The end."], counter())
    assert ids(carried) == ["p1", "p2", "n1", "p3"]


@pytest.mark.parametrize(
    "halves",
    [
        (
            "Clusters need a stable framework.",
            "The Commission should therefore propose one before summer next year.",
        ),
        (
            "Clusters in all regions of Europe need a stable framework that lasts.",
            "The Commission should act.",
        ),
    ],
)
def test_merged_paragraphs_keep_the_first_id_and_name_the_other(halves: tuple[str, str]) -> None:
    old = paragraphs("An introduction.", *halves, "The end.")
    carried = carry(old, ["An introduction.", " ".join(halves), "The end."], counter())
    assert ids(carried) == ["p1", "p2", "p4"]
    assert carried[1].merged_from == ("p3",)


def test_a_repeated_block_keeps_its_place() -> None:
    old = paragraphs("---", "One.", "---", "Two.", "---")
    assert ids(carry(old, ["---", "One.", "Two.", "---"], counter())) == ["p1", "p2", "p4", "p5"]


def test_blank_lines_around_a_paragraph_are_no_edit() -> None:
    old = paragraphs("One.\n\n", "Two.")
    assert ids(carry(old, ["Two.\n\n\n", "One."], counter())) == ["p2", "p1"]


@real.needs_real
@pytest.mark.parametrize("name", ["18f-open-source-policy.en.jsonl", "disic-ouverture.fr.jsonl"])
def test_through_a_real_history_equal_blocks_keep_their_ids(name: str) -> None:
    new_id = counter()
    current: list[Paragraph] = []
    for text in real.history(name):
        previous, current = current, carry(current, split(text), new_id)
        assert len(set(ids(current))) == len(current)
        known = {one.source.strip(): one.id for one in previous}
        sources = [one.source.strip() for one in current]
        unique = [one for one in current if sources.count(one.source.strip()) == 1]
        kept = {one.source.strip(): one.id for one in unique if one.source.strip() in known}
        once = [one.source.strip() for one in previous]
        assert all(known[source] == its_id for source, its_id in kept.items() if once.count(source) == 1)
