"""The page of a ballot, and casting a position on it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import casting, queries
from eca_policy.ballots.due import seen
from eca_policy.ballots.forms import PositionForm, position_form
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.panel import panel
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@ballots.get("/ballots/<number:number>")
@web.signed_in
def show(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    return ballot_page(access, ballot)


@ballots.post("/ballots/<number:number>/positions/<number:association_id>")
@web.signed_in
def cast_position(reference: str, number: int, association_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    form = position_form(ballot.rule, association_id)
    if not form.validate_on_submit():
        return ballot_page(access, ballot, refused=form), 422
    try:
        with transaction():
            casting.cast_position(
                current_actor(), reference, number, association_id=association_id, choice=form.choice.data,
                explanation=form.explanation.data or "", reservation=form.reservation.data or "",
                seen=form.seen_counter, at=clock.now(),
            )  # fmt: skip
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused_page(reference, number, association_id, form, refusal)
    flash(_("The position is recorded. You can change it until the ballot closes."), "success")
    return redirect(url_for(".show", reference=reference, number=number))


def refused_page(
    reference: str, number: int, association_id: int, form: PositionForm, refusal: Refusal
) -> ResponseReturnValue:
    """The page with what stands now, the sentence, and everything that was typed."""
    access, ballot = seen(current_actor(), reference, number)
    if not queries.is_open(ballot, at=clock.now()):
        return too_late_page(reference, number, form, refusal)
    form.form_errors = [refusal.sentence]
    if isinstance(refusal, ChangedMeanwhile):
        # The page shows the colleague's position: sending the form again now means to change that one.
        standing = queries.position_of(ballot, association_id)
        form.seen.data = str(standing.version_counter) if standing else "0"
    return ballot_page(access, ballot, refused=form), refusal.status


def too_late_page(reference: str, number: int, form: PositionForm, refusal: Refusal) -> ResponseReturnValue:
    """The sentence, and what was typed for a ballot that has no form any more."""
    typed = [(field.label.text, field.data) for field in (form.explanation, form.reservation) if field.data]
    page = render_template(
        "errors/refusal.html",
        status=refusal.status,
        sentence=refusal.sentence,
        typed=typed,
        back_url=url_for(".show", reference=reference, number=number),
    )
    return page, refusal.status


def ballot_page(access: Access, ballot: Ballot, *, refused: PositionForm | None = None) -> str:
    """The ballot on a page of its own."""
    shown = panel(access, ballot, at=clock.now(), refused=refused)
    return render_template("ballots/show.html", access=access, paper=access.paper, **shown)
