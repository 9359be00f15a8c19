"""Reading and writing comments, as another program."""

import pytest

from eca_policy.accounts.models import Account
from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.conftest import People
from tests.making import make_paper

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
