"""The library: every paper the reader may see."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access, matching, visible_papers
from eca_policy.papers.views.blueprint import papers
from eca_policy.permissions.names import stage_name
from eca_policy.permissions.who_may import STAGES, may, roles_of
from eca_policy.web import current_actor

PAGE = 40


@papers.get("/")
@web.signed_in
def index() -> ResponseReturnValue:
    actor = current_actor()
    visible = visible_papers(actor, at=clock.now())
    stage, words = request.args.get("stage", ""), request.args.get("q", "")
    found = [one for one in matching(visible, words) if stage not in STAGES or one.stage == stage]
    page, shown = page_of(found)
    return render_template(
        "papers/library.html",
        papers=shown,
        found=len(found),
        is_empty=not visible,
        page=page,
        pages=-(-len(found) // PAGE),
        stage=stage,
        q=words,
        stages=[(one, stage_name(one).capitalize()) for one in STAGES],
        stage_name=stage_name,
        may_start=may("paper:create", roles_of(actor)),
    )


def page_of(found: list[Access]) -> tuple[int, list[Access]]:
    """The page asked for; the first for nonsense."""
    asked = whole_number(request.args.get("page")) or 1
    page = max(1, min(asked, -(-len(found) // PAGE)))
    return page, found[(page - 1) * PAGE : page * PAGE]
