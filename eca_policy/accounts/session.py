"""The browser's side of a sign-in, for Flask-Login: the cookie holds a token, the database decides."""

from flask import g
from flask_login import UserMixin, current_user, login_user, logout_user

from eca_policy.accounts import queries, service
from eca_policy.accounts.models import Account
from eca_policy.extensions import login_manager
from eca_policy.lib import clock


class SignedIn(UserMixin):
    """An account as signed in by one browser; its id is that browser's token."""

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token

    def get_id(self) -> str:
        return self.token


def signed_in() -> SignedIn | None:
    """The sign-in of this request's browser."""
    return current_user._get_current_object() if current_user and current_user.is_authenticated else None


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """Ask the database on every request: signed out means out."""
    row = queries.sign_in_of(token, at=clock.now())
    return SignedIn(row.account, token) if row else None


def enter(account: Account) -> None:
    """Sign this browser in; call it inside a transaction."""
    token = service.open_sign_in(account, at=clock.now())
    login_user(SignedIn(account, token), remember=False)


def leave(token: str) -> None:
    """Sign this browser out; call it inside a transaction."""
    service.sign_out(token, at=clock.now())
    logout_user()
    g.pop("actor", None)
