"""The page of a mandate, and its forms. The address says for which association, where there are several."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.lib.names import whole_number
from eca_policy.mandates import forms, queries, rules, service
from eca_policy.mandates.queries import Folder
from eca_policy.mandates.service import AnswerChanged, LinesUnread, MandateRecorded, NotYourAnswer
from eca_policy.mandates.showing import folder_shown, segments
from eca_policy.mandates.words import choice_names
from eca_policy.papers.queries import Access, access_paper
from eca_policy.permissions.guard import WrongStage
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

mandates = Blueprint("mandates", __name__, url_prefix="/papers/<reference:reference>/mandate")


@mandates.get("")
@web.signed_in
def show(reference: str) -> ResponseReturnValue:
    """What the delegation collected; who is in several delegations chooses one first."""
    access = open_paper(reference)
    access.require("mandate:read")
    if named_association() is None and len(rules.delegations(access.actor)) > 1:
        choices = segments(access, None)
        return render_template("mandates/choose.html", paper=access.paper, choices=choices)
    return page(access)


@mandates.post("/own")
@web.signed_in
def say_own(reference: str) -> ResponseReturnValue:
    form = forms.own_form()
    return kept(
        reference, form,
        lambda: service.say_own(current_actor(), reference, form.answer, **common()),
        done=_("Your answer is kept. Your delegation alone sees it."),
    )  # fmt: skip


@mandates.post("/clusters")
@web.signed_in
def enter_cluster(reference: str) -> ResponseReturnValue:
    """One cluster's answer; then the page comes back with the focus where the next one is typed."""
    form = forms.cluster_form()
    made: list[int] = []

    def verb() -> None:
        name, actor = form.name.data or "", current_actor()
        made.append(service.enter_cluster(actor, reference, name, form.answer, **common()).id)

    refused = attempt(reference, form, verb)
    return refused or redirect(page_url(reference, entered=made[0]))


@mandates.post("/pasted")
@web.signed_in
def enter_pasted(reference: str) -> ResponseReturnValue:
    form = forms.pasted_form()
    counted: list[int] = []

    def verb() -> None:
        lines = form.lines.data or ""
        counted.append(service.enter_pasted(current_actor(), reference, lines, **common()))

    refused = attempt(reference, form, verb)
    if refused:
        return refused
    flash(ngettext("%(num)d answer was entered.", "%(num)d answers were entered.", counted[0]), "success")
    return redirect(page_url(reference))


@mandates.post("/recorded")
@web.signed_in
def record(reference: str) -> ResponseReturnValue:
    form = forms.mandate_form()

    def verb() -> None:
        choice, text = form.choice.data or "", form.remark.data or ""
        seen = forms.number_in(form.seen)
        service.record_mandate(current_actor(), reference, choice, text, seen=seen, **common())

    return kept(
        reference, form, verb, done=_("The mandate is recorded. It stands until another is recorded.")
    )


@mandates.route("/answers/<number:answer>", methods=["GET", "POST"])
@web.signed_in
def change(reference: str, answer: int) -> ResponseReturnValue:
    """Correct what a cluster answered."""
    access = open_paper(reference)
    access.require("mandate:collect")
    folder = queries.folder_of(access, named_association())
    row = queries.straw_position(access.paper.id, folder.association.id, answer)
    if row.cluster is None:
        raise NotYourAnswer(_("A person’s own answer is theirs to change. You can only remove it."))
    form = forms.change_form(row)
    if not form.validate_on_submit():
        return change_page(access, folder, form), 422 if form.errors else 200
    try:
        with transaction():
            service.change_answer(
                current_actor(), reference, answer, form.name.data or "", form.answer,
                seen=forms.number_in(form.seen), **common(),
            )  # fmt: skip
    except (NotVisible, NotAllowed, WrongStage):
        raise
    except Refusal as refusal:
        return refused_change(reference, answer, form, refusal)
    flash(_("The answer is changed."), "success")
    return redirect(page_url(reference, _anchor="answers"))


def refused_change(
    reference: str, answer: int, form: forms.ClusterForm, refusal: Refusal
) -> ResponseReturnValue:
    """The form with everything typed; sent again, it means to change the answer as it is now."""
    access = open_paper(reference)
    folder = queries.folder_of(access, named_association())
    form.form_errors = [refusal.sentence]
    if isinstance(refusal, AnswerChanged):
        row = queries.straw_position(access.paper.id, folder.association.id, answer)
        form.seen.data = str(row.version_counter)
        return change_page(access, folder, form, now=row), refusal.status
    return change_page(access, folder, form), refusal.status


def change_page(access: Access, folder: Folder, form: forms.ClusterForm, **shown: Any) -> str:
    return render_template(
        "mandates/change.html", paper=access.paper, association=folder.association, form=form,
        back_url=page_url(access.paper.reference, _anchor="answers"), names=choice_names(), **shown,
    )  # fmt: skip


@mandates.post("/answers/<number:answer>/removal")
@web.signed_in
def remove(reference: str, answer: int) -> ResponseReturnValue:
    seen = whole_number(request.form.get("seen")) or 0
    with transaction():
        service.remove_answer(current_actor(), reference, answer, seen=seen, **common())
    flash(_("The answer is removed."), "success")
    return redirect(page_url(reference, _anchor="answers"))


def kept(reference: str, form: FlaskForm, verb: Callable[[], object], *, done: str) -> ResponseReturnValue:
    """Do it and show the page with a sentence that says so, or the form again."""
    refused = attempt(reference, form, verb)
    if refused:
        return refused
    flash(done, "success")
    return redirect(page_url(reference))


def attempt(reference: str, form: FlaskForm, verb: Callable[[], object]) -> ResponseReturnValue | None:
    """Do it; a refusal shows the page as it is now, with everything that was typed."""
    if not form.validate_on_submit():
        return page(open_paper(reference), refused=form, status=422)
    try:
        with transaction():
            verb()
    except (NotVisible, NotAllowed, WrongStage):
        raise
    except Refusal as refusal:
        form.form_errors = refusal.sentences if isinstance(refusal, LinesUnread) else [refusal.sentence]
        access = open_paper(reference)
        if isinstance(refusal, MandateRecorded):
            newest = queries.folder_of(access, named_association()).mandate
            form["seen"].data = str(newest.number) if newest else "0"
        return page(access, refused=form, status=refusal.status)
    return None


def page(access: Access, *, refused: FlaskForm | None = None, status: int = 200) -> ResponseReturnValue:
    folder = queries.folder_of(access, named_association())
    entered = whole_number(request.args.get("entered"))
    shown = folder_shown(access, folder, refused=refused, entered=entered)
    return render_template("mandates/show.html", **shown), status


def open_paper(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())


def common() -> dict[str, Any]:
    """For whom, and when."""
    return {"association_id": named_association(), "at": clock.now()}


def page_url(reference: str, **more: Any) -> str:
    return url_for(".show", reference=reference, association=request.args.get("association"), **more)


def named_association() -> int | None:
    """The association in the address; one that cannot be read is nobody's."""
    typed = request.args.get("association", "")
    if not typed:
        return None
    number = whole_number(typed)
    return -1 if number is None else number
