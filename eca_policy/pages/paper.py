"""The paper page: the text, where the paper stands, and the panel the reader chose."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments import readings as amendments
from eca_policy.amendments.panel import panel as amendments_panel
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.due import brought_up_to_date
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.panel import panel as ballot_panel
from eca_policy.comments import queries as comments
from eca_policy.comments.panel import panel as comments_panel
from eca_policy.exports.formats import FORMATS
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.outbox.service import link
from eca_policy.pages.stage import stage_shown
from eca_policy.pages.text import VIEWS, Looking, Marks, View, marked_text
from eca_policy.pages.views import pages
from eca_policy.papers import last_read
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Revision, Version
from eca_policy.papers.queries import Access, access_paper
from eca_policy.web import current_actor

PANELS = ("comments", "amendments", "versions", "ballot", "exports")


@pages.get("/papers/<reference>")
@web.signed_in
def paper(reference: str) -> ResponseReturnValue:
    access, ballot = up_to_date(reference)
    issued = papers.versions(access.paper)
    version, revision = chosen_text(access, issued)
    name, view = chosen_panel(access), chosen_view(version)
    at = clock.now()
    about = version or (issued[-1] if issued else None)
    needs_amendments = name == "amendments" or view != "issued"
    found = amendments.readings(access, about) if needs_amendments and about else []
    panels: dict[str, Callable[[], dict[str, Any]]] = {
        "comments": lambda: comments_panel(access, revision),
        "amendments": lambda: amendments_panel(access, revision, about, found),
        "versions": lambda: {"versions": list(reversed(issued)), "shown_version": version},
        "ballot": lambda: ballot_panel(access, ballot, at=at),
        "exports": lambda: exports_panel(access, version),
    }
    shown = panels[name]()
    counts = shown.get("counts") or comments.counts(access.paper, revision)
    amended = amendments.counts_of(found) if found else amendments.counts(access, about)
    marks = Marks(counts.by_paragraph, amended.by_paragraph, shown.get("chosen"))
    looking = Looking(view, found, shows_chosen=name == "amendments")
    common = {
        "access": access,
        "paper": access.paper,
        "version": version,
        "revision": revision,
        "panel": name,
        "tabs": tabs(access, len(issued), counts.total, amended.total),
        "views": views(access, about, name) if amended.total else [],
        "view": view,
        "text": marked_text(access, revision, marks, looking),
        **reading(access, version, revision),
    }
    return render_template("pages/paper/paper.html", **common, **stage_shown(access, ballot), **shown)


def up_to_date(reference: str) -> tuple[Access, Ballot | None]:
    """The paper and its latest ballot, decided first when its close has come."""
    access = access_paper(current_actor(), reference, at=clock.now())
    ballot = ballots.latest_ballot(access.paper)
    if ballot is not None and brought_up_to_date(ballot):
        access = access_paper(current_actor(), reference, at=clock.now())
    return access, ballot


def chosen_text(access: Access, issued: Sequence[Version]) -> tuple[Version | None, Revision]:
    """The version asked for; else what is in force: the draft for writers, the last version for all."""
    asked = request.args.get("version", "")
    for version in issued:
        if asked == str(version.number):
            return version, version.revision
    current = papers.current_revision(access, issued)
    return next((version for version in issued if version.revision_id == current.id), None), current


def reading(access: Access, version: Version | None, revision: Revision) -> dict[str, Any]:
    """What the reader read last, and where to see what changed since, if anything did."""
    read = last_read.latest_reading(access)
    changed_url = None
    if read is not None and last_read.has_changed(access, read, revision):
        shown = f"v{version.number}" if version else f"r{revision.number}"
        sides: dict[str, Any] = {"from": read.name, "to": shown}
        changed_url = url_for("papers.compare", reference=access.paper.reference, **sides)
    return {"read": read, "changed_url": changed_url}


def chosen_view(version: Version | None) -> View:
    """How the text is asked for; a text that was not issued has nothing but itself."""
    asked = request.args.get("view")
    return next((each for each in VIEWS if each == asked and version is not None), "issued")


def views(access: Access, version: Version | None, panel: str) -> list[tuple[View, str, str]]:
    """The ways to see the text: (key, label, address); they are ways to see the issued version."""
    labels: dict[View, str] = {
        "issued": _("As issued"),
        "amendments": _("With amendments"),
        "accepted": _("With accepted ones"),
        "clean": _("Clean"),
    }
    reference, number = access.paper.reference, version.number if version else None

    def address(key: View) -> str:
        return url_for("pages.paper", reference=reference, view=key, panel=panel, version=number)

    return [(key, label, address(key)) for key, label in labels.items()]


def chosen_panel(access: Access) -> str:
    """The panel asked for, or the one that matters in this stage."""
    asked = request.args.get("panel")
    if asked in PANELS:
        return asked
    return {"decision": "ballot", "adopted": "exports", "rejected": "ballot"}.get(access.stage, "comments")


def tabs(access: Access, versions: int, remarks: int, amended: int) -> list[tuple[str, str, str, int | None]]:
    """The panels: (key, label, address, how many)."""
    labels: dict[str, tuple[str, int | None]] = {
        "comments": (_("Comments"), remarks),
        "amendments": (_("Amendments"), amended),
        "versions": (_("Versions"), versions),
        "ballot": (_("Ballot"), None),
        "exports": (_("Exports"), None),
    }
    return [(key, label, panel_address(access, key), number) for key, (label, number) in labels.items()]


def panel_address(access: Access, key: str) -> str:
    """The paper page with this panel, on the same version, seen in the same way."""
    version, view = (request.args.get(name) or None for name in ("version", "view"))
    reference = access.paper.reference
    return url_for("pages.paper", reference=reference, panel=key, version=version, view=view, _anchor="panel")


def exports_panel(access: Access, version: Version | None) -> dict[str, Any]:
    """Variables of `_panel_exports.html`: files are made of issued versions."""
    reference = access.paper.reference
    published = access.paper.published_at is not None
    shown = version or papers.latest_version(access.paper)
    return {
        "exports": exports_offered(reference, shown.number) if shown else [],
        "exported": shown,
        "public_url": link("public.paper", reference=reference) if published else None,
    }


def exports_offered(reference: str, number: int) -> list[tuple[str, str]]:
    """(label, address) of every format."""
    return [
        (fmt.label, url_for("public.export_version", reference=reference, number=number, key=key))
        for key, fmt in FORMATS.items()
    ]
