"""Putting off the close of a ballot."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError

from eca_policy.ballots import extending, settling
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.errors import NotAllowed
from eca_policy.pages.steps import step_in_words
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, CODES, Alliance, voters
from tests.conftest import actor_of, sign_in

LATER = CLOSES + timedelta(days=2)
FORM = {"closes_on": "2026-05-20", "closes_time": "17:00", "reason": "The Commission asked for time."}


def extend(house: Alliance, **changes: object) -> None:
    how = {"closes_at": LATER, "reason": "Many are away."} | changes
    with transaction():
        extending.extend_ballot(
            actor_of(house.secretary), house.paper.reference, 1, at=clock.now(), **how,  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_position_counts_that_comes_between_the_old_close_and_the_new_one(house: Alliance) -> None:
    house.open()
    extend(house)
    house.clock.move_to(CLOSES + timedelta(hours=1))
    house.cast("FI")
    with transaction():
        assert settling.settle(CLOCK, house.ballot) is None
    house.clock.move_to(LATER)
    with transaction():
        assert settling.settle(CLOCK, house.ballot) is not None


def test_everybody_on_the_roll_and_the_secretariat_are_told_both_instants_and_why(house: Alliance) -> None:
    house.open()
    extend(house)
    assert house.receivers("ballot_extended") == sorted([*voters(*CODES), "secretariat.eca@example.org"])
    body = house.mails("ballot_extended")[0].body_text
    assert "from 18 May 2026, 17:00 CEST to 20 May 2026, 17:00 CEST" in body
    assert "Many are away." in body


def test_the_record_says_until_when(house: Alliance) -> None:
    house.open()
    extend(house)
    entry = record.of_paper(house.paper.id)[-1]
    assert entry.details["reason"] == "Many are away."
    assert (
        step_in_words(entry.verb, entry.details)
        == "Put off the close of the ballot to 20 May 2026, 17:00 CEST"
    )


def test_a_close_is_put_off_to_a_later_one_only(house: Alliance) -> None:
    house.open()
    for closes_at in (CLOSES, CLOSES - timedelta(seconds=1)):
        with pytest.raises(extending.NotLater):
            extend(house, closes_at=closes_at)


def test_a_close_is_put_off_with_a_reason_only(house: Alliance) -> None:
    house.open()
    with pytest.raises(extending.Unexplained):
        extend(house, reason=" ")


@pytest.mark.parametrize("late_by", [timedelta(0), timedelta(hours=1)])
def test_what_has_closed_stays_closed_although_nobody_has_decided_it(
    house: Alliance, late_by: timedelta
) -> None:
    house.open()
    house.clock.move_to(CLOSES + late_by)
    with pytest.raises(extending.BallotNotOpen, match="closed at 18 May 2026, 17:00 CEST"):
        extend(house)


def test_what_has_not_opened_is_not_put_off(house: Alliance) -> None:
    house.open(opens_at=CLOSES - timedelta(days=1))
    with pytest.raises(extending.BallotNotOpen, match="Call it off"):
        extend(house)


def test_a_head_of_delegation_puts_nothing_off(house: Alliance) -> None:
    house.open()
    with pytest.raises(NotAllowed), transaction():
        extending.extend_ballot(
            actor_of(house.heads["FI"]), house.paper.reference, 1, closes_at=LATER, reason="Please.",
            at=clock.now(),
        )  # fmt: skip


def test_an_extension_is_never_rewritten(house: Alliance) -> None:
    house.open()
    extend(house)
    house.ballot.extensions[0].reason = "Another one."
    with pytest.raises((IntegrityError, OperationalError)):
        db.session.commit()
    db.session.rollback()


def test_the_page_puts_the_close_off_and_the_ballot_says_so(client: FlaskClient, house: Alliance) -> None:
    house.open()
    sign_in(client, house.secretary)
    assert client.get(f"{house.address}/extend").status_code == 200
    response = client.post(f"{house.address}/extend", data=FORM)
    assert response.location == house.address
    page = client.get(house.address).text
    assert "was put off from" in page
    assert "The Commission asked for time." in page
    assert "20 May 2026, 17:00 CEST" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Say why"),
        ({"closes_on": "2026-05-17"}, "Choose a later close"),
        ({"closes_on": "soon"}, "Write a date"),
        ({"reason": "\u202e"}, "Remove it"),
    ],
)
def test_nonsense_gets_a_sentence_and_everything_typed(
    client: FlaskClient, house: Alliance, changes: dict[str, str], sentence: str
) -> None:
    house.open()
    response = sign_in(client, house.secretary).post(f"{house.address}/extend", data=FORM | changes)
    assert response.status_code == 422
    assert sentence in response.text
    assert (FORM | changes)["closes_on"] in response.text
    assert house.ballot.closes_at == CLOSES


def test_a_colleague_may_a_head_may_not_and_a_stranger_is_asked_to_sign_in(
    client: FlaskClient, house: Alliance
) -> None:
    house.open()
    assert client.get(f"{house.address}/extend").status_code == 302
    assert sign_in(client, house.heads["FI"]).get(f"{house.address}/extend").status_code == 403
    assert client.post(f"{house.address}/call-off").status_code == 403


def test_who_sends_the_form_after_the_close_is_told_that_it_has_closed(
    client: FlaskClient, house: Alliance
) -> None:
    house.open()
    sign_in(client, house.secretary)
    house.clock.move_to(CLOSES)
    assert client.post(f"{house.address}/extend", data=FORM).status_code == 422
    assert house.ballot.closes_at == CLOSES
