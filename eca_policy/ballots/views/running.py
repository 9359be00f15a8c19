"""What is done about a ballot under way: its close put off, called off before it opens, in a calendar."""

from urllib.parse import urlsplit

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import extending, opening
from eca_policy.ballots.calendar import calendar_file
from eca_policy.ballots.casting_vote import give_casting_votes
from eca_policy.ballots.due import seen
from eca_policy.ballots.forms import CallOffForm, CastingVoteForm, ExtendForm, casting_vote_form
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.panel import panel, tied_items
from eca_policy.ballots.times import CloseTooFar
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.views.casting import ballot_page
from eca_policy.ballots.views.two_steps import given_back
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words, occurs_twice
from eca_policy.outbox.service import link
from eca_policy.papers.forms import end_shown
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@ballots.post("/ballots/<number:number>/casting-vote")
@web.signed_in
def break_tie(reference: str, number: int) -> ResponseReturnValue:
    """Enter the casting vote; what was typed comes back with the sentence that says why not."""
    access, ballot = seen(current_actor(), reference, number)
    tied = tied_items(access, ballot, at=clock.now())
    form = casting_vote_form(tied)
    if not form.validate_on_submit() and tied:  # where there is no tie any more, the verb says why
        return ballot_page(access, panel(access, ballot, at=clock.now(), refused_tie=form)), 422
    try:
        with transaction():
            decision = give_casting_votes(
                current_actor(), reference, number, choices=form.choices, note=form.note.data or "",
                at=clock.now(),
            )  # fmt: skip
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        return refused_tie_page(reference, number, form, refusal)
    if decision is None:
        flash(_("The casting vote is recorded. With it another item is tied: look below."), "info")
    else:
        flash(_("The casting vote is recorded, and the ballot is decided."), "success")
    return redirect(url_for(".show", reference=reference, number=number))


def refused_tie_page(
    reference: str, number: int, form: CastingVoteForm, refusal: Refusal
) -> ResponseReturnValue:
    """The form again with the sentence; where nothing is tied any more, the sentence and what was typed."""
    access, ballot = seen(current_actor(), reference, number)
    if not tied_items(access, ballot, at=clock.now()):
        typed = [form.note.data] if form.note.data else []
        return given_back(typed, refusal.sentence, reference=reference, number=number, status=refusal.status)
    form.form_errors = [refusal.sentence]
    shown = panel(access, ballot, at=clock.now(), refused_tie=form)
    return ballot_page(access, shown), refusal.status


@ballots.route("/ballots/<number:number>/extend", methods=["GET", "POST"])
@web.signed_in
def extend(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    access.require("ballot:extend")
    form = ExtendForm(data=end_shown(ballot.closes_at))
    closes_at = form.end() if form.validate_on_submit() else None
    if closes_at is None:
        return extend_page(access, ballot, form, 422 if form.errors else 200)
    try:
        with transaction():
            extending.extend_ballot(
                current_actor(), reference, number, closes_at=closes_at, reason=form.reason.data or "",
                at=clock.now(),
            )  # fmt: skip
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        return refused_page(reference, number, form, refusal)
    said = _("The ballot now closes at %(closes)s.", closes=in_words(closes_at, language()))
    if (typed := form.close_typed()) and occurs_twice(typed):
        said += " " + _("The clocks show this time twice that night: the later one is meant.")
    flash(said, "success")
    return redirect(url_for(".show", reference=reference, number=number))


def refused_page(reference: str, number: int, form: ExtendForm, refusal: Refusal) -> ResponseReturnValue:
    """The form again with the sentence; what has closed meanwhile was decided before this page is drawn."""
    access, ballot = seen(current_actor(), reference, number)
    if isinstance(refusal, extending.NotLater | CloseTooFar):
        form.closes_on.errors = [refusal.sentence]
    else:
        form.form_errors = [refusal.sentence]
    return extend_page(access, ballot, form, refusal.status)


def extend_page(access: Access, ballot: Ballot, form: ExtendForm, status: int) -> ResponseReturnValue:
    page = render_template("ballots/extend.html", access=access, paper=access.paper, ballot=ballot, form=form)
    return page, status


@ballots.route("/ballots/<number:number>/call-off", methods=["GET", "POST"])
@web.signed_in
def call_off(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    access.require("ballot:call_off")
    form = CallOffForm()
    if not form.validate_on_submit():
        return call_off_page(access, ballot, form, 422 if form.errors else 200)
    try:
        with transaction():
            opening.call_off(
                current_actor(), reference, number, reason=form.reason.data or "", at=clock.now()
            )
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        access, ballot = seen(current_actor(), reference, number)
        form.form_errors = [refusal.sentence]
        return call_off_page(access, ballot, form, refusal.status)
    flash(_("The ballot is called off. Those who were told of it have been written to."), "success")
    return redirect(url_for("pages.paper", reference=reference))


def call_off_page(access: Access, ballot: Ballot, form: CallOffForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "ballots/call_off.html", access=access, paper=access.paper, ballot=ballot, form=form
    )
    return page, status


@ballots.get("/ballots/<number:number>/calendar.ics")
@web.signed_in
def calendar(reference: str, number: int) -> Response:
    """The ballot for the reader's calendar program, with the address from the settings as in a mail."""
    access, ballot = seen(current_actor(), reference, number)
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    url = link("ballots.show", reference=access.paper.reference, number=ballot.number)
    response = make_response(calendar_file(access.paper, ballot, url=url, host=host))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    name = f"{access.paper.reference}-{ballot.number}.ics"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
