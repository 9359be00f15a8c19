"""The mails with a link that proves an address. It leads to a page with a button: opening it does nothing."""

from datetime import datetime
from typing import Any

from eca_policy.accounts import queries, service
from eca_policy.accounts.models import Account
from eca_policy.lib.moments import in_words
from eca_policy.outbox.service import post


def invitation(account: Account, *, at: datetime, **office: object) -> None:
    """An invited person learns what for, and gets the link to set a first password."""
    send_link("invitation", account, lasts=service.INVITATION_LASTS.days, at=at, **office)


def password_reset(account: Account, *, at: datetime) -> None:
    """Whoever forgot the password gets a link to set another."""
    until = in_words(at + service.RESET_LASTS, account.language)
    send_link("password_reset", account, until=until, at=at)


def send_link(purpose: str, account: Account, *, at: datetime, **context: Any) -> None:
    """A mail with a new link; the earlier ones for this purpose stop working."""
    to = queries.recipient(account)
    if to is not None:
        post(purpose, to, at=at, token=service.make_link(account, purpose, at=at), **context)
