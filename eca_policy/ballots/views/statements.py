"""The page of what was declared about a paper, and its buttons."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots.due import seen
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.queries import conduct_of, has_ballot, latest_ballot
from eca_policy.ballots.statements import queries, service
from eca_policy.ballots.statements.forms import ChangeForm, StatementForm, statement_form
from eca_policy.ballots.statements.models import Statement
from eca_policy.ballots.statements.words import about_in_words, kind_names, misfit_sentence
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.views.two_steps import given_back
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

PAGE = "/ballots/<number:number>/statements"


@ballots.get(PAGE)
@web.signed_in
def statements(reference: str, number: int) -> ResponseReturnValue:
    """Everything declared, for everybody who reads the paper."""
    access, ballot = seen(current_actor(), reference, number)
    return statements_page(access, ballot)


@ballots.post(PAGE + "/by/<number:association_id>")
@web.signed_in
def make_statement(reference: str, number: int, association_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    form = statement_form(association_id, queries.recommendations_of(ballot))
    if not form.validate_on_submit():
        return refused_page(access, ballot, form, "", 422)

    def verb() -> None:
        service.make_statement(
            current_actor(), reference, number, association_id=association_id, kind=form.kind.data,
            body=form.body.data or "", paragraph_id=form.paragraph_id, at=clock.now(),
        )  # fmt: skip

    return act(access, ballot, verb, _("Your association's statement is recorded."), form)


@ballots.post(PAGE + "/<number:statement_id>/change")
@web.signed_in
def change_statement(reference: str, number: int, statement_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)
    form = ChangeForm(prefix=f"c{statement_id}")

    def verb() -> None:
        service.change_statement(
            current_actor(), reference, number, statement_id=statement_id, body=form.body.data or "",
            at=clock.now(),
        )  # fmt: skip

    return act(access, ballot, verb, _("The statement has its new words."), form)


@ballots.post(PAGE + "/<number:statement_id>/withdraw")
@web.signed_in
def withdraw_statement(reference: str, number: int, statement_id: int) -> ResponseReturnValue:
    access, ballot = seen(current_actor(), reference, number)

    def verb() -> None:
        service.withdraw_statement(
            current_actor(), reference, number, statement_id=statement_id, at=clock.now()
        )

    return act(access, ballot, verb, _("The statement is withdrawn."), None)


def act(
    access: Access, ballot: Ballot, verb: Callable[[], None], done: str,
    form: StatementForm | ChangeForm | None,
) -> ResponseReturnValue:  # fmt: skip
    """One verb in one transaction; what was typed stands on the page that says why not."""
    try:
        with transaction():
            verb()
    except (NotVisible, NotAllowed):
        raise
    except service.StatementChanged as refusal:
        form = as_change_of(refusal.standing, form)
        access, ballot = seen(current_actor(), access.paper.reference, ballot.number)
        return refused_page(access, ballot, form, refusal.sentence, refusal.status)
    except Refusal as refusal:
        access, ballot = seen(current_actor(), access.paper.reference, ballot.number)
        return refused_page(access, ballot, form, refusal.sentence, refusal.status)
    flash(done, "success")
    return redirect(url_for("ballots.statements", reference=access.paper.reference, number=ballot.number))


def as_change_of(standing: Statement, form: StatementForm | ChangeForm | None) -> ChangeForm | None:
    """What was typed, in the form of the words that stand now."""
    if form is None:
        return None
    return ChangeForm(formdata=None, prefix=f"c{standing.id}", body=form.body.data)


def refused_page(
    access: Access, ballot: Ballot, form: StatementForm | ChangeForm | None, sentence: str, status: int
) -> ResponseReturnValue:
    """The page with the form as it was filled in; where there is no form any more, what was typed."""
    declaring = declaring_for(access, ballot)
    if form is None or has_place_for(form, ballot, declaring):
        if form is not None and sentence:
            form.form_errors = [sentence]
        return statements_page(access, ballot, refused=form, sentence=sentence), status
    return given_back(
        [form.body.data] if form.body.data else [],
        sentence or _("Your association cannot make this statement here now."),
        reference=access.paper.reference, number=ballot.number, status=status,
    )  # fmt: skip


def has_place_for(form: StatementForm | ChangeForm, ballot: Ballot, declaring: dict[int, str]) -> bool:
    """Whether the page still has the form that was filled in."""
    if isinstance(form, StatementForm):
        return form._prefix in {f"s{association_id}-" for association_id in declaring}
    return form._prefix in {
        f"c{each.id}-" for each in queries.statements_of(ballot) if each.association_id in declaring
    }


def statements_page(
    access: Access, ballot: Ballot, *, refused: StatementForm | ChangeForm | None = None, sentence: str = ""
) -> str:
    """What was declared, the forms of the reader's associations, and what they may be about."""
    recommendations = queries.recommendations_of(ballot)
    declaring = declaring_for(access, ballot)
    return render_template(
        "ballots/statements/page.html",
        paper=access.paper,
        ballot=ballot,
        stated=[shown(each, declaring, refused) for each in queries.stated(ballot)],
        recommendations=recommendations,
        forms_of={
            name: form_of(association_id, recommendations, refused)
            for association_id, name in declaring.items()
        },
        url_of={
            name: url_for(
                "ballots.make_statement", reference=access.paper.reference, number=ballot.number,
                association_id=association_id,
            )
            for association_id, name in declaring.items()
        },
        is_secret=conduct_of(ballot).is_secret,
        is_over=ballot.ended_at is not None,
        about=about_in_words,
        sentence=sentence if refused is None else "",  # else it stands in the form
    )  # fmt: skip


def declaring_for(access: Access, ballot: Ballot) -> dict[int, str]:
    """The associations the reader may declare for, by name; none when it is too late, or too early."""
    is_time = access.may("statement:make") and access.paper.published_at is None
    is_latest = latest_ballot(access.paper) is ballot
    if not (is_time and is_latest and clock.now() >= ballot.opens_at):
        return {}
    own = [one for one in access.actor.association_ids if access.actor.votes_for(one)]
    return {one: members.association(one).name for one in own if has_ballot(one, ballot)}


def form_of(
    association_id: int, recommendations: list[queries.Recommendation],
    refused: StatementForm | ChangeForm | None,
) -> StatementForm:  # fmt: skip
    if isinstance(refused, StatementForm) and refused._prefix == f"s{association_id}-":
        return refused
    form = statement_form(association_id, recommendations)
    if not isinstance(refused, StatementForm):
        return form
    fresh = StatementForm(formdata=None, prefix=f"s{association_id}")
    fresh.kind.choices, fresh.about.choices = form.kind.choices, form.about.choices
    return fresh


def shown(
    each: queries.Stated, declaring: dict[int, str], refused: StatementForm | ChangeForm | None
) -> dict[str, Any]:
    """One statement, with the form to change it for its own people."""
    statement, form = each.statement, None
    if statement.association_id in declaring:
        form = ChangeForm(formdata=None, prefix=f"c{statement.id}", body=statement.body)
        if isinstance(refused, ChangeForm) and refused._prefix == form._prefix:
            form = refused
    return {
        "statement": statement,
        "kind": kind_names()[statement.kind],
        "about": about_in_words(each.recommendation),
        "misfit": misfit_sentence(statement.kind) if each.is_misfit and form is not None else "",
        "form": form,
    }
