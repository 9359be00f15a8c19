"""What leaves: headers a mail program understands, and the same bytes for the same row."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from eca_policy.outbox.letter import Letter, UnsafeHeader, as_message
from tests.services import bodies

SENDER = "ECA Policy <policy@example.org>"


def letter(**changes: object) -> Letter:
    usual: dict[str, object] = {
        "id": 1,
        "message_id": "<0123456789abcdef0123456789abcdef@positions.a-rather-long-host-name.example.org>",
        "name": 'Délia "the Pen" Ödegård, chair',
        "address": "delia@example.org",
        "language": "fi",
        "subject": "Äänestys: " + "yhteinen kannanotto " * 8 + "nyt",
        "text": "Hyvää päivää\n" + "pitkä rivi " * 200 + "\n.\n",
        "html": "<p>" + "x" * 2000 + "</p>\n",
        "written_at": datetime(2026, 5, 4, 9, 0, tzinfo=UTC),
        "attempts": 0,
    }
    return Letter(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_mail_program_reads_what_was_written() -> None:
    written = letter()
    raw = as_message(written, sender=SENDER).as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Message-ID"] == written.message_id
    assert mail["Subject"] == written.subject
    assert mail["To"].addresses[0].display_name == written.name
    assert mail["To"].addresses[0].addr_spec == written.address
    assert mail["From"].addresses[0].addr_spec == "policy@example.org"
    assert mail["Date"].datetime == written.written_at
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("fi", "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert bodies(mail) == [written.text, written.html]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_the_same_row_makes_the_same_bytes() -> None:
    assert as_message(letter(), sender=SENDER).as_bytes() == as_message(letter(), sender=SENDER).as_bytes()


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "x\r\nBcc: a@b.eu"},
        {"subject": "x\x00"},
        {"name": "x\r"},
        {"address": "a@b.eu,c@d.eu"},
        {"message_id": "<x>\n"},
        {"language": "en\r\nX: y"},
    ],
    ids=str,
)
def test_nothing_typed_becomes_a_header(change: dict[str, str]) -> None:
    with pytest.raises(UnsafeHeader):
        as_message(letter(**change), sender=SENDER)
