"""Pages by which the secretariat brings people into office and out of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.accounts.service import Profile
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries, service
from eca_policy.members.forms import DELEGATION, InviteForm, OfficeForm, invite_form, office_form
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.members.terms import Office
from eca_policy.members.views import members
from eca_policy.permissions.guard import permit
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

__all__ = ["members"]


@members.route("/associations/<code>/invite", methods=["GET", "POST"])
@web.secretariat
def invite(code: str) -> ResponseReturnValue:
    permit(current_actor(), "person:invite")
    association = queries.association_with_code(code)
    head = head_of(association.id)
    form = invite_form(DELEGATION, head, today=queries.today(clock.now()))
    return answer_invitation(form, association, head)


@members.route("/secretariat/invite", methods=["GET", "POST"])
@web.secretariat
def invite_to_secretariat() -> ResponseReturnValue:
    permit(current_actor(), "person:invite")
    form = invite_form(["secretariat"], None, today=queries.today(clock.now()))
    form.role.data = "secretariat"
    return answer_invitation(form, None, None)


def answer_invitation(
    form: InviteForm, association: Association | None, head: TermOfOffice | None
) -> ResponseReturnValue:
    """Invite the person, or show the form with what is to be corrected."""
    status = 200
    if form.validate_on_submit():
        try:
            return invited(form, association)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.form_errors, status = [refusal.sentence], refusal.status
            head = head_of(association.id) if association else None
            form.head.data = str(head.id) if head else ""
    elif form.errors:
        status = 422
    return render_template("members/invite.html", form=form, association=association, head=head), status


def invited(form: InviteForm, association: Association | None) -> ResponseReturnValue:
    """One verb in one transaction; then back to the list of people."""
    office = Office(
        form.role.data,
        association.id if association else None,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        replacing=form.replacing,
    )
    profile = Profile(form.name.data, form.language.data)
    with transaction():
        done = service.invite(current_actor(), form.email.data, profile, office, at=clock.now())
        name, back = done.term.account.name, address_of(done.term)
    if done.is_new:
        flash(_("%(name)s is invited: a mail with a link is on its way.", name=name), "success")
    else:
        flash(_("%(name)s had an account already, and is told about the office.", name=name), "success")
    return redirect(back)


@members.get("/terms/<number:term_id>")
@web.secretariat
def term(term_id: int) -> ResponseReturnValue:
    permit(current_actor(), "term:give")
    return term_page(queries.term(term_id))


@members.post("/terms/<number:term_id>/office")
@web.secretariat
def change_office(term_id: int) -> ResponseReturnValue:
    old = queries.term(term_id)
    form = office_form(old, head_of(old.association_id))
    if not form.validate_on_submit():
        return term_page(old, form), 422
    try:
        with transaction():
            new = service.change_office(
                current_actor(), term_id, form.role.data, replacing=form.replacing, at=clock.now()
            )
            name, back = new.account.name, address_of(new)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.form_errors = [refusal.sentence]
        return term_page(queries.term(term_id), form), refusal.status
    flash(_("%(name)s has the new office from today, and is told so.", name=name), "success")
    return redirect(back)


@members.post("/terms/<number:term_id>/end")
@web.secretariat
def end_term(term_id: int) -> ResponseReturnValue:
    with transaction():
        ended = service.end_term(current_actor(), term_id, at=clock.now())
        name, back = ended.account.name, address_of(ended)
    flash(_("The term of %(name)s has ended.", name=name), "success")
    return redirect(back)


@members.post("/terms/<number:term_id>/invitation")
@web.secretariat
def resend_invitation(term_id: int) -> ResponseReturnValue:
    with transaction():
        held = service.resend_invitation(current_actor(), term_id, at=clock.now())
        name, back = held.account.name, address_of(held)
    flash(_("%(name)s is sent a new link; the earlier one no longer works.", name=name), "success")
    return redirect(back)


def term_page(held: TermOfOffice, form: OfficeForm | None = None) -> str:
    """A term and what can be done about it."""
    head = head_of(held.association_id)
    return render_template(
        "members/term.html",
        term=held,
        head=head if head is not None and head.id != held.id else None,
        form=form or office_form(held, head, formdata=None),
        back=address_of(held),
        today=queries.today(clock.now()),
    )


def head_of(association_id: int | None) -> TermOfOffice | None:
    """The head of delegation whose term would end for a new one."""
    if association_id is None:
        return None
    today = queries.today(clock.now())
    heads = [term for term in queries.unended(association_id) if term.role == "head"]
    return next((term for term in heads if term.ends_on is None or term.ends_on >= today), None)


def address_of(held: TermOfOffice) -> str:
    """The page with the people among whom the term is."""
    if held.association is None:
        return url_for("members.secretariat")
    return url_for("members.show", code=held.association.code)
