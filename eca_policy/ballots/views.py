"""Pages of a ballot: open it, see it, cast a position."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import queries, service
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.forms import OpenForm, PositionForm, position_form
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.panel import panel
from eca_policy.ballots.procedure import Procedure
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers import queries as papers
from eca_policy.papers.forms import proposed_end
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

ballots = Blueprint("ballots", __name__, url_prefix="/papers/<reference>")


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
            ballot = service.open_ballot(current_actor(), reference, closes_at=closes_at, at=clock.now())
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
        associations=members.associations(),
    )
    return page, status if form.errors else 200


@ballots.get("/ballots/<number:number>")
@web.signed_in
def show(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = seen(reference, number)
    return ballot_page(access, ballot)


@ballots.post("/ballots/<number:number>/positions/<number:association_id>")
@web.signed_in
def cast_position(reference: str, number: int, association_id: int) -> ResponseReturnValue:
    access, ballot = seen(reference, number)
    form = position_form(ballot.rule, association_id)
    if not form.validate_on_submit():
        return ballot_page(access, ballot, refused=form), 422
    try:
        with transaction():
            service.cast_position(
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
    access, ballot = seen(reference, number)
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


def seen(reference: str, number: int) -> tuple[Access, Ballot]:
    """The paper and its ballot, decided first when its close has come: the clock does not wait for a job."""
    access = access_paper(current_actor(), reference, at=clock.now())
    ballot = queries.ballot_of(access, number)
    if settle_if_due(ballot):
        access = access_paper(current_actor(), reference, at=clock.now())
    return access, queries.ballot_of(access, number)


def settle_if_due(ballot: Ballot) -> bool:
    """Decide the ballot now if its close has come and nobody has; true when something may have changed."""
    if ballot.ended_at is not None or clock.now() < ballot.closes_at:
        return False
    with transaction():
        service.settle(CLOCK, ballot)
    return True


def ballot_page(access: Access, ballot: Ballot, *, refused: PositionForm | None = None) -> str:
    """The ballot on a page of its own."""
    shown = panel(access, ballot, at=clock.now(), refused=refused)
    return render_template("ballots/show.html", access=access, paper=access.paper, **shown)
