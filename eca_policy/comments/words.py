"""Types, dispositions and refusals of comments in words."""

from datetime import datetime

from babel.dates import format_time

from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import day_in_words

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
    local = at.astimezone(BRUSSELS)
    pattern = "H.mm.ss" if language() == "fi" else "HH:mm:ss"
    time = format_time(local, pattern, tzinfo=BRUSSELS, locale=language())
    return f"{day_in_words(at, language())}, {time} {local.tzname()}"
