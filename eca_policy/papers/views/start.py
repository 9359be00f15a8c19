"""Starting a paper."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock, moments
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.members import queries as members
from eca_policy.papers import queries, service
from eca_policy.papers.addressing import regions
from eca_policy.papers.forms import StartForm, refuse_time
from eca_policy.papers.unreadable import NotAText, read_upload
from eca_policy.papers.views.blueprint import form_page, papers, pressed, refuse, to_paper
from eca_policy.permissions.guard import permit
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

NOBODY = 0


@papers.route("/new", methods=["GET", "POST"])
@web.signed_in
def new() -> ResponseReturnValue:
    permit(current_actor(), "paper:create")
    form = start_form(current_actor())
    is_read = take_upload(form)
    if pressed("another"):
        form.add_row()
        return start_page(form)
    if not (form.validate_on_submit() and is_read):
        return start_page(form)
    if not (form.text.data or "").strip() and not (form.title.data or "").strip():
        # The first heading of the class's template would be a poor title.
        form.title.errors = [_("Give the paper a title.")]
        return start_page(form, 422)
    try:
        facts = form.facts()
        with transaction():
            paper = service.start_paper(
                current_actor(), facts, form.text.data or template_of(form),
                lead_association_id=form.lead_association_id.data or None, at=clock.now(),
            )  # fmt: skip
            reference = paper.reference
    except moments.NoSuchTime:
        refuse_time(form.deadline_time)
        return start_page(form)
    except Refusal as refusal:
        return start_page(form, refuse(form, refusal))
    return to_paper(reference, _("The paper is started. You hold its pen."))


def start_form(actor: Actor) -> StartForm:
    """The form, with the associations this person may lead a paper for."""
    form = StartForm()
    form.offer(list(queries.document_classes()), finnish=language() == "fi")
    form.language.choices = [("", _("As its front matter says; else English")), *form.language.choices]
    form.lead_association_id.choices = leading_choices(actor)
    return form


def leading_choices(actor: Actor) -> list[tuple[int, str]]:
    """The person's own associations; for the secretariat every member, or none."""
    own = {term.association_id for term in actor.terms if not term.is_observer}
    offered = [
        (association.id, association.name)
        for association in members.associations()
        if association.id in own or (actor.is_secretariat and association.status == "member")
    ]
    return [(NOBODY, _("No single association")), *offered] if actor.is_secretariat else offered


def take_upload(form: StartForm) -> bool:
    """Put an uploaded text where a pasted one stands, so that it is kept whatever comes; False if refused."""
    upload = request.files.get(form.upload.name)
    if upload is None or not upload.filename:
        return True
    try:
        text = read_upload(upload.read())
    except NotAText as refusal:
        form.upload.process_errors = [refusal.sentence]
        form.upload.errors = [refusal.sentence]
        return False
    if (form.text.data or "").strip():
        form.upload.process_errors = [_("Paste the text or upload a file, not both.")]
        return False
    form.text.data = text
    return True


def template_of(form: StartForm) -> str:
    """The text a paper of this class begins from."""
    chosen = queries.document_class(form.document_class_id.data)
    return chosen.template if chosen else ""


def start_page(form: StartForm, status: int = 200) -> ResponseReturnValue:
    """The form, as far as it was filled in."""
    actor = current_actor()
    shown: dict[str, Any] = {
        "regions": regions(),
        "draft_key": f"new-paper-account-{actor.account_id}",
        "started": queries.papers_started_by(actor.account_id or 0) + 1,
    }
    return form_page("papers/new.html", form, status, **shown)
