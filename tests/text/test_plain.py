"""Text without its markup."""

import pytest
from hypothesis import given

from eca_policy.text import front_matter, guard
from eca_policy.text.markdown import render
from eca_policy.text.paragraphs import Paragraph, split
from eca_policy.text.plain import plain, word_count, word_count_of

from . import real, writing


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("### **1\\. Mandatory** *assessments*", "1. Mandatory assessments"),
        ("See [the act](https://a.eu)[^1].\n\n[^1]: A note.", "See the act.\n: A note."),
        ("- one\n- two\n  - three", "one\ntwo\nthree"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("Act now.\n{: .recommendation }", "Act now."),
        ("a &amp; b <b> `c`", "a & b <b> c"),
        ("two\nlines  \nbroken", "two lines\nbroken"),
        ("[x][y]\n\n[y]: https://a.eu", "x"),
        ("", ""),
    ],
)
def test_only_the_words_remain(source: str, expected: str) -> None:
    assert plain(source) == expected


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert word_count("# A title\n\nCross-border *clusters* – 3.5 % of [them](https://a.eu/very-long).") == 7


def counted(source: str) -> int:
    parts = split(source)
    return word_count_of(
        render([Paragraph(str(at), part) for at, part in enumerate(parts)], back_to_text="to text")
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# A title\n\nCross-**border** *clusters* – 3.5 % of [them](https://a.eu/very-long).", 7),
        ("One[^1] two[^n].\n\n[^1]: A note.\n\n[^n]: Another.", 5),
        ("- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |", 6),
        ("```\nx = 1\n```", 2), ("Act.\n{: .recommendation }", 1), ("## One\n## Two", 2), ("", 0),
    ],
)  # fmt: skip
def test_words_of_a_rendered_text_are_counted_alike(source: str, words: int) -> None:
    assert counted(source) == word_count(source) == words


@real.needs_real
def test_words_of_real_papers_are_counted_alike() -> None:
    """But for one that defines a footnote twice, of which only the last is shown."""
    for path in real.papers():
        body = front_matter.split(path.read_text(encoding="utf-8")).body
        lost = 87 if path.stem == "stewards-and-cra" else 0
        assert counted(body) == word_count(body) - lost, path.name


@given(writing.texts)
def test_no_tag_of_ours_is_left(source: str) -> None:
    try:
        text = plain(source)
    except guard.Unreadable:
        return
    assert all(tag not in text or tag in source for tag in ("<p>", "<li>", "<strong>", "&amp;"))


@real.needs_real
def test_the_submission_for_a_box_of_4000_characters_fits_it() -> None:
    paper = next(path for path in real.papers() if path.stem == "deliverable-2-6").read_text(encoding="utf-8")
    quoted = "\n".join(line for line in paper.splitlines() if line.startswith(">") and "NOTE" not in line)
    assert 3_500 < len(plain(quoted)) < 4_200
