"""Pages of a ballot: who gets them, and what comes of nonsense."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, sign_in
from tests.making import in_days, make_paper

END = {"closes_on": in_days(30), "closes_time": "17:00"}


@pytest.fixture
def secretary(people: People) -> Account:
    return people.secretariat()


@pytest.fixture
def paper(people: People, secretary: Account) -> Paper:
    people.person("head", people.association())
    with transaction():
        load_presets()
    return make_paper(secretary, stage="consolidation")


def opening(paper: Paper) -> str:
    return f"/papers/{paper.reference}/ballot"


def test_the_secretariat_opens_a_ballot(client: FlaskClient, secretary: Account, paper: Paper) -> None:
    sign_in(client, secretary)
    assert "17:00" in client.get(opening(paper)).text
    response = client.post(opening(paper), data=END)
    assert response.location == f"/papers/{paper.reference}/ballots/1"
    assert client.get(response.location).status_code == 200


def test_a_member_may_not_open_a_ballot(client: FlaskClient, people: People, paper: Paper) -> None:
    member = people.person("head", people.association("ES"))
    assert sign_in(client, member).post(opening(paper), data=END).status_code == 403


def test_a_second_ballot_waits_for_the_first(client: FlaskClient, secretary: Account, paper: Paper) -> None:
    sign_in(client, secretary).post(opening(paper), data=END)
    assert client.post(opening(paper), data=END).status_code == 422
    assert db.session.query(Ballot).count() == 1


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2020-01-01", "17:00", "would already be closed"),
        ("2099-03-29", "02:30", "The clocks skip this time"),
        ("0001-01-01", "00:00", "Write a year"),
        ("soon", "17:00", "Write a date"),
        ("2099-05-31", "late", "Write a time"),
        ("", "", "Write a date"),
    ],
)
def test_an_end_that_makes_no_sense_opens_nothing(
    client: FlaskClient, secretary: Account, paper: Paper, day: str, time: str, sentence: str
) -> None:
    response = sign_in(client, secretary).post(opening(paper), data={"closes_on": day, "closes_time": time})
    assert response.status_code == 422
    assert sentence in response.text
    assert db.session.query(Ballot).count() == 0


def test_a_position_sent_too_late_gets_both_instants_and_its_text_back(
    client: FlaskClient, people: People, secretary: Account, paper: Paper
) -> None:
    association = people.association("ES")
    head = people.person("head", association)
    with time_machine.travel(datetime(2026, 5, 4, 9, 0, tzinfo=UTC), tick=False) as traveller:
        sign_in(client, secretary).post(
            opening(paper), data={"closes_on": "2026-05-05", "closes_time": "17:00"}
        )
        sign_in(client, head)
        traveller.move_to(datetime(2026, 5, 5, 15, 0, tzinfo=UTC))
        response = client.post(
            f"/papers/{paper.reference}/ballots/1/positions/{association.id}",
            data={
                f"a{association.id}-1-choice": "in_favour",
                f"a{association.id}-1-explanation": "With all our heart.",
            },
        )
    assert response.status_code == 422
    assert "The ballot closed at 5 May 2026, 17:00:00 CEST" in response.text
    assert "With all our heart." in response.text
