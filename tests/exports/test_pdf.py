"""PDF: valid for listeners and for the archive, the same bytes every time, and never fooled by a text."""

import io
from dataclasses import replace
from datetime import timedelta

import page
import pytest
from pypdf import PdfReader

from eca_policy.exports import converter
from eca_policy.exports.converter import ConverterStopped
from eca_policy.exports.pdf import pdf
from eca_policy.exports.snapshot import Snapshot
from eca_policy.exports.streams import end_clearly

from .making import ADOPTED, snapshot

RICH = """---
Status: 🚀 Shipped
---
# Überschrift

### Ελλάδα, България, *naïve*

1. one
    - inner `code`
2. two[^1]

> quoted
>
> text

A demand with a [link](https://a.eu).
{: .recommendation }

| a | b |
|---|--:|
| 1 | 2 |

---

    indented

[^1]: A note.

    With two paragraphs.
"""


def failures(data: bytes) -> list[str]:
    reports = [page.validate_pdf_bytes(data, profile=profile) for profile in ("ua1", "2a")]
    return [failure.message for report in reports for failure in report.failures]


def text(data: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(data), strict=True).pages)


def test_everything_a_text_may_hold_is_valid_ua_1_and_a_2a():
    made = pdf(snapshot(RICH))
    assert made.complaint is None
    assert failures(made.data) == []


def test_the_cover_the_numbers_and_the_recommendations_are_in_it():
    shown = text(pdf(snapshot(RICH)).data)
    for words in ("ECA-2026-001, Version 2", "in favour 12", "България", "Recommendation 1", "1 / 1"):
        assert words in shown


def test_the_language_and_the_title_are_set():
    made = PdfReader(io.BytesIO(pdf(snapshot(RICH, language="fi")).data))
    assert made.metadata.title == ADOPTED.title
    assert made.trailer["/Root"]["/Lang"] == "fi"
    assert made.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_labels_are_in_the_language_of_the_text():
    made = pdf(snapshot(RICH, language="fi", labels={"recommendation": "Suositus", "version": "Versio"}))
    assert "Suositus 1" in text(made.data)
    assert "ECA-2026-001, Versio 2" in text(made.data)


def test_the_same_snapshot_gives_the_same_bytes():
    taken = snapshot(RICH)
    again = Snapshot.from_dict(taken.to_dict())
    later = replace(taken, frozen_at=taken.frozen_at + timedelta(days=1))
    assert pdf(again).data == pdf(taken).data
    assert pdf(later).data != pdf(taken).data


def test_a_symbol_in_no_font_is_spelled_out():
    made = pdf(snapshot("Ready ✅ and 👩‍💻, → stays."))
    assert made.complaint is not None
    assert (made.complaint.kind, made.complaint.detail) == ("spelled_out", "✅ 👩 💻")
    assert failures(made.data) == []
    assert "Ready [white heavy check mark] and [woman]" in text(made.data)
    assert "→ stays" in text(made.data)


@pytest.mark.parametrize(
    ("source", "reason"), [("欧盟 security", "could not be displayed"), ("a \ue000 b", "e000")]
)
def test_letters_in_no_font_make_a_plain_tagged_file_and_say_why(source, reason):
    made = pdf(snapshot(source))
    assert made.complaint is not None
    assert made.complaint.kind == "not_archival"
    assert reason in made.complaint.detail
    assert PdfReader(io.BytesIO(made.data)).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/x:1.0.0": y',
        '#read("/etc/passwd") and #panic("stop")',
        "$ x^2 $ and $1",
        "@ref <label> \\ // no comment /* at all */",
        "= no heading, no *strong_ = and #set page(width: 1pt)",
        '`#eval("1")` and ```typ #panic()```',
    ],
)
def test_typst_in_a_text_is_only_words(source):
    made = pdf(snapshot(source, title=source, addressees=(source,), status=source))
    assert made.complaint is None
    assert failures(made.data) == []


def test_an_empty_text_is_a_cover():
    assert failures(pdf(snapshot("")).data) == []


def test_lists_and_quotes_at_the_limit_of_the_text_engine_are_laid_out():
    lists = "\n".join("    " * level + f"- level {level}" for level in range(10))
    quotes = "\n".join("> " * level + f"depth {level}\n" + "> " * level for level in range(1, 20))
    made = pdf(snapshot(f"{lists}\n\n{quotes}"))
    assert failures(made.data) == []
    assert "level 9" in text(made.data)
    assert "depth 19" in text(made.data)


def test_a_layout_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(converter, "MAX_SECONDS", 0.001)
    with pytest.raises(ConverterStopped) as stopped:
        pdf(snapshot("Words."))
    assert "stopped" in stopped.value.reason


def test_many_different_symbols_are_spelled_out_at_once():
    made = pdf(snapshot(" ".join(map(chr, range(0x1F300, 0x1F3F0)))))
    assert failures(made.data) == []
    assert "[cyclone]" in text(made.data)


def test_the_header_of_a_long_table_is_on_every_page():
    rows = "".join(f"| row {at} | words |\n" for at in range(150))
    made = PdfReader(io.BytesIO(pdf(snapshot(f"| Heading | Other |\n|---|---|\n{rows}")).data))
    assert len(made.pages) > 2
    assert all("Heading" in sheet.extract_text() for sheet in made.pages)


def test_a_stream_that_ends_with_a_return_ends_clearly():
    """The same file as typst could have written it: a stream of one byte, which is CR."""
    objects = b"%PDF-1.7\n1 0 obj\n<</Length 1>>\nstream\n\r\nendstream\nendobj\n2 0 obj\n<<>>\nendobj\n"
    second = objects.index(b"2 0 obj")
    table = b"xref\n0 3\n0000000000 65535 f\r\n0000000009 00000 n\r\n%010d 00000 n\r\n" % second
    data = objects + table + b"trailer\n<</Size 3/Root 2 0 R>>\nstartxref\n%d\n%%%%EOF" % len(objects)
    ended = end_clearly(data)
    assert b"stream\n\r\r\nendstream" in ended
    assert b"%010d 00000 n" % ended.index(b"2 0 obj") in ended
    assert b"startxref\n%d\n" % ended.index(b"xref\n0 3") in ended
