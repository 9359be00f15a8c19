"""The history of one paragraph: every wording it had, who saved it, and why."""

from collections.abc import Mapping, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.pages.views import pages
from eca_policy.papers import queries as papers
from eca_policy.papers.changes import as_changes
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
        sources=sources(wordings),
    )


def sources(wordings: Sequence[Wording]) -> Mapping[int, Sequence[str]]:
    """Through what each wording came about, by the number of the save: what its author said of it."""
    return {one.revision.number: [one.revision.summary] for one in wordings if one.revision.summary}


def event_names() -> dict[str, str]:
    return {
        "first": _("first wording"),
        "changed": _("changed"),
        "moved": _("moved"),
        "removed": _("removed"),
        "restored": _("put back"),
    }
