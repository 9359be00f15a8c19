"""The page about oneself: name, language, time zone, password, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.accounts import queries, service
from eca_policy.accounts.forms import ChangePasswordForm, ProfileForm, profile_form
from eca_policy.accounts.session import SignedIn, signed_in
from eca_policy.extensions import limiter
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.transaction import transaction

own = Blueprint("own", __name__, url_prefix="/account")


@own.get("")
@web.signed_in
def account() -> ResponseReturnValue:
    return page()


@own.post("/profile")
@web.signed_in
def change_profile() -> ResponseReturnValue:
    browser = this_browser()
    form = profile_form(browser.account)
    if not form.validate_on_submit():
        return page(profile=form), 422
    said = service.Profile(form.name.data, form.language.data, form.time_zone.data)
    try:
        with transaction():
            service.change_profile(browser.account, said, at=clock.now())
    except RuleBroken as refusal:
        form.name.errors = [refusal.sentence]
        return page(profile=form), refusal.status
    session.pop("language", None)
    flash(_("Your profile is saved."), "success")
    return redirect(url_for(".account"))


@own.post("/password")
@web.signed_in
@limiter.limit("20 per minute")
def change_password() -> ResponseReturnValue:
    browser = this_browser()
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return page(password=form), 422
    try:
        with transaction():
            service.change_password(
                browser.account,
                current=form.current.data,
                new=form.new.data,
                token=browser.token,
                at=clock.now(),
            )
    except RuleBroken as refusal:
        form.current.errors = [refusal.sentence]
        return page(password=form), refusal.status
    flash(_("Your password is changed. Every other browser has been signed out."), "success")
    return redirect(url_for(".account"))


@own.post("/sign-out-everywhere")
@web.signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    browser = this_browser()
    with transaction():
        service.sign_out_everywhere(browser.account, at=clock.now())
    flash(_("You are signed out in every browser."), "success")
    return redirect(url_for("accounts.sign_in"))


def this_browser() -> SignedIn:
    """The sign-in of this request; the mark of the view has asked for one."""
    browser = signed_in()
    if browser is None:
        raise NotAllowed(_("Sign in first."))
    return browser


def page(*, profile: ProfileForm | None = None, password: ChangePasswordForm | None = None) -> str:
    """The page, with a refused form as it was typed."""
    person = this_browser().account
    return render_template(
        "accounts/own.html",
        profile=profile or profile_form(person, formdata=None),
        password=password or ChangePasswordForm(formdata=None),
        sign_ins=queries.open_sign_ins(person, at=clock.now()),
    )
