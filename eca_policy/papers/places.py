"""Where a paragraph stands, in words: by its number, or for a heading by what stands before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eca_policy.lib.i18n import gettext as _


@dataclass(frozen=True)
class Place:
    """The number of a paragraph; of a heading or a note None, and the number of the paragraph `after` which
    it stands: 0 at the beginning.
    """

    number: int | None
    after: int

    @property
    def label(self) -> str | None:
        """The paragraph as a title; None for a heading or a note."""
        return _("Paragraph %(number)s", number=self.number) if self.number else None

    @property
    def name(self) -> str:
        """The paragraph within a sentence."""
        return _("paragraph %(number)s", number=self.number) if self.number else _("a heading or note")

    @property
    def former(self) -> str:
        """The paragraph within a sentence, where the number is that of an earlier text."""
        if self.number:
            return _("the former paragraph %(number)s", number=self.number)
        return _("a heading or note")

    @property
    def spot(self) -> str:
        """Where it stands, within a sentence."""
        if self.number:
            return _("paragraph %(number)s", number=self.number)
        return _("after paragraph %(number)s", number=self.after) if self.after else _("at the beginning")


def places(paragraphs: Sequence[Mapping[str, Any]]) -> dict[str, Place]:
    """The place of each paragraph of a stored text, by id."""
    found: dict[str, Place] = {}
    last = 0
    for one in paragraphs:
        found[one["id"]] = Place(one["number"], last)
        last = one["number"] or last
    return found


def move_in_words(old: Place, new: Place) -> str:
    """From where to where."""
    if old.spot == new.spot:
        return _("still %(place)s", place=new.spot)
    return _("was %(old)s, now %(new)s", old=old.spot, new=new.spot)


def departure_in_words(old: Place, new: Place) -> str:
    """What is said at the place that a paragraph has left."""
    if old.number and new.number and old.number != new.number:
        return _("Paragraph %(old)s moved to paragraph %(new)s", old=old.number, new=new.number)
    what = old.label or _("A heading or note")
    return _("%(what)s moved from here, now %(place)s", what=what, place=new.spot)
