"""The page on which a ballot is opened: everything that will be frozen, before it is."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import freezing, opening
from eca_policy.ballots.forms import OpenForm
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.planning import Plan, Times, field_of, plan_for
from eca_policy.ballots.rules_seen import stamps_in
from eca_policy.ballots.times import CloseInThePast, CloseTooFar, OpeningInThePast, OpeningTooFar
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.voting_together import CannotDecideAmendments
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

# Under which field the sentence of a refusal belongs; the others stand above the form.
FIELDS: dict[type[Refusal], str] = {
    OpeningInThePast: "opens_on",
    OpeningTooFar: "opens_on",
    CloseInThePast: "closes_on",
    CloseTooFar: "closes_on",
    opening.AmendmentsUndecided: "what",
    opening.CannotFollow: "procedure_key",
    freezing.WeightsDiffer: "counts_one",
    freezing.WeightsAreAskedFor: "counts_one",
}


@ballots.route("/ballot", methods=["GET", "POST"])
@web.signed_in
def open_ballot(reference: str) -> ResponseReturnValue:
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("ballot:open")
    form = OpenForm(data={"what": "list", "procedure_key": access.paper.document_class.procedure_key})
    plan = plan_for(access, form, at=clock.now())
    if request.method == "GET" or "show" in request.form:
        return opening_page(access, form, plan, 200)
    times = plan.times(form) if form.validate() else None
    if times is None:
        return opening_page(access, form, plan, 422)
    unseen = plan.unseen(form)
    if unseen:
        form.form_errors = [_("There is something to know first. Look at it, then open the ballot."), *unseen]
        return opening_page(access, form, plan, 422)
    return open_as_planned(access, form, plan, times)


def open_as_planned(access: Access, form: OpenForm, plan: Plan, times: Times) -> ResponseReturnValue:
    """Open the ballot; a refusal brings the page back as things stand now, with everything typed."""
    reference = access.paper.reference
    try:
        with transaction():
            ballot = opening.open_ballot(
                current_actor(), reference, closes_at=times.closes_at,
                how=how(form, plan, times), at=clock.now(),
            )  # fmt: skip
            number, opens_at = ballot.number, ballot.opens_at
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        return refused_page(reference, form, refusal)
    flash(
        _("The ballot is open. The heads of delegation and alternates have been written to.")
        if times.opens_at is None
        else _("The ballot opens at %(opens)s. The heads of delegation and alternates have been written to.",
               opens=plan.spoken(opens_at)),
        "success",
    )  # fmt: skip
    return redirect(url_for(".show", reference=reference, number=number))


def how(form: OpenForm, plan: Plan, times: Times) -> Opening:
    """The choices as the verb takes them; what the chosen procedure does not ask is left out."""
    chosen = {number: each.data for number, each in enumerate(form.item_keys, start=1) if each.data}
    return Opening(
        opens_at=times.opens_at,
        procedure_key=form.procedure_key.data,
        seen=(form.seen.data or "none") if plan.with_list(form) else "",
        amendments_key=form.amendments_key.data or "",
        item_keys=chosen,
        follow_up_days=(whole_number(form.follow_up_days.data) or 0) if plan.follows(form) else 0,
        counts_one=form.counts_one.data,
        rules_seen=stamps_in(form.rules_seen.data or ""),
    )


def refused_page(reference: str, form: OpenForm, refusal: Refusal) -> ResponseReturnValue:
    access = access_paper(current_actor(), reference, at=clock.now())
    if not access.may("ballot:open"):
        raise refusal
    plan = plan_for(access, form, at=clock.now())
    name = (
        field_of(refusal.item)
        if isinstance(refusal, CannotDecideAmendments)
        else FIELDS.get(type(refusal), "")
    )
    if name and (name != "what" or plan.items):
        say_at(form, name, refusal.sentence)
    else:
        form.form_errors = [refusal.sentence]
    return opening_page(access, form, plan, refusal.status)


def say_at(form: OpenForm, name: str, sentence: str) -> None:
    """Put the sentence at the field; that of an item is one of several."""
    name, _dash, index = name.partition("-")
    form[name].errors = [sentence]
    if index:
        form.item_keys[int(index)].errors = [sentence]


def opening_page(access: Access, form: OpenForm, plan: Plan, status: int) -> ResponseReturnValue:
    """The form with everything that will be frozen, before it is, and what would be refused."""
    if status == 200:
        for name, sentence in plan.refusals(form).items():
            say_at(form, name, sentence)
    page = render_template(
        "ballots/open.html", access=access, paper=access.paper, form=form, is_preview=status == 200,
        **plan.shown(form, status=status),
    )  # fmt: skip
    return page, status
