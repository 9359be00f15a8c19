"""Pages of amendments."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments import queries
from eca_policy.amendments.words import TONES, state_names
from eca_policy.lib import clock
from eca_policy.papers.queries import Access, access_paper
from eca_policy.web import current_actor

amendments = Blueprint("amendments", __name__, url_prefix="/papers/<reference>/amendments")


@amendments.get("")
@web.signed_in
def index(reference: str) -> ResponseReturnValue:
    """Every amendment the reader may see."""
    access = open_paper(reference)
    return render_template(
        "amendments/index.html", paper=access.paper, amendments=queries.amendments_of(access),
        name_of=queries.name_of, state_names=state_names(), tones=TONES,
    )  # fmt: skip


@amendments.get("/<name>")
@web.signed_in
def show(reference: str, name: str) -> ResponseReturnValue:
    """One amendment with its changes as words."""
    access = open_paper(reference)
    return render_template(
        "amendments/show.html", paper=access.paper, amendment=queries.amendment_named(access, name),
        state_names=state_names(), tones=TONES,
    )  # fmt: skip


def open_paper(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())
