"""MAIL_URL: what it may say, and what is refused at the start."""

import pytest

from eca_policy.outbox.smtp import PATIENCE, BadMailUrl, MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:8025", MailServer("127.0.0.1", 8025, "", "", "none")),
        ("smtp://u:p@localhost", MailServer("localhost", 25, "u", "p", "none")),
        (
            "smtp://u%40x:p%2F@mail.example:587?starttls=yes",
            MailServer("mail.example", 587, "u@x", "p/", "starttls"),
        ),
        ("smtps://u:p@mail.example", MailServer("mail.example", 465, "u", "p", "tls")),
        ("smtp://mail.example?timeout=3", MailServer("mail.example", 25, "", "", "none", 3.0)),
        ("smtp://mail.example?timeout=600", MailServer("mail.example", 25, "", "", "none", PATIENCE)),
    ],
)
def test_a_mail_url_says_where_mail_goes(url: str, server: MailServer) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://x:99999",
        "smtp://x?starttsl=yes",
        "smtp://x?timeout=z",
    ],
)
def test_a_mail_url_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(BadMailUrl, match="MAIL_URL"):
        mail_server(url)


def test_a_password_never_travels_in_the_clear() -> None:
    with pytest.raises(BadMailUrl, match="starttls=yes"):
        mail_server("smtp://user:secret@mail.example")
