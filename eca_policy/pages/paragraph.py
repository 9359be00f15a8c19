"""The history of one paragraph: every wording it had, who saved it, and why."""

from collections.abc import Iterable, Mapping, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments import queries as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.queries import WentIn
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.pages.views import pages
from eca_policy.papers import queries as papers
from eca_policy.papers.changes import as_changes
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.papers.reading import shown_paragraphs
from eca_policy.papers.wordings import Wording, paragraph_history
from eca_policy.web import current_actor


@pages.get("/papers/<reference>/paragraphs/<paragraph_id>", endpoint="paragraph_history")
@web.signed_in
def history(reference: str, paragraph_id: str) -> ResponseReturnValue:
    """Every wording the reader may see, the newest first."""
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("paper:read")
    wordings = paragraph_history(access, paragraph_id)
    current = papers.current_revision(access, papers.versions(access.paper))
    return render_template(
        "pages/paragraph.html",
        paper=access.paper,
        paragraph_id=paragraph_id,
        label=wordings[0].place.label,
        wordings=wordings,
        is_current=paragraph_id in {one.id for one in shown_paragraphs(current)},
        wording=as_changes,
        events=event_names(),
        sources=sources(access.paper, paragraph_id, wordings),
    )


def sources(paper: Paper, paragraph_id: str, wordings: Sequence[Wording]) -> Mapping[int, Sequence[str]]:
    """Through what each wording came about, by the number of the save: which amendments brought it, and what
    its author said of it.
    """
    brought = amendments.went_in(paper)
    return {one.revision.number: [*through(paragraph_id, one, brought), *said_of(one)] for one in wordings}


def said_of(one: Wording) -> list[str]:
    return [one.revision.summary] if one.revision.summary else []


def through(paragraph_id: str, one: Wording, brought: Iterable[WentIn]) -> list[str]:
    """The amendments whose words this save took into the paragraph, each once."""
    names = dict.fromkeys(
        (each.label, each.association)
        for each in brought
        if each.revision == one.revision.number and brings(each.change, paragraph_id, one)
    )
    return [
        _("Through amendment %(label)s of %(association)s", label=label, association=association)
        for label, association in names
    ]


def brings(change: Change, paragraph_id: str, one: Wording) -> bool:
    """Whether this change is to the paragraph; one that inserts is when its words are what now stands."""
    if change.kind != "insert_after":
        return change.paragraph_id == paragraph_id
    words = "".join(each.text for each in one.changes if each.kind != "delete").strip()
    return one.event == "first" and bool(words) and words in change.wording


def event_names() -> dict[str, str]:
    return {
        "first": _("first wording"),
        "changed": _("changed"),
        "moved": _("moved"),
        "removed": _("removed"),
        "restored": _("put back"),
    }
