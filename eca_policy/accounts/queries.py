"""Reading accounts and sign-ins."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from eca_policy.accounts.models import Account, ApiToken, SignIn
from eca_policy.accounts.service import digest
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.outbox.service import Recipient


def sign_in_of(token: str, *, at: datetime) -> SignIn | None:
    """The open sign-in of a browser's token, or None when it was signed out or has expired."""
    return db.session.scalar(
        select(SignIn).where(
            SignIn.token_hash == digest(token),
            SignIn.signed_out_at.is_(None),
            SignIn.expires_at > at,
        )
    )


def recipient(account: Account) -> Recipient | None:
    """Where mail to this person goes; None for an erased account."""
    if account.email is None:
        return None
    return Recipient(account.id, account.email, account.name, account.language)


def by_email(email: str) -> Account | None:
    """The account of a normalised address; PostgreSQL takes no NUL even to look it up."""
    if "\0" in email:
        return None
    return db.session.scalar(select(Account).where(Account.email == email))


def api_token(token: str) -> ApiToken | None:
    """The row of a token that still works: not revoked, and its owner not erased."""
    found = db.session.scalar(
        select(ApiToken).where(ApiToken.token_hash == digest(token), ApiToken.revoked_at.is_(None))
    )
    return found if found is not None and found.account.erased_at is None else None


def own_api_tokens(actor: Actor) -> Sequence[ApiToken]:
    """The person's own tokens, the newest first."""
    return db.session.scalars(
        select(ApiToken).where(ApiToken.account_id == actor.account_id).order_by(ApiToken.id.desc())
    ).all()


def own_api_token(actor: Actor, token_id: int) -> ApiToken:
    """One of the person's own tokens, or a 404."""
    found = db.session.scalar(
        select(ApiToken).where(ApiToken.id == token_id, ApiToken.account_id == actor.account_id)
    )
    if found is None:
        raise NotVisible(_("You have no such token."))
    return found


def open_sign_ins(account: Account, *, at: datetime) -> int:
    """In how many browsers this person is signed in."""
    return (
        db.session.scalar(
            select(func.count()).where(
                SignIn.account_id == account.id, SignIn.signed_out_at.is_(None), SignIn.expires_at > at
            )
        )
        or 0
    )


def names_of(ids: Collection[int | None]) -> dict[int | None, str]:
    """Today's names of these people, looked up at once."""
    rows = db.session.scalars(select(Account).where(Account.id.in_({each for each in ids if each})))
    return {account.id: account.name for account in rows}
