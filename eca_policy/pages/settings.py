"""What the secretariat sets for the alliance: document classes, and how amendments are numbered."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments import queries as amendments
from eca_policy.amendments import service as amending
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.procedure import Procedure
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, RuleBroken
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.lib.i18n import gettext as _
from eca_policy.pages.forms import DocumentClassForm, NumberingForm
from eca_policy.pages.views import pages
from eca_policy.papers import queries as papers
from eca_policy.papers import service
from eca_policy.papers.models import DocumentClass
from eca_policy.papers.presets import ClassFacts
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@pages.get("/document-classes")
@web.secretariat
def document_classes() -> ResponseReturnValue:
    names = dict(procedure_choices())
    rules = {
        procedure.key: rule_sentence(Procedure.from_dict(procedure.rule), gettext, ngettext)
        for procedure in ballots.procedures()
    }
    return render_template(
        "pages/document_classes.html", classes=papers.document_classes(), names=names, rules=rules
    )


@pages.route("/document-classes/<number:class_id>", methods=["GET", "POST"])
@web.secretariat
def document_class(class_id: int) -> ResponseReturnValue:
    found = papers.document_class(class_id)
    if found is None:
        raise NotVisible(_("There is no such document class."))
    form = DocumentClassForm(obj=found)
    form.procedure_key.choices = procedure_choices()
    if form.validate_on_submit():
        try:
            save(found, form)
        except RuleBroken as refusal:
            form.form_errors = [refusal.sentence]
        else:
            flash(_("The document class is saved. Papers under way keep their deadlines."), "success")
            return redirect(url_for("pages.document_classes"))
    page = render_template("pages/document_class.html", form=form, document_class=found)
    return page, 422 if form.errors or form.form_errors else 200


def save(found: DocumentClass, form: DocumentClassForm) -> None:
    """The typed facts, through the verb."""
    facts = ClassFacts(
        name=form.name.data.strip(),
        name_fi=form.name_fi.data.strip(),
        consultation_days=form.consultation_days.data,
        ballot_days=form.ballot_days.data,
        procedure_key=form.procedure_key.data,
        template=(form.template.data or "").replace("\r\n", "\n"),
    )
    keys = [key for key, _name in procedure_choices()]
    with transaction():
        service.change_document_class(current_actor(), found.id, facts, procedure_keys=keys, at=clock.now())


def procedure_choices() -> list[tuple[str, str]]:
    """(key, name) of every procedure, in the reader's language."""
    speech = language()
    return [(each.key, each.name_fi if speech == "fi" else each.name) for each in ballots.procedures()]


@pages.route("/numbering", methods=["GET", "POST"])
@web.secretariat
def numbering() -> ResponseReturnValue:
    """How amendments tabled from now on are called."""
    form = NumberingForm(data={"scheme": amendments.numbering_scheme()})
    if form.validate_on_submit():
        try:
            with transaction():
                amending.choose_numbering(current_actor(), form.scheme.data or "", at=clock.now())
        except RuleBroken as refusal:
            form.form_errors = [refusal.sentence]
        else:
            flash(_("Saved. Amendments tabled so far keep what they are called."), "success")
            return redirect(url_for("pages.numbering"))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("pages/numbering.html", form=form), status
