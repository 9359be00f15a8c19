"""Instants in words, and words into instants: Brussels first, with the zone always said."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time

from eca_policy.lib.clock import BRUSSELS


class NoSuchTime(ValueError):
    """A wall-clock time that the change to summer time skips."""


def instant(local: datetime, zone: ZoneInfo = BRUSSELS) -> datetime:
    """The UTC instant of a naive wall-clock time; of an hour that occurs twice, the later one.

    The later one, because a deadline read by either clock is then kept. Raises NoSuchTime.
    """
    later = local.replace(tzinfo=zone, fold=1)
    result = later.astimezone(UTC)
    if result.astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchTime(local.isoformat())
    return result


@lru_cache(maxsize=8192)  # A page of 200 comments shows 200 instants: formatting each takes 0.1 ms.
def in_words(at: datetime, language: str, zone: ZoneInfo = BRUSSELS, *, with_seconds: bool = False) -> str:
    """For example "12 May 2026, 17:00 CEST": date, time and the zone's short name."""
    local = at.astimezone(zone)
    day = format_date(local, "d MMMM y", locale=language)
    pattern = "H.mm" if language == "fi" else "HH:mm"
    if with_seconds:
        pattern += ".ss" if language == "fi" else ":ss"
    time = format_datetime(local, pattern, locale=language)
    return f"{day}, {time} {local.tzname()}"


def beside(at: datetime, language: str, zone: ZoneInfo) -> str:
    """The same instant in the reader's zone, or "" where its clock shows the same as Brussels."""
    theirs, ours = at.astimezone(zone), at.astimezone(BRUSSELS)
    if theirs.replace(tzinfo=None) == ours.replace(tzinfo=None):
        return ""
    time = format_time(theirs, "H.mm" if language == "fi" else "HH:mm", locale=language)
    if theirs.date() == ours.date():
        return f"{time} {zone.key}"
    return f"{format_date(theirs, 'd MMMM', locale=language)}, {time} {zone.key}"


def day_in_words(at: datetime, language: str) -> str:
    """The day in Brussels, for example "12 May 2026"."""
    return format_date(at.astimezone(BRUSSELS), "d MMMM y", locale=language)
