"""Levels, texts and revisions in words."""

from collections.abc import Mapping

from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Revision, Version


def level_names() -> dict[str, str]:
    return {"eu": _("European Union"), "national": _("National"), "regional": _("Regional")}


def revision_name(revision: Revision, versions: Mapping[int, Version]) -> str:
    """The version it was issued as, or else the number of the save."""
    issued = versions.get(revision.id)
    if issued is not None:
        return _("Version %(number)s", number=issued.number)
    return _("Revision %(number)s", number=revision.number)
