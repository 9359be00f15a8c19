"""A sheet is sent twice: first it is looked at, then it is confirmed. Nothing is recorded before that."""

from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy.ballots import queries
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.previewing import Preview
from eca_policy.ballots.sheets import Sheet
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, Refusal
from eca_policy.lib.i18n import gettext as _

Answers = Mapping[int, Answer]
Page = Callable[[int, Refusal | None], ResponseReturnValue]


def take_step(
    sheet: Sheet,
    *,
    look: Callable[[Answers], Preview],
    confirm: Callable[[Preview], ResponseReturnValue],
    record: Callable[[Answers], ResponseReturnValue],
    page: Page,
) -> ResponseReturnValue:
    """Fill in the sheet, go back to it, look at what it says, or record that.

    `page` shows the sheet with everything that was typed, with a status and the refusal if there is one.
    """
    if "fill" in request.form:
        sheet.fill(request.form["fill"])
        return page(200, None)
    if "back" in request.form:
        return page(200, None)
    if not sheet.is_complete():
        return page(422, None)
    try:
        if request.form.get("confirmed") == "yes":
            return record(sheet.answers())
        looked = look(sheet.answers())
    except NotAllowed:
        raise
    except Refusal as refusal:
        sheet.sentences.append(refusal.sentence)
        return refused(sheet, refusal, page)
    if looked.resent and not looked.said and not looked.refused:
        return back_to_ballot(_("This position stands already."), "info")
    return refused_by_item(sheet, looked, page) or confirm(looked)


def counters(ballot: Ballot, association_id: int) -> dict[int, int]:
    """By item, how often what stands was placed; read before and after, they say whether anything changed."""
    standing = queries.positions_of(ballot, association_id)
    return {number: each.version_counter for number, each in standing.items()}


def back_to_ballot(sentence: str, kind: str = "success") -> ResponseReturnValue:
    """To the page of the ballot that this address is about, with what came of it."""
    flash(sentence, kind)
    where = request.view_args or {}
    return redirect(url_for("ballots.show", reference=where["reference"], number=where["number"]))


def refused_by_item(sheet: Sheet, looked: Preview, page: Page) -> ResponseReturnValue | None:
    """The sheet with what is wrong beside the items; None when something can be recorded."""
    if looked.refused:
        sheet.refuse(looked.refused)
        return refused(sheet, max(looked.refused.values(), key=is_conflict), page)
    if not looked.said:
        sheet.sentences.append(_("Nothing differs from what stands already: there is nothing to record."))
        return page(422, None)
    return None


def is_conflict(refusal: Refusal) -> bool:
    return isinstance(refusal, ChangedMeanwhile)


def refused(sheet: Sheet, refusal: Refusal, page: Page) -> ResponseReturnValue:
    """After a conflict the page shows the colleague's position: sending it again means to change that one."""
    if is_conflict(refusal):
        sheet.has_seen(queries.positions_of(sheet.ballot, sheet.association_id))
    return page(refusal.status, refusal)


def given_back(
    typed: Sequence[str], sentence: str, *, reference: str, number: int, status: int = 422,
    chosen: Sequence[str] = (),
) -> ResponseReturnValue:  # fmt: skip
    """A refusal with what was chosen and typed, where no form is left that could hold it."""
    page = render_template(
        "errors/refusal.html",
        status=status,
        sentence=sentence,
        typed=typed,
        chosen=chosen,
        back_url=url_for("ballots.show", reference=reference, number=number),
        back_label=_("To the ballot"),
    )
    return page, status
