"""Writing the text: the editor with its preview, two people at once, recommendations by one click."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries, service
from eca_policy.papers.changes import as_changes
from eca_policy.papers.drafting import new_paragraph_id, readable
from eca_policy.papers.forms import TextForm, number_in
from eca_policy.papers.merging import propose, with_front_matter
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access, access_paper, whole_text
from eca_policy.papers.service import EditedMeanwhile
from eca_policy.papers.typeset import Typeset, stored_paragraphs
from eca_policy.papers.views.blueprint import access, form_page, papers, pressed, refuse, to_paper
from eca_policy.papers.views.comparison import folded_rows
from eca_policy.permissions.guard import WrongStage, permit
from eca_policy.text.compare import revisions as compare
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@papers.get("/<reference>/edit")
@web.signed_in
def edit(reference: str) -> ResponseReturnValue:
    found = access(reference, "paper:edit")
    latest = queries.latest_revision(found.paper)
    form = TextForm(data={"source": whole_text(latest), "base": str(latest.number)})
    return editor_page(found, form)


@papers.post("/<reference>/edit")
@web.signed_in
def save(reference: str) -> ResponseReturnValue:
    """Save the text; where the paper has moved on meanwhile, give it back."""
    found = access_paper(current_actor(), reference, at=clock.now())
    form = TextForm()
    try:
        found.require("paper:edit")
        if not form.validate():
            return editor_page(found, form)
        if pressed("preview"):
            return editor_page(found, form, preview=typeset_for_preview(form.source.data or ""))
        return save_text(found, form)
    except (WrongStage, NotAllowed) as refusal:
        kept = render_template(
            "papers/kept.html", paper=found.paper, sentence=refusal.sentence, text=form.source.data or ""
        )
        return kept, refusal.status
    except EditedMeanwhile as late:
        return merging_page(found, form, late)
    except Refusal as refusal:
        return editor_page(found, form, refuse(form, refusal))


def save_text(found: Access, form: TextForm) -> ResponseReturnValue:
    """One save, and back to the paper."""
    before = queries.latest_revision(found.paper).number
    with transaction():
        revision = service.save_revision(
            current_actor(), found.paper.reference, form.source.data or "",
            base=number_in(form.base), summary=form.summary.data or "", at=clock.now(),
        )  # fmt: skip
        number = revision.number
    if number == before:
        return to_paper(
            found.paper.reference, _("The text was not changed: there is nothing new to save."), "info"
        )
    return to_paper(found.paper.reference, _("Saved as revision %(number)s.", number=number))


def editor_page(
    found: Access, form: TextForm, status: int = 200, *, preview: Typeset | None = None
) -> ResponseReturnValue:
    """The editor, with the preview where one was asked for without JavaScript."""
    return form_page(
        "papers/edit.html", form, status, access=found, paper=found.paper, preview=preview, **drafted(found)
    )


def drafted(found: Access) -> dict[str, Any]:
    """What the editor keeps a draft under, in this browser."""
    return {
        "draft_key": f"paper-{found.paper.id}-account-{found.actor.account_id}",
        "latest": queries.latest_revision(found.paper).number,
    }


def merging_page(found: Access, form: TextForm, late: EditedMeanwhile) -> ResponseReturnValue:
    """Their text, mine, and the two put together, to be saved on top of theirs."""
    begun_from = with_matter(late.base)
    proposal = propose(begun_from, with_matter(late.theirs), late.mine, new_paragraph_id)
    form.source.data = proposal.text
    form.base.data = str(late.theirs.number)
    page = render_template(
        "papers/merge.html",
        form=form,
        access=found,
        paper=found.paper,
        theirs=late.theirs,
        clashes=proposal.clashes,
        close=proposal.close,
        mine=late.mine,
        rows=folded_rows(compare(begun_from, with_matter(late.theirs)), late.base, late.theirs),
        wording=as_changes,
        **drafted(found),
    )
    return page, late.status


def with_matter(revision: Revision) -> list[Any]:
    """The paragraphs of a revision, its front matter as the first."""
    stored = stored_paragraphs(revision.paragraphs)
    return [*with_front_matter(revision.front_matter, [], new_paragraph_id), *stored]


@papers.post("/preview")
@web.signed_in
def preview_new() -> ResponseReturnValue:
    """A text not yet a paper's, as it will be shown: a fragment."""
    permit(current_actor(), "paper:create")
    return preview_fragment()


@papers.post("/<reference>/preview")
@web.signed_in
def preview(reference: str) -> ResponseReturnValue:
    """The text as it will be shown: a fragment."""
    access(reference, "paper:edit")
    return preview_fragment()


def preview_fragment() -> ResponseReturnValue:
    source = request.form.get("source", "")
    if not source.strip():
        return ""
    try:
        made = typeset_for_preview(source)
    except Refusal as refusal:
        return render_template("papers/_refused.html", sentence=refusal.sentence), refusal.status
    return render_template("papers/_preview.html", preview=made)


def typeset_for_preview(source: str) -> Typeset:
    """The text rendered as a save would render it; nothing is stored."""
    return readable(source, None)


@papers.get("/<reference>/recommendations")
@web.signed_in
def recommendations(reference: str) -> ResponseReturnValue:
    """The text with a button at each paragraph."""
    found = access(reference, "paper:edit")
    latest = queries.latest_revision(found.paper)
    return render_template("papers/recommendations.html", access=found, paper=found.paper, revision=latest)


@papers.post("/<reference>/paragraphs/<paragraph_id>/recommendation")
@web.signed_in
def mark_recommendation(reference: str, paragraph_id: str) -> ResponseReturnValue:
    """Make the paragraph a recommendation, or with `mark=0` one like the others."""
    verb = service.unmark_recommendation if request.form.get("mark") == "0" else service.mark_recommendation
    with transaction():
        verb(current_actor(), reference, paragraph_id, at=clock.now())
    flash(_("Saved. The recommendations are numbered anew."), "success")
    return redirect(url_for(".recommendations", reference=reference, _anchor=f"p-{paragraph_id}"))
