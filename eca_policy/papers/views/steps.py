"""The steps of a paper before its ballot: people, versions, the consultation, the withdrawal."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries, service
from eca_policy.papers.forms import (
    AppointForm,
    EndForm,
    IssueForm,
    WithdrawForm,
    end_shown,
    number_in,
    proposed_end,
)
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.views.blueprint import access, form_page, papers, refuse, to_paper
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@papers.route("/<reference>/people", methods=["GET", "POST"])
@web.signed_in
def people(reference: str) -> ResponseReturnValue:
    """The rapporteurs; the form appoints one more."""
    found = access(reference, "rapporteur:appoint")
    form = AppointForm()
    present = {one.account_id for one in found.paper.rapporteurs}
    form.account_id.choices = [
        (account.id, f"{account.name} ({account.email})")
        for account in queries.possible_rapporteurs(at=clock.now())
        if account.id not in present
    ]
    if not form.validate_on_submit():
        return form_page("papers/people.html", form, access=found, paper=found.paper)
    try:
        with transaction():
            service.appoint_rapporteur(current_actor(), reference, form.account_id.data, at=clock.now())
    except Refusal as refusal:
        status = refuse(form, refusal)
        return form_page("papers/people.html", form, status, access=found, paper=found.paper)
    flash(_("Appointed. They have been written to."), "success")
    return redirect(url_for(".people", reference=reference))


@papers.post("/<reference>/people/<number:account_id>/dismiss")
@web.signed_in
def dismiss(reference: str, account_id: int) -> ResponseReturnValue:
    with transaction():
        service.dismiss_rapporteur(current_actor(), reference, account_id, at=clock.now())
    flash(_("No longer a rapporteur of this paper."), "success")
    return redirect(url_for(".people", reference=reference))


@papers.route("/<reference>/issue", methods=["GET", "POST"])
@web.signed_in
def issue(reference: str) -> ResponseReturnValue:
    found = access(reference, "version:issue")
    latest = queries.latest_revision(found.paper)
    form = IssueForm(data={"revision": str(latest.number)})
    if not form.validate_on_submit():
        return issue_page(found, form)
    try:
        with transaction():
            version = service.issue_version(
                current_actor(), reference,
                revision=number_in(form.revision), note=form.note.data or "", at=clock.now(),
            )  # fmt: skip
            number = version.number
    except Refusal as refusal:
        form.revision.data = str(queries.latest_revision(found.paper).number)
        return issue_page(found, form, refuse(form, refusal))
    return to_paper(reference, _("Issued as version %(number)s.", number=number))


def issue_page(found: Access, form: IssueForm, status: int = 200) -> ResponseReturnValue:
    """What will be issued, and what stands."""
    return form_page(
        "papers/issue.html", form, status, access=found, paper=found.paper,
        latest=queries.latest_revision(found.paper), version=queries.latest_version(found.paper),
        is_issued=queries.is_issued(found.paper),
    )  # fmt: skip


@papers.get("/<reference>/consultation")
@web.signed_in
def consultation(reference: str) -> ResponseReturnValue:
    """Open the consultation; while it is open, move its end or close it."""
    found = access_paper(current_actor(), reference, at=clock.now())
    if not found.may("consultation:close"):
        found.require("consultation:open")
    return consultation_page(found, EndForm(data=end_to_show(found)))


@papers.post("/<reference>/consultation")
@web.signed_in
def open_consultation(reference: str) -> ResponseReturnValue:
    return set_end(
        access(reference, "consultation:open"), service.open_consultation,
        _("The consultation is open. Every delegation has been written to."),
    )  # fmt: skip


@papers.post("/<reference>/consultation/extend")
@web.signed_in
def extend_consultation(reference: str) -> ResponseReturnValue:
    return set_end(
        access(reference, "consultation:close"), service.extend_consultation,
        _("The end is moved. Every delegation has been written to."),
    )  # fmt: skip


@papers.post("/<reference>/consultation/close")
@web.signed_in
def close_consultation(reference: str) -> ResponseReturnValue:
    with transaction():
        service.close_consultation(current_actor(), reference, at=clock.now())
    return to_paper(reference, _("The consultation is closed."))


def set_end(found: Access, verb: Callable[..., Any], done: str) -> ResponseReturnValue:
    """Open or extend with the end that was typed."""
    form = EndForm()
    closes_at = form.end() if form.validate() else None
    if closes_at is None:
        return consultation_page(found, form)
    try:
        with transaction():
            verb(current_actor(), found.paper.reference, closes_at=closes_at, at=clock.now())
    except Refusal as refusal:
        return consultation_page(found, form, refuse(form, refusal))
    return to_paper(found.paper.reference, done)


def consultation_page(found: Access, form: EndForm, status: int = 200) -> ResponseReturnValue:
    return form_page(
        "papers/consultation.html", form, status, access=found, paper=found.paper,
        is_open=found.stage == "consultation", is_issued=queries.is_issued(found.paper),
        latest=queries.latest_revision(found.paper), version=queries.latest_version(found.paper),
    )  # fmt: skip


def end_to_show(found: Access) -> dict[str, Any]:
    """The end that is set; else as many days from now as the document class gives."""
    closes_at = found.paper.consultation_closes_at
    if found.stage == "consultation" and closes_at is not None:
        return end_shown(closes_at)
    return proposed_end(days=found.paper.document_class.consultation_days, at=clock.now())


@papers.route("/<reference>/withdraw", methods=["GET", "POST"])
@web.signed_in
def withdraw(reference: str) -> ResponseReturnValue:
    found = access(reference, "paper:withdraw")
    form = WithdrawForm()
    if request.method == "GET" or not form.validate():
        return form_page("papers/withdraw.html", form, access=found, paper=found.paper)
    try:
        with transaction():
            service.withdraw(current_actor(), reference, reason=form.reason.data or "", at=clock.now())
    except Refusal as refusal:
        status = refuse(form, refusal)
        return form_page("papers/withdraw.html", form, status, access=found, paper=found.paper)
    return to_paper(reference, _("The paper is withdrawn. Those concerned have been written to."))
