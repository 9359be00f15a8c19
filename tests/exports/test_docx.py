"""Word: real styles, the cover as a table, nothing in a text that Word could take for its own."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from eca_policy.exports import converter
from eca_policy.exports import docx as writer
from eca_policy.exports.converter import ConverterStopped
from eca_policy.exports.docx import docx
from eca_policy.exports.word import LONG_AGO

from .making import ADOPTED, snapshot

TEXT = """## One

### Two

Plain words[^1].

Ask for this.
{: .recommendation }

- Ask for a
- and b
{: .recommendation }

| a | b |
|---|--:|
| 1 | 2 |

1. list
    - inner

> quoted

[^1]: The note.
"""


@pytest.fixture(scope="module")
def data():
    return docx(snapshot(TEXT, language="fi"))


@pytest.fixture(scope="module")
def word(data):
    return Document(io.BytesIO(data))


def styled(word, name):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == name]


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def test_title_and_headings_are_styles(word):
    assert styled(word, "Title") == [ADOPTED.title]
    assert styled(word, "Subtitle") == ["Position paper"]
    assert styled(word, "Heading 1") == ["One"]
    assert styled(word, "Heading 2") == ["Two"]


def test_recommendations_are_styles_with_their_numbers(word):
    assert styled(word, "Recommendation Label") == ["2\u2003Recommendation 1", "3\u2003Recommendation 2"]
    assert styled(word, "Recommendation") == ["Ask for this.", "Ask for a", "and b"]


def test_paragraphs_have_their_numbers(word):
    assert "1\u2003Plain words." in [paragraph.text for paragraph in word.paragraphs]
    assert styled(word, "Number Line") == ["4\u2003", "5\u2003", "6\u2003"]


def test_the_cover_is_the_first_table(word):
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert ["Reference", "ECA-2026-001, Version 2"] in rows
    assert ["Addressees", "European Commission, DG CONNECT\nTraficom, Finland"] in rows
    assert word.tables[0].style.name == "Cover"


def test_a_table_has_a_header_row_that_repeats_and_borders(word, data):
    table = word.tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"], ["1", "2"]]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert "insideV" in table.style.element.xml
    section = word.sections[0]
    measure = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in table.columns) == pytest.approx(measure, rel=0.01)


def test_footnotes_are_footnotes(data):
    notes = part(data, "word/footnotes.xml")
    assert "The note." in notes
    assert "FootnoteText" in notes
    assert "footnoteReference" in part(data, "word/document.xml")


def test_lists_are_lists(data):
    assert part(data, "word/document.xml").count("<w:numPr>") == 4


def test_the_footer_counts_pages_and_the_header_names_the_paper(word):
    assert "PAGE" in word.sections[0].footer._element.xml
    assert "NUMPAGES" in word.sections[0].footer._element.xml
    assert word.sections[0].header.paragraphs[0].text == "ECA-2026-001 · Adopted on 12 May 2026"


def test_title_language_and_instant_are_properties(word, data):
    properties = word.core_properties
    assert (properties.title, properties.language) == (ADOPTED.title, "fi")
    assert properties.created.isoformat().startswith("2026-05-12T10:30:00")
    assert 'w:val="fi"' in part(data, "word/styles.xml")


def test_the_same_snapshot_gives_the_same_bytes_at_any_time(data):
    assert docx(snapshot(TEXT, language="fi")) == data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {LONG_AGO}


def test_raw_blocks_and_pictures_of_a_text_are_only_words():
    text = (
        "```{=openxml}\n<w:p><w:r><w:t>raw</w:t></w:r></w:p>\n```\n\n"
        "`<w:p/>`{=openxml} <script>x</script>\n\n"
        "![a picture](http://127.0.0.1:9/x.png) and ![local](/etc/passwd)\n\n"
        '::: {custom-style="Title"}\nnot a title\n:::\n'
    )
    made = docx(snapshot(text))
    word = Document(io.BytesIO(made))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "<w:p><w:r><w:t>raw</w:t></w:r></w:p>" in words
    assert "<script>x</script>" in words
    assert styled(word, "Title") == [ADOPTED.title]
    assert not [name for name in zipfile.ZipFile(io.BytesIO(made)).namelist() if "media" in name]


def test_symbols_and_scripts_come_through():
    made = Document(io.BytesIO(docx(snapshot("✅ 欧盟 България Ελλάδα"))))
    assert any("✅ 欧盟 България Ελλάδα" in paragraph.text for paragraph in made.paragraphs)


def test_a_draft_without_facts_has_a_cover_of_what_is_known():
    draft = replace(snapshot("Words."), votes=None, supporting=(), reservations=(), answers=None, status="")
    assert len(Document(io.BytesIO(docx(draft))).tables[0].rows) == 7


def test_a_converter_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(converter, "MAX_SECONDS", 0.001)
    with pytest.raises(ConverterStopped) as stopped:
        docx(snapshot("Words."))
    assert "stopped" in stopped.value.reason


def test_a_converter_that_wants_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr(writer, "MAX_HEAP", "-M1m")
    with pytest.raises(ConverterStopped) as stopped:
        docx(snapshot("Words, many words.\n\n" * 1_000))
    assert "eap" in stopped.value.reason
