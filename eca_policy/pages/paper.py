"""The paper page: the text, where the paper stands, and the panel the reader chose."""

from datetime import datetime
from typing import Any

from flask import Blueprint

from eca_policy.papers import queries as papers
from eca_policy.papers.queries import Access

paper_pages = Blueprint("paper_pages", __name__, url_prefix="/papers/<reference>")


def versions_panel(access: Access, *, at: datetime) -> dict[str, Any]:
    """Variables of `_panel_versions.html`, the newest version first."""
    issued = list(reversed(papers.versions(access.paper)))
    return {"versions": issued}
