"""Reading accounts and sign-ins."""

from datetime import datetime

from sqlalchemy import select

from eca_policy.accounts.models import Account, SignIn
from eca_policy.accounts.service import digest
from eca_policy.extensions import db
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
    """The account of a normalised address."""
    return db.session.scalar(select(Account).where(Account.email == email))
