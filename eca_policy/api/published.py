"""What was published, for anyone."""

from typing import Any

from eca_policy import web
from eca_policy.api import shown
from eca_policy.api.blueprint import api
from eca_policy.api.plain import instant
from eca_policy.exports import queries
from eca_policy.exports.models import Publication


@api.get("/published")
@web.public
@api.output(shown.PublishedPapers)
def list_published() -> dict[str, Any]:
    """Every published paper."""
    return {"published": [plain_publication(each) for each in queries.publications()]}


@api.get("/published/<reference:reference>")
@web.public
@api.output(shown.PublishedPaper)
def show_published(reference: str) -> dict[str, Any]:
    """A published paper as it was frozen."""
    found = queries.publication(reference)
    return {**plain_publication(found), "snapshot": found.snapshot}


def plain_publication(found: Publication) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "title": found.snapshot["title"],
        "language": found.snapshot["language"],
        "published_at": instant(found.published_at),
        "url": found.snapshot["public_url"],
    }
