"""Reminders before the close: whom, when, and once whatever happens."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from eca_policy.ballots import extending, reminding
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.secrecy.models import Participation
from eca_policy.ballots.tasks import remind
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, CODES, MORNING, Alliance, alliance, has_opened, procedure, voters
from tests.conftest import People, actor_of

DAY = timedelta(hours=24)
THREE_DAYS = timedelta(hours=72)
SECOND = timedelta(seconds=1)


def sweep_at(house: Alliance, moment: object) -> int:
    """How many reminders a sweep at this moment sends."""
    before = len(house.mails("ballot_reminder"))
    house.clock.move_to(moment)
    remind()
    return len(house.mails("ballot_reminder")) - before


def test_those_missing_are_reminded_three_days_and_one_day_before(house: Alliance) -> None:
    house.open()
    assert sweep_at(house, CLOSES - THREE_DAYS - SECOND) == 0
    assert sweep_at(house, CLOSES - THREE_DAYS) == 6
    assert sweep_at(house, CLOSES - DAY - SECOND) == 0
    assert sweep_at(house, CLOSES - DAY) == 6
    assert sweep_at(house, CLOSES - SECOND) == 0
    assert "closes at 18 May 2026, 17:00 CEST" in house.mails("ballot_reminder")[0].body_text


def test_who_has_answered_is_not_reminded(house: Alliance) -> None:
    house.open()
    house.cast("FI")
    sweep_at(house, CLOSES - DAY)
    assert house.receivers("ballot_reminder") == voters("ES", "FR")


@pytest.mark.parametrize("voted", [(), ("FI",), ("ES", "FI"), CODES])
def test_of_a_secret_ballot_everybody_is_reminded_whoever_has_voted(
    house: Alliance, voted: tuple[str, ...]
) -> None:
    """A mail, or the lack of one, would tell the secretariat who has voted, also if too few take part."""
    procedure("simple_majority", conduct={"shown": "secret"})
    ballot = house.open(procedure_key="simple_majority")
    db.session.add(
        Proxy(
            grantor_id=house.associations["ES"].id, holder_id=house.associations["FI"].id,
            ballot_id=ballot.id, written="By letter.", given_by_id=house.secretary.id, given_at=MORNING,
        )
    )  # fmt: skip
    for code in voted:
        db.session.add(Participation(ballot_id=ballot.id, association_id=house.associations[code].id))
    db.session.commit()
    assert sweep_at(house, CLOSES - THREE_DAYS) == 6
    assert sweep_at(house, CLOSES - DAY) == 6
    assert house.receivers("ballot_reminder")[::2] == voters(*CODES)
    by_address = {mail.address: mail.body_text for mail in house.mails("ballot_reminder")}
    assert "vote for: Association ES, Association FI\n" in by_address["head.fi@example.org"]
    assert "vote for: Association FI\n" in by_address["alternate.fi@example.org"]
    assert not any("still missing" in each for each in by_address.values())


def test_who_came_after_the_roll_was_frozen_is_not_reminded(house: Alliance, people: People) -> None:
    house.open()
    people.person("head", people.association("PL"))
    sweep_at(house, CLOSES - DAY)
    assert house.receivers("ballot_reminder") == voters(*CODES)


def test_the_holder_of_a_proxy_gets_one_mail_with_both_associations(house: Alliance) -> None:
    ballot = house.open()
    db.session.add(
        Proxy(
            grantor_id=house.associations["ES"].id, holder_id=house.associations["FI"].id,
            ballot_id=ballot.id, written="By letter.", given_by_id=house.secretary.id, given_at=MORNING,
        )
    )  # fmt: skip
    db.session.commit()
    house.cast("FR")
    sweep_at(house, CLOSES - DAY)
    by_address = {mail.address: mail.body_text for mail in house.mails("ballot_reminder")}
    assert sorted(by_address) == voters("ES", "FI")
    assert "Association ES, Association FI" in by_address["head.fi@example.org"]
    assert "Association ES" not in by_address["alternate.fi@example.org"]


def test_a_holder_that_has_answered_is_reminded_of_its_grantor(house: Alliance) -> None:
    house.open()
    db.session.add(
        Proxy(
            grantor_id=house.associations["ES"].id, holder_id=house.associations["FI"].id,
            starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31), written="By letter.",
            given_by_id=house.secretary.id, given_at=MORNING,
        )
    )  # fmt: skip
    db.session.commit()
    house.cast("FI")
    house.cast("FR")
    sweep_at(house, CLOSES - DAY)
    assert house.receivers("ballot_reminder") == sorted([*voters("ES"), "head.fi@example.org"])


def test_a_short_ballot_has_only_the_reminders_that_lie_in_it(house: Alliance) -> None:
    house.open(MORNING + timedelta(hours=48))
    assert sweep_at(house, MORNING + SECOND) == 0
    assert sweep_at(house, MORNING + DAY) == 6
    house.clock.move_to(MORNING + timedelta(hours=47))
    assert len(house.mails("ballot_reminder")) == 6


def test_a_ballot_of_a_few_hours_reminds_nobody(house: Alliance) -> None:
    house.open(MORNING + timedelta(hours=5))
    assert sweep_at(house, MORNING + timedelta(hours=4)) == 0


def test_a_sweep_that_was_down_for_days_sends_the_most_urgent_one_only(house: Alliance) -> None:
    house.open()
    assert sweep_at(house, CLOSES - timedelta(hours=1)) == 6
    assert sweep_at(house, CLOSES - timedelta(minutes=1)) == 0


def test_a_sweep_after_the_close_reminds_nobody(house: Alliance) -> None:
    house.open()
    assert sweep_at(house, CLOSES) == 0


def test_an_extended_ballot_has_new_reminders_before_its_new_close(house: Alliance) -> None:
    house.open()
    assert sweep_at(house, CLOSES - DAY) == 6
    later = CLOSES + timedelta(days=7)
    with transaction():
        extending.extend_ballot(
            actor_of(house.secretary), house.paper.reference, 1, closes_at=later, reason="Holidays.",
            at=clock.now(),
        )  # fmt: skip
    assert sweep_at(house, CLOSES) == 0
    assert sweep_at(house, later - THREE_DAYS) == 6
    assert sweep_at(house, later - DAY) == 6


def test_a_reminder_does_not_repeat_the_mail_that_puts_the_close_off(house: Alliance) -> None:
    house.open()
    house.clock.move_to(CLOSES - timedelta(hours=1))
    with transaction():
        extending.extend_ballot(
            actor_of(house.secretary), house.paper.reference, 1, closes_at=CLOSES + timedelta(hours=30),
            reason="A day more.", at=clock.now(),
        )  # fmt: skip
    assert sweep_at(house, CLOSES) == 0
    assert sweep_at(house, CLOSES + timedelta(hours=6)) == 6


@pytest.mark.parametrize("kind", ["reminder", "announcement"])
def test_of_many_sweeps_at_once_one_sends(
    database_url: str, app_on: Callable[[str], Flask], kind: str
) -> None:
    app = app_on(database_url)
    now, sent = clock.now(), []
    is_planned = kind == "announcement"
    with app.app_context():
        with alliance(People(), at=now) as house:
            how = {"opens_at": now + timedelta(hours=1)} if is_planned else {}
            ballot_id = house.open(now + timedelta(hours=20), **how).id
        has_opened(ballot_id, now - timedelta(days=9))
        before = db.session.query(Mail).count()
    start = threading.Barrier(6)

    def sweep() -> None:
        with app.app_context():
            start.wait()
            with transaction():
                did = (reminding.announce if is_planned else reminding.remind)(CLOCK, ballot_id)
            sent.append(bool(did))

    threads = [threading.Thread(target=sweep) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with app.app_context():
        assert sorted(sent) == [False] * 5 + [True]
        assert db.session.query(Mail).count() == before + 6
        assert db.session.query(Ballot).one().ended_at is None
