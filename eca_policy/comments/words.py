"""Types, dispositions and refusals of comments in words."""

from datetime import datetime

from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words

TONES = {
    "accepted": "success",
    "partly_accepted": "info",
    "not_accepted": "danger",
    "noted": "neutral",
    "withdrawn": "neutral",
}


def type_names() -> dict[str, str]:
    return {"general": _("general"), "substantive": _("substantive"), "editorial": _("editorial")}


def disposition_names() -> dict[str, str]:
    return {
        "accepted": _("accepted"),
        "partly_accepted": _("partly accepted"),
        "not_accepted": _("not accepted"),
        "noted": _("noted"),
        "withdrawn": _("withdrawn"),
    }


def to_the_second(at: datetime) -> str:
    """An instant for those who missed one: "4 May 2026, 17:00:00 CEST"."""
    return in_words(at, language(), with_seconds=True)
