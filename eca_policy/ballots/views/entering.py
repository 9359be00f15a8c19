"""The secretariat enters a position that came by letter, telephone or e-mail."""

from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import casting, queries
from eca_policy.ballots.confirming import confirmation
from eca_policy.ballots.drawing import items_drawn
from eca_policy.ballots.due import seen
from eca_policy.ballots.entering import proxy_lapsing, to_enter, why_not_entered
from eca_policy.ballots.forms import EntryForm, entry_form
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.previewing import Preview, preview
from eca_policy.ballots.result import wanted_lines
from eca_policy.ballots.sheets import Sheet, fresh_sheet, sent_sheet
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.views.two_steps import Answers, back_to_ballot, counters, given_back, take_step
from eca_policy.lib import clock
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@ballots.get("/ballots/<number:number>/enter")
@web.secretariat
def whose_position(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    wanted = wanted_lines()
    offered = to_enter(access, ballot, wanted, at=clock.now())

    def address(page: int) -> str:
        return url_for(
            ".whose_position", reference=reference, number=number, name=wanted.name or None, page=page
        )

    return render_template(
        "ballots/whose.html",
        access=access,
        paper=access.paper,
        ballot=ballot,
        offered=offered,
        wanted=wanted,
        previous_url=address(offered.page - 1) if offered.page > 1 else None,
        next_url=address(offered.page + 1) if offered.page < offered.pages else None,
    )


@ballots.get("/ballots/<number:number>/enter/<number:association_id>")
@web.secretariat
def enter_position(reference: str, number: int, association_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    standing = queries.positions_of(ballot, association_id)
    sheet = fresh_sheet(ballot, association_id, standing)
    return entering_page(access, ballot, sheet, entry_form(formdata=None))


@ballots.post("/ballots/<number:number>/enter/<number:association_id>")
@web.secretariat
def record_entered(reference: str, number: int, association_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    sheet, entry = sent_sheet(ballot, association_id, request.form), entry_form()
    if "fill" not in request.form and "back" not in request.form and not entry.validate():
        return sheet_page(reference, number, sheet, entry, 422, None)
    channel, note = entry.channel.data or "", entry.note.data or ""
    return take_step(
        sheet,
        look=lambda answers: preview(
            access, ballot, association_id=association_id, answers=answers, channel=channel, note=note,
            at=clock.now(),
        ),
        confirm=partial(confirm_page, access, ballot, sheet, entry),
        record=partial(recorded, ballot, reference, sheet, entry),
        page=partial(sheet_page, reference, number, sheet, entry),
    )  # fmt: skip


def confirm_page(access: Access, ballot: Ballot, sheet: Sheet, entry: EntryForm, looked: Preview) -> str:
    """What will be recorded, before it is."""
    url = url_for(
        ".record_entered", reference=access.paper.reference, number=ballot.number,
        association_id=sheet.association_id,
    )  # fmt: skip
    shown = confirmation(access, ballot, sheet, looked)
    shown["hidden"] += [(each.name, each.data) for each in (entry.channel, entry.note)]
    lapsing = proxy_lapsing(ballot, members.association(sheet.association_id), at=clock.now())
    return render_template("ballots/confirm.html", url=url, is_entered=True, lapsing=lapsing, **shown)


def recorded(
    ballot: Ballot, reference: str, sheet: Sheet, entry: EntryForm, answers: Answers
) -> ResponseReturnValue:
    """Enter, and lead back to the ballot."""
    with transaction():
        before = counters(ballot, sheet.association_id)
        casting.enter_positions(
            current_actor(), reference, ballot.number, association_id=sheet.association_id, answers=answers,
            channel=entry.channel.data or "", note=entry.note.data or "", at=clock.now(),
        )  # fmt: skip
        is_same = counters(ballot, sheet.association_id) == before
    if is_same:
        return back_to_ballot(_("This position stands already."), "info")
    return back_to_ballot(
        _("The position is entered. The head of delegation and the alternate are told by mail.")
    )


def sheet_page(
    reference: str, number: int, sheet: Sheet, entry: EntryForm, status: int, refusal: Refusal | None
) -> ResponseReturnValue:
    """The page with the sheet as it was filled in; where there is no form any more, what was typed."""
    access, ballot = seen(current_actor(), reference, number)
    association = members.association(sheet.association_id)
    reason = why_not_entered(access, ballot, association, at=clock.now())
    standing = queries.positions_of(ballot, sheet.association_id)
    lost = sheet.forms.keys() - fresh_sheet(ballot, sheet.association_id, standing).forms.keys()
    if not reason and not lost:
        return entering_page(access, ballot, sheet, entry), status
    sheet.also_typed = [entry.note.data or ""]
    return given_back(
        sheet.typed, refusal.sentence if refusal else reason or _("This position cannot be changed now."),
        reference=reference, number=number, status=refusal.status if refusal else 422, chosen=sheet.chosen,
    )  # fmt: skip


def entering_page(access: Access, ballot: Ballot, sheet: Sheet, entry: EntryForm) -> str:
    """How it came, and every item."""
    association = members.association(sheet.association_id)
    standing = queries.positions_of(ballot, sheet.association_id)
    return render_template(
        "ballots/enter.html",
        access=access,
        paper=access.paper,
        ballot=ballot,
        association=association,
        reason=why_not_entered(access, ballot, association, at=clock.now()),
        lapsing=proxy_lapsing(ballot, association, at=clock.now()),
        items=items_drawn(ballot),
        standing=standing,
        sheet=sheet,
        entry=entry,
    )
