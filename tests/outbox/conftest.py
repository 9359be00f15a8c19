"""A mail of our own to post, and its receiver."""

from collections.abc import Iterator

import pytest
from flask import Flask, current_app
from jinja2 import ChoiceLoader, DictLoader

from eca_policy.outbox.models import Mail
from eca_policy.outbox.service import Recipient, post
from eca_policy.transaction import transaction
from tests.conftest import NOW

NOTE = {
    "email/note/subject.txt": "{{ title }}\n for {{ to.name }}",
    "email/note/body.txt": "\n{{ text }}\n{{ link('outbox.index') }}\n",
    "email/note/body.html": '<html lang="{{ language }}"><head></head><body><h1>{{ subject }}</h1>{{ text }}',
}


@pytest.fixture
def note_templates(app: Flask) -> Iterator[None]:
    """The parts of a mail called "note", as if they were in templates/email/note/."""
    with_note(app)
    yield
    app.jinja_env.loader = app.jinja_env.loader.loaders[1]
    app.extensions.pop("mail_templates", None)


def with_note(app: Flask) -> None:
    app.jinja_env.loader = ChoiceLoader([DictLoader(NOTE), app.jinja_env.loader])
    app.extensions.pop("mail_templates", None)


def post_note(
    number: int = 0,
    *,
    title: str = "A note",
    text: str = "Good day, Äyräpää <&>.",
    name: str = "Délia Ödegård",
    address: str = "",
    language: str = "en",
) -> Mail:
    """Post one note and commit."""
    to = Recipient(None, address or f"person{number}@example.org", name, language)
    with transaction():
        return post("note", to, at=NOW, title=title, text=text)


@pytest.fixture
def sending(app: Flask, note_templates: None, mail_url: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a real mail server and the note."""
    monkeypatch.setitem(current_app.config, "MAIL_URL", mail_url)
    return app
