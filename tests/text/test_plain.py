"""Text without its markup."""

import pytest
from hypothesis import given

from eca_policy.text import guard
from eca_policy.text.plain import plain, word_count

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
