"""Writing an amendment: choose paragraphs, edit their words, see the change, keep it as a draft."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments import queries, service
from eca_policy.amendments.changes import Changes
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.service import TextMovedOn
from eca_policy.amendments.typed import THE_BEGINNING, Block, Typed, blocks_of, fresh, read
from eca_policy.amendments.views.blueprint import amendments, open_paper, to_amendment
from eca_policy.amendments.writing import Preview, Text, previewed, text_of, writing_shown
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

NOT_YET = ("add", "leave_out", "preview")
"""Buttons that send the form without keeping it."""


@amendments.get("/new")
@web.signed_in
def new(reference: str) -> ResponseReturnValue:
    """The form, for the paragraphs that the address names, or for the amendment that is amended."""
    access = open_paper(reference)
    access.require("amendment:draft")
    text = text_of(service.last_version(access))
    parent = request.args.get("amendment", "")
    if parent:
        changes = changes_of_parent(access, parent, text)
        blocks: Sequence[Block] = blocks_of(changes, text.sources, is_bound=True)
    else:
        keys = dict.fromkeys(request.args.getlist("paragraph"))
        known = [key for key in keys if key in text.sources or key == THE_BEGINNING]
        blocks = [fresh(key, text.sources, request.args.get("act", "")) for key in known]
    return page(access, text, Typed(text.version.number, tuple(blocks), parent=parent))


@amendments.post("/new")
@web.signed_in
def write(reference: str) -> ResponseReturnValue:
    """Keep what was typed as a draft."""
    access = open_paper(reference)
    text = text_of(service.last_version(access))
    typed = read(request.form, text.sources)
    return keep(
        access, text, typed,
        lambda: service.draft(current_actor(), reference, typed.proposal(), at=clock.now()),
        done=_("The draft is saved. Your delegation alone sees it."),
    )  # fmt: skip


@amendments.get("/<name>/edit")
@web.signed_in
def edit(reference: str, name: str) -> ResponseReturnValue:
    """A draft, or what an amendment would now read, to be written anew."""
    access = open_paper(reference)
    amendment = service.own_amendment(access, name)
    access.require("amendment:draft" if amendment.state == "draft" else "amendment:confirm")
    last = amendment.wording
    if amendment.state != "draft":
        service.proposed_wording(amendment, seen=last.number)
    text = text_of(service.last_version(access))
    changes = last.as_changes() or queries.own_wording(amendment).as_changes()
    blocks = blocks_of(changes, text.sources, is_bound=amendment.parent_id is not None)
    typed = Typed(
        text.version.number, tuple(blocks), amendment.reason, parent=parent_label(amendment), seen=last.number
    )
    return page(access, text, typed, amendment)


@amendments.post("/<name>/edit")
@web.signed_in
def rewrite(reference: str, name: str) -> ResponseReturnValue:
    """Keep a draft as it is written now, or answer a proposal with another wording."""
    access = open_paper(reference)
    amendment = service.own_amendment(access, name)
    text = text_of(service.last_version(access))
    typed = replace(read(request.form, text.sources), parent=parent_label(amendment))
    actor, at = current_actor(), clock.now()
    if amendment.state == "draft":
        return keep(
            access, text, typed,
            lambda: service.redraft(actor, reference, name, typed.proposal(), at=at),
            done=_("The draft is saved. Your delegation alone sees it."), amendment=amendment,
        )  # fmt: skip
    return keep(
        access, text, typed,
        lambda: service.rewrite(actor, reference, name, typed.proposal(), seen=typed.seen, at=at),
        done=_("The amendment is rewritten for the new version."), amendment=amendment,
    )  # fmt: skip


@amendments.post("/preview")
@web.signed_in
def preview(reference: str) -> ResponseReturnValue:
    """The change as it would be read, or the sentence that says what is still to do: a fragment."""
    access = open_paper(reference)
    access.require("amendment:draft")
    text = text_of(service.last_version(access))
    typed = read(request.form, text.sources)
    try:
        found = previewed(text, typed, changes_of_parent(access, typed.parent, text))
    except Refusal as refusal:
        return render_template("amendments/_preview.html", sentence=refusal.sentence)
    return render_template("amendments/_preview.html", preview=found, paper=access.paper)


def keep(
    access: Access,
    text: Text,
    typed: Typed,
    verb: Callable[[], Amendment],
    *,
    done: str,
    amendment: Amendment | None = None,
) -> ResponseReturnValue:
    """Keep it, or show it as one of the other buttons asks; a refusal gives everything back."""
    if any(button in request.form for button in NOT_YET):
        return unfinished(access, text, typed, amendment)
    try:
        with transaction():
            made = queries.name_of(verb())
    except NotVisible:
        raise
    except TextMovedOn as moved:
        now = text_of(service.last_version(open_paper(access.paper.reference)))
        typed = replace(typed, version=now.version.number)
        return page(access, now, typed, amendment, error=moved.sentence, status=409, has_moved=True)
    except Refusal as refusal:
        return page(access, text, typed, amendment, error=refusal.sentence, status=refusal.status)
    return to_amendment(access.paper.reference, made, done)


def unfinished(access: Access, text: Text, typed: Typed, amendment: Amendment | None) -> ResponseReturnValue:
    """One paragraph more or fewer, or the preview."""
    access.require("amendment:draft")
    if "preview" not in request.form:
        return page(access, text, typed, amendment)
    try:
        found = previewed(text, typed, changes_of_parent(access, typed.parent, text))
    except Refusal as refusal:
        return page(access, text, typed, amendment, error=refusal.sentence, status=refusal.status)
    return page(access, text, typed, amendment, preview=found)


def page(
    access: Access,
    text: Text,
    typed: Typed,
    amendment: Amendment | None = None,
    *,
    error: str = "",
    status: int = 200,
    preview: Sequence[Preview] = (),
    has_moved: bool = False,
) -> ResponseReturnValue:
    """The form with the text beside it."""
    reference = access.paper.reference
    name = queries.name_of(amendment) if amendment else ""
    shown = render_template(
        "amendments/write.html",
        **writing_shown(access, text, typed),
        action=url_for(".rewrite" if name else ".write", reference=reference, name=name or None),
        amendment=amendment,
        name=name,
        error=error,
        preview=preview,
        has_moved=has_moved,
    )
    return shown, status


def changes_of_parent(access: Access, label: str, text: Text) -> Changes:
    """What the amendment that is amended does to this version; nothing without one."""
    if not label:
        return ()
    parent = service.parent_named(access, label)
    wording = queries.wording_for(parent, text.version) if parent else None
    return wording.as_changes() if wording else ()


def parent_label(amendment: Amendment) -> str:
    return queries.label_of(amendment.parent_id)
