"""Talking to the mail server: one connection for many letters, and a time limit on every answer."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from eca_policy.outbox.letter import Letter, UnsafeHeader, as_message

# Seconds to wait for one answer. Signing in takes at most eight answers and one letter five: with the
# lease of `delivery.py`, nobody else takes a letter while we still wait for the answer to it.
PATIENCE = 15.0
HERE = {"127.0.0.1", "::1", "localhost"}


class BadMailUrl(ValueError):
    """MAIL_URL makes no sense or would send a password in the clear; the sentence says what to write."""


class ServerTrouble(Exception):
    """The mail server cannot be reached, does not answer or does not let us in: no letter's fault."""


@dataclass(frozen=True)
class MailServer:
    """Where mail goes, as MAIL_URL says it."""

    host: str
    port: int
    user: str
    password: str
    security: Literal["none", "starttls", "tls"]
    patience: float = PATIENCE


@dataclass(frozen=True)
class Outcome:
    """What became of one letter: taken, refused for good, or to be offered again; `reason` in words."""

    kind: Literal["sent", "refused", "later"]
    reason: str = ""


def mail_server(url: str) -> MailServer:
    """`smtp://user:password@host:port?starttls=yes` or `smtps://…`; raises BadMailUrl."""
    try:
        return as_written(url)
    except ValueError as error:  # a port or a number of seconds that is none
        raise error if isinstance(error, BadMailUrl) else BadMailUrl(f"MAIL_URL: {error}.") from error


def as_written(url: str) -> MailServer:
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or set(options) - {"starttls", "timeout"}:
        raise BadMailUrl("Write MAIL_URL as smtp://user:password@host:587?starttls=yes or smtps://host:465.")
    security: Literal["none", "starttls", "tls"] = "none"
    if parts.scheme == "smtps":
        security = "tls"
    elif options.get("starttls") == "yes":
        security = "starttls"
    if parts.username and security == "none" and parts.hostname not in HERE:
        raise BadMailUrl("MAIL_URL would send its password in the clear: add ?starttls=yes, or use smtps://.")
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if security == "tls" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
        patience=min(float(options.get("timeout", PATIENCE)), PATIENCE),
    )


@contextmanager
def connected(server: MailServer, *, greeting: str) -> Iterator[smtplib.SMTP]:
    """A connection ready to take letters; raises ServerTrouble. `greeting` is the host we say we are."""
    try:
        connection = greet(server, greeting)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerTrouble(in_words(error)) from error
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def greet(server: MailServer, greeting: str) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, greeting, timeout=server.patience, context=tls
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, greeting, timeout=server.patience)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            connection.starttls(context=tls)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def hand_over(connection: smtplib.SMTP, letter: Letter, *, sender: str) -> Outcome:
    """Offer one letter. A 5xx answer about it is for good (RFC 5321 §4.2.1), any other trouble is not."""
    try:
        mail = as_message(letter, sender=sender)
        connection.send_message(mail, parseaddr(sender)[1], [letter.address])
    except smtplib.SMTPRecipientsRefused as refusal:
        return judged(*refusal.recipients[letter.address])
    except smtplib.SMTPDataError as refusal:
        return judged(refusal.smtp_code, refusal.smtp_error)
    except (smtplib.SMTPNotSupportedError, UnsafeHeader) as never:
        return Outcome("refused", str(never))
    except (OSError, smtplib.SMTPException) as trouble:
        return Outcome("later", in_words(trouble))
    return Outcome("sent")


def judged(code: int, words: bytes | str) -> Outcome:
    """The server's answer about one letter."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Outcome("refused" if 500 <= code < 600 else "later", f"{code} {said}")


def in_words(error: OSError | smtplib.SMTPException) -> str:
    """What went wrong, as the server or the system says it."""
    if isinstance(error, smtplib.SMTPResponseException):
        return judged(error.smtp_code, error.smtp_error).reason
    return str(error) or type(error).__name__
