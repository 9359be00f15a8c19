"""Papers that other people wrote, in thirteen languages, leave the house in every format."""

import io

import page
import pytest
from docx import Document

from eca_policy.exports.formats import write
from eca_policy.exports.pdf import Complaint

from .making import real_texts, snapshot

pytestmark = pytest.mark.shared("real")

# These two write symbols that no bundled font has; every other text goes into a PDF as it is.
SPELLED_OUT = {"stewards-and-cra.md": "✅", "working-mode.md": "✅ ❌ 💡 📝 🔒 🗓 🗺 🚀"}


@pytest.fixture(params=real_texts(), ids=lambda path: path.name)
def paper(request):
    """The text engine refuses zero-width spaces, which one of the texts has."""
    return request.param.name, request.param.read_text(encoding="utf-8").replace("\u200b", "")


def test_it_becomes_a_pdf_that_is_valid_ua_1_and_a_2a(paper):
    name, text = paper
    export = write(snapshot(text), "pdf")
    spelled = SPELLED_OUT.get(name)
    assert export.complaint == (Complaint("spelled_out", spelled) if spelled else None)
    for profile in ("ua1", "2a"):
        report = page.validate_pdf_bytes(export.data, profile=profile)
        assert [failure.message for failure in report.failures] == []


def test_it_becomes_a_word_file_with_its_headings_tables_and_footnotes(paper):
    taken = snapshot(paper[1])
    word = Document(io.BytesIO(write(taken, "docx").data))
    kinds = [paragraph.kind for paragraph in taken.paragraphs]
    headings = [p for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert len(headings) >= kinds.count("heading")
    assert len(word.tables) == 1 + sum(p.html.startswith("<table") for p in taken.paragraphs)
    noted = word.element.xml.count("<w:footnoteReference ")
    assert noted == taken.notes_html.count("<li id=")


def test_it_becomes_html_with_every_paragraph(paper):
    taken = snapshot(paper[1])
    made = write(taken, "html").data.decode()
    assert all(f'id="p-{p.id}"' in made for p in taken.paragraphs if p.html)


def test_it_comes_back_as_markdown_equal_to_what_went_in(paper):
    assert write(snapshot(paper[1]), "markdown").data.decode() == paper[1]
