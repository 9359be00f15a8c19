"""What is known about a paper besides its text."""

from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock, moments
from eca_policy.lib.errors import ChangedMeanwhile, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.papers import queries, service
from eca_policy.papers.addressing import regions
from eca_policy.papers.forms import ChangeFactsForm, facts_shown, number_in, refuse_time
from eca_policy.papers.queries import Access
from eca_policy.papers.views.blueprint import (
    access,
    form_page,
    papers,
    pressed,
    refuse,
    to_paper,
)
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@papers.route("/<reference>/facts", methods=["GET", "POST"])
@web.signed_in
def facts(reference: str) -> ResponseReturnValue:
    found = access(reference, "paper:edit")
    form = ChangeFactsForm(data=facts_shown(found.paper, queries.addressee_facts(found.paper)))
    form.offer(list(queries.document_classes()), finnish=language() == "fi")
    if pressed("another"):
        form.add_row()
    elif form.validate_on_submit():
        return change(found, form)
    return facts_page(found, form)


def change(found: Access, form: ChangeFactsForm) -> ResponseReturnValue:
    """Change the facts, or show why not."""
    reference = found.paper.reference
    try:
        typed = form.facts()
        with transaction():
            service.change_facts(current_actor(), reference, typed, seen=number_in(form.seen), at=clock.now())
    except moments.NoSuchTime:
        refuse_time(form.deadline_time)
        return facts_page(found, form)
    except ChangedMeanwhile as refusal:
        # The page shows what stands now: sending the form again means to replace that.
        found = access(reference, "paper:edit")
        form.seen.data = str(found.paper.version_counter)
        return facts_page(found, form, refuse(form, refusal), is_late=True)
    except Refusal as refusal:
        return facts_page(found, form, refuse(form, refusal))
    return to_paper(reference, _("The facts are saved."))


def facts_page(
    found: Access, form: ChangeFactsForm, status: int = 200, *, is_late: bool = False
) -> ResponseReturnValue:
    return form_page(
        "papers/facts.html", form, status,
        access=found, paper=found.paper, is_late=is_late, regions=regions(),
    )  # fmt: skip
