"""The table of permissions as the secretariat sees it."""

import pytest
from flask.testing import FlaskClient

from eca_policy.permissions.actions import groups
from eca_policy.permissions.names import role_name
from eca_policy.permissions.who_may import ACTIONS, ROLES
from tests.conftest import People, sign_in


@pytest.fixture
def desk(client: FlaskClient, people: People) -> FlaskClient:
    return sign_in(client, people.secretariat())


def test_every_action_of_the_table_is_said_in_words(people: People) -> None:
    named = [action for _, actions in groups() for action in actions]
    assert sorted(named) == sorted(ACTIONS)


def test_every_action_and_every_role_is_on_the_page(desk: FlaskClient) -> None:
    page = desk.get("/permissions").text
    for _, actions in groups():
        for words in actions.values():
            assert words.replace("'", "&#39;") in page
    for role in ROLES[1:]:
        assert role_name(role) in page


def test_one_role_can_be_looked_at_alone(desk: FlaskClient) -> None:
    page = desk.get("/permissions?role=observer").text
    assert "Write a comment" in page
    assert "Open a ballot" not in page


def test_a_role_that_does_not_exist_shows_the_whole_table(desk: FlaskClient) -> None:
    assert "Open a ballot" in desk.get("/permissions?role=king").text


def test_the_table_is_for_the_secretariat(client: FlaskClient, people: People) -> None:
    assert client.get("/permissions").location == "/sign-in?next=/permissions"
    assert sign_in(client, people.person("head", people.association())).get("/permissions").status_code == 403


def test_the_wrong_method_is_refused(desk: FlaskClient) -> None:
    assert desk.post("/permissions").status_code == 405
