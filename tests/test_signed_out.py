"""What becomes of a request when nobody is signed in any more."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm

from eca_policy.accounts.forms import ChangePasswordForm, ChoosePasswordForm, SignInForm

WORDS = "Say which clusters\nare meant."


def test_words_sent_by_nobody_come_back(client: FlaskClient) -> None:
    page = client.post(
        "/papers/ECA-2026-001/comments/1/replies",
        data={"body": WORDS, "csrf_token": "x"},
        headers={"Referer": "http://localhost/papers/ECA-2026-001?panel=comments"},
    )
    assert page.status_code == 401
    assert WORDS in page.text
    assert "/sign-in?next=/papers/ECA-2026-001?panel%3Dcomments" in page.text


def test_a_button_pressed_by_nobody_leads_to_the_sign_in_and_back_to_its_page(client: FlaskClient) -> None:
    page = client.post(
        "/papers/ECA-2026-001/comments/1/support", headers={"Referer": "http://localhost/papers/ECA-2026-001"}
    )
    assert page.location == "/sign-in?next=/papers/ECA-2026-001"


@pytest.mark.parametrize("form", [SignInForm, ChoosePasswordForm, ChangePasswordForm])
def test_a_password_is_never_given_back(app: Flask, client: FlaskClient, form: type[FlaskForm]) -> None:
    with app.test_request_context():
        names = [field.name for field in form() if field.type == "PasswordField"]
    page = client.post(
        "/account/password", data={"other": "two words", **dict.fromkeys(names, "correct horse battery")}
    )
    assert "two words" in page.text
    assert "horse" not in page.text
