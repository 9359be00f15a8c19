"""Pages of the associations: all of them, one with its people and history, and its facts."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.members import countries, facts, queries, service
from eca_policy.members.forms import AssociationForm, association_form
from eca_policy.members.history import history
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.members.words import office_in_words, role_in_words, status_in_words, term_days
from eca_policy.permissions.guard import permit
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

members = Blueprint("members", __name__)


@members.app_context_processor
def in_words() -> dict[str, Any]:
    """Words that templates about people use, and who stands at the demonstration's door."""
    return {
        "role_in_words": role_in_words,
        "status_in_words": status_in_words,
        "office_in_words": office_in_words,
        "term_days": term_days,
        "country_name": lambda country: countries.name_of(country, language()),
        "demo_delegations": lambda: queries.delegations(at=clock.now()),
    }


@members.get("/associations/")
@web.signed_in
def index() -> ResponseReturnValue:
    permit(current_actor(), "association:read")
    people: dict[int | None, list[TermOfOffice]] = {}
    for term in queries.people_of(None, at=clock.now()):
        people.setdefault(term.association_id, []).append(term)
    return render_template("members/index.html", associations=queries.associations(), people=people)


@members.route("/associations/new", methods=["GET", "POST"])
@web.secretariat
def new() -> ResponseReturnValue:
    permit(current_actor(), "association:manage")
    form = association_form()
    if form.validate_on_submit():
        try:
            with transaction():
                made = service.create_association(current_actor(), form.facts(), at=clock.now())
                code, name = made.code, made.name
        except Refusal as refusal:
            return refused(form, refusal)
        flash(_("%(name)s is created. Invite its head of delegation next.", name=name), "success")
        return redirect(url_for(".show", code=code))
    return render_template("members/edit.html", form=form), 422 if form.errors else 200


@members.route("/associations/<code>/change", methods=["GET", "POST"])
@web.secretariat
def change(code: str) -> ResponseReturnValue:
    permit(current_actor(), "association:manage")
    association = queries.association_with_code(code)
    seen = facts.facts_of(association).fingerprint()
    form = association_form(association)
    form.seen.data = form.seen.data or seen
    if form.validate_on_submit():
        try:
            with transaction():
                changed = service.change_association(
                    current_actor(), code, form.facts(), seen=form.seen.data, at=clock.now()
                )
                code = changed.code
        except Refusal as refusal:
            # The page now shows what stands: sending the form again means to change that.
            form.seen.data = facts.facts_of(queries.association_with_code(code)).fingerprint()
            return refused(form, refusal, queries.association_with_code(code))
        flash(_("The association is changed."), "success")
        return redirect(url_for(".show", code=code))
    page = render_template("members/edit.html", form=form, association=association)
    return page, 422 if form.errors else 200


def refused(
    form: AssociationForm, refusal: Refusal, association: Association | None = None
) -> ResponseReturnValue:
    """The form as it was typed, with the sentence beside what it is about."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    form.form_errors = [refusal.sentence]
    return render_template("members/edit.html", form=form, association=association), refusal.status


@members.get("/associations/<code>")
@web.signed_in
def show(code: str) -> ResponseReturnValue:
    permit(current_actor(), "association:read")
    association = queries.association_with_code(code)
    return render_template(
        "members/show.html", association=association, lines=history(association.id), **place(association.id)
    )


@members.get("/secretariat")
@web.secretariat
def secretariat() -> ResponseReturnValue:
    permit(current_actor(), "association:manage")
    return render_template("members/secretariat.html", lines=history(None), **place(None))


def place(association_id: int | None) -> dict[str, Sequence[TermOfOffice]]:
    """The terms in a place, by what holds today."""
    today = queries.today(clock.now())
    terms = sorted(queries.terms_in(association_id), key=lambda term: queries.ORDER[term.role])
    over = [term for term in terms if term.ended_at or (term.ends_on and term.ends_on < today)]
    coming = [term for term in terms if term.starts_on > today and term not in over]
    present = [term for term in terms if term not in over and term not in coming]
    return {"present": present, "coming": coming, "over": over}
