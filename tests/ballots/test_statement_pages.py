"""The page of statements: who gets it, and what comes of nonsense."""

import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eca_policy.ballots.statements import queries
from eca_policy.ballots.statements.words import about_in_words
from tests.ballots.conftest import Convene
from tests.ballots.statement_hall import CLOSES, CODES, Hall, hall
from tests.conftest import People, sign_in

__all__ = ["hall"]


def test_the_head_declares_on_the_page_and_everybody_reads_it(
    hall: Hall, client: FlaskClient, people: People
) -> None:
    finland = hall.associations["FI"].id
    data = {f"s{finland}-kind": "reservation", f"s{finland}-about": "", f"s{finland}-body": "Not <b>so</b>."}
    sign_in(client, hall.heads["FI"])
    assert "Make a statement" in client.get(hall.url()).text
    assert client.post(hall.url(f"/by/{finland}"), data=data).location == hall.url()
    observer = people.person("head", people.association("UA", status="observer"))
    page = sign_in(client, observer).get(hall.url()).text
    assert "Not &lt;b&gt;so&lt;/b&gt;." in page
    assert "Make a statement" not in page


def test_what_was_typed_comes_back_with_the_sentence(hall: Hall, client: FlaskClient) -> None:
    hall.state("FI", "reservation", "First.")
    finland = hall.associations["FI"].id
    data = {f"s{finland}-kind": "reservation", f"s{finland}-about": "", f"s{finland}-body": "Typed again."}
    answer = sign_in(client, hall.heads["FI"]).post(hall.url(f"/by/{finland}"), data=data)
    assert answer.status_code == 409
    assert "has made this statement already" in answer.text
    assert "Typed again." in answer.text
    data[f"s{finland}-kind"] = "nonsense"
    answer = client.post(hall.url(f"/by/{finland}"), data=data)
    assert answer.status_code == 422
    assert "Typed again." in answer.text


def test_words_are_changed_and_withdrawn_on_the_page(hall: Hall, client: FlaskClient) -> None:
    made = hall.state("FI", "reservation", "First.")
    sign_in(client, hall.heads["FI"])
    answer = client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": ""})
    assert (answer.status_code, "Write what is to be printed." in answer.text) == (422, True)
    assert (
        client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": "Second."}).status_code == 302
    )
    assert "Second." in client.get(hall.url()).text
    (now,) = queries.statements_of(hall.ballot)
    assert client.post(hall.url(f"/{now.id}/withdraw")).status_code == 302
    assert "There is no statement yet." in client.get(hall.url()).text
    assert client.post(hall.url(f"/{now.id}/withdraw")).status_code == 404


def test_the_page_is_for_those_who_read_the_paper(hall: Hall, client: FlaskClient) -> None:
    finland = hall.associations["FI"].id
    assert client.get(hall.url()).location.startswith("/sign-in")
    sign_in(client, hall.heads["ES"])
    assert client.post(hall.url(f"/by/{finland}"), data={
        f"s{finland}-kind": "opt_out", f"s{finland}-about": "",
    }).status_code == 403  # fmt: skip
    assert client.get(hall.url().replace("ballots/1", "ballots/7")).status_code == 404
    assert client.get(hall.url(f"/by/{finland}")).status_code == 405


def test_after_publication_there_is_nothing_to_declare(hall: Hall, client: FlaskClient) -> None:
    hall.adopted()
    sign_in(client, hall.heads["FI"])
    assert "changes no outcome" in client.get(hall.url()).text
    hall.publish()
    assert "Make a statement" not in client.get(hall.url()).text


def test_the_page_of_an_earlier_ballot_offers_nothing_when_a_later_one_adopted(
    hall: Hall, client: FlaskClient
) -> None:
    hall.settle()
    hall.open_another()
    for code in CODES:
        hall.cast(code, "in_favour", number=2)
    hall.settle(CLOSES + timedelta(days=9))
    sign_in(client, hall.heads["FI"])
    assert "Make a statement" not in client.get(hall.url()).text
    assert "Make a statement" in client.get(hall.url().replace("ballots/1", "ballots/2")).text


def test_a_recommendation_that_the_vote_took_out_is_told_from_those_that_stand(
    convened: Convene, client: FlaskClient
) -> None:
    words = ["First thing to do.", "Second thing to do.", "Third thing to do."]
    plenary = convened(text="Intro.\n\n" + "\n\n".join(f"{each}\n{{: .recommendation }}" for each in words))
    plenary.delete("FI", 2)
    plenary.decide(adopt={1, 2})
    found = queries.recommendations_of(plenary.ballot)
    assert [(about_in_words(one), one.words) for one in found] == [
        ("Recommendation 1", words[1]),
        ("Recommendation 2", words[2]),
        ("Recommendation 1 of version 1", words[0]),
    ]
    sign_in(client, plenary.heads["FI"])
    page = client.get(f"/papers/{plenary.paper.reference}/ballots/1/statements").text
    assert '<option value="' + plenary.at(2) + '">Recommendation 1 of version 1</option>' in page
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert {one.paragraph_id for one in found} <= set(ids)


