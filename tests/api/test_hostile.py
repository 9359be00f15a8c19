"""Bodies that no honest program sends: each is refused in a problem, none is an error of ours."""

from pathlib import Path

import pytest

from eca_policy import create_app
from eca_policy.extensions import limiter
from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.conftest import People, settings
from tests.making import make_paper


@pytest.fixture
def program(acting: Acting, people: People) -> Program:
    return acting(people.person("delegate", people.association("FI")))


@pytest.fixture
def paper(people: People) -> Paper:
    return make_paper(people.secretariat(), stage="consultation")


def send(program: Program, paper: Paper, data: bytes, content_type: str = "application/json") -> int:
    response = program.app.test_client().post(
        f"/api/v1/papers/{paper.reference}/comments",
        data=data,
        content_type=content_type,
        headers={**program.headers, "Idempotency-Key": "k"},
    )
    assert response.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(response.get_json())
    return response.status_code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"body":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"a":' * 100_000,
        b"9" * 5_000,
        b"[]",
        b"null",
        b'"text"',
        b"NaN",
    ],
    ids=lambda data: f"{data[:8]!r} of {len(data)}",
)
def test_what_is_no_json_object_is_refused(program: Program, paper: Paper, data: bytes) -> None:
    assert send(program, paper, data) == 400


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_what_is_not_said_to_be_json_is_refused(program: Program, paper: Paper, content_type: str) -> None:
    assert send(program, paper, b'{"type":"general","body":"x"}', content_type) == 415


def test_more_than_we_take_is_refused(program: Program, paper: Paper) -> None:
    assert send(program, paper, b'{"body":"' + b"x" * 21 * 2**20 + b'"}') == 413


@pytest.mark.parametrize("value", ["1e999", "-1", "1.5", '"1"', "true", "9" * 400, "null", "[1]", "NaN"])
def test_a_number_that_is_none_is_refused(program: Program, paper: Paper, value: str) -> None:
    response = program.app.test_client().post(
        f"/api/v1/papers/{paper.reference}/revisions",
        data=f'{{"text":"x","base":{value}}}',
        content_type="application/json",
        headers={**program.headers, "Idempotency-Key": "k"},
    )
    assert response.status_code == 422
    assert [error["field"] for error in response.get_json()["errors"]] == ["base"]


@pytest.mark.parametrize("reference", ["%00", "ECA-2026-001%00", "é", "%ff", "x" * 21, "..%2f", "%d9%a1"])
def test_what_is_no_reference_is_not_found(program: Program, reference: str) -> None:
    assert program.get(f"/papers/{reference}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "%d9%a1", "1.0"])
def test_what_is_no_number_is_not_found(program: Program, paper: Paper, number: str) -> None:
    assert program.get(f"/papers/{paper.reference}/ballots/{number}").status_code == 404


def test_too_many_requests_from_one_address_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    client = create_app(settings(tmp_path, RATELIMIT_ENABLED=True)).test_client()
    answers = [client.get("/api/v1/papers") for _ in range(301)]
    assert [response.status_code for response in answers[299:]] == [401, 429]
    assert answers[-1].mimetype == "application/problem+json"
