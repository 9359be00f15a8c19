"""Reading what was: the history, one revision, the comparison of any two; and what one has read."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers import last_read, queries
from eca_policy.papers.changes import as_changes
from eca_policy.papers.models import Revision, Version
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import shown_paragraphs
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.papers.views.blueprint import access, papers, pressed
from eca_policy.papers.views.comparison import folded_rows, summary
from eca_policy.papers.words import revision_name
from eca_policy.text.compare import revisions as compare_paragraphs
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

LAYOUTS = ("inline", "side-by-side")
READ = "read"
NAME = re.compile(r"(?P<kind>[vr])(?P<number>[1-9][0-9]{0,8})", re.ASCII)


@papers.get("/<reference>/revisions")
@web.signed_in
def revisions(reference: str) -> ResponseReturnValue:
    """Every save that the reader may see, the newest first."""
    found = access(reference, "paper:read")
    return render_template(
        "papers/revisions.html",
        paper=found.paper,
        revisions=queries.revisions(found),
        issued={version.revision_id: version for version in queries.versions(found.paper)},
        may_edit=found.may("paper:edit"),
    )


@papers.get("/<reference>/revisions/<number:number>")
@web.signed_in
def revision(reference: str, number: int) -> ResponseReturnValue:
    """The text as it was saved then."""
    found = access(reference, "paper:read")
    shown = queries.readable_revision(found, number)
    issued = {version.revision_id: version for version in queries.versions(found.paper)}
    return render_template(
        "papers/revision.html",
        paper=found.paper,
        revision=shown,
        version=issued.get(shown.id),
        may_compare=found.may("draft:read"),
    )


@papers.get("/<reference>/compare")
@web.signed_in
def compare(reference: str) -> ResponseReturnValue:
    """Any two versions (v1, v2 …), revisions (r1, r2 …) or what one last read ("read"), in one column or two;
    without a choice, the last two.
    """
    found = access(reference, "paper:read")
    issued = queries.versions(found.paper)
    old, new = chosen_sides(found, {version.revision_id: version for version in issued})
    rows = compare_paragraphs(
        stored_paragraphs(old.revision.paragraphs), stored_paragraphs(new.revision.paragraphs)
    )
    stretches = folded_rows(rows, old.revision, new.revision)
    return render_template(
        "papers/compare.html",
        paper=found.paper,
        old=old,
        new=new,
        layout=chosen_layout(),
        choices=choices(found),
        stretches=stretches,
        summary=summary(stretches),
        wording=as_changes,
        current={one.id for one in shown_paragraphs(queries.current_revision(found, issued))},
        matter_changed=old.revision.front_matter != new.revision.front_matter,
    )


class Side(NamedTuple):
    """One of the two texts: what the address calls it, and what the page does."""

    name: str
    title: str
    revision: Revision


def chosen_sides(access: Access, issued: Mapping[int, Version]) -> tuple[Side, Side]:
    """The two texts asked for; of a side that was not asked for, what a comparison begins with."""
    asked = request.args.get("from"), request.args.get("to")
    old, new = (None if name is None else named(access, name) for name in asked)
    if old is None or new is None:
        before, after = queries.latest_two(access)
        old, new = old or before, new or after
    return side(asked[0], old, issued), side(asked[1], new, issued)


def side(name: str | None, revision: Revision, issued: Mapping[int, Version]) -> Side:
    version = issued.get(revision.id)
    own_name = f"v{version.number}" if version else f"r{revision.number}"
    return Side(name or own_name, revision_name(revision, issued), revision)


def chosen_layout() -> str:
    """The layout asked for; one column for nonsense."""
    asked = request.args.get("layout", "")
    return asked if asked in LAYOUTS else LAYOUTS[0]


def named(access: Access, name: str) -> Revision:
    """The revision that a name such as "v2", "r14" or "read" stands for, or a 404."""
    if name == READ:
        return revision_read(access)
    found = NAME.fullmatch(name)
    if found is None:
        raise NotVisible(_("There is no such version of this paper."))
    number = int(found["number"])
    return (
        queries.version(access.paper, number).revision
        if found["kind"] == "v"
        else queries.readable_revision(access, number)
    )


def revision_read(access: Access) -> Revision:
    """What this person read last, or a 404."""
    read = last_read.latest_reading(access)
    if read is None:
        raise NotVisible(_("You have not said of this paper yet that you read it."))
    return queries.revision(access.paper, read.revision)


def choices(access: Access) -> list[tuple[str, str]]:
    """(name, words): versions first, then every save, then what one last read."""
    versions = reversed(queries.versions(access.paper))
    issued = [(f"v{one.number}", _("Version %(number)s", number=one.number)) for one in versions]
    saves = [
        (f"r{one.number}", _("Revision %(number)s", number=one.number)) for one in queries.revisions(access)
    ]
    read = [(READ, _("What I last read"))] if last_read.latest_reading(access) else []
    return issued + saves + read


@papers.post("/<reference>/read")
@web.signed_in
def mark_read(reference: str) -> ResponseReturnValue:
    """Note that one has read the text: by the button, or by a page that saw it read to its end."""
    number = whole_number(request.form.get("revision")) or 0
    with transaction():
        last_read.mark_read(current_actor(), reference, revision=number, at=clock.now())
    if pressed("by-itself"):
        return "", 204
    flash(_("Noted as read. When the text changes, you will be shown what is new."), "success")
    version = whole_number(request.form.get("version"))
    return redirect(url_for("pages.paper", reference=reference, version=version))
