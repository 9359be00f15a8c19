"""Types, dispositions and refusals of comments in words."""

from eca_policy.comments.places import Standing
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


def place_states() -> dict[str, str]:
    """What may have become of the words of a comment, for choosing among them."""
    return {
        "check": _("to check"),
        "detached": _("no longer in the text"),
        "changed": _("words changed"),
        "moved": _("words moved"),
    }


def what_became(standing: Standing, number: str | None) -> str:
    """What became of the words of a comment, in a sentence; "" where they stand as they stood. `number` is
    that of their paragraph, "" or None where it has none.
    """
    if standing.is_detached:
        return (
            _("The words are no longer in the text.")
            if standing.original
            else _("The paragraph is no longer in the text.")
        )
    if standing.status == "check":
        return _("To check: are these words still meant?")
    if standing.changes:
        return _("The words have changed since:")
    if standing.status != "moved":
        return ""
    if not standing.original:
        return "" if standing.placed_by else _("The paragraph has become part of another one.")
    if number:
        return _("The words have moved to paragraph %(number)s.", number=number)
    return _("The words have moved to another passage.")
