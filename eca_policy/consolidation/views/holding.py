"""Who holds the desk, who sees its draft, and going on with a newer text."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.consolidation import holding as verbs
from eca_policy.consolidation import service
from eca_policy.consolidation.forms import HolderForm
from eca_policy.consolidation.models import Consolidation
from eca_policy.consolidation.seating import NotTheHolder
from eca_policy.consolidation.views.blueprint import consolidation, desk_row, may_see
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@consolidation.route("/holder", methods=["GET", "POST"])
@web.signed_in
def holder(reference: str) -> ResponseReturnValue:
    """Hand the desk to another rapporteur."""
    access = may_see(reference)
    row = desk_row(access)
    if row.holder_id != access.actor.account_id and not access.actor.is_secretariat:
        raise NotTheHolder(_("%(name)s holds the desk, and can hand it over.", name=row.holder.name))
    form = HolderForm()
    form.account_id.choices = [
        (one.account_id, one.account.name)
        for one in access.paper.rapporteurs
        if one.account_id != row.holder_id
    ]
    if not form.validate_on_submit():
        return holder_page(access, row, form)
    try:
        with transaction():
            verbs.hand_over(current_actor(), reference, form.account_id.data, at=clock.now())
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        form.form_errors = [refusal.sentence]
        return holder_page(access, row, form, refusal.status)
    return to_desk(reference, _("The desk is handed over. Its new holder gets a mail."))


def holder_page(
    access: Access, row: Consolidation, form: HolderForm, status: int = 200
) -> ResponseReturnValue:
    status = 422 if status == 200 and form.errors else status
    page = render_template("consolidation/holder.html", access=access, paper=access.paper, row=row, form=form)
    return page, status


@consolidation.post("/take-over")
@web.signed_in
def take_over(reference: str) -> ResponseReturnValue:
    with transaction():
        verbs.take_over(current_actor(), reference, at=clock.now())
    return to_desk(reference, _("You hold the desk now. Its former holder gets a mail."))


@consolidation.post("/shown")
@web.signed_in
def show(reference: str) -> ResponseReturnValue:
    """Show the draft to the members, or show it no longer."""
    is_shown = request.form.get("shown") == "1"
    with transaction():
        verb = verbs.show_draft if is_shown else verbs.hide_draft
        verb(current_actor(), reference, at=clock.now())
    shown = _("Everyone who reads the amendments can read the draft now, marked “not adopted”.")
    return to_desk(reference, shown if is_shown else _("The draft is no longer shown."))


@consolidation.post("/move-on")
@web.signed_in
def move_on(reference: str) -> ResponseReturnValue:
    revision = whole_number(request.form.get("revision"))
    with transaction():
        service.move_on(current_actor(), reference, revision=revision, at=clock.now())
    return to_desk(reference, _("You go on with the new text. Every choice that still applies is kept."))


def to_desk(reference: str, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".desk", reference=reference))
