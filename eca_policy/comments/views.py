"""Pages of comments: the table of all, one thread, and the forms that write, reply, support and withdraw."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from eca_policy import web
from eca_policy.comments import queries, rules, service
from eca_policy.comments.desk import desk_shown, typed_answers
from eca_policy.comments.forms import AnswerForm, CommentForm, ReplyForm
from eca_policy.comments.panel import panel, place_label, place_of, threads_shown
from eca_policy.comments.queries import Thread
from eca_policy.comments.service import Answer, FaultyAnswers, Remark
from eca_policy.comments.texts import text_shown
from eca_policy.comments.thread import thread_shown
from eca_policy.comments.words import place_states
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.reading import shown_paragraphs
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

comments = Blueprint("comments", __name__, url_prefix="/papers/<reference>/comments")
FILTERS = ("type", "association", "state", "place")


@comments.get("")
@web.signed_in
def index(reference: str) -> ResponseReturnValue:
    """The comment table: every comment with its answer, in text order, filtered and printable."""
    access = open_paper(reference)
    revision = text_shown(access)
    everything = queries.threads(access.paper, revision)
    places = [paragraph.id for paragraph in shown_paragraphs(revision)]
    return render_template(
        "comments/index.html",
        paper=access.paper,
        **threads_shown(access, revision, rules.in_text_order(filtered(everything), places)),
        place=lambda thread: place_of(revision, thread),
        places=place_states(),
        total=len(everything),
        chosen={name: request.args.get(name, "") for name in FILTERS},
        associations=sorted({each.association for each in everything if each.association}),
        voices=queries.voices(access.paper) if access.actor.is_secretariat else [],
    )


def filtered(threads: Sequence[Thread]) -> list[Thread]:
    """The comments of the kind, association, state and place that the address asks for; nonsense asks for
    none.
    """
    kind, association, state, place = (request.args.get(name) for name in FILTERS)
    return [
        each
        for each in threads
        if (not kind or each.type == kind)
        and (not association or each.association == association)
        and (not state or state == ("answered" if each.disposition else "unanswered"))
        and (not place or (each.standing is not None and each.standing.status == place))
    ]


@comments.get("/new")
@web.signed_in
def new(reference: str) -> ResponseReturnValue:
    """The form on a page of its own, beside the paragraph it is about."""
    access = open_paper(reference)
    access.require("comment:write")
    form = CommentForm(access.actor, formdata=None, paragraph=request.args.get("paragraph", ""))
    return writing_page(access, form)


@comments.post("")
@web.signed_in
def write(reference: str) -> ResponseReturnValue:
    form = CommentForm(current_actor())
    access = open_paper(reference)
    status = 422
    if form.validate():
        try:
            with transaction():
                written = service.write_comment(current_actor(), reference, remark(form), at=clock.now())
        except Refusal as refusal:
            status = give_back(form, refusal)
        else:
            done = _("Comment %(number)s is sent.", number=written.number)
            return to_paper(reference, written.number, done)
    return writing_page(access, form, status=status)


def remark(form: CommentForm) -> Remark:
    wording = form.proposed_wording.data if form.proposed_wording else ""
    return Remark(
        type=form.type.data or "",
        body=form.body.data,
        paragraph_id=form.paragraph.data or None,
        quote=(form.quote.data or "") if form.quote else "",
        occurrence=whole_number(form.occurrence.data),
        proposed_wording=wording or "",
        association_id=form.association_id,
    )


def writing_page(access: Access, form: CommentForm, *, status: int = 200) -> ResponseReturnValue:
    """The form with the paragraph above it."""
    revision = text_shown(access)
    about = next((each for each in revision.paragraphs if each["id"] == form.paragraph.data), None)
    page = render_template(
        "comments/new.html",
        paper=access.paper,
        form=form,
        about=about,
        place=place_label(revision, form.paragraph.data or None),
    )
    return page, status


@comments.get("/<number:number>")
@web.signed_in
def show(reference: str, number: int) -> ResponseReturnValue:
    return thread_page(open_paper(reference), number)


@comments.post("/<number:number>/replies")
@web.signed_in
def reply(reference: str, number: int) -> ResponseReturnValue:
    form = ReplyForm(current_actor())
    return act(
        reference,
        number,
        lambda: service.reply(
            current_actor(),
            reference,
            number,
            body=form.body.data,
            association_id=form.association_id,
            at=clock.now(),
        ),
        done=_("Your reply is sent."),
        form=form,
        form_name="reply_form",
    )


@comments.post("/<number:number>/support")
@web.signed_in
def support(reference: str, number: int) -> ResponseReturnValue:
    return act(
        reference,
        number,
        lambda: service.support(
            current_actor(), reference, number, association_id=named_association(), at=clock.now()
        ),
        done=_("Your association now supports comment %(number)s.", number=number),
    )


@comments.post("/<number:number>/support/withdrawal")
@web.signed_in
def withdraw_support(reference: str, number: int) -> ResponseReturnValue:
    return act(
        reference,
        number,
        lambda: service.withdraw_support(
            current_actor(), reference, number, association_id=named_association(), at=clock.now()
        ),
        done=_("The support for comment %(number)s is taken back.", number=number),
    )


@comments.post("/<number:number>/withdrawal")
@web.signed_in
def withdraw(reference: str, number: int) -> ResponseReturnValue:
    return act(
        reference,
        number,
        lambda: service.withdraw_comment(current_actor(), reference, number, at=clock.now()),
        done=_("Comment %(number)s is withdrawn. It stays readable.", number=number),
    )


@comments.post("/<number:number>/answer")
@web.signed_in
def answer(reference: str, number: int) -> ResponseReturnValue:
    form = AnswerForm()
    given = Answer(form.disposition.data or "", form.reason.data or "", form.seen.data or "")
    return act(
        reference,
        number,
        lambda: service.answer(current_actor(), reference, number, given, at=clock.now()),
        done=_("The answer to comment %(number)s is saved.", number=number),
        form=form,
        form_name="answer_form",
    )


@comments.get("/answers")
@web.signed_in
def answers(reference: str) -> ResponseReturnValue:
    """The answering desk: what waits for an answer, beside the paragraph it is about."""
    access = open_paper(reference)
    access.require("comment:answer")
    return render_template("comments/answers.html", **desk_shown(access))


@comments.post("/answers")
@web.signed_in
def save_answers(reference: str) -> ResponseReturnValue:
    """Every row that was filled in, or none; a faulty one says why and all that was typed is given back."""
    typed = typed_answers(request.form)
    try:
        with transaction():
            saved = service.answer_all(current_actor(), reference, typed, at=clock.now())
    except FaultyAnswers as refusal:
        page = desk_shown(open_paper(reference), typed, refusal.sentences)
        page["refused"] = refusal.sentence
        return render_template("comments/answers.html", **page), refusal.status
    flash(ngettext("%(num)d answer is saved.", "%(num)d answers are saved.", len(saved)), "success")
    return redirect(url_for("comments.answers", reference=reference))


def act(
    reference: str,
    number: int,
    verb: Callable[[], object],
    *,
    done: str,
    form: FlaskForm | None = None,
    form_name: str = "",
) -> ResponseReturnValue:
    """Do one thing to a comment and go back to it; a refusal gives the thread back with what was typed."""
    access = open_paper(reference)
    if form is not None and not form.validate():
        return thread_page(access, number, status=422, **{form_name: form})
    try:
        with transaction():
            verb()
    except NotVisible:
        raise
    except Refusal as refusal:
        if form is None:
            return thread_page(access, number, status=refusal.status, refused=refusal.sentence)
        return thread_page(access, number, status=give_back(form, refusal), **{form_name: form})
    return to_paper(reference, number, done)


def thread_page(access: Access, number: int, *, status: int = 200, **changes: Any) -> ResponseReturnValue:
    """One comment; `changes` are a form to give back, or why a button was refused."""
    shown = {**thread_shown(access, number), **changes}
    return render_template("comments/thread.html", **shown), status


def open_paper(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())


def named_association() -> int | None:
    """The association a button names, where the person acts for several."""
    return whole_number(request.form.get("association"))


def give_back(form: FlaskForm, refusal: Refusal) -> int:
    """Put the sentence of a refusal on the form, which keeps what was typed."""
    form.form_errors.append(refusal.sentence)
    return refusal.status


def to_paper(reference: str, number: int, done: str) -> ResponseReturnValue:
    """Back to the text, at the comment; to a script that asked from the paper page, the panel alone."""
    if "HX-Request" in request.headers:
        access = open_paper(reference)
        shown = panel(access, text_shown(access))
        return render_template("comments/_exchanged.html", paper=access.paper, done=done, **shown)
    flash(done, "success")
    address = url_for("pages.paper", reference=reference, panel="comments", _anchor=f"comment-{number}")
    return redirect(address)
