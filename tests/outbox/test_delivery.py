"""Delivery, with a real mail server: sent, refused, tried again, given up; and never by two at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox import delivery, service
from eca_policy.outbox.delivery import BACK_OFF, LEASE, deliver
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.outbox.conftest import post_note, with_note
from tests.services import Postbox, bodies, free_port, listening


def mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id).execution_options(populate_existing=True)))


def change_rows(**values: Any) -> None:
    with transaction():
        db.session.execute(update(Mail).values(**values))


def test_a_waiting_mail_is_sent_exactly_as_recorded(sending: Flask, postbox: Postbox) -> None:
    mail = post_note(text="Ensimmäinen rivi\n.\n..\n" + "pitkä " * 300)
    assert deliver() == 1
    arrived = postbox.mails[0]
    assert arrived["Message-ID"] == mail.message_id
    assert bodies(arrived) == [mail.body_text, mail.body_html]
    assert (mails()[0].state, mails()[0].attempts) == ("sent", 1)
    assert mails()[0].sent_at is not None


def test_what_was_sent_is_not_sent_again(sending: Flask, postbox: Postbox) -> None:
    post_note()
    assert [deliver(), deliver()] == [1, 0]
    assert len(postbox.raw) == 1


def test_a_hundred_mails_travel_over_one_connection(sending: Flask, postbox: Postbox) -> None:
    for number in range(101):
        post_note(number)
    assert deliver() == 101
    assert postbox.connections == 2
    assert sorted(postbox.receivers) == sorted(f"person{number}@example.org" for number in range(101))


def test_an_address_refused_for_good_fails_at_once_with_the_servers_words(
    sending: Flask, postbox: Postbox
) -> None:
    postbox.answers["person0@example.org"] = "550 5.1.1 No such person"
    post_note(0)
    post_note(1)
    assert deliver() == 1
    refused, sent = mails()
    assert (refused.state, refused.last_error) == ("failed", "550 5.1.1 No such person")
    assert sent.state == "sent"


def test_a_passing_refusal_waits_longer_each_time_and_ends_in_words(sending: Flask, postbox: Postbox) -> None:
    postbox.answers["person0@example.org"] = "451 4.7.1 Come back later"
    post_note()
    for attempt, pause in enumerate(BACK_OFF, start=1):
        change_rows(due_at=clock.now())
        before = clock.now()
        deliver()
        mail = mails()[0]
        assert (mail.state, mail.attempts) == ("waiting", attempt)
        assert timedelta(0) <= mail.due_at - before - pause < timedelta(seconds=5)
    change_rows(due_at=clock.now())
    deliver()
    assert (mails()[0].state, mails()[0].last_error) == ("failed", "451 4.7.1 Come back later")


def test_a_mail_is_not_offered_before_it_is_due(sending: Flask, postbox: Postbox) -> None:
    post_note()
    change_rows(due_at=clock.now() + timedelta(minutes=1))
    assert deliver() == 0


def test_a_mail_that_was_given_up_can_be_tried_again(sending: Flask, postbox: Postbox) -> None:
    postbox.answers["person0@example.org"] = "554 5.7.1 Relay access denied"
    post_note()
    deliver()
    postbox.answers.clear()
    with transaction():
        assert service.try_failed_again(at=clock.now()) == 1
    assert deliver() == 1


def test_a_server_that_cannot_be_reached_costs_no_attempt(
    sending: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sending.config, "MAIL_URL", f"smtp://127.0.0.1:{free_port()}")
    post_note()
    assert deliver() == 0
    mail = mails()[0]
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert "refused" in mail.last_error
    assert timedelta(0) < mail.due_at - clock.now() <= timedelta(minutes=1)


def test_a_server_that_hangs_loses_nothing(sending: Flask, postbox: Postbox) -> None:
    postbox.hangs_on.add("person1@example.org")
    for number in range(3):
        post_note(number)
    assert deliver() == 1
    first, hanging, behind = mails()
    assert (first.state, hanging.state, behind.state) == ("sent", "waiting", "waiting")
    assert (hanging.attempts, behind.attempts) == (1, 0)
    assert "timed out" in hanging.last_error
    postbox.hangs_on.clear()
    change_rows(due_at=clock.now())
    assert deliver() >= 2
    assert set(postbox.receivers) == {f"person{number}@example.org" for number in range(3)}


def test_a_claimed_mail_is_nobody_elses_until_the_lease_runs_out(sending: Flask, postbox: Postbox) -> None:
    post_note()
    claimed = delivery.claim()
    assert deliver() == 0
    with transaction():
        db.session.execute(update(Mail).values(due_at=clock.now() - LEASE))
    assert deliver() == 1
    delivery.settle(claimed.letters[0], delivery.Outcome("later", "too late"), until=claimed.until)
    assert mails()[0].state == "sent"


def test_no_transaction_is_open_while_the_server_is_spoken_to(sending: Flask, postbox: Postbox) -> None:
    """Another writer gets through at once although the server takes its time."""
    postbox.slow_by = 0.8
    post_note()
    sender = threading.Thread(target=in_context(sending, deliver))
    sender.start()
    while not any(mail.state == "sending" for mail in mails()):
        pass
    started = clock.now()
    post_note(1)
    assert clock.now() - started < timedelta(seconds=0.5)
    sender.join()


def test_a_mail_that_cannot_be_written_fails_with_a_reason(sending: Flask, postbox: Postbox) -> None:
    post_note(0)
    post_note(1)
    with transaction():
        db.session.execute(
            update(Mail).where(Mail.address == "person0@example.org").values(address="a@b.eu, c@d.eu")
        )
    assert deliver() == 1
    assert mails()[0].state == "failed"
    assert "not one e-mail address" in mails()[0].last_error


def in_context(app: Flask, work: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            work()

    return run


def test_deliverers_at_once_send_each_mail_once(
    database_url: str, app_on: Callable[..., Flask], postbox: Postbox
) -> None:
    with listening(postbox, free_port()) as mail_url:
        patient = mail_url.replace("timeout=1", "timeout=30")  # the machine may be busy with something else
        app = app_on(database_url, MAIL_URL=patient)
        with_note(app)
        with app.app_context():
            for number in range(150):
                post_note(number)
        at_once = [threading.Thread(target=in_context(app, deliver)) for _ in range(4)]
        for thread in at_once:
            thread.start()
        for thread in at_once:
            thread.join()
        with app.app_context():
            assert {mail.state for mail in mails()} == {"sent"}
    assert sorted(postbox.receivers) == sorted(f"person{number}@example.org" for number in range(150))
