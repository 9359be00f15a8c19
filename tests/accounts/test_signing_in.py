from flask.testing import FlaskClient

from tests.conftest import People, sign_in


def test_a_cookie_kept_from_before_signing_out_opens_nothing(client: FlaskClient, people: People) -> None:
    sign_in(client, people.secretariat())
    kept = client.get_cookie("session")
    assert kept is not None
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    client.set_cookie("session", kept.value)
    assert client.get("/").location == "/sign-in"
