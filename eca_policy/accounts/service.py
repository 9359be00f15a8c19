"""The verbs of accounts that need nobody's permission: signing in and out, and following a mailed link."""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update

from eca_policy.accounts.models import Account, SignIn, Token
from eca_policy.extensions import db
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _

SIGNED_IN_FOR = timedelta(days=30)
INVITATION_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(hours=2)
PASSWORD_LENGTH = (12, 200)

hasher = PasswordHasher()
# Verified when the address is unknown, so that a wrong address takes as long as a wrong password.
DECOY = hasher.hash(secrets.token_hex(16))


class WrongPassword(RuleBroken):
    """The address and the password do not belong together."""


class LinkUsedUp(RuleBroken):
    """The mailed link was used, replaced or is too old."""


def normalised_email(typed: str) -> str:
    """How addresses are kept and looked up."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def digest(token: str) -> str:
    """What is stored of a token: who reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_with(email: str, password: str) -> Account:
    """The account that this address and password belong to; raises WrongPassword. Changes nothing."""
    account = db.session.scalar(select(Account).where(Account.email == normalised_email(email)))
    try:
        hasher.verify(account.password_hash if account and account.password_hash else DECOY, password)
    except (VerifyMismatchError, InvalidHashError):
        account = None
    if account is None or account.password_hash is None:
        raise WrongPassword(
            _("The address or the password is wrong. You can have a new password sent to you.")
        )
    return account


def open_sign_in(account: Account, *, at: datetime) -> str:
    """A new sign-in; returns the token that the browser keeps."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(token_hash=digest(token), account_id=account.id, created_at=at, expires_at=at + SIGNED_IN_FOR)
    )
    return token


def sign_out(token: str, *, at: datetime) -> None:
    """End the sign-in of this token, if it is still open."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == digest(token), SignIn.signed_out_at.is_(None))
        .values(signed_out_at=at)
    )


def make_link(account: Account, purpose: str, *, at: datetime) -> str:
    """A one-time token for a mailed link; earlier ones for the same purpose stop working."""
    token = secrets.token_urlsafe(32)
    db.session.execute(
        update(Token)
        .where(Token.account_id == account.id, Token.purpose == purpose, Token.used_at.is_(None))
        .values(used_at=at)
    )
    lasts = INVITATION_LASTS if purpose == "invitation" else RESET_LASTS
    db.session.add(
        Token(
            token_hash=digest(token),
            purpose=purpose,
            account_id=account.id,
            created_at=at,
            expires_at=at + lasts,
        )
    )
    return token


def token_row(token: str, *, at: datetime) -> Token:
    """The row of a mailed link that still works; raises LinkUsedUp."""
    row = db.session.scalar(select(Token).where(Token.token_hash == digest(token)))
    if row is None or row.used_at is not None or at >= row.expires_at:
        raise LinkUsedUp(_("This link has been used or is too old. Ask for a new one on the sign-in page."))
    return row


def set_password(token: str, password: str, *, at: datetime) -> Account:
    """Follow a mailed link: set the password, use the link up, and end every other sign-in."""
    row = token_row(token, at=at)
    shortest, longest = PASSWORD_LENGTH
    if not shortest <= len(password) <= longest:
        raise RuleBroken(
            _("A password has %(shortest)s to %(longest)s characters.", shortest=shortest, longest=longest)
        )
    row.used_at = at
    row.account.password_hash = hasher.hash(password)
    db.session.execute(
        update(SignIn)
        .where(SignIn.account_id == row.account_id, SignIn.signed_out_at.is_(None))
        .values(signed_out_at=at)
    )
    return row.account
