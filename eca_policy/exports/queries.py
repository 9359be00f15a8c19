"""Reading publications."""

from collections.abc import Sequence

from sqlalchemy import select

from eca_policy.exports.models import Publication
from eca_policy.exports.snapshot import Snapshot
from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _


def publication(reference: str) -> Publication:
    """What was published under this reference, for anyone, or a 404."""
    found = db.session.scalar(select(Publication).where(Publication.reference == reference))
    if found is None:
        raise NotVisible(_("Nothing has been published under this address."))
    return found


def publications() -> Sequence[Publication]:
    """Everything published, the newest first."""
    return db.session.scalars(select(Publication).order_by(Publication.id.desc())).all()


def snapshot_of(found: Publication) -> Snapshot:
    """The published text with its cover, as frozen."""
    return Snapshot.from_dict(found.snapshot)
