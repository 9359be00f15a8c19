"""Pages of the outbox: what was sent, to whom, and what became of it."""

from apiflask import APIBlueprint
from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.outbox import queries, words
from eca_policy.permissions.guard import permit
from eca_policy.web import current_actor

# APIFlask asks every blueprint that has a guard before its views whether it belongs to the API.
outbox = APIBlueprint("outbox", __name__, url_prefix="/outbox", enable_openapi=False)

# A mail brings its own style sheet and may open a page of ours in the whole window, and nothing else.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)


@outbox.before_request
def who_may_read() -> ResponseReturnValue | None:
    """The secretariat; in a demonstration everyone, so that a newcomer sees what an invitation looks like."""
    if current_app.config["DEMO_MODE"]:
        return None
    if current_actor().account_id is None:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    permit(current_actor(), "outbox:read")
    return None


@outbox.get("")
@web.public
def index() -> ResponseReturnValue:
    page = max(1, request.args.get("page", 1, type=int))
    mails, pages = queries.mails(page=min(page, 10**6))
    return render_template("outbox/index.html", mails=mails, page=page, pages=pages, words=words)


@outbox.get("/<number:n>")
@web.public
def mail(n: int) -> ResponseReturnValue:
    return render_template("outbox/mail.html", mail=queries.mail(n), words=words)


@outbox.get("/<number:n>/body")
@web.public
def body(n: int) -> Response:
    """The HTML part as it leaves, for the frame of the page above; a link in it opens in the whole window."""
    html = queries.mail(n).body_html.replace("<head>", '<head><base target="_top">', 1)
    response = make_response(html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
