"""Posting a mail: written in the receiver's language, in the transaction of the change it tells of."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from jinja2 import Environment, StrictUndefined
from sqlalchemy import update

from eca_policy.extensions import db
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import speaking
from eca_policy.outbox.bell import ring
from eca_policy.outbox.letter import UnsafeHeader, address, without_controls
from eca_policy.outbox.models import Mail
from eca_policy.transaction import after_commit


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail, and in which language."""

    account_id: int
    address: str
    name: str
    language: str


class NoSuchReceiver(RuleBroken):
    """The name or address cannot stand in the head of a mail."""


def post(message: str, to: Recipient, *, at: datetime, is_sealed: bool = False, **context: Any) -> Mail:
    """Write the mail of `templates/email/<message>/` for this receiver; it leaves after the commit.

    `is_sealed` where the same message may say what is hidden once, and what everybody sees another time: who
    posts it knows.
    """
    refuse_unsafe(to)
    with speaking(to.language):
        subject = without_controls(" ".join(render(message, "subject.txt", to=to, **context).split()))
        body_text, body_html = (
            with_plain_line_ends(render(message, part, to=to, subject=subject, **context))
            for part in ("body.txt", "body.html")
        )
    mail = Mail(
        message_id=f"<{uuid.uuid4().hex}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}>",
        message=message,
        account_id=to.account_id,
        address=to.address,
        name=to.name,
        language=to.language,
        subject=subject,
        body_text=body_text,
        body_html=body_html,
        is_sealed=is_sealed,
        created_at=at,
        due_at=at,
        state="waiting" if current_app.config["MAIL_URL"] else "kept",
    )
    db.session.add(mail)
    if mail.state == "waiting":
        after_commit("outbox", ring)
    return mail


def refuse_unsafe(to: Recipient) -> None:
    """Better no row than one that can never leave, or that would reach someone else."""
    try:
        address(to.name, to.address)
    except UnsafeHeader as error:
        raise NoSuchReceiver(
            _("No mail can be sent to %(name)s: correct the name or the address first.", name=repr(to.name))
        ) from error


def with_plain_line_ends(body: str) -> str:
    """As it is kept and sent: what a mail does to line ends is done before it is recorded."""
    return body.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"


def render(message: str, part: str, **context: Any) -> str:
    """One part of a mail; templates get `link(endpoint, …)` for addresses, and nothing of the request."""
    template = mail_templates().get_template(f"email/{message}/{part}")
    return template.render(link=link, language=context["to"].language, **context)


def mail_templates() -> Environment:
    """The application's templates, with a missing name as an error: no mail leaves with a hole in it."""
    made: Environment | None = current_app.extensions.get("mail_templates")
    if made is None:
        made = current_app.jinja_env.overlay(undefined=StrictUndefined)
        current_app.extensions["mail_templates"] = made
    return made


def link(endpoint: str, **values: Any) -> str:
    """An address for a mail: from the settings, never from whatever host a request named."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    addresses = current_app.url_map.bind(
        public.netloc, script_name=public.path or "/", url_scheme=public.scheme
    )
    return addresses.build(endpoint, values, force_external=True)


def try_failed_again(*, at: datetime) -> int:
    """Let every mail that was given up wait again, as after a wrong MAIL_URL; returns how many."""
    again = update(Mail).where(Mail.state == "failed").values(state="waiting", due_at=at, attempts=0)
    count = db.session.execute(again.returning(Mail.id)).scalars().all()
    after_commit("outbox", ring)
    return len(count)
