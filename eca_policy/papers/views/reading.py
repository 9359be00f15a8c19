"""Reading what was: the history, one revision, the comparison of any two."""

import re

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.papers.views.blueprint import access, papers
from eca_policy.papers.views.comparison import folded_rows
from eca_policy.papers.words import revision_name
from eca_policy.text.compare import revisions as compare_paragraphs

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
    """Any two versions (v1, v2 …) or revisions (r1, r2 …); without a choice, the last two."""
    found = access(reference, "paper:read")
    chosen = queries.latest_two(found)
    old, new = (
        named(found, request.args[side]) if side in request.args else of_itself
        for side, of_itself in zip(("from", "to"), chosen, strict=True)
    )
    rows = compare_paragraphs(stored_paragraphs(old.paragraphs), stored_paragraphs(new.paragraphs))
    issued = {version.revision_id: version for version in queries.versions(found.paper)}
    return render_template(
        "papers/compare.html",
        paper=found.paper,
        old=old,
        new=new,
        old_name=revision_name(old, issued),
        new_name=revision_name(new, issued),
        choices=choices(found),
        stretches=folded_rows(rows, old, new),
        is_same=all(row.kind == "same" for row in rows),
        matter_changed=old.front_matter != new.front_matter,
    )


def named(access: Access, name: str) -> Revision:
    """The revision a name such as "v2" or "r14" stands for, or a 404."""
    found = NAME.fullmatch(name)
    if found is None:
        raise NotVisible(_("There is no such version of this paper."))
    number = int(found["number"])
    return (
        queries.version(access.paper, number).revision
        if found["kind"] == "v"
        else queries.readable_revision(access, number)
    )


def choices(access: Access) -> list[tuple[str, str, int]]:
    """(name, words, number of the revision): versions first, then every save."""
    versions = reversed(queries.versions(access.paper))
    issued = [(f"v{v.number}", _("Version %(number)s", number=v.number), v.revision.number) for v in versions]
    saves = [
        (f"r{r.number}", _("Revision %(number)s", number=r.number), r.number)
        for r in queries.revisions(access)
    ]
    return issued + saves
