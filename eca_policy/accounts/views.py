"""Pages to sign in and out."""

import re

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.accounts import queries, service
from eca_policy.accounts.forms import SignInForm
from eca_policy.accounts.session import enter, leave, signed_in
from eca_policy.extensions import limiter
from eca_policy.lib.errors import RuleBroken
from eca_policy.transaction import transaction

accounts = Blueprint("accounts", __name__)

# An address on this site and nothing else; most ways to write this let some other site through.
OWN_ADDRESS = re.compile(r"^/(?![/\\])[^\x00-\x20\\\x7f]*$")


def own_address(address: str | None) -> str:
    """`address` when it stays on this site, else the home page."""
    return address if address and OWN_ADDRESS.match(address) else url_for("pages.home")


@accounts.route("/sign-in", methods=["GET", "POST"])
@web.public
@limiter.limit("20 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            account = service.account_with(form.email.data, form.password.data)
        except RuleBroken as refusal:
            form.password.errors = [refusal.sentence]
        else:
            with transaction():
                enter(account)
            return redirect(own_address(form.next.data))
    status = 422 if form.errors else 200
    return render_template("accounts/sign_in.html", form=form), status


@accounts.post("/sign-out")
@web.public
def sign_out() -> ResponseReturnValue:
    browser = signed_in()
    if browser is not None:
        with transaction():
            leave(browser.token)
    return redirect(url_for("accounts.sign_in"))


@accounts.post("/demo/sign-in")
@web.public
def demo_sign_in() -> ResponseReturnValue:
    """One click, demo mode only: sign in as any account of the demo alliance."""
    if not current_app.config["DEMO_MODE"]:
        abort(404)
    account = queries.by_email(request.form.get("email", ""))
    if account is None:
        abort(404)
    session.pop("language", None)
    with transaction():
        enter(account)
    return redirect(own_address(request.form.get("next")))
