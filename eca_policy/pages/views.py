"""Home and what stands on every page."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.accounts.session import signed_in
from eca_policy.accounts.views import own_address
from eca_policy.amendments.words import state_names
from eca_policy.comments.words import disposition_names
from eca_policy.lib import clock
from eca_policy.lib.i18n import LANGUAGES, language
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.door import own_terms
from eca_policy.members.words import office_in_words
from eca_policy.pages.tasks import task_shown
from eca_policy.papers.queries import visible_papers
from eca_policy.permissions.names import stage_name
from eca_policy.permissions.who_may import may, roles_of
from eca_policy.todo.changed import changed_texts
from eca_policy.todo.news import news_for
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

pages = Blueprint("pages", __name__)
RECENT = 8


@pages.get("/")
@web.public
def home() -> ResponseReturnValue:
    if current_actor().account_id is None:
        return redirect(url_for("accounts.sign_in"))
    at = clock.now()
    tasks = [task_shown(task) for task in tasks_of(current_actor(), at=at)]
    papers = visible_papers(current_actor(), at=at)
    return render_template(
        "pages/home.html",
        tasks=tasks,
        news=news_for(current_actor()),
        changed=changed_texts(current_actor(), papers),
        fates={"comment": disposition_names(), "amendment": state_names()},
        may_start=may("paper:create", roles_of(current_actor())),
        papers=papers[:RECENT],
    )


@pages.post("/language")
@web.public
def set_language() -> ResponseReturnValue:
    """Remember the language in this browser and, for mails, in the account."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        browser = signed_in()
        if browser is not None:
            with transaction():
                browser.account.language = chosen
    return redirect(own_address(request.form.get("next")))


@pages.app_context_processor
def on_every_page() -> dict[str, Any]:
    """What base.html needs."""
    browser = signed_in()
    account = browser.account if browser else None
    return {
        "actor": current_actor(),
        "account": account,
        "acting_for": [office_in_words(term) for term in own_terms()],
        "demo_mode": current_app.config["DEMO_MODE"],
        "navigation": navigation(),
        "stage_name": stage_name,
        "languages": list(LANGUAGES.items()),
        "language": language(),
    }


def navigation() -> list[tuple[str, str, bool]]:
    """The main places this person can go to: (label, address, is it here)."""
    actor = current_actor()
    places = []
    if actor.account_id is not None:
        places += [
            (_("My tasks"), url_for("pages.home")),
            (_("Papers"), url_for("papers.index")),
            (_("Associations"), url_for("members.index")),
        ]
    places += [(_("Published"), url_for("public.index"))]
    if actor.is_secretariat:
        places += [(_("Secretariat"), url_for("pages.desk"))]
    if actor.is_secretariat or current_app.config["DEMO_MODE"]:
        places += [(_("Outbox"), url_for("outbox.index"))]
    return [(label, address, request.path == address) for label, address in places]
