"""Who comes in: the sign-in of a browser or a program turned into an acting person, and their language."""

from collections.abc import Sequence
from typing import cast

from flask import g, has_request_context, request, session

from eca_policy.accounts import bearer
from eca_policy.accounts.models import Account
from eca_policy.accounts.session import signed_in
from eca_policy.lib import clock
from eca_policy.lib.actor import VISITOR, Actor
from eca_policy.lib.i18n import LANGUAGES
from eca_policy.members import queries
from eca_policy.members.models import TermOfOffice
from eca_policy.web import current_actor, wants_json


def load_actor() -> Actor:
    """The person of this request with the terms they hold now, or a visitor."""
    account = who_came()
    if account is None:
        return VISITOR
    g.time_zone = account.time_zone
    g.terms = queries.terms_of(account, at=clock.now())
    return queries.acting(account, g.terms)


def own_terms() -> Sequence[TermOfOffice]:
    """The terms of the person of this request, as they were read at the door."""
    return cast(Sequence[TermOfOffice], g.get("terms", ()))


def who_came() -> Account | None:
    """A program says so in a header and never by a cookie: nobody can be led to use the API unknowingly."""
    if wants_json():
        header = request.headers.get("Authorization")
        return bearer.account_of(header, at=clock.now()) if header is not None else None
    browser = signed_in()
    return browser.account if browser else None


def choose_language() -> str:
    """What was chosen here, else the account's language, else what the browser asks for.

    A program asks for a language in its request, and else reads that of its account.
    """
    if not has_request_context():
        return "en"
    if wants_json():
        return request.accept_languages.best_match(list(LANGUAGES)) or current_actor().language
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    browser = signed_in()
    if browser is not None:
        return browser.account.language
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"
