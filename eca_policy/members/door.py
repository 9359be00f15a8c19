"""Who comes in: the browser's sign-in turned into an acting person, and the language they read."""

from flask import g, has_request_context, request, session

from eca_policy.accounts.session import signed_in
from eca_policy.lib import clock
from eca_policy.lib.actor import VISITOR, Actor
from eca_policy.lib.i18n import LANGUAGES
from eca_policy.members import queries


def load_actor() -> Actor:
    """The person of this request with the terms they hold now, or a visitor."""
    browser = signed_in()
    if browser is None:
        return VISITOR
    account = browser.account
    g.time_zone = account.time_zone
    return queries.actor_for(account, at=clock.now())


def choose_language() -> str:
    """What was chosen here, else the account's language, else what the browser asks for."""
    if not has_request_context():
        return "en"
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    browser = signed_in()
    if browser is not None:
        return browser.account.language
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"
