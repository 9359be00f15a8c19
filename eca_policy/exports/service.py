"""The verb of exports: publish."""

from datetime import datetime
from typing import cast

from eca_policy.exports import messages
from eca_policy.exports.freezing import adopting_ballot, freeze
from eca_policy.exports.models import Publication
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries as papers
from eca_policy.papers.queries import access_paper
from eca_policy.record import service as record


class AlreadyPublished(RuleBroken):
    """A paper is published once; its address is permanent."""


def publish(actor: Actor, reference: str, *, at: datetime) -> Publication:
    """Give the adopted version its public page; what stands there is frozen now."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:publish")
    paper = access.paper
    if paper.published_at is not None:
        raise AlreadyPublished(_("This paper is published already. Its address never changes."))
    version = next(v for v in papers.versions(paper) if adopting_ballot(paper, v) is not None)
    paper.published_at = at
    publication = Publication(
        paper_id=paper.id,
        reference=paper.reference,
        snapshot=freeze(paper, version, at=at, published_at=at).to_dict(),
        published_by_id=cast(int, actor.account_id),
        published_at=at,
    )
    db.session.add(publication)
    db.session.flush()
    record.write(
        actor, "paper:publish", ("paper", paper.id), at=at, paper_id=paper.id,
        version=version.number, sha256=version.sha256,
    )  # fmt: skip
    messages.paper_published(paper, at=at)
    return publication
