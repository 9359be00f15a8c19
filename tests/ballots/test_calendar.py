"""The calendar file of a ballot."""

from datetime import UTC, datetime, timedelta
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


def test_the_entry_is_the_ballot_in_utc_with_an_alarm_a_day_before(
    client: FlaskClient, house: Alliance
) -> None:
    house.open()
    event = fetched(sign_in(client, house.heads["FI"]), house)
    assert (event["dtstart"].dt, event["dtend"].dt) == (MORNING, CLOSES)
    assert event["dtend"].to_ical() == b"20260518T150000Z"
    (alarm,) = event.walk("VALARM")
    assert (alarm["trigger"].dt, alarm["trigger"].params["RELATED"]) == (-timedelta(days=1), "END")
    assert event["summary"] == "Ballot: Clusters in the next budget"
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
        opening.call_off(actor_of(house.secretary), house.paper.reference, 1, at=clock.now())
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
    assert fetched(sign_in(client, house.heads["FI"]), house)["summary"].startswith("Äänestys:")


def test_a_ballot_of_a_few_hours_has_no_alarm_before_it_opens(client: FlaskClient, house: Alliance) -> None:
    house.open(MORNING + timedelta(hours=5))
    assert not fetched(sign_in(client, house.heads["FI"]), house).walk("VALARM")


def test_a_title_cannot_add_lines_to_the_file(client: FlaskClient, house: Alliance) -> None:
    house.open()
    house.paper.title = "One; two, three\nDTSTART:20200101T000000Z"
    db.session.commit()
    event = fetched(sign_in(client, house.heads["FI"]), house)
    assert event["dtstart"].dt == datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_it_is_for_those_who_read_the_paper(client: FlaskClient, house: Alliance, people: People) -> None:
    house.open()
    assert client.get(f"{house.address}/calendar.ics").status_code == 302
    sign_in(client, house.heads["ES"])
    assert client.get(f"/papers/{house.paper.reference}/ballots/9/calendar.ics").status_code == 404
    assert client.post(f"{house.address}/calendar.ics").status_code == 405
