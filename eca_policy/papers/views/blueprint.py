"""What the pages of papers share: their blueprint, and how a refused form comes back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.papers.changes import as_changes
from eca_policy.papers.facts import FactsRefused
from eca_policy.papers.queries import Access, access_paper
from eca_policy.web import current_actor

papers = Blueprint("papers", __name__, url_prefix="/papers")
papers.add_app_template_filter(as_changes)


def access(reference: str, action: str) -> Access:
    """The paper of this page, for someone who may do this on it now."""
    found = access_paper(current_actor(), reference, at=clock.now())
    found.require(action)
    return found


def to_paper(reference: str, sentence: str, category: str = "success") -> ResponseReturnValue:
    """Done: back to the paper, with a sentence that says so."""
    flash(sentence, category)
    return redirect(url_for("pages.paper", reference=reference))


def refuse(form: Any, refusal: Refusal) -> int:
    """Put the sentences on the form; returns the status. What is not for this person passes on."""
    if isinstance(refusal, NotVisible | NotAllowed):
        raise refusal
    form.form_errors = list(form.form_errors)
    if isinstance(refusal, FactsRefused):
        form.show(refusal.problems)
    else:
        form.form_errors.append(refusal.sentence)
    return refusal.status


def form_page(template: str, form: Any, status: int = 200, **shown: Any) -> ResponseReturnValue:
    """The page of a form; 422 when it did not pass its own checks."""
    status = 422 if status == 200 and form.errors else status
    return render_template(template, form=form, **shown), status


def pressed(name: str) -> bool:
    """Whether the form was sent with this button."""
    return request.method == "POST" and name in request.form
