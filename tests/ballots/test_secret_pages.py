"""Pages of a secret ballot: who gets them, and that the codes stand in one answer only."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from eca_policy.ballots.secrecy.models import Box
from eca_policy.extensions import db
from tests.ballots.secret_hall import CLOSES, OPENED, SecretHall, all_alike, browsers, codes_on, secret_hall
from tests.conftest import People, sign_in
from tests.making import make_paper

Travel = Callable[[object], None]


@pytest.fixture
def travel() -> Iterator[Travel]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def hall(app: Flask, travel: Travel) -> SecretHall:
    return secret_hall(app, 6, by_proxy=1)


def test_there_is_a_form_for_each_association_one_represents(hall: SecretHall) -> None:
    page = browsers(hall)["FI0"].get(hall.box)
    assert page.status_code == 200
    assert page.text.count('<button type="submit" class="btn btn-primary">Continue') == 2
    assert "Association FI5 (by proxy)" in page.text


def test_nothing_is_in_the_box_before_it_is_confirmed(hall: SecretHall) -> None:
    client = browsers(hall)["FI0"]
    page = client.post(hall.box, data=hall.fields("FI0", "in_favour", "abstention"))
    assert page.status_code == 200
    for words in ("Version 1", "Association FI0", "In favour", "Abstention", "It cannot be changed."):
        assert words in page.text
    assert [box.slips for box in db.session.query(Box)] == [[], []]


def test_the_codes_come_in_the_answer_and_never_again(hall: SecretHall) -> None:
    client = browsers(hall)["FI0"]
    receipt = hall.send(client, "FI0", "in_favour", "abstention")
    assert len(codes_on(receipt)) == 2
    assert receipt.headers["Cache-Control"] == "no-store"
    assert "In favour" not in receipt.text
    again = hall.send(client, "FI0", "against", "against")
    assert again.status_code == 422
    assert "Association FI0 has voted; a position in the box cannot be changed." in again.text
    assert codes_on(again) + codes_on(client.get(hall.box)) == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (("in_favour",), "Choose one of the positions."),
        (("in_favour", "maybe"), "Not a valid choice"),
        ((), "Choose one of the positions."),
    ],
)
def test_nonsense_gets_a_sentence(hall: SecretHall, sent: tuple[str, ...], words: str) -> None:
    page = browsers(hall)["FI0"].post(hall.box, data=hall.fields("FI0", *sent))
    assert page.status_code == 422
    assert words in page.text


def test_too_late_is_told_with_both_instants(hall: SecretHall, travel: Travel) -> None:
    client = browsers(hall)["FI0"]
    travel(CLOSES)
    page = hall.send(client, "FI0", "in_favour", "in_favour")
    assert page.status_code == 422
    assert "The ballot closed at 18 May 2026, 17:00:00 CEST; your position was received" in page.text


def test_for_another_association_one_may_not(hall: SecretHall) -> None:
    assert hall.send(browsers(hall)["FI1"], "FI2", "in_favour", "in_favour").status_code == 403
    forged = hall.fields("FI2", "in_favour", "in_favour") | {"is_confirmed": "yes"}
    assert browsers(hall)["FI1"].post(hall.box, data=forged).status_code == 403


def test_a_delegate_and_the_secretariat_read_and_do_not_vote(app: Flask, hall: SecretHall) -> None:
    delegate = People().person("delegate", hall.associations["FI0"])
    for account in (delegate, hall.secretary):
        client = sign_in(app.test_client(), account)
        page = client.get(hall.box)
        assert (page.status_code, "Continue" in page.text) == (200, False)
        assert hall.send(client, "FI0", "in_favour", "in_favour").status_code == 403


def test_a_ballot_that_is_not_there_has_no_box(app: Flask, hall: SecretHall) -> None:
    client = sign_in(app.test_client(), hall.secretary)
    assert client.get(hall.box.replace("/1/", "/2/")).status_code == 404
    other = make_paper(hall.secretary, stage="consolidation").reference
    assert client.get(f"/papers/{other}/ballots/1/codes").status_code == 404


def test_codes_are_published_after_the_close_with_five_slips(hall: SecretHall, travel: Travel) -> None:
    client = browsers(hall)["FI0"]
    all_alike(hall, ["FI1", "FI2", "FI3", "FI4"], "in_favour", "in_favour")
    receipt = codes_on(hall.send(client, "FI0", "against", "in_favour"))
    listed = hall.box.replace("/box", "/codes")
    assert codes_on(client.get(listed)) == []
    assert "Association FI1" not in client.get(listed).text
    travel(CLOSES)
    page = client.get(listed)
    assert set(receipt) <= set(codes_on(page))
    assert len(codes_on(page)) == 10
    assert "<li>Association FI1</li>" in page.text
    assert "<li>Association FI5</li>" not in page.text


def test_with_four_slips_nothing_is_published(hall: SecretHall, travel: Travel) -> None:
    client = browsers(hall)["FI0"]
    all_alike(hall, ["FI1", "FI2", "FI3", "FI4"], "in_favour", "in_favour")
    travel(CLOSES)
    page = client.get(hall.box.replace("/box", "/codes"))
    assert "Fewer than 5 associations have voted." in page.text
    assert "<li>Association FI1</li>" not in page.text


# The page of the ballot


def page_of(hall: SecretHall, code: str) -> str:
    return browsers(hall)[code].get(hall.box.removesuffix("/box")).text


def test_who_has_voted_reads_so_on_the_page_of_the_ballot_and_is_sent_to_no_box(hall: SecretHall) -> None:
    assert "To the box" in page_of(hall, "FI1")
    hall.put_in("FI1", "in_favour", "against")
    page = page_of(hall, "FI1")
    assert "Association FI1 has voted; a position in the box cannot be changed." in page
    assert "To the box" not in page
    assert "Can nobody vote for" not in page
    assert "FI1 has voted" not in page_of(hall, "FI2")


def test_the_holder_of_a_proxy_reads_nothing_new_when_its_grantor_has_voted(hall: SecretHall) -> None:
    hall.put_in("FI0", "in_favour", "against")
    before = page_of(hall, "FI0")
    hall.put_in("FI5", "in_favour", "against")
    after = page_of(hall, "FI0")
    for page in (before, after):
        assert "To the box" in page
        assert "Association FI5 has voted" not in page


@pytest.mark.parametrize(
    ("voters", "sentence"),
    [
        (4, "Fewer than 5 positions were in the box: it was emptied, and who has voted is shown to nobody."),
        (5, "Who has voted stands in the roll below."),
    ],
)
def test_after_the_close_the_page_says_what_became_of_the_box(
    hall: SecretHall, travel: Travel, voters: int, sentence: str
) -> None:
    for number in range(voters):
        hall.put_in(f"FI{number}", "in_favour", "in_favour")
    travel(CLOSES)
    hall.settle()
    page = page_of(hall, "FI0")
    assert sentence in page
    assert "is shown after the close" not in page
    assert "has voted; a position" not in page
