"""Where in the text a comment belongs, said by a person: one page with two buttons."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.comments import queries, service
from eca_policy.comments.forms import PlaceForm
from eca_policy.comments.panel import place_of, threads_shown
from eca_policy.comments.places import Standing
from eca_policy.comments.queries import Thread
from eca_policy.comments.service import Placing
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, Refusal, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access, access_paper, latest_revision
from eca_policy.papers.reading import shown_paragraphs
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

places = Blueprint("places", __name__, url_prefix="/papers/<reference>/comments/<number:number>/place")


@places.get("")
@web.signed_in
def show(reference: str, number: int) -> ResponseReturnValue:
    """Where the comment stands in the text as last saved, and the form to say where it belongs."""
    access = open_paper(reference)
    access.require("comment:place")
    return page(access, number)


@places.post("")
@web.signed_in
def place(reference: str, number: int) -> ResponseReturnValue:
    access = open_paper(reference)
    form = PlaceForm(shown_paragraphs(latest_revision(access.paper)))
    placing = Placing(form.paragraph.data or "", form.quote.data or "", whole_number(form.seen.data) or 0)
    return act(
        access,
        number,
        lambda: service.place_comment(current_actor(), reference, number, placing, at=clock.now()),
        done=_("Comment %(number)s has its new place.", number=number),
        form=form,
    )


@places.post("/confirmation")
@web.signed_in
def confirm(reference: str, number: int) -> ResponseReturnValue:
    access = open_paper(reference)
    form = PlaceForm(shown_paragraphs(latest_revision(access.paper)))
    seen = whole_number(form.seen.data) or 0
    return act(
        access,
        number,
        lambda: service.confirm_place(current_actor(), reference, number, seen=seen, at=clock.now()),
        done=_("The place of comment %(number)s is confirmed.", number=number),
        form=form,
    )


def act(
    access: Access, number: int, verb: Callable[[], object], *, done: str, form: PlaceForm
) -> ResponseReturnValue:
    """Do it and go to the comment; a refusal gives the page back as it is now, with what was typed."""
    try:
        with transaction():
            verb()
    except NotVisible:
        raise
    except Refusal as refusal:
        access = open_paper(access.paper.reference)
        access.require("comment:place")
        return page(access, number, form=form, refusal=refusal)
    flash(done, "success")
    return redirect(url_for("comments.show", reference=access.paper.reference, number=number))


def page(
    access: Access, number: int, *, form: PlaceForm | None = None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """The comment with where it stands now; what was typed in `form` stays typed."""
    revision = latest_revision(access.paper)
    thread = queries.thread_numbered(access.paper, revision, number)
    standing = thread.standing
    if standing is None:
        raise RuleBroken(_("This comment is on the paper as a whole: it has no place in the text."))
    form = form or form_for(revision, standing)
    form.seen.data = str(standing.number)
    if refusal:
        form.form_errors.append(refusal.sentence)
    shown = render_template(
        "comments/place.html",
        paper=access.paper,
        revision=revision,
        **threads_shown(access, revision, [thread]),
        place=place_of(revision, thread),
        about=paragraph_of(revision, thread),
        form=form,
    )
    return shown, refusal.status if refusal else 200


def form_for(revision: Revision, standing: Standing) -> PlaceForm:
    """Where it stands, to be changed; for words that are gone, the words, to be looked for."""
    typed = {"paragraph": standing.paragraph_id, "quote": "" if standing.is_detached else standing.words_now}
    return PlaceForm(shown_paragraphs(revision), formdata=None, data=typed)


def paragraph_of(revision: Revision, thread: Thread) -> object:
    """The paragraph the comment stands on, if the text has it."""
    return next((each for each in shown_paragraphs(revision) if each.id == thread.paragraph_id), None)


def open_paper(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())
