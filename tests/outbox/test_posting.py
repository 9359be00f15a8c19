"""A mail is written whole, in the receiver's language, in the transaction that causes it."""

import pytest
from flask import Flask
from jinja2 import UndefinedError
from sqlalchemy import func, select

from eca_policy.extensions import db
from eca_policy.outbox.models import Mail
from eca_policy.outbox.service import NoSuchReceiver, Recipient, link, post
from eca_policy.transaction import transaction
from tests.conftest import NOW
from tests.outbox.conftest import post_note

pytestmark = pytest.mark.usefixtures("note_templates")


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Mail)) or 0


def test_a_mail_is_a_row_with_everything_in_it(app: Flask) -> None:
    mail = post_note(title="Opens\ton\r\nMonday", text="One\r\nTwo\rThree")
    assert mail.subject == "Opens on Monday for Délia Ödegård"
    assert mail.body_text == "One\nTwo\nThree\nhttp://127.0.0.1:8000/outbox\n"
    assert "<h1>Opens on Monday for Délia Ödegård</h1>" in mail.body_html
    assert mail.message_id.endswith("@127.0.0.1>")


def test_a_transaction_that_fails_leaves_no_mail(app: Flask) -> None:
    to = Recipient(1, "a@example.org", "A", "en")

    def change_and_fail() -> None:
        with transaction():
            post("note", to, at=NOW, title="x", text="y")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert count() == 0


def test_without_a_mail_server_a_mail_is_kept_to_be_read(app: Flask) -> None:
    assert post_note().state == "kept"


def test_with_a_mail_server_a_mail_waits(sending: Flask) -> None:
    assert post_note().state == "waiting"


def test_a_mail_with_a_hole_in_it_is_not_written(app: Flask) -> None:
    to = Recipient(1, "a@example.org", "A", "en")
    with pytest.raises(UndefinedError, match="text"), transaction():
        post("note", to, at=NOW, title="x")
    assert count() == 0


def test_what_a_user_typed_is_text_in_the_html_part_and_itself_in_the_plain_part(app: Flask) -> None:
    mail = post_note(text="<b>1 < 2 & 3</b>")
    assert "&lt;b&gt;1 &lt; 2 &amp; 3&lt;/b&gt;" in mail.body_html
    assert "<b>1 < 2 & 3</b>" in mail.body_text


@pytest.mark.parametrize(
    "address", ["a@b.eu\r\nBcc: c@d.eu", "a@b.eu\r", "a@b.eu\x00", "a@b.eu, c@d.eu", "a", "@b"]
)
def test_an_address_that_is_not_one_address_is_refused(app: Flask, address: str) -> None:
    with pytest.raises(NoSuchReceiver, match="correct the name or the address"):
        post_note(address=address)
    assert count() == 0


@pytest.mark.parametrize("name", ["A\nB", "A\r", "A\x00B", "A\u2028B"])
def test_a_name_with_a_control_character_is_refused(app: Flask, name: str) -> None:
    with pytest.raises(NoSuchReceiver):
        post_note(name=name)


def test_a_link_comes_from_the_settings_and_never_from_the_request(app: Flask) -> None:
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert link("outbox.index") == "http://127.0.0.1:8000/outbox"
