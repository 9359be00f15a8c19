"""The end of a desk: the summary with the next version, and the draft that members may be shown."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.consolidation import finishing, queries, rules, service, shown
from eca_policy.consolidation.forms import FinishForm
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.seating import NoDesk
from eca_policy.consolidation.shown import PlaceShown
from eca_policy.consolidation.views.blueprint import consolidation, may_change, opened
from eca_policy.consolidation.words import TONES, decision_names, place_name
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@consolidation.route("/finish", methods=["GET", "POST"])
@web.signed_in
def finish(reference: str) -> ResponseReturnValue:
    """What would be decided and issued, what is still missing, and the button that does it."""
    access, laid = opened(reference)
    form = FinishForm(data={"seen": laid.desk.whole_token()})
    if not form.validate_on_submit():
        return summary(access, laid, form)
    try:
        with transaction():
            seen, note = form.seen.data or "", form.note.data or ""
            version = service.finish(current_actor(), reference, seen=seen, note_=note, at=clock.now())
            number = version.number if version else None
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        access, laid = opened(reference)
        form.form_errors = [refusal.sentence]
        form.seen.data = laid.desk.whole_token()
        return summary(access, laid, form, refusal.status)
    flash(done(number), "success")
    return redirect(url_for("pages.paper", reference=reference))


def done(number: int | None) -> str:
    if number is None:
        return _("Every decision is made and told. The text stays as it is.")
    return _("Every decision is made and told. The result is version %(number)s.", number=number)


def summary(access: Access, laid: Laid, form: FinishForm, status: int = 200) -> ResponseReturnValue:
    status = 422 if status == 200 and form.errors else status
    page = render_template(
        "consolidation/finish.html",
        form=form,
        row=laid.row,
        may_change=may_change(access, laid.row),
        is_behind=queries.is_behind(laid.row, access.paper),
        unissued=queries.unissued(access.paper),
        missing=missing(laid),
        undecided=rules.undecided(laid.desk),
        cards=[shown.card(laid, group, next(iter(group.places), None)) for group in laid.desk.groups],
        changes_the_text=finishing.changes_the_text(laid.desk),
        compromises=laid.desk.compromises,
        linked=laid.linked,
        **text_shown(access, laid),
    )
    return page, status


def missing(laid: Laid) -> list[tuple[str, str, str]]:
    """What must be settled first: where, why, and the anchor on the desk."""
    paragraphs = shown.numbered(laid)
    return [
        (
            place_name(fault.place, paragraphs.get(fault.place)) if fault.place is not None else "",
            finishing.sentence(fault),
            "elsewhere" if fault.place is None else shown.anchor_of(fault.place),
        )
        for fault in rules.faults(laid.desk)
    ]


def text_shown(access: Access, laid: Laid) -> dict[str, Any]:
    """The resulting text against the version."""
    return {
        "access": access,
        "paper": access.paper,
        "version": laid.row.version,
        "stretches": folded(shown.places_shown(laid)),
        "names": decision_names(),
        "tones": TONES,
    }


def folded(places: list[PlaceShown]) -> list[tuple[bool, list[PlaceShown]]]:
    """Runs of places that read as before, and of places that do not."""
    runs: list[tuple[bool, list[PlaceShown]]] = []
    for place in places:
        is_same = all(row.kind == "same" for row in place.rows)
        if not runs or runs[-1][0] != is_same:
            runs.append((is_same, []))
        runs[-1][1].append(place)
    return runs


@consolidation.get("/draft")
@web.signed_in
def draft(reference: str) -> ResponseReturnValue:
    """The draft as members are shown it: read only, and not adopted."""
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("amendment:read")
    row = queries.shown_desk(access)
    if row is None:
        raise NoDesk(_("There is no draft of a consolidated text to read now."))
    laid = queries.laid_out(row)
    return render_template(
        "consolidation/draft.html", row=row,
        cards=[shown.card(laid, group, None) for group in laid.desk.groups if group.is_on],
        compromises=laid.desk.compromises, linked=laid.linked, **text_shown(access, laid),
    )  # fmt: skip
