"""Posting a mail: written in the receiver's language, in the transaction of the change it tells of."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from eca_policy.extensions import db
from eca_policy.lib.i18n import speaking
from eca_policy.outbox.models import Mail
from eca_policy.transaction import after_commit

BODIES = ("body.txt", "body.html")


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail, and in which language."""

    account_id: int
    address: str
    name: str
    language: str


def post(message: str, to: Recipient, *, at: datetime, **context: Any) -> Mail:
    """Write the mail of `templates/email/<message>/` for this receiver; it leaves after the commit."""
    with speaking(to.language):
        subject = " ".join(render(message, "subject.txt", to=to, **context).split())
        body_text, body_html = (render(message, part, to=to, subject=subject, **context) for part in BODIES)
    mail = Mail(
        message_id=make_msgid(domain=urlsplit(current_app.config["PUBLIC_URL"]).hostname),
        message=message,
        account_id=to.account_id,
        address=to.address,
        name=to.name,
        language=to.language,
        subject=subject,
        body_text=body_text.strip() + "\n",
        body_html=body_html,
        created_at=at,
        due_at=at,
        state="waiting" if current_app.config["MAIL_URL"] else "kept",
    )
    db.session.add(mail)
    after_commit("outbox", ring)
    return mail


def render(message: str, part: str, **context: Any) -> str:
    """One part of a mail; templates get `link(endpoint, …)` for addresses."""
    template = current_app.jinja_env.get_template(f"email/{message}/{part}")
    return template.render(link=link, language=context["to"].language, **context)


def link(endpoint: str, **values: Any) -> str:
    """An address for a mail: from the settings, never from whatever host a request named."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    addresses = current_app.url_map.bind(
        public.netloc, script_name=public.path or "/", url_scheme=public.scheme
    )
    return addresses.build(endpoint, values, force_external=True)


def ring() -> None:
    """Tell the worker that there is mail. If nobody hears it, the sweep finds the rows within a minute."""
