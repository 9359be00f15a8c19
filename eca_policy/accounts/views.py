"""Pages to sign in and out, and to come back with a mailed link."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.accounts import messages, queries, service
from eca_policy.accounts.forms import ChoosePasswordForm, ForgottenForm, SignInForm
from eca_policy.accounts.models import Account
from eca_policy.accounts.session import enter, leave, signed_in
from eca_policy.extensions import limiter
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.transaction import transaction

accounts = Blueprint("accounts", __name__)

# An address on this site and nothing else; most ways to write this let some other site through.
OWN_ADDRESS = re.compile(r"^/(?![/\\])[^\x00-\x20\\\x7f]*$")

# How long the answer to a forgotten password takes, in seconds: the work itself takes some 10 ms.
FORGOTTEN_TAKES = 0.4


def own_address(address: str | None) -> str:
    """`address` when it stays on this site, else the home page."""
    return address if address and OWN_ADDRESS.match(address) else url_for("pages.home")


def come_in(account: Account) -> None:
    """Sign this browser in, and out of whatever account it was in; call it inside a transaction."""
    browser = signed_in()
    if browser is not None:
        leave(browser.token)
    session.pop("language", None)
    enter(account)


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
                come_in(account)
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
@limiter.limit("120 per minute")
def demo_sign_in() -> ResponseReturnValue:
    """One click, demo mode only: sign in as any account of the demo alliance."""
    if not current_app.config["DEMO_MODE"]:
        abort(404)
    account = queries.by_email(request.form.get("email", ""))
    if account is None:
        abort(404)
    with transaction():
        come_in(account)
    return redirect(own_address(request.form.get("next")))


@accounts.route("/forgotten-password", methods=["GET", "POST"])
@web.public
@limiter.limit("10 per hour", methods=["POST"])
def forgotten_password() -> ResponseReturnValue:
    """The same answer after the same time, whether the address is known or not."""
    form = ForgottenForm()
    if form.validate_on_submit():
        with taking(FORGOTTEN_TAKES), transaction():
            account = queries.by_email(service.normalised_email(form.email.data))
            if account is not None:
                messages.password_reset(account, at=clock.now())
        return render_template("accounts/link_sent.html", email=form.email.data)
    return render_template("accounts/forgotten.html", form=form), 422 if form.errors else 200


@contextmanager
def taking(seconds: float) -> Iterator[None]:
    """Let the block take this long, so that its time tells nothing about what it found."""
    end = time.monotonic() + seconds
    yield
    time.sleep(max(0.0, end - time.monotonic()))


@accounts.route("/choose-password/<token>", methods=["GET", "POST"])
@web.public
@limiter.limit("20 per minute", methods=["POST"])
def choose_password(token: str) -> ResponseReturnValue:
    """Where mailed links lead. Opening it changes nothing; the button sets the password and signs in."""
    try:
        row = service.token_row(token, at=clock.now())
    except service.LinkUsedUp as refusal:
        return render_template("accounts/link_used_up.html", sentence=refusal.sentence), 410
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        with transaction():
            account = service.set_password(token, form.password.data, at=clock.now())
            come_in(account)
        flash(_("Your password is set and you are signed in."), "success")
        return redirect(url_for("pages.home"))
    status = 422 if form.errors else 200
    return render_template("accounts/choose_password.html", form=form, link=row), status
