"""The pages of the editor. Everything but saving only shows the form again: nothing typed is ever lost."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from eca_policy import web
from eca_policy.ballots import queries
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.procedures import page, service
from eca_policy.ballots.procedures.form import TypedProcedure, typed_procedure
from eca_policy.ballots.procedures.service import ProcedureChanged, ProcedureFacts, ProcedureUnnamed
from eca_policy.ballots.procedures.trial import TypedTrial, typed_trial
from eca_policy.ballots.procedures.understood import Errors, understand
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, Refusal, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

procedures = Blueprint("procedures", __name__, url_prefix="/procedures")


@procedures.get("")
@web.secretariat
def index() -> ResponseReturnValue:
    return render_template("ballots/procedures/index.html", procedures=page.listed())


@procedures.route("/new", methods=["GET", "POST"])
@web.secretariat
def new() -> ResponseReturnValue:
    """An empty form, one that starts from a preset (`?preset=`), or a copy of a procedure (`?copy=`)."""
    if request.method == "POST":
        return answer(None)
    copied = request.args.get("copy")
    if copied is None:
        typed = page.form_of_preset(request.args.get("preset", ""))
    else:
        typed = page.form_of_copy(copied)
    return editor(typed, typed_trial(MultiDict()), None)


@procedures.route("/<key>", methods=["GET", "POST"])
@web.secretariat
def change(key: str) -> ResponseReturnValue:
    if request.method == "POST":
        try:
            return answer(queries.procedure(key))
        except NotVisible:
            return deleted_meanwhile()
    standing = queries.procedure(key)
    return editor(page.form_of(standing), typed_trial(MultiDict()), standing)


@procedures.post("/preview")
@web.secretariat
def preview() -> ResponseReturnValue:
    """The rule in words and the outcome of the dry run on the roll that is shown, while one types."""
    typed, trial = typed_procedure(request.form), typed_trial(request.form, roll="roll_shown")
    return render_template(
        "ballots/procedures/_preview.html", **page.in_words(typed, trial, understand(typed))
    )


@procedures.post("/<key>/delete")
@web.secretariat
def delete(key: str) -> ResponseReturnValue:
    try:
        with transaction():
            service.delete_procedure(current_actor(), key, seen=seen(), at=clock.now())
    except (RuleBroken, ProcedureChanged) as refusal:
        return editor(*sent(), queries.procedure(key), refusal=refusal)
    flash(_("The procedure is deleted. Ballots that were held under it keep their copy."), "success")
    return redirect(url_for(".index"))


def sent() -> tuple[TypedProcedure, TypedTrial]:
    return typed_procedure(request.form), typed_trial(request.form)


def seen() -> int:
    """The counter of the procedure that the person was looking at; 0 for nonsense, which is none."""
    return whole_number(request.form.get("seen")) or 0


def answer(standing: ProcedureRow | None) -> ResponseReturnValue:
    """What the button that was pressed asks for."""
    typed, trial = sent()
    asked, _colon, which = request.form.get("do", "save").partition(":")
    if asked == "save":
        return save(typed, trial, standing)
    focus = ""
    if asked == "add":
        typed = typed.with_condition()
        focus = f"limit-{len(typed.conditions) - 1}"
    elif asked == "remove" and which.isascii() and which.isdigit():
        typed = typed.without_condition(int(which[:3]))
        focus = "add-condition"
    elif asked == "all":
        trial = trial.with_all(which)
    errors = understand(typed).errors if asked == "words" else {}
    return editor(typed, trial, standing, errors=errors, status=200, focus=focus)


def save(typed: TypedProcedure, trial: TypedTrial, standing: ProcedureRow | None) -> ResponseReturnValue:
    errors = what_is_wrong(typed)
    if errors:
        return editor(typed, trial, standing, errors=errors)
    try:
        with transaction():
            write(typed, standing)
    except ProcedureUnnamed as refusal:
        return editor(typed, trial, standing, errors={"name": [refusal.sentence]})
    except (RuleBroken, ProcedureChanged) as refusal:
        # The page shows what stands now: saving again means to replace that.
        return editor(typed, trial, standing, refusal=refusal)
    flash(_("The procedure is saved. Ballots under way keep the one they opened with."), "success")
    return redirect(url_for(".index"))


def what_is_wrong(typed: TypedProcedure) -> Errors:
    """By field, everything at once."""
    unnamed: Errors = {} if typed.name.strip() else {"name": [_("Write the name.")]}
    return unnamed | understand(typed).errors


def write(typed: TypedProcedure, standing: ProcedureRow | None) -> None:
    """The typed facts, through the verb."""
    facts = ProcedureFacts(
        name=typed.name,
        name_fi=typed.name_fi,
        rule=typed.rule(),
        conduct=typed.conduct(),
        followed_by=typed.written_vote,
    )
    if standing is None:
        service.create_procedure(current_actor(), facts, at=clock.now())
    else:
        service.change_procedure(current_actor(), standing.key, facts, seen=seen(), at=clock.now())


def deleted_meanwhile() -> ResponseReturnValue:
    """What was typed, as a new procedure."""
    typed, trial = sent()
    gone = ProcedureChanged(_("Someone else deleted this procedure meanwhile. Save to make it anew."))
    return editor(typed, trial, None, refusal=gone)


def editor(
    typed: TypedProcedure,
    trial: TypedTrial,
    standing: ProcedureRow | None,
    *,
    errors: Errors | None = None,
    refusal: Refusal | None = None,
    status: int | None = None,
    focus: str = "",
) -> ResponseReturnValue:
    """The form with what is typed; the status says whether something stood in the way."""
    shown = page.editor(
        typed, trial, standing=standing, errors=errors, focus=focus,
        refusal=refusal.sentence if refusal else "",
    )  # fmt: skip
    found = refusal.status if refusal else 422 if errors else 200
    # Who was shown what stands now may save over it; everyone else still edits what they were shown at first.
    has_changed = isinstance(refusal, ProcedureChanged)
    is_first_look = has_changed or request.method == "GET"
    rendered = render_template(
        "ballots/procedures/editor.html",
        action=url_for(".change", key=standing.key) if standing else url_for(".new"),
        seen=standing.version_counter if standing and is_first_look else seen(),
        has_changed=has_changed and standing is not None,
        **shown,
    )
    return rendered, status or found
