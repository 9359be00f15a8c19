"""Reading papers and saving a text, as another program."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.i18n import language
from eca_policy.papers.models import Paper, Revision
from tests.api.conftest import Acting, Program, make_token
from tests.conftest import People
from tests.making import TEXT, add_revision, make_paper


@pytest.fixture
def rapporteur(people: People) -> Account:
    return people.person("delegate", people.association("FI"))


@pytest.fixture
def paper(rapporteur: Account) -> Paper:
    return make_paper(rapporteur, stage="consultation", rapporteurs=[rapporteur])


@pytest.fixture
def program(acting: Acting, rapporteur: Account) -> Program:
    return acting(rapporteur)


def texts(paper: Paper) -> list[str]:
    return [each.source for each in db.session.query(Revision).filter_by(paper_id=paper.id)]


def test_papers_come_in_pages_that_hold_each_once(program: Program, rapporteur: Account) -> None:
    made = [make_paper(rapporteur).reference for _ in range(5)]
    found: list[str] = []
    after: str | None = None
    while True:
        page = program.get("/papers", query_string={"limit": 2, **({"after": after} if after else {})}).json
        assert page is not None
        found += [paper["reference"] for paper in page["papers"]]
        after = page["next"]
        if after is None:
            break
    assert found == made[::-1]


def test_papers_are_filtered_by_the_stage_the_clock_says(program: Program, rapporteur: Account) -> None:
    over = make_paper(rapporteur, stage="consultation", closes_at=clock.now() - timedelta(seconds=1))
    make_paper(rapporteur, stage="consultation")
    found = program.get("/papers", query_string={"stage": "consolidation"}).get_json()["papers"]
    assert [(paper["reference"], paper["stage"]) for paper in found] == [(over.reference, "consolidation")]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"stage": "never"}, "stage"), ({"limit": "0"}, "limit"), ({"limit": "9" * 99}, "limit")],
)
def test_a_wrong_question_is_told_its_field(program: Program, query: dict[str, str], field: str) -> None:
    response = program.get("/papers", query_string=query)
    assert response.status_code == 422
    assert [error["field"] for error in response.get_json()["errors"]] == [field]


def test_a_page_after_an_unknown_paper_is_refused(program: Program) -> None:
    assert program.get("/papers?after=ECA-1900-001").status_code == 422


def test_a_paper_has_its_facts_and_instants_in_utc(program: Program, paper: Paper) -> None:
    shown = program.get(f"/papers/{paper.reference}").get_json()
    assert (shown["title"], shown["stage"], shown["ballots"]) == (paper.title, "consultation", 0)
    assert datetime.fromisoformat(shown["consultation_closes_at"]) == paper.consultation_closes_at
    assert shown["consultation_closes_at"].endswith("+00:00")


def test_the_text_has_paragraphs_with_their_permanent_ids(program: Program, paper: Paper) -> None:
    text = program.get(f"/papers/{paper.reference}/text").get_json()
    assert (text["revision"], text["version"], text["text"]) == (1, 1, TEXT)
    assert [paragraph["id"] for paragraph in text["paragraphs"]] == [f"p{paper.id}-{n}" for n in (1, 2, 3, 4)]
    assert text["paragraphs"][3]["recommendation"] == 1
    assert "<p" in text["paragraphs"][1]["html"]


def test_a_draft_is_for_those_who_write_it(
    program: Program, acting: Acting, people: People, paper: Paper, rapporteur: Account
) -> None:
    add_revision(paper, rapporteur, TEXT + "\nA draft.\n")
    reader = acting(people.person("head", people.association("ES")))
    assert program.get(f"/papers/{paper.reference}/text").get_json()["revision"] == 2
    assert reader.get(f"/papers/{paper.reference}/text").get_json()["revision"] == 1
    assert program.get(f"/papers/{paper.reference}/text?version=1").get_json()["revision"] == 1
    assert program.get(f"/papers/{paper.reference}/text?version=2").status_code == 404


def test_a_version_carries_the_digest_of_its_text(program: Program, paper: Paper) -> None:
    (version,) = program.get(f"/papers/{paper.reference}/versions").get_json()["versions"]
    assert (version["number"], version["revision"]) == (1, 1)
    assert version["sha256"] == sha256(TEXT.encode()).hexdigest()


ADDRESSES = ("", "/text", "/versions", "/comments", "/record", "/ballots/1")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_paper_does_not_exist_for_a_stranger(acting: Acting, people: People, address: str) -> None:
    draft = make_paper(people.secretariat(), stage="drafting")
    stranger = acting(people.person("head", people.association("ES")))
    response = stranger.get(f"/papers/{draft.reference}{address}")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visitor_is_asked_for_a_token(client: FlaskClient, paper: Paper, address: str) -> None:
    assert client.get(f"/api/v1/papers/{paper.reference}{address}").status_code == 401


def test_saving_a_text_is_one_more_revision(program: Program, paper: Paper) -> None:
    body = {"base": 1, "text": TEXT + "\nOne more.\n", "summary": "One more"}
    response = program.post(f"/papers/{paper.reference}/revisions", body)
    assert response.status_code == 201
    assert (response.json or {})["number"] == 2
    assert texts(paper)[-1].endswith("One more.\n")
    steps = program.get(f"/papers/{paper.reference}/record").get_json()["entries"]
    assert [(step["verb"], step["details"]["number"]) for step in steps] == [("revision:save", 2)]


def test_someone_faster_gets_no_text_overwritten(program: Program, paper: Paper, rapporteur: Account) -> None:
    add_revision(paper, rapporteur, TEXT + "\nTheirs.\n")
    response = program.post(f"/papers/{paper.reference}/revisions", {"base": 1, "text": TEXT + "\nMine.\n"})
    problem = response.get_json()
    assert (response.status_code, problem["type"]) == (409, "urn:eca-policy:problem:edited-meanwhile")
    assert problem["theirs"] == {"revision": 2, "text": TEXT + "\nTheirs.\n"}
    assert problem["base"] == {"revision": 1, "text": TEXT}
    assert len(texts(paper)) == 2


def test_an_onlooker_saves_no_text(acting: Acting, people: People, paper: Paper) -> None:
    onlooker = acting(people.person("head", people.association("ES")))
    response = onlooker.post(f"/papers/{paper.reference}/revisions", {"base": 1, "text": "Mine."})
    assert response.status_code == 403
    assert len(texts(paper)) == 1


def test_a_text_in_the_wrong_stage_is_refused(program: Program, rapporteur: Account) -> None:
    voted = make_paper(rapporteur, stage="decision", rapporteurs=[rapporteur])
    response = program.post(f"/papers/{voted.reference}/revisions", {"base": 1, "text": "Mine."})
    assert (response.status_code, (response.json or {})["title"]) == (422, "Wrong stage")


@pytest.mark.parametrize(("asked", "own", "read"), [("fi", "en", "fi"), ("", "fi", "fi"), ("sv", "fi", "fi")])
def test_a_program_reads_the_language_it_asks_for_or_that_of_its_account(
    app: Flask, rapporteur: Account, asked: str, own: str, read: str
) -> None:
    rapporteur.language = own
    db.session.commit()
    token = make_token(rapporteur)
    headers = {"Accept-Language": asked, "Authorization": f"Bearer {token}"}
    with app.test_request_context("/api/v1/papers", headers=headers):
        app.preprocess_request()
        assert language() == read


def test_an_address_answers_only_its_own_methods(program: Program, paper: Paper) -> None:
    response = program.app.test_client().delete(f"/api/v1/papers/{paper.reference}", headers=program.headers)
    assert (response.status_code, response.mimetype) == (405, "application/problem+json")
    assert "GET" in response.headers["Allow"]
