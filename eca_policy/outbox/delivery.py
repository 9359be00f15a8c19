"""Sending what is due: claim with a lease, talk to the server outside any transaction, write the outcome.

A mail leaves at least once. A process that dies after sending and before writing so sends that one mail
again, with the same Message-ID and the same bytes.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select, update

from eca_policy.extensions import db
from eca_policy.outbox.letter import Letter
from eca_policy.outbox.models import Mail
from eca_policy.outbox.smtp import Outcome, ServerTrouble, connected, hand_over, mail_server
from eca_policy.transaction import locked_now, transaction

log = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)
# After the first attempt wait a minute, after the second five …; after the last one the mail has failed.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360, 720, 1440, 1440))
SERVER_BACK_OFF = timedelta(minutes=1)


@dataclass(frozen=True)
class Claim:
    """Letters that are ours to send until the lease runs out; `until` also tells our lease from another's."""

    letters: tuple[Letter, ...]
    until: datetime


def deliver() -> int:
    """Send what is due, until nothing is or the server is in trouble; returns how many mails it took."""
    sent = 0
    if not current_app.config["MAIL_URL"]:
        return sent
    while (claimed := claim()).letters:
        outcomes = list(send(claimed))
        sent += sum(outcome.kind == "sent" for outcome in outcomes)
        if len(outcomes) < len(claimed.letters):
            break
    return sent


def claim() -> Claim:
    """Take up to a batch of rows that wait and are due, or whose lease ran out; other processes skip them."""
    with transaction():
        at = locked_now()
        due = select(Mail).where(Mail.state.in_(("waiting", "sending")), Mail.due_at <= at)
        due = due.order_by(Mail.due_at, Mail.id).limit(BATCH).with_for_update(skip_locked=True)
        mails = db.session.scalars(due.execution_options(populate_existing=True)).all()
        for mail in mails:
            mail.state = "sending"
            mail.due_at = at + LEASE
        return Claim(tuple(as_letter(mail) for mail in mails), at + LEASE)


def as_letter(mail: Mail) -> Letter:
    return Letter(
        id=mail.id,
        message_id=mail.message_id,
        name=mail.name,
        address=mail.address,
        language=mail.language,
        subject=mail.subject,
        text=mail.body_text,
        html=mail.body_html,
        written_at=mail.created_at,
        attempts=mail.attempts,
    )


def send(claimed: Claim) -> Iterator[Outcome]:
    """Offer the letters over one connection; yields an outcome each until the server or the time gives out.

    Half the lease is left for the letter in hand, so that nobody else takes it while we still speak.
    """
    stop_at = time.monotonic() + LEASE.total_seconds() / 2
    left = list(claimed.letters)
    reason = ""
    greeting = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    try:
        with connected(mail_server(current_app.config["MAIL_URL"]), greeting=greeting) as connection:
            while left and time.monotonic() < stop_at:
                letter = left.pop(0)
                outcome = hand_over(connection, letter, sender=current_app.config["MAIL_FROM"])
                settle(letter, outcome, until=claimed.until)
                yield outcome
                if connection.sock is None:
                    raise ServerTrouble(outcome.reason)
    except ServerTrouble as trouble:
        reason = str(trouble)
        log.warning("The mail server is in trouble; %s mails wait: %s", len(left), reason)
    give_back(left, reason, until=claimed.until)


def settle(letter: Letter, outcome: Outcome, *, until: datetime) -> None:
    """Write what became of one letter, unless our lease ran out and someone else has it."""
    with transaction():
        values = after(outcome, attempts=letter.attempts + 1, at=locked_now())
        db.session.execute(ours([letter], until).values(**values))


def after(outcome: Outcome, *, attempts: int, at: datetime) -> dict[str, Any]:
    """The columns of a row after an attempt: sent, waiting for the next one, or failed."""
    told = {"attempts": attempts, "last_error": outcome.reason}
    if outcome.kind == "sent":
        return {**told, "state": "sent", "sent_at": at}
    if outcome.kind == "refused" or attempts > len(BACK_OFF):
        return {**told, "state": "failed"}
    return {**told, "state": "waiting", "due_at": at + BACK_OFF[attempts - 1]}


def give_back(letters: list[Letter], reason: str, *, until: datetime) -> None:
    """Let letters wait that were never offered: at once when only time ran out, else for a minute."""
    if not letters:
        return
    with transaction():
        due_at = locked_now() + (SERVER_BACK_OFF if reason else timedelta(0))
        db.session.execute(ours(letters, until).values(state="waiting", due_at=due_at, last_error=reason))


def ours(letters: list[Letter], until: datetime) -> Any:
    """An update of these rows as far as our lease still holds them."""
    return update(Mail).where(
        Mail.id.in_([letter.id for letter in letters]), Mail.state == "sending", Mail.due_at == until
    )
