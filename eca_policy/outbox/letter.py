"""A mail as plain values, and as the bytes that leave: the same row always makes the same bytes. Pure."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

NOT_IN_A_HEADER = {"Cc", "Cs", "Zl", "Zp"}


class UnsafeHeader(ValueError):
    """A line break or another control character where a header of the mail would come to stand."""


@dataclass(frozen=True)
class Letter:
    """What was written; `attempts` says how often a server was offered it."""

    id: int
    message_id: str
    name: str
    address: str
    language: str
    subject: str
    text: str
    html: str
    written_at: datetime
    attempts: int


def without_controls(value: str) -> str:
    """`value` without control characters, line separators and lone surrogates."""
    return "".join(each for each in value if unicodedata.category(each) not in NOT_IN_A_HEADER)


def one_line(value: str) -> str:
    """`value` when it may stand in a header; raises UnsafeHeader. Python's own check lets NUL through."""
    if value != without_controls(value):
        raise UnsafeHeader(f"A control character in {value!r}.")
    return value


def as_message(letter: Letter, *, sender: str) -> EmailMessage:
    """The mail with its headers, plain text and HTML beside it; raises UnsafeHeader."""
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = address(*parseaddr(one_line(sender)))
        mail["To"] = address(letter.name, letter.address)
        mail["Subject"] = one_line(letter.subject)
        mail["Message-ID"] = one_line(letter.message_id)
    except (
        MessageError,
        ValueError,
        IndexError,
    ) as error:  # how the parser reports an address it cannot read
        raise UnsafeHeader(str(error)) from error
    mail["Date"] = format_datetime(letter.written_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    # Said last: Python takes every Content- header for the part's own until there are parts.
    mail["Content-Language"] = one_line(letter.language)
    mail.set_boundary("part-" + hashlib.sha256(letter.message_id.encode()).hexdigest()[:40])
    return mail


def address(name: str, spec: str) -> Address:
    """One receiver: a comma in it would make two of which only the first gets the mail."""
    local, at, domain = one_line(spec).rpartition("@")
    if not (local and at and domain) or set(spec) & set(',;<>()[]"\\ '):
        raise UnsafeHeader(f"{spec!r} is not one e-mail address.")
    return Address(one_line(name), local, domain)
