"""The page of a ballot, and casting positions on it in two steps."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import casting, queries
from eca_policy.ballots.confirming import confirmation
from eca_policy.ballots.due import seen
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.panel import OwnPosition, panel
from eca_policy.ballots.previewing import Preview, preview
from eca_policy.ballots.sheets import Sheet, sent_sheet
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.views.two_steps import Answers, back_to_ballot, counters, given_back, take_step
from eca_policy.lib import clock
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@ballots.get("/ballots/<number:number>")
@web.signed_in
def show(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    return ballot_page(access, panel(access, ballot, at=clock.now()))


@ballots.post("/ballots/<number:number>/positions/<number:association_id>")
@web.signed_in
def cast_position(reference: str, number: int, association_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    sheet = sent_sheet(ballot, association_id, request.form)
    return take_step(
        sheet,
        look=lambda answers: preview(
            access, ballot, association_id=association_id, answers=answers, at=clock.now()
        ),
        confirm=partial(confirm_page, access, ballot, sheet),
        record=partial(recorded, ballot, reference, association_id),
        page=partial(sheet_page, reference, number, sheet),
    )


def confirm_page(access: Access, ballot: Ballot, sheet: Sheet, looked: Preview) -> str:
    """What will be recorded, before it is."""
    url = url_for(
        ".cast_position", reference=access.paper.reference, number=ballot.number,
        association_id=sheet.association_id,
    )  # fmt: skip
    return render_template("ballots/confirm.html", url=url, **confirmation(access, ballot, sheet, looked))


def recorded(ballot: Ballot, reference: str, association_id: int, answers: Answers) -> ResponseReturnValue:
    """Cast, and lead back to the ballot."""
    with transaction():
        before = counters(ballot, association_id)
        casting.cast_positions(
            current_actor(), reference, ballot.number, association_id=association_id, answers=answers,
            at=clock.now(),
        )  # fmt: skip
        is_same = counters(ballot, association_id) == before
        may_change = queries.conduct_of(ballot).may_change
    if is_same:
        return back_to_ballot(_("This position stands already."), "info")
    if may_change:
        return back_to_ballot(_("The position is recorded. You can change it until the ballot closes."))
    return back_to_ballot(_("The position is recorded. Under this procedure it is final."))


def sheet_page(
    reference: str, number: int, sheet: Sheet, status: int, refusal: Refusal | None
) -> ResponseReturnValue:
    """The page with what stands now, and with the sheet as it was filled in."""
    access, ballot = seen(current_actor(), reference, number)
    shown = panel(access, ballot, at=clock.now(), refused=sheet)
    own = next((each for each in shown["my_positions"] if each.association_id == sheet.association_id), None)
    if has_form_for(own, sheet):
        return ballot_page(access, shown), status
    sentence = refusal.sentence if refusal else own.why_not if own else ""
    return given_back(
        sheet.typed, sentence or _("This position cannot be changed now."), reference=reference,
        number=number, status=refusal.status if refusal else 422, chosen=sheet.chosen,
    )  # fmt: skip


def has_form_for(own: OwnPosition | None, sheet: Sheet) -> bool:
    """Whether the page has a place for everything that was typed."""
    return own is not None and own.sheet is not None and sheet.forms.keys() <= own.sheet.forms.keys()


def ballot_page(access: Access, shown: dict[str, Any]) -> str:
    """The ballot on a page of its own."""
    return render_template("ballots/show.html", access=access, paper=access.paper, **shown)
