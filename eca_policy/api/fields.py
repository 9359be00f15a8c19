"""The kinds of fields that a body may have, with their refusals in words."""

import re
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from apiflask import fields
from apiflask.validators import Length, OneOf, Range

from eca_policy.lib.i18n import lazy_gettext as _l

# PostgreSQL refuses NUL; half a character (a lone surrogate) cannot be written at all.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
LARGEST_NUMBER = 999_999_999
YEARS = (2000, 2999)
WORDS = {
    "required": _l("This field is missing."),
    "null": _l("This field may not be null."),
    "validator_failed": _l("This value is not taken."),
}


class Text(fields.String):
    """Text of at most `longest` characters, all of which can be stored."""

    default_error_messages = {
        **WORDS,
        "invalid": _l("Write a text between quotation marks."),
        "unwritable": _l("The text holds a character that cannot be stored (NUL or half a character)."),
    }

    def __init__(self, *, longest: int, shortest: int = 0, **more: Any) -> None:
        length = Length(
            min=shortest or None, max=longest, error=_l("Write %(most)s characters at most.", most=longest)
        )
        super().__init__(validate=length, **more)

    def _deserialize(self, value: Any, *arguments: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *arguments, **more)
        if UNWRITABLE.search(text):
            raise self.make_error("unwritable")
        return text


class Instant(fields.AwareDateTime):
    """An instant with its zone, far enough from the ends of the calendar for every zone's clock."""

    default_error_messages = {
        **WORDS,
        "invalid": _l("Write an instant with its zone, such as 2026-05-18T15:00:00Z."),
        "invalid_awareness": _l("Write an instant with its zone, such as 2026-05-18T15:00:00Z."),
        "beyond": _l("Write a year from %(from)s to %(to)s.", **{"from": YEARS[0], "to": YEARS[1]}),
    }

    def _deserialize(self, value: Any, *arguments: Any, **more: Any) -> Any:
        at = super()._deserialize(value, *arguments, **more)
        if not YEARS[0] <= at.year <= YEARS[1]:
            raise self.make_error("beyond")
        return at.astimezone(UTC)


class Day(fields.Date):
    """A day in Brussels."""

    default_error_messages = {**WORDS, "invalid": _l("Write a date such as 2026-05-31.")}


class Choice(fields.String):
    """One of these words."""

    default_error_messages = {**WORDS, "invalid": _l("Write a text between quotation marks.")}

    def __init__(self, choices: Sequence[str], **more: Any) -> None:
        listed = ", ".join(choices)
        super().__init__(validate=OneOf(choices, error=_l("Choose one of: %(words)s.", words=listed)), **more)


class Number(fields.Integer):
    """A whole number that every database can keep; `strict=False` reads it from an address."""

    default_error_messages = {**WORDS, "invalid": _l("Write a whole number.")}

    def __init__(self, *, smallest: int = 0, largest: int = LARGEST_NUMBER, **more: Any) -> None:
        sentence = _l("Write a number from %(from)s to %(to)s.", **{"from": smallest, "to": largest})
        within = Range(min=smallest, max=largest, error=sentence)
        super().__init__(validate=within, **{"strict": True, **more})
