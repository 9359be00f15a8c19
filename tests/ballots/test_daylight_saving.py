"""The nights in which the clocks change: 28 March and 31 October 2027."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from eca_policy.ballots import settling
from eca_policy.ballots.following_up import end_of_vote
from eca_policy.ballots.tasks import remind
from eca_policy.ballots.working_days import working_days_later
from eca_policy.extensions import db
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.moments import occurs_twice
from eca_policy.transaction import transaction
from tests.ballots.opened import Alliance, procedure
from tests.conftest import sign_in

SECOND = timedelta(seconds=1)

# Typed in Brussels · the instant · as said in Brussels · in Helsinki and in Lisbon.
TIMES = [
    ("2027-03-28 01:30", "2027-03-28 00:30", "28 March 2027, 01:30 CET", "02:30", "00:30"),
    ("2027-03-28 03:00", "2027-03-28 01:00", "28 March 2027, 03:00 CEST", "04:00", "02:00"),
    ("2027-03-28 17:00", "2027-03-28 15:00", "28 March 2027, 17:00 CEST", "18:00", "16:00"),
    ("2027-03-29 17:00", "2027-03-29 15:00", "29 March 2027, 17:00 CEST", "18:00", "16:00"),
    ("2027-10-30 17:00", "2027-10-30 15:00", "30 October 2027, 17:00 CEST", "18:00", "16:00"),
    ("2027-10-31 02:30", "2027-10-31 01:30", "31 October 2027, 02:30 CET", "03:30", "01:30"),
    ("2027-10-31 17:00", "2027-10-31 16:00", "31 October 2027, 17:00 CET", "18:00", "16:00"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def typed(name: str, text: str) -> dict[str, str]:
    day, time = text.split()
    return {f"{name}_on": day, f"{name}_time": time}


def opened(client: FlaskClient, house: Alliance, closes: str, opens: str = "") -> None:
    """Opened by its form, four days before the earlier of the two."""
    house.clock.move_to(datetime.fromisoformat(opens or closes).replace(tzinfo=UTC) - timedelta(days=4))
    later = {"opens": "later", **typed("opens", opens)} if opens else {}
    response = sign_in(client, house.secretary).post(house.page, data=typed("closes", closes) | later)
    assert response.status_code == 302


def readers(house: Alliance) -> dict[str, str]:
    """The zones of the heads of two associations."""
    zones = {"FI": "Europe/Helsinki", "ES": "Europe/Lisbon"}
    for code, zone in zones.items():
        house.heads[code].time_zone = zone
    db.session.commit()
    return zones


def hold_everywhere(
    client: FlaskClient, house: Alliance, said: str, aside: dict[str, str], *, message: str
) -> None:
    """The instant is right on the page and in the mail, for Brussels and for each reader."""
    for code, zone in readers(house).items():
        page = sign_in(client, house.heads[code]).get(house.address).text
        assert said in page
        assert f"{aside[code]} {zone}" in page
        mail = next(m for m in house.mails(message) if m.address == f"head.{code.lower()}@example.org")
        assert f"{said} ({aside[code]} {zone})" in mail.body_text


@pytest.mark.parametrize(("close", "instant", "said", "helsinki", "lisbon"), TIMES)
def test_a_close_in_those_nights_is_right_in_page_mail_and_calendar(
    client: FlaskClient, house: Alliance, close: str, instant: str, said: str, helsinki: str, lisbon: str
) -> None:
    readers(house)
    opened(client, house, close)
    assert house.ballot.closes_at == utc(instant)
    aside = {"FI": helsinki, "ES": lisbon}
    hold_everywhere(client, house, said, aside, message="ballot_opened")
    (event,) = Calendar.from_ical(client.get(f"{house.address}/calendar.ics").data).walk("VEVENT")
    assert event["dtend"].to_ical().decode() == utc(instant).strftime("%Y%m%dT%H%M%SZ")


@pytest.mark.parametrize(("opens", "instant", "said", "helsinki", "lisbon"), TIMES)
def test_an_opening_in_those_nights_is_right_in_page_mail_and_calendar(
    client: FlaskClient, house: Alliance, opens: str, instant: str, said: str, helsinki: str, lisbon: str
) -> None:
    readers(house)
    opened(client, house, "2027-11-30 17:00", opens)
    assert house.ballot.opens_at == utc(instant)
    aside = {"FI": helsinki, "ES": lisbon}
    hold_everywhere(client, house, said, aside, message="ballot_opened")
    (event,) = Calendar.from_ical(client.get(f"{house.address}/calendar.ics").data).walk("VEVENT")
    assert f"from {said} to 30 November 2027, 17:00 CET" in event["description"]


@pytest.mark.parametrize("name", ["opens", "closes"])
def test_half_past_two_that_the_clocks_skip_is_refused_with_a_sentence(
    client: FlaskClient, house: Alliance, name: str
) -> None:
    house.clock.move_to(utc("2027-03-24 09:00"))
    times = typed("closes", "2027-03-30 17:00") | typed(name, "2027-03-28 02:30")
    answer = sign_in(client, house.secretary).post(house.page, data={"opens": "later", **times})
    if name == "closes":
        answer = client.post(house.page, data=times)
    assert answer.status_code == 422
    assert "The clocks skip this time that night. Choose another." in answer.text
    assert 'value="02:30"' in answer.text
    assert house.ballot is None


@pytest.mark.parametrize("name", ["opens", "closes"])
def test_half_past_two_that_comes_twice_is_the_later_one_and_the_page_says_so(
    client: FlaskClient, house: Alliance, name: str
) -> None:
    house.clock.move_to(utc("2027-10-27 09:00"))
    times = typed("closes", "2027-11-03 17:00") | typed(name, "2027-10-31 02:30")
    data = {"show": "1", "opens": "later" if name == "opens" else "now", **times}
    page = sign_in(client, house.secretary).post(house.page, data=data).text
    assert "The clocks show this time twice that night." in page
    assert "The later one is meant: 31 October 2027, 02:30 CET." in page


def test_a_close_put_off_into_the_doubled_hour_says_so(client: FlaskClient, house: Alliance) -> None:
    opened(client, house, "2027-10-30 17:00")
    form = typed("closes", "2027-10-31 02:30") | {"reason": "One night more."}
    client.post(f"{house.address}/extend", data=form)
    assert house.ballot.closes_at == utc("2027-10-31 01:30")
    assert "the later one is meant" in client.get(house.address).text


def send(client: FlaskClient, house: Alliance, code: str, moment: datetime) -> int:
    """A position sent by the form of the page at this moment; what the server answers."""
    house.clock.move_to(moment)
    association = house.associations[code].id
    data = {f"a{association}-1-choice": "in_favour", f"a{association}-1-seen": "0", "confirmed": "yes"}
    return client.post(f"{house.address}/positions/{association}", data=data).status_code


@pytest.mark.parametrize(("close", "instant"), [row[:2] for row in TIMES])
def test_a_second_before_the_close_counts_and_the_close_itself_does_not(
    client: FlaskClient, house: Alliance, close: str, instant: str
) -> None:
    opened(client, house, close)
    answers = []
    for code, moment in (("FI", utc(instant) - SECOND), ("ES", utc(instant)), ("FR", utc(instant) + SECOND)):
        sign_in(client, house.heads[code])
        answers.append(send(client, house, code, moment))
    assert answers == [302, 422, 422]
    with transaction():
        settling.settle(CLOCK, house.ballot)
    assert house.ballot.decision is not None
    assert house.ballot.decision.figures["in_favour"]["members"] == 1


@pytest.mark.parametrize(("opens", "instant"), [row[:2] for row in TIMES])
def test_a_second_before_the_opening_is_too_early_and_the_opening_itself_is_not(
    client: FlaskClient, house: Alliance, opens: str, instant: str
) -> None:
    opened(client, house, "2027-11-30 17:00", opens)
    answers = []
    for code, moment in (("FI", utc(instant) - SECOND), ("ES", utc(instant)), ("FR", utc(instant) + SECOND)):
        sign_in(client, house.heads[code])
        answers.append(send(client, house, code, moment))
    assert answers == [422, 302, 302]


def test_working_days_close_at_five_by_the_clocks_of_brussels_on_either_side(
    client: FlaskClient, house: Alliance
) -> None:
    procedure("position_paper", conduct={"working_days": 2})
    house.clock.move_to(utc("2027-03-26 10:00"))
    opened_on = datetime(2027, 3, 26, 11, tzinfo=ZoneInfo("Europe/Brussels")).replace(tzinfo=None)
    assert working_days_later(opened_on, 2) == date(2027, 3, 30)
    page = sign_in(client, house.secretary).get(house.page).text
    assert 'value="2027-03-30"' in page
    assert "30 March 2027, 17:00 CEST" in page


@pytest.mark.parametrize(
    ("closed", "days", "closes"),
    [
        ("2027-03-25 16:00", 5, "2027-04-01 15:00"),
        ("2027-10-28 15:00", 5, "2027-11-04 16:00"),
        ("2027-03-28 00:59", 1, "2027-03-29 15:00"),  # the last minute before the clocks skip an hour
        ("2027-10-31 00:30", 1, "2027-11-01 16:00"),  # within the hour that comes twice
    ],
)
def test_the_written_vote_that_follows_closes_at_five_on_either_side(
    closed: str, days: int, closes: str
) -> None:
    assert end_of_vote(utc(closed), days, at=utc(closed)) == utc(closes)


def test_a_reminder_comes_a_true_day_before_the_close(client: FlaskClient, house: Alliance) -> None:
    opened(client, house, "2027-10-31 17:00")
    house.clock.move_to(utc("2027-10-30 16:00") - SECOND)
    house.cast("FI")
    remind()
    first = len(house.mails("ballot_reminder"))  # that of three days before
    house.clock.move_to(utc("2027-10-30 16:00"))
    remind()
    last = house.mails("ballot_reminder")[first:]
    assert len(last) == 4
    assert "31 October 2027, 17:00 CET" in last[0].body_text


@pytest.mark.parametrize(
    ("local", "twice"),
    [("2027-10-31 01:59", False), ("2027-10-31 02:00", True), ("2027-10-31 02:59", True),
     ("2027-10-31 03:00", False), ("2027-03-28 02:30", False), ("2027-05-01 02:30", False)],
)  # fmt: skip
def test_only_one_hour_of_the_year_comes_twice(local: str, twice: bool) -> None:
    assert occurs_twice(datetime.fromisoformat(local)) is twice
