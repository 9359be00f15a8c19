"""What anyone may read: published papers, and the description of the API itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis.strategies import one_of, sampled_from
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.routing import Rule

from eca_policy import web
from eca_policy.api import specification
from eca_policy.exports.models import Publication
from eca_policy.lib import clock
from tests.api.conftest import Hall, make_token
from tests.conftest import People
from tests.exports.making import snapshot
from tests.making import TEXT, make_paper


@pytest.fixture
def published(people: People) -> Publication:
    secretary = people.secretariat()
    paper = make_paper(secretary)
    made: Publication = people.add(
        Publication(
            paper_id=paper.id,
            reference=paper.reference,
            snapshot=snapshot(TEXT, reference=paper.reference).to_dict(),
            published_by_id=secretary.id,
            published_at=clock.now(),
        )
    )
    return made


def test_a_visitor_reads_what_was_published(client: FlaskClient, published: Publication) -> None:
    (listed,) = client.get("/api/v1/published").get_json()["published"]
    assert (listed["reference"], listed["title"]) == (published.reference, published.snapshot["title"])
    shown = client.get(f"/api/v1/published/{published.reference}").get_json()
    assert shown == {**listed, "snapshot": published.snapshot}


def test_what_was_not_published_is_not_there(client: FlaskClient, people: People) -> None:
    paper = make_paper(people.secretariat())
    assert client.get(f"/api/v1/published/{paper.reference}").status_code == 404


def addresses(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule of the API with its method, and its path as people write it."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule, method, specification.address(rule)


def test_the_description_names_every_address_and_who_it_is_for(app: Flask, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    assert described["openapi"].startswith("3.1")
    for rule, method, path in addresses(app):
        needs_token = described["paths"][path][method.lower()].get("security") == [{"token": []}]
        assert needs_token == (web.access_of(app, rule.endpoint) == "signed_in"), rule


def test_the_guide_names_every_address_once_and_no_other(app: Flask) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
    rows = re.findall(r"^\| `((?:GET|POST|PUT) [^`?]+)", guide, re.MULTILINE)
    assert sorted(rows) == sorted(f"{method} {path}" for _rule, method, path in addresses(app))


def test_there_is_no_page_that_loads_programs_from_elsewhere(client: FlaskClient) -> None:
    assert client.get("/docs").status_code == 404


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_every_answer_is_as_described_whatever_is_sent(app: Flask, hall: Hall) -> None:
    consulted = make_paper(hall.head, stage="consultation", rapporteurs=[hall.head])
    headers = {"Authorization": f"Bearer {make_token(hall.head)}"}
    there = {"number": 1, "association": "FI"}
    references = sampled_from([hall.paper.reference, consulted.reference])
    operations = [
        found.ok() for found in schemathesis.openapi.from_wsgi(specification.PATH, app).get_all_operations()
    ]
    kinds = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    cases = one_of(*(operation.as_strategy(kind) for operation in operations for kind in kinds))

    @settings(max_examples=150, derandomize=True, database=None)
    @given(case=cases, reference=references)
    def answer(case: schemathesis.Case, reference: str) -> None:
        for name, value in {**there, "reference": reference}.items():
            if name in case.path_parameters:
                case.path_parameters[name] = value
        case.call_and_validate(headers=headers, checks=CHECKS)

    answer()
