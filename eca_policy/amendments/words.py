"""States and numbering of amendments in words."""

from eca_policy.lib.i18n import gettext as _

TONES = {
    "draft": "neutral",
    "tabled": "accent",
    "withdrawn": "neutral",
    "accepted": "success",
    "accepted_with_changes": "info",
    "rejected": "danger",
    "lapsed": "warning",
    "in_compromise": "info",
}


def state_names() -> dict[str, str]:
    return {
        "draft": _("draft"),
        "tabled": _("tabled"),
        "withdrawn": _("withdrawn"),
        "accepted": _("accepted"),
        "accepted_with_changes": _("accepted with changes"),
        "rejected": _("rejected"),
        "lapsed": _("lapsed"),
        "in_compromise": _("in a compromise"),
    }


def scheme_names() -> dict[str, str]:
    return {
        "per_paper": _("One row of numbers for each paper: 1, 2, 3 …"),
        "per_association": _("A row for each association on a paper: FI-1, FI-2, ES-1 …"),
    }
