"""The verbs of accounts that need nobody's permission: each person's own door.

Signing in and out, following a mailed link, and changing what is one's own. Only `open_account` is for
someone else: `members.service` calls it when the secretariat invites a person.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update

from eca_policy.accounts.models import PURPOSES, Account, SignIn, Token
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import UnreadableName, one_line
from eca_policy.record import service as record

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


class PasswordTooShort(RuleBroken):
    """Too short to withstand guessing, or longer than anyone types."""


class NameNotReadable(RuleBroken):
    """A name with something in it that nobody can see."""


class Profile(NamedTuple):
    """What people say about themselves."""

    name: str
    language: str
    time_zone: str = "Europe/Brussels"


def normalised_email(typed: str) -> str:
    """How addresses are kept and looked up."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def normalised_password(typed: str) -> bytes:
    """One password whichever keyboard composed its accents."""
    return unicodedata.normalize("NFC", typed).encode("utf-8", "surrogatepass")


def digest(token: str) -> str:
    """What is stored of a token: who reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_with(email: str, password: str) -> Account:
    """The account that this address and password belong to; raises WrongPassword. Changes nothing."""
    account = db.session.scalar(select(Account).where(Account.email == normalised_email(email)))
    if not is_password_of(account, password) or account is None:
        raise WrongPassword(
            _("The address or the password is wrong. You can have a new password sent to you.")
        )
    return account


def is_password_of(account: Account | None, password: str) -> bool:
    """Whether the password fits; takes as long where there is no account or it has no password yet."""
    kept = account.password_hash if account else None
    try:
        hasher.verify(kept or DECOY, normalised_password(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def open_account(email: str, profile: Profile, *, at: datetime) -> Account:
    """A new person, who has no password yet: an invitation lets them set one."""
    account = Account(
        email=normalised_email(email),
        name=readable(profile.name),
        language=profile.language,
        time_zone=profile.time_zone,
        created_at=at,
    )
    db.session.add(account)
    db.session.flush()
    return account


def readable(name: str) -> str:
    """The name in the form in which it is kept; raises NameNotReadable."""
    try:
        return one_line(name)
    except UnreadableName as error:
        raise NameNotReadable(
            _("The name has characters in it that nobody can see. Type it by hand instead of pasting it.")
        ) from error


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


def sign_out_everywhere(account: Account, *, at: datetime) -> None:
    """End every sign-in of this person, in every browser."""
    end_sign_ins(account, at=at)
    write(account, "account:sign_out_everywhere", at=at)


def end_sign_ins(account: Account, *, at: datetime, but: str = "") -> None:
    """End the open sign-ins of this person; the browser with the token `but` stays signed in."""
    db.session.execute(
        update(SignIn)
        .where(
            SignIn.account_id == account.id,
            SignIn.signed_out_at.is_(None),
            SignIn.token_hash != digest(but),
        )
        .values(signed_out_at=at)
    )


def change_profile(account: Account, profile: Profile, *, at: datetime) -> None:
    """Name, language of pages and mails, and time zone."""
    account.name = readable(profile.name)
    account.language = profile.language
    account.time_zone = profile.time_zone
    write(account, "account:change_profile", at=at)


def change_password(account: Account, *, current: str, new: str, token: str, at: datetime) -> None:
    """Set a new password; every browser is signed out but the one with this token."""
    if not is_password_of(account, current):
        raise WrongPassword(_("This is not your present password."))
    keep_password(account, new)
    end_sign_ins(account, at=at, but=token)
    write(account, "account:change_password", at=at)


def make_link(account: Account, purpose: str, *, at: datetime) -> str:
    """A one-time token for a mailed link; earlier ones for the same purpose stop working."""
    token = secrets.token_urlsafe(32)
    use_up(account, [purpose], at=at)
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


def use_up(account: Account, purposes: Collection[str] = PURPOSES, *, at: datetime) -> None:
    """Make the unused links of this person stop working."""
    db.session.execute(
        update(Token)
        .where(Token.account_id == account.id, Token.purpose.in_(purposes), Token.used_at.is_(None))
        .values(used_at=at)
    )


def token_row(token: str, *, at: datetime) -> Token:
    """The row of a mailed link that still works; raises LinkUsedUp. Changes nothing."""
    row = db.session.scalar(select(Token).where(Token.token_hash == digest(token)))
    if row is None or row.used_at is not None or at >= row.expires_at:
        raise LinkUsedUp(_("This link has been used or is too old. Ask for a new one on the sign-in page."))
    return row


def set_password(token: str, password: str, *, at: datetime) -> Account:
    """Follow a mailed link: set the password, use up every link, and end every sign-in."""
    db.session.execute(select(Token.id).where(Token.token_hash == digest(token)).with_for_update())
    account = token_row(token, at=at).account
    keep_password(account, password)
    use_up(account, at=at)
    end_sign_ins(account, at=at)
    write(account, "account:set_password", at=at)
    return account


def keep_password(account: Account, password: str) -> None:
    """Keep what verifies this password; raises PasswordTooShort."""
    shortest, longest = PASSWORD_LENGTH
    if not shortest <= len(password) <= longest:
        raise PasswordTooShort(
            _("A password has %(shortest)s to %(longest)s characters.", shortest=shortest, longest=longest)
        )
    account.password_hash = hasher.hash(normalised_password(password))


def write(account: Account, verb: str, *, at: datetime) -> None:
    """A line in the record: people changed what is theirs."""
    record.write(Actor(account.id), verb, ("account", account.id), at=at)
