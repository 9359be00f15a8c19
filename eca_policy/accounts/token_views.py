"""The page of a person's API tokens."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.accounts import api_tokens, queries
from eca_policy.accounts.forms import TokenForm
from eca_policy.extensions import limiter
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

tokens = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@tokens.route("", methods=["GET", "POST"])
@web.signed_in
@limiter.limit("20 per minute", methods=["POST"])
def index() -> ResponseReturnValue:
    """Shows a new token in the answer to the POST: it is kept nowhere from where to show it later."""
    form = TokenForm()
    made = None
    if form.validate_on_submit():
        try:
            with transaction():
                _row, made = api_tokens.make_api_token(current_actor(), form.name.data, at=clock.now())
        except RuleBroken as refusal:
            form.name.errors = [refusal.sentence]
        else:
            form = TokenForm(formdata=None)
    own = queries.own_api_tokens(current_actor())
    page = render_template("accounts/tokens.html", form=form, made=made, tokens=own)
    return page, 422 if form.errors else 200, {"Cache-Control": "no-store"}


@tokens.post("/<number:token_id>/revoke")
@web.signed_in
def revoke(token_id: int) -> ResponseReturnValue:
    with transaction():
        name = api_tokens.revoke_api_token(current_actor(), token_id, at=clock.now()).name
    flash(_("The token “%(name)s” no longer works.", name=name), "success")
    return redirect(url_for(".index"))
