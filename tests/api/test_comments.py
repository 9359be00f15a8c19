"""Reading and writing comments, as another program."""

import pytest

from eca_policy.accounts.models import Account
from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.conftest import People
from tests.making import TEXT, make_paper

COMMENT = {"type": "substantive", "body": "Say **seven** years."}


@pytest.fixture
def delegate(people: People) -> Account:
    return people.person("delegate", people.association("FI"))


@pytest.fixture
def paper(people: People) -> Paper:
    return make_paper(people.secretariat(), stage="consultation")


@pytest.fixture
def program(acting: Acting, delegate: Account) -> Program:
    return acting(delegate)


def test_a_comment_is_written_for_the_association(program: Program, paper: Paper) -> None:
    paragraph = f"p{paper.id}-3"
    body = {**COMMENT, "paragraph": paragraph, "proposed_wording": "They need funding for seven years."}
    response = program.post(f"/papers/{paper.reference}/comments", body)
    assert response.status_code == 201
    assert response.json is not None
    assert (response.json["number"], response.json["association"]) == (1, "FI")
    assert "<strong>seven</strong>" in response.json["html"]
    listed = program.get(f"/papers/{paper.reference}/comments").get_json()["comments"]
    assert listed == [response.json]
    assert listed[0]["paragraph"] == paragraph


def test_a_comment_on_exact_words_says_where_they_stand(
    program: Program, paper: Paper, acting: Acting
) -> None:
    paragraph = f"p{paper.id}-3"
    body = {**COMMENT, "paragraph": paragraph, "quote": "stable  funding"}
    written = program.post(f"/papers/{paper.reference}/comments", body).get_json()
    assert (written["paragraph"], written["quote"]) == (paragraph, "stable funding")
    place = {
        "paragraph_id": paragraph,
        "start": 10,
        "end": 24,
        "quote": "stable funding",
        "status": "anchored",
    }
    assert written["place"] == place
    add = {"text": TEXT.replace("They need stable", "They all need more stable"), "base": 1}
    secretary = acting(db.session.get_one(Account, paper.created_by_id))
    assert secretary.post(f"/papers/{paper.reference}/revisions", add).status_code == 201
    (listed,) = program.get(f"/papers/{paper.reference}/comments").get_json()["comments"]
    assert listed["place"] == place, "a member reads the version"
    (listed,) = secretary.get(f"/papers/{paper.reference}/comments").get_json()["comments"]
    assert listed["place"] == {**place, "start": 19, "end": 33}


def test_a_comment_on_the_paper_as_a_whole_has_no_place(program: Program, paper: Paper) -> None:
    written = program.post(f"/papers/{paper.reference}/comments", COMMENT).get_json()
    assert (written["quote"], written["place"]) == ("", None)


@pytest.mark.parametrize(
    "change",
    [{"quote": "no such words"}, {"quote": "need", "occurrence": 2}, {"quote": "need", "paragraph": None}],
)
def test_words_that_do_not_stand_there_are_refused(
    program: Program, paper: Paper, change: dict[str, object]
) -> None:
    body = {**COMMENT, "paragraph": f"p{paper.id}-3", **change}
    response = program.post(f"/papers/{paper.reference}/comments", body)
    assert response.status_code == 422
    assert db.session.query(Comment).count() == 0


def test_nobody_writes_for_an_association_of_others(program: Program, paper: Paper, people: People) -> None:
    people.association("ES")
    response = program.post(f"/papers/{paper.reference}/comments", {**COMMENT, "association": "ES"})
    assert response.status_code == 403
    assert db.session.query(Comment).count() == 0


def test_a_comment_for_an_unknown_association_is_refused(program: Program, paper: Paper) -> None:
    response = program.post(f"/papers/{paper.reference}/comments", {**COMMENT, "association": "XX"})
    assert response.status_code == 404


def test_no_comment_is_written_after_the_consultation(
    acting: Acting, delegate: Account, people: People
) -> None:
    late = make_paper(people.secretariat(), stage="consolidation")
    response = acting(delegate).post(f"/papers/{late.reference}/comments", COMMENT)
    assert response.status_code == 422
    assert (response.json or {})["type"].startswith("urn:eca-policy:problem:")


def test_a_comment_on_a_draft_of_others_is_on_nothing(
    acting: Acting, delegate: Account, people: People
) -> None:
    draft = make_paper(people.secretariat(), stage="drafting")
    assert acting(delegate).post(f"/papers/{draft.reference}/comments", COMMENT).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "rude"}, "type"),
        ({"type": 7}, "type"),
        ({"type": None}, "type"),
        ({"body": ["a list"]}, "body"),
        ({"body": "with\x00nul"}, "body"),
        ({"body": "half \ud83d a character"}, "body"),
        ({"body": "long " * 5000}, "body"),
        ({"paragraph": {"id": 1}}, "paragraph"),
        ({"colour": "red"}, "colour"),
        ({"quote": 7}, "quote"),
        ({"quote": "long " * 2000}, "quote"),
        ({"occurrence": 0}, "occurrence"),
        ({"occurrence": "first"}, "occurrence"),
    ],
)
def test_a_wrong_field_is_named(
    program: Program, paper: Paper, change: dict[str, object], field: str
) -> None:
    response = program.post(f"/papers/{paper.reference}/comments", {**COMMENT, **change})
    assert response.status_code == 422
    assert response.json is not None
    assert [error["field"] for error in response.json["errors"]] == [field]
    assert field in response.json["detail"]
    assert db.session.query(Comment).count() == 0


def test_a_missing_field_is_named(program: Program, paper: Paper) -> None:
    response = program.post(f"/papers/{paper.reference}/comments", {"type": "general"})
    assert [error["field"] for error in (response.json or {})["errors"]] == ["body"]
