"""The program's side of a sign-in: a token in the Authorization header, never a cookie."""

from datetime import datetime

from eca_policy.accounts import api_tokens, queries
from eca_policy.accounts.models import Account
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.transaction import transaction


class TokenRefused(Refusal):
    """The header does not hold a token that works."""

    status = 401


def account_of(authorization: str, *, at: datetime) -> Account:
    """Whom a program acts as; raises TokenRefused. Notes the day of the use, once a day."""
    scheme, _space, token = authorization.partition(" ")
    row = queries.api_token(token.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        raise TokenRefused(
            _("This token does not work or was revoked. Make a new one on the page of your tokens.")
        )
    today = at.astimezone(BRUSSELS).date()
    if row.last_used_on != today:
        with transaction():
            api_tokens.note_use(row, on=today)
    return row.account
