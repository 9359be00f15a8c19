"""The page on which a ballot is opened: everything that will be frozen, before it is."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import opening, queries
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.forms import OpenForm
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.roll import roll_on
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.words import left_out_in_words
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries as papers
from eca_policy.papers.forms import proposed_end
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@ballots.route("/ballot", methods=["GET", "POST"])
@web.signed_in
def open_ballot(reference: str) -> ResponseReturnValue:
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("ballot:open")
    days = access.paper.document_class.ballot_days
    form = OpenForm(data=proposed_end(days=days, at=clock.now()))
    closes_at = form.end() if form.validate_on_submit() else None
    if closes_at is None:
        return opening_page(access, form)
    try:
        with transaction():
            ballot = opening.open_ballot(current_actor(), reference, closes_at=closes_at, at=clock.now())
            number = ballot.number
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        form.closes_on.errors = [refusal.sentence]
        return opening_page(access, form, refusal.status)
    flash(_("The ballot is open. The heads of delegation and alternates have been written to."), "success")
    return redirect(url_for(".show", reference=reference, number=number))


def opening_page(access: Access, form: OpenForm, status: int = 422) -> ResponseReturnValue:
    """The form with everything that will be frozen, before it is."""
    procedure = queries.procedure(access.paper.document_class.procedure_key)
    page = render_template(
        "ballots/open.html",
        access=access,
        form=form,
        version=papers.latest_version(access.paper),
        is_issued=papers.is_issued(access.paper),
        procedure=procedure,
        rule=rule_sentence(Procedure.from_dict(procedure.rule), gettext, ngettext),
        left_out_in_words=left_out_in_words,
        associations=roll_on(clock.now()),
    )
    return page, status if form.errors else 200
