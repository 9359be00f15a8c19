"""The calendar file of a ballot."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from eca_policy.ballots import extending, opening
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, MORNING, Alliance
from tests.conftest import People, actor_of, sign_in


def fetched(client: FlaskClient, house: Alliance) -> Any:
    """The one entry of the file, as a calendar program reads it."""
    response = client.get(f"{house.address}/calendar.ics")
    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.data).walk("VEVENT")
    return event


def test_the_entry_is_the_close_in_utc_with_an_alarm_a_day_before(
    client: FlaskClient, house: Alliance
) -> None:
    house.open()
    event = fetched(sign_in(client, house.heads["FI"]), house)
    assert (event["dtstart"].dt, event["dtend"].dt) == (CLOSES - timedelta(minutes=30), CLOSES)
    assert event["transp"] == "TRANSPARENT"
    assert event["dtend"].to_ical() == b"20260518T150000Z"
    (alarm,) = event.walk("VALARM")
    assert (alarm["trigger"].dt, alarm["trigger"].params["RELATED"]) == (-timedelta(days=1), "END")
    assert event["summary"] == "Ballot closes: Clusters in the next budget"
    assert "open from 4 May 2026, 11:00 CEST to 18 May 2026, 17:00 CEST" in event["description"]
    assert event["url"].endswith(house.address)


def test_after_an_extension_the_same_entry_moves(client: FlaskClient, house: Alliance) -> None:
    house.open()
    sign_in(client, house.heads["FI"])
    before = fetched(client, house)
    later = CLOSES + timedelta(days=1)
    with transaction():
        extending.extend_ballot(
            actor_of(house.secretary), house.paper.reference, 1, closes_at=later, reason="So.", at=clock.now()
        )
    after = fetched(client, house)
    assert (after["uid"], after["dtend"].dt) == (before["uid"], later)
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_a_ballot_called_off_cancels_its_entry(client: FlaskClient, house: Alliance) -> None:
    house.open(opens_at=MORNING + timedelta(days=1))
    sign_in(client, house.heads["FI"])
    before = fetched(client, house)
    with transaction():
        opening.call_off(actor_of(house.secretary), house.paper.reference, 1, reason="So.", at=clock.now())
    after = fetched(client, house)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert not after.walk("VALARM")


@pytest.mark.parametrize("opens_at", [None, MORNING + timedelta(days=1)])
def test_the_same_state_gives_the_same_bytes_whenever_it_is_fetched(
    client: FlaskClient, house: Alliance, opens_at: datetime | None
) -> None:
    house.open(opens_at=opens_at)
    sign_in(client, house.heads["FI"])
    first = client.get(f"{house.address}/calendar.ics").data
    house.clock.move_to(MORNING + timedelta(hours=1))
    assert client.get(f"{house.address}/calendar.ics").data == first
    house.clock.move_to(MORNING + timedelta(days=2))
    assert client.get(f"{house.address}/calendar.ics").data == first


def test_the_entry_speaks_the_language_of_its_reader(client: FlaskClient, house: Alliance) -> None:
    house.open()
    house.heads["FI"].language = "fi"
    db.session.commit()
    assert fetched(sign_in(client, house.heads["FI"]), house)["summary"].startswith("Äänestys päättyy:")


def test_in_a_silence_the_entry_asks_nobody_for_a_position(client: FlaskClient, house: Alliance) -> None:
    house.open(procedure_key="silence")
    event = fetched(sign_in(client, house.heads["FI"]), house)
    assert event["summary"] == "Silence ends: Clusters in the next budget"
    assert "Who agrees need do nothing; who objects says so here: http" in event["description"]


def test_a_ballot_of_a_few_minutes_is_no_longer_in_the_calendar(client: FlaskClient, house: Alliance) -> None:
    house.open(MORNING + timedelta(minutes=10))
    assert fetched(sign_in(client, house.heads["FI"]), house)["dtstart"].dt == MORNING


def test_a_ballot_of_a_few_hours_has_no_alarm_before_it_opens(client: FlaskClient, house: Alliance) -> None:
    house.open(MORNING + timedelta(hours=5))
    assert not fetched(sign_in(client, house.heads["FI"]), house).walk("VALARM")


def test_a_title_cannot_add_lines_to_the_file(client: FlaskClient, house: Alliance) -> None:
    house.open()
    house.paper.title = "One; two, three\nDTSTART:20200101T000000Z"
    db.session.commit()
    event = fetched(sign_in(client, house.heads["FI"]), house)
    assert event["dtstart"].dt == CLOSES - timedelta(minutes=30)


def test_it_is_for_those_who_read_the_paper(client: FlaskClient, house: Alliance, people: People) -> None:
    house.open()
    assert client.get(f"{house.address}/calendar.ics").status_code == 302
    sign_in(client, house.heads["ES"])
    assert client.get(f"/papers/{house.paper.reference}/ballots/9/calendar.ics").status_code == 404
    assert client.post(f"{house.address}/calendar.ics").status_code == 405
