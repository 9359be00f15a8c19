"""A write that is sent twice is done once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from eca_policy.accounts.models import Account
from eca_policy.api.models import IdempotencyKey
from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.conftest import People
from tests.making import make_paper

COMMENT = {"type": "general", "body": "Well said."}


@pytest.fixture
def delegate(people: People) -> Account:
    return people.person("delegate", people.association("FI"))


@pytest.fixture
def paper(people: People) -> Paper:
    return make_paper(people.secretariat(), stage="consultation")


@pytest.fixture
def program(acting: Acting, delegate: Account) -> Program:
    return acting(delegate)


@pytest.fixture
def comments(paper: Paper) -> str:
    return f"/papers/{paper.reference}/comments"


def written() -> int:
    return db.session.query(Comment).count()


def test_the_same_request_gets_the_same_answer_and_is_done_once(program: Program, comments: str) -> None:
    first = program.post(comments, COMMENT, key="k")
    again = program.post(comments, dict(reversed(COMMENT.items())), key="k")
    assert (first.status_code, first.json) == (again.status_code, again.json) == (201, first.json)
    assert written() == 1


def test_a_key_is_not_taken_for_another_request(program: Program, comments: str) -> None:
    program.post(comments, COMMENT, key="k")
    response = program.post(comments, {**COMMENT, "body": "Something else."}, key="k")
    assert (response.status_code, (response.json or {})["title"]) == (422, "Key used otherwise")
    assert written() == 1


def test_keys_of_two_people_have_nothing_to_do_with_each_other(
    program: Program, acting: Acting, people: People, comments: str
) -> None:
    program.post(comments, COMMENT, key="k")
    other = acting(people.person("delegate", people.association("ES")))
    assert other.post(comments, COMMENT, key="k").status_code == 201
    assert written() == 2


@pytest.mark.parametrize("key", [None, "", "x" * 201])
def test_a_write_without_a_fit_key_is_refused_in_a_sentence(
    program: Program, comments: str, key: str | None
) -> None:
    headers = {**program.headers, **({} if key is None else {"Idempotency-Key": key})}
    response = program.app.test_client().post(f"/api/v1{comments}", json=COMMENT, headers=headers)
    assert response.status_code == 422
    assert [error["field"] for error in (response.json or {})["errors"]] == ["Idempotency-Key"]
    assert written() == 0


def test_a_refused_request_may_be_sent_again(program: Program, comments: str, paper: Paper) -> None:
    paper.stage = "drafting"
    paper.consultation_opened_at = paper.consultation_closes_at = None
    db.session.commit()
    assert program.post(comments, COMMENT, key="k").status_code == 404
    assert db.session.query(IdempotencyKey).count() == 0


def test_of_two_at_once_one_is_done_and_both_get_its_answer(
    app: Flask, program: Program, comments: str
) -> None:
    together = Barrier(2)

    def send(_: int) -> tuple[int, object]:
        together.wait()
        response = program.post(comments, COMMENT, key="k")
        return response.status_code, response.json

    db.session.rollback()
    for _round in range(5):
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(send, range(2))
        assert first == second
        assert first[0] == 201
    assert written() == 1
