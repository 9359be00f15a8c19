"""The verbs of API tokens: make one, revoke one."""

import secrets
from datetime import date, datetime
from typing import cast

from sqlalchemy import update

from eca_policy.accounts import queries
from eca_policy.accounts.models import ApiToken
from eca_policy.accounts.service import digest, readable
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.permissions.guard import permit
from eca_policy.record import service as record

# What secret scanners look for, so that a token published by accident is noticed.
PREFIX = "eca_"
LONGEST_NAME = 100


class TokenWithoutName(RuleBroken):
    """A token is named after the program that uses it, so that the right one is revoked."""


def make_api_token(actor: Actor, name: str, *, at: datetime) -> tuple[ApiToken, str]:
    """A token for a program that acts as this person; the second value is told once and never stored."""
    permit(actor, "token:manage")
    name = readable(name)
    if not name or len(name) > LONGEST_NAME:
        raise TokenWithoutName(
            _("Name the program that will use the token, in at most %(most)s characters.", most=LONGEST_NAME)
        )
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(token_hash=digest(token), account_id=cast(int, actor.account_id), name=name, created_at=at)
    db.session.add(row)
    db.session.flush()
    record.write(actor, "token:make", ("api_token", row.id), at=at)
    return row, token


def revoke_api_token(actor: Actor, token_id: int, *, at: datetime) -> ApiToken:
    """Stop one of the person's own tokens; one that is stopped already stays as it was."""
    permit(actor, "token:manage")
    row = queries.own_api_token(actor, token_id)
    if row.revoked_at is None:
        row.revoked_at = at
        record.write(actor, "token:revoke", ("api_token", row.id), at=at)
    return row


def note_use(row: ApiToken, *, on: date) -> None:
    """Keep the day on which a token was last used, so that its owner sees which ones are not needed."""
    db.session.execute(update(ApiToken).where(ApiToken.id == row.id).values(last_used_on=on))
