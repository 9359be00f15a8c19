"""Front matter is read where it can be read and kept in any case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.text import front_matter

from . import real, writing


@given(st.one_of(writing.texts, writing.texts.map(lambda text: f"---\n{text}\n---\n{text}")))
def test_raw_and_body_are_the_whole_text(text: str) -> None:
    found = front_matter.split(text)
    assert found.raw + found.body == text


def test_values_are_the_words_that_were_typed() -> None:
    found = front_matter.split(
        "---\nNumber: 2.10\nDate: 2026-03-31\nOpen: no\nEditors:\n  - A\n  - B\n---\n\n# Title\n"
    )
    assert found.values == {"Number": "2.10", "Date": "2026-03-31", "Open": "no", "Editors": ("A", "B")}
    assert found.body == "# Title\n"


@pytest.mark.parametrize(
    "text", ["# Title", "---\n\nA sentence.\n\n---\n", "---\nnever: closed\n", "", "----\na: b\n---\n"]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    found = front_matter.split(text)
    assert (found.raw, found.body, found.values) == ("", text, {})


@pytest.mark.parametrize(
    "yaml",
    [
        "a: [never closed",
        "a: b: c",
        "a: &x [*x]",
        "a: !!python/object:os.system x",
        "a: " + "[" * 5_000,
        "a: " + "b" * 30_000,
    ],
)
def test_broken_front_matter_is_kept_but_says_nothing(yaml: str) -> None:
    found = front_matter.split(f"---\n{yaml}\n---\nText")
    assert found.values == {}
    assert found.body == "Text"


@real.needs_real
def test_the_front_matter_of_real_papers_is_understood() -> None:
    found = {path.stem: front_matter.split(path.read_text(encoding="utf-8")).values for path in real.papers()}
    assert found["deliverable-2-13"]["Date"] == "2026-03-31"
    assert found["deliverable-2-13"]["Number"] == "2.13"
    assert found["working-mode"] == {}
