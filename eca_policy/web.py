"""What every view may use: access marks, the acting person, refusals into responses, headers.

Every view says who it is for with one mark; the application refuses to start over a view without one.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter

from eca_policy.lib import moments
from eca_policy.lib.actor import VISITOR, Actor
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language


class Number(BaseConverter):
    """A number in an address: ASCII digits and small enough for every database."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)


class Reference(BaseConverter):
    """The reference of a paper in an address, such as ECA-2026-001."""

    regex = "[A-Za-z0-9-]{1,20}"


View = TypeVar("View", bound=Callable[..., Any])
MARKS = ("public", "signed_in", "secretariat")

# The names of password fields: what is typed there is never shown.
SECRETS = ("password", "current", "new")

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def public(view: View) -> View:
    """For anyone, signed in or not."""
    return mark(view, "public")


def signed_in(view: View) -> View:
    """For people with an account; what they may do there is asked in the verb."""
    return mark(view, "signed_in")


def secretariat(view: View) -> View:
    """For the secretariat alone."""
    return mark(view, "secretariat")


def mark(view: View, who: str) -> View:
    view.access = who  # type: ignore[attr-defined]
    return view


def current_actor() -> Actor:
    """Who is acting in this request; a visitor when nobody signed in."""
    return cast(Actor, g.get("actor", VISITOR))


class SignInFirst(Refusal):
    """A page for people with an account, asked for without one."""

    status = 401


def init_app(app: Flask, load_actor: Callable[[], Actor]) -> None:
    """Make the marks hold, turn refusals into answers and set the headers."""

    @app.before_request
    def open_the_door() -> ResponseReturnValue | None:
        if "\0" in request.path:  # no name of ours has one, and PostgreSQL takes none even to look it up
            raise NotFound
        g.actor = load_actor()
        return check_access(app)

    app.url_map.converters.update(number=Number, reference=Reference)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http_error)
    app.after_request(set_headers)
    app.add_template_filter(moment)
    app.add_template_filter(day)


def check_access(app: Flask) -> ResponseReturnValue | None:
    """Hold the request against the mark of its view."""
    if request.endpoint is None:
        return None
    access = access_of(app, request.endpoint)
    actor = current_actor()
    if access == "public" or (access == "signed_in" and actor.account_id is not None) or actor.is_secretariat:
        return None
    if actor.account_id is None:
        if wants_json():
            raise SignInFirst(
                _("Send an API token: Authorization: Bearer …. Make one on the page “API tokens”.")
            )
        return ask_to_sign_in()
    return answer_refusal(NotForYou(_("This page is for the secretariat.")))


def ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page and back; what was typed before the session ended is given back first."""
    came_from = urlsplit(request.referrer or "")
    asked = came_from._replace(scheme="", netloc="").geturl() if is_post() else request.full_path.rstrip("?")
    address = url_for("accounts.sign_in", next=asked)
    if not typed():
        return redirect(address)
    sentence = _(
        "You are signed out, and nothing was saved. Sign in again in another tab, and paste your text there."
    )
    page = render_template(
        "errors/refusal.html", status=401, sentence=sentence, typed=typed(), sign_in_url=address
    )
    return page, 401


def typed() -> list[str]:
    """What a person wrote in the form of this request: every value of more than one word."""
    return [text for name, text in request.form.items() if len(text.split()) > 1 and name not in SECRETS]


class NotForYou(Refusal):
    """A page of the secretariat, asked for by someone else."""

    status = 403


def access_of(app: Flask, endpoint: str) -> str | None:
    if endpoint == "static" or endpoint.endswith(".static"):
        return "public"
    return getattr(app.view_functions[endpoint], "access", None)


def refuse_unmarked(app: Flask) -> None:
    """Called when the house is complete: every route says who it is for."""
    unmarked = sorted(
        {r.endpoint for r in app.url_map.iter_rules() if access_of(app, r.endpoint) not in MARKS}
    )
    if unmarked:
        raise RuntimeError(
            f"Mark these views with @public, @signed_in or @secretariat: {', '.join(unmarked)}"
        )


def wants_json() -> bool:
    return request.path.startswith("/api/")


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    """A refusal as a page, or as problem JSON for a program."""
    if wants_json():
        return problem(refusal.status, refusal.sentence, rule=type(refusal).__name__)
    return answer(refusal.status, refusal.sentence)


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """The framework's own errors, in our words."""
    if error.response is not None:
        return error.response
    sentences = {
        400: _("The form was incomplete or had expired. Go back, reload the page and send it again."),
        404: _("There is no such page. It may have been moved, or you may need to sign in to see it."),
        405: _("This address cannot be used that way. Start again from the home page."),
        413: _("That is more than 20 MB. Send a smaller file or a shorter text."),
        429: _("Too many tries. Wait a minute and try again."),
    }
    status = error.code or 500
    sentence = sentences.get(status, _("Something went wrong on our side."))
    response = current_app.make_response(answer(status, sentence))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def answer(status: int, sentence: str) -> ResponseReturnValue:
    if wants_json():
        return problem(status, sentence)
    written = [] if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else typed()
    return render_template("errors/refusal.html", status=status, sentence=sentence, typed=written), status


def problem(status: int, detail: str, *, rule: str = "", **members: Any) -> Response:
    """Problem JSON (RFC 9457) with these members. `rule` is the class name of a refusal, such as
    `BallotClosed`, and gives type and title; without one, the status says it all.
    """
    words = " ".join(re.findall(r"[A-Z][a-z]*", rule)).lower()
    kind = f"urn:eca-policy:problem:{words.replace(' ', '-')}" if rule else "about:blank"
    title = words.capitalize() or HTTPStatus(status).phrase
    response = jsonify(type=kind, title=title, status=status, detail=detail, **members)
    response.status_code = status
    response.mimetype = "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def moment(at: Any, with_seconds: bool = False) -> Markup:
    """Template filter: an instant in Brussels, and in the reader's own zone where it differs."""
    aside = moments.beside(at, language(), ZoneInfo(g.get("time_zone", "Europe/Brussels")))
    words = moments.in_words(at, language(), with_seconds=with_seconds)
    if aside:
        return Markup('<time datetime="{}">{}</time> <span class="own-zone">({})</span>').format(
            at.isoformat(), words, aside
        )
    return Markup('<time datetime="{}" data-local-time>{}</time>').format(at.isoformat(), words)


def day(at: Any) -> str:
    """Template filter: the day of an instant, in Brussels."""
    return moments.day_in_words(at, language())


def is_post() -> bool:
    """Whether something is asked to be done, not only shown."""
    return request.method == "POST"
