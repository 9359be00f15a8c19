"""Writing for one place: the wording that settles it, or a compromise, each on a page of its own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.consolidation import service, shown
from eca_policy.consolidation.forms import CompromiseForm, WordingForm
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.rules import Agreed, compromise_name
from eca_policy.consolidation.seating import DeskChanged, NotTheHolder
from eca_policy.consolidation.service import Agreement
from eca_policy.consolidation.views.blueprint import consolidation, may_change, opened
from eca_policy.consolidation.words import TONES, decision_names
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@consolidation.route("/places/<key>/wording", methods=["GET", "POST"])
@web.signed_in
def wording(reference: str, key: str) -> ResponseReturnValue:
    """The wording of a place, in a person's own words."""
    access, laid = opened_to_write(reference, key)
    place = shown.place_of(key)
    form = WordingForm(data={"source": laid.desk.settled(place).text, "seen": laid.desk.token(place)})
    if not form.validate_on_submit():
        return writing_page("wording", access, laid, place, form)
    try:
        with transaction():
            service.write_wording(
                current_actor(), reference, place, form.source.data or "", seen=form.seen.data or "",
                at=clock.now(),
            )  # fmt: skip
    except Refusal as refusal:
        return give_back("wording", reference, key, form, refusal)
    return to_place(reference, place, _("The wording is saved."))


@consolidation.route("/places/<key>/compromise", methods=["GET", "POST"])
@web.signed_in
def compromise(reference: str, key: str) -> ResponseReturnValue:
    """A compromise for a place, new or written anew."""
    access, laid = opened_to_write(reference, key)
    place, number = shown.place_of(key), whole_number(request.args.get("number"))
    form = CompromiseForm(
        labels_of(laid, place), data=started(laid, place, agreed_named(laid, number), number)
    )
    if not form.validate_on_submit():
        return writing_page("compromise", access, laid, place, form, number=number)
    typed = Agreement(form.source.data or "", form.reason.data or "", tuple(form.labels.data or ()))
    try:
        with transaction():
            made = service.agree(
                current_actor(), reference, place, typed, seen=form.seen.data or "", number=number,
                at=clock.now(),
            )  # fmt: skip
            name = compromise_name(made.number)
    except Refusal as refusal:
        return give_back("compromise", reference, key, form, refusal, number=number)
    return to_place(reference, place, _("Compromise %(name)s is saved.", name=name))


def opened_to_write(reference: str, key: str) -> tuple[Access, Laid]:
    """The desk, for the one who may write at this place of it."""
    access, laid = opened(reference)
    if shown.place_of(key) not in laid.desk.places:
        raise NotVisible(_("This paragraph is no longer in the text."))
    if request.method == "GET" and not may_change(access, laid.row):
        raise NotTheHolder(
            _("%(name)s holds the desk now; only one person at a time changes it.", name=laid.row.holder.name)
        )
    return access, laid


def labels_of(laid: Laid, place: str) -> list[tuple[str, str]]:
    """The amendments that a compromise can replace here: their first label, and who they are."""
    return [
        (group.name, ", ".join(f"{one} ({laid.about[one].association})" for one in group.labels))
        for group in laid.desk.at.get(place, ())
    ]


def agreed_named(laid: Laid, number: int | None) -> Agreed | None:
    return next((one for one in laid.desk.compromises if one.number == number), None)


def started(laid: Laid, place: str, agreed: Agreed | None, number: int | None) -> dict[str, Any]:
    """What the form of a compromise begins with: itself; or the text, and those who contradict each other."""
    groups = laid.desk.at.get(place, ())
    own = agreed.wordings.get(place) if agreed else None
    base = laid.desk.by_id.get(place)
    claims = [claim for contest in laid.desk.merged(place).contests for claim in contest.claims]
    contested = {name for claim in claims for name in claim.names}
    linked = [
        group.name
        for group in groups
        if (group.chosen.compromise == number if agreed else group.name in contested)
    ]
    return {
        "source": own.text if own else (base.source.strip("\n") if base else ""),
        "reason": agreed.reason if agreed else "",
        "labels": linked or [group.name for group in groups],
        "seen": laid.desk.token(place),
    }


def give_back(
    kind: str, reference: str, key: str, form: Any, refusal: Refusal, **more: Any
) -> ResponseReturnValue:
    """The form with everything typed, beside the place as it is now; sent again, it is meant for that."""
    if isinstance(refusal, NotVisible | NotAllowed):
        raise refusal
    access, laid = opened(reference)
    place = shown.place_of(key)
    form.form_errors = [*form.form_errors, refusal.sentence]
    if isinstance(refusal, DeskChanged) and place in laid.desk.places:
        form.seen.data = laid.desk.token(place)
    return writing_page(kind, access, laid, place, form, refusal.status, **more)


def writing_page(
    kind: str, access: Access, laid: Laid, place: str, form: Any, status: int = 200, **more: Any
) -> ResponseReturnValue:
    """The form under the place with everything that is said about it."""
    status = 422 if status == 200 and form.errors else status
    shown_place = next(iter(shown.places_shown(laid, [place])))
    page = render_template(
        f"consolidation/{kind}.html", access=access, paper=access.paper, row=laid.row, form=form,
        place=shown_place, by_name=shown.by_name(laid),
        names=decision_names(), tones=TONES, base=laid.desk.by_id.get(place),
        draft_key=f"{kind}-{laid.row.id}-{place}-{access.actor.account_id}", **more,
    )  # fmt: skip
    return page, status


def to_place(reference: str, place: str, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".desk", reference=reference, _anchor=shown.anchor_of(place)))
