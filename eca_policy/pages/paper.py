"""The paper page: the text, where the paper stands, and the panel the reader chose."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.panel import panel as ballot_panel
from eca_policy.ballots.views import settle_if_due
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.pages.stage import stage_shown
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access, access_paper
from eca_policy.web import current_actor

paper_pages = Blueprint("paper_pages", __name__, url_prefix="/papers/<reference>")


def versions_panel(access: Access, *, at: datetime) -> dict[str, Any]:
    """Variables of `_panel_versions.html`, the newest version first."""
    issued = list(reversed(papers.versions(access.paper)))
    return {"versions": issued}
