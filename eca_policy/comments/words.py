"""Types, dispositions and refusals of comments in words."""

from eca_policy.lib.i18n import gettext as _

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
