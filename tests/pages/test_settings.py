"""What the secretariat sets: who may, and what comes of nonsense."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments.queries import numbering_scheme
from eca_policy.ballots.loading import load_presets
from eca_policy.extensions import db
from eca_policy.papers import service as papers
from eca_policy.papers.models import DocumentClass
from eca_policy.transaction import transaction
from tests.conftest import People, sign_in


@pytest.fixture
def document_class(people: People) -> DocumentClass:
    with transaction():
        load_presets()
        papers.load_presets()
    return db.session.query(DocumentClass).filter_by(key="position_paper").one()


def typed(document_class: DocumentClass, **changes: Any) -> dict[str, Any]:
    names = ("name", "name_fi", "consultation_days", "ballot_days", "procedure_key", "template")
    return {name: getattr(document_class, name) for name in names} | changes


def test_the_secretariat_changes_a_time_limit(
    client: FlaskClient, people: People, document_class: DocumentClass
) -> None:
    sign_in(client, people.secretariat())
    address = f"/document-classes/{document_class.id}"
    response = client.post(address, data=typed(document_class, ballot_days=20))
    assert response.status_code == 302
    db.session.expire_all()
    assert document_class.ballot_days == 20


def test_a_member_does_not(client: FlaskClient, people: People, document_class: DocumentClass) -> None:
    sign_in(client, people.person("head", people.association()))
    address = f"/document-classes/{document_class.id}"
    assert client.post(address, data=typed(document_class)).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [{"name": "Position\0paper"}, {"template": "A\u202etext"}, {"ballot_days": 0}, {"procedure_key": "dice"}],
)
def test_nonsense_changes_nothing(
    client: FlaskClient, people: People, document_class: DocumentClass, changes: dict[str, Any]
) -> None:
    sign_in(client, people.secretariat())
    before = typed(document_class)
    response = client.post(f"/document-classes/{document_class.id}", data=typed(document_class, **changes))
    assert response.status_code == 422
    db.session.expire_all()
    assert typed(document_class) == before


def test_the_secretariat_chooses_how_amendments_are_numbered(client: FlaskClient, people: People) -> None:
    sign_in(client, people.secretariat())
    assert "/numbering" in client.get("/desk").text
    assert 'value="per_paper"' in client.get("/numbering").text
    assert client.post("/numbering", data={"scheme": "per_association"}).status_code == 302
    assert numbering_scheme() == "per_association"
    assert re.search(r'<input[^>]* checked[^>]* value="per_association"', client.get("/numbering").text)
    for nonsense in ({"scheme": "by_colour"}, {"scheme": ""}):
        refused = client.post("/numbering", data=nonsense)
        assert refused.status_code == 422
        assert "Choose one of the two ways" in refused.text
    assert client.put("/numbering").status_code == 405
    assert numbering_scheme() == "per_association"


def test_nobody_else_chooses_it(client: FlaskClient, people: People) -> None:
    assert client.get("/numbering").location.startswith("/sign-in")
    sign_in(client, people.person("head", people.association()))
    assert client.get("/numbering").status_code == 403
    assert client.post("/numbering", data={"scheme": "per_association"}).status_code == 403
    assert numbering_scheme() == "per_paper"
