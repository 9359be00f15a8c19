"""The one table of formats, and Markdown that comes back out as it went in."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.exports.formats import FORMATS, write
from eca_policy.exports.markdown import published, source
from eca_policy.text import front_matter

from .making import snapshot

TEXT = '---\nNumber: "2.10"\nStatus: 🚀 Shipped # launched\n---\n\n# Title\n\nWords.\n'


def test_the_source_is_what_was_written():
    assert source(snapshot(TEXT)).decode() == TEXT


@given(st.text("ab \n#-*|>[]^:.1`", max_size=60).filter(lambda text: text[:1] not in (" ", "\n")))
def test_any_text_that_begins_with_words_comes_back_as_it_was(text):
    assert source(snapshot(text)).decode() == text


def test_published_markdown_keeps_the_lines_of_its_author_and_adds_ours():
    made = published(snapshot(TEXT)).decode()
    parted = front_matter.split(made)
    assert made.startswith('---\nNumber: "2.10"\nStatus: 🚀 Shipped # launched\neca_policy:\n')
    assert parted.body == front_matter.split(TEXT).body
    ours = yaml.safe_load(parted.raw.strip("-\n "))["eca_policy"]
    assert ours["reference"] == "ECA-2026-001"
    assert ours["votes"] == {"in_favour": 12, "against": 1, "abstention": 1, "not_voting": 1, "recused": 0}
    assert "paragraphs" not in ours


def test_publishing_what_was_published_does_not_say_it_twice():
    once = published(snapshot(TEXT)).decode()
    twice = published(snapshot(once)).decode()
    assert twice.count("eca_policy:") == 1
    assert twice.count("Status:") == 1


def test_a_text_without_front_matter_gets_one():
    made = published(snapshot("# Title\n\nWords.\n")).decode()
    assert front_matter.split(made).body == "# Title\n\nWords.\n"
    assert made.startswith("---\neca_policy:\n")


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_of_the_table_writes_a_file(key):
    export = write(snapshot(TEXT), key)
    assert export.data
    assert export.filename == "ECA-2026-001-v2" + FORMATS[key].ending
    assert export.mimetype == FORMATS[key].mimetype


@pytest.mark.parametrize(
    ("reference", "version", "name"),
    [
        ("ECA-2026-001", None, "ECA-2026-001.md"),
        ("../../Kannanotto ä/1", 3, "Kannanotto-1-v3.md"),
        ('a"\r\nSet-Cookie: b', 1, "a-Set-Cookie-b-v1.md"),
        ("Становище", 1, "paper-v1.md"),
    ],
)
def test_a_file_name_is_plain_ascii(reference, version, name):
    assert write(snapshot("Words.", reference=reference, version=version), "markdown").filename == name


@pytest.mark.parametrize("key", ["pdf", "docx"])
def test_a_long_paper_is_written(key):
    sentence = "The Alliance **welcomes** the [proposal](https://example.eu) of the Commission. "
    taken = snapshot("\n\n".join([sentence * 11] * 130))
    assert sum(len(paragraph.source.split()) for paragraph in taken.paragraphs) > 11_000
    assert write(taken, key).data


def test_an_unknown_format_is_a_key_error():
    with pytest.raises(KeyError):
        write(snapshot("Words."), "exe")