# What was typed comes back where no form is left


class Boxes(HTMLParser):
    """The text in every box of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_inside = tag == "textarea"

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = False

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.found.append(data.strip())


def declare(client: FlaskClient, hall: Hall, body: str, kind: str = "minority_statement") -> TestResponse:
    own = f"s{hall.associations['FI'].id}"
    data = {f"{own}-kind": kind, f"{own}-about": "", f"{own}-body": body}
    return client.post(hall.url(f"/by/{hall.associations['FI'].id}"), data=data)


def adopt_and_publish(hall: Hall) -> None:
    hall.adopted()
    hall.publish()


def end_and_open_another(hall: Hall) -> None:
    hall.settle()
    hall.open_another()


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [(adopt_and_publish, "is published"), (end_and_open_another, "This ballot is over")],
)
@pytest.mark.parametrize("kind", ["minority_statement", "nonsense"])
def test_a_statement_that_comes_too_late_is_given_back(
    hall: Hall, client: FlaskClient, meanwhile: Callable[[Hall], None], sentence: str, kind: str
) -> None:
    sign_in(client, hall.heads["FI"])
    meanwhile(hall)
    answer = declare(client, hall, "Dissent.", kind)
    assert answer.status_code == 422
    assert Boxes(answer.text).found == ["Dissent."]
    assert sentence in answer.text or kind == "nonsense"
    assert queries.statements_of(hall.first) == []


@pytest.mark.parametrize("meanwhile", [adopt_and_publish, end_and_open_another])
def test_other_words_that_come_too_late_are_given_back(
    hall: Hall, client: FlaskClient, meanwhile: Callable[[Hall], None]
) -> None:
    made = hall.state("FI", "reservation", "First.")
    sign_in(client, hall.heads["FI"])
    meanwhile(hall)
    answer = client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": "Better words."})
    assert answer.status_code == 422
    assert Boxes(answer.text).found == ["Better words."]
    assert [each.body for each in queries.statements_of(hall.first)] == ["First."]


def test_other_words_for_what_a_colleague_withdrew_are_given_back(hall: Hall, client: FlaskClient) -> None:
    made = hall.state("FI", "reservation", "First.")
    sign_in(client, hall.heads["FI"])
    client.post(hall.url(f"/{made.id}/withdraw"))
    answer = client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": "Better words."})
    assert answer.status_code == 404
    assert Boxes(answer.text).found == ["Better words."]


def test_who_changes_what_a_colleague_changed_meanwhile_reads_both(
    hall: Hall, client: FlaskClient, people: People
) -> None:
    made = hall.state("FI", "reservation", "First.")
    now = hall.change(made, "The colleague’s words.")
    alternate = people.person("alternate", hall.associations["FI"])
    sign_in(client, alternate)
    answer = client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": "My own words."})
    assert answer.status_code == 409
    assert "Head Fi changed this statement meanwhile." in answer.text
    assert "The colleague’s words." in answer.text
    assert "My own words." in answer.text
    assert f'name="c{now.id}-body"' in answer.text
    answer = client.post(hall.url(f"/{now.id}/change"), data={f"c{now.id}-body": "My own words."})
    assert answer.location == hall.url()
    answer = client.post(hall.url(f"/{now.id}/withdraw"))
    assert answer.status_code == 409
    assert "changed this statement meanwhile" in answer.text
    (last,) = queries.statements_of(hall.ballot)
    assert last.body == "My own words."


def test_a_stranger_learns_nothing_of_a_statement_that_was_changed(hall: Hall, client: FlaskClient) -> None:
    made = hall.state("FI", "reservation", "First.")
    hall.change(made, "Second.")
    sign_in(client, hall.heads["ES"])
    assert client.post(hall.url(f"/{made.id}/withdraw")).status_code == 404


def test_the_page_of_the_ballot_says_how_many_stand(hall: Hall, client: FlaskClient) -> None:
    reader, page = sign_in(client, hall.heads["FR"]), hall.url().removesuffix("/statements")
    assert "Reservations and statements</a>" in reader.get(page).text
    hall.state("FI", "reservation", "First.")
    hall.withdraw(hall.state("ES", "reservation", "Never mind."))
    assert "Reservations and statements (1)</a>" in reader.get(page).text
