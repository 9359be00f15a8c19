"""Decisions of the desk, and its places, in words."""

from eca_policy.amendments.changes import BEGINNING
from eca_policy.amendments.words import TONES as STATE_TONES
from eca_policy.amendments.words import state_names
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.reading import ShownParagraph

TONES = {**STATE_TONES, "undecided": "neutral", "left_open": "accent"}


def decision_names() -> dict[str, str]:
    return {**state_names(), "undecided": _("undecided"), "left_open": _("left open")}


def buttons() -> list[tuple[str, str]]:
    """What the switch does not say, as the words on buttons."""
    return [
        ("accepted_with_changes", _("With changes")),
        ("rejected", _("Reject")),
        ("lapsed", _("Lapsed")),
        ("left_open", _("Leave open")),
    ]


def place_name(place: str, paragraph: ShownParagraph | None) -> str:
    """A place as people call it."""
    if place == BEGINNING:
        return _("Before the first paragraph")
    if paragraph is None:
        return _("A paragraph that is gone")
    if paragraph.recommendation:
        return _("Recommendation %(number)s", number=paragraph.recommendation)
    if paragraph.number:
        return _("Paragraph %(number)s", number=paragraph.number)
    return _("Heading") if paragraph.kind == "heading" else _("Note")
