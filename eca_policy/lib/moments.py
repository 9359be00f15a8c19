"""Instants in words, and words into instants: Brussels first, with the zone always said."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

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


def occurs_twice(local: datetime, zone: ZoneInfo = BRUSSELS) -> bool:
    """Whether the clocks show this wall-clock time twice, because they are put back that night."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return (first.utcoffset() or timedelta()) > (second.utcoffset() or timedelta())


@lru_cache(maxsize=8192)  # A page of 200 comments shows 200 instants: formatting each takes 0.1 ms.
def in_words(at: datetime, language: str, zone: ZoneInfo = BRUSSELS, *, with_seconds: bool = False) -> str:
    """For example "12 May 2026, 17:00 CEST", "12. toukokuuta 2026 klo 17.00 CEST"."""
    local = at.astimezone(zone)
    time = time_in_words(local, language, with_seconds=with_seconds)
    return f"{date_in_words(local, language)}{_before_time(language)}{time} {local.tzname()}"


def beside(at: datetime, language: str, zone: ZoneInfo) -> str:
    """The same instant in the reader's zone, or "" where its clock shows the same as Brussels."""
    theirs, ours = at.astimezone(zone), at.astimezone(BRUSSELS)
    if theirs.replace(tzinfo=None) == ours.replace(tzinfo=None):
        return ""
    time = f"{time_in_words(theirs, language)} {zone.key}"
    if theirs.date() == ours.date():
        return time
    return f"{date_in_words(theirs, language)}{_before_time(language)}{time}"


def day_in_words(at: datetime, language: str) -> str:
    """The day in Brussels, for example "12 May 2026"."""
    return date_in_words(at.astimezone(BRUSSELS), language)


def date_in_words(day: date, language: str) -> str:
    """The date as it is written out in this language; English as in Europe, the day first."""
    return format_date(day, "long", locale="en_GB" if language == "en" else language)


def time_in_words(local: datetime, language: str, *, with_seconds: bool = False) -> str:
    """The time by the 24-hour clock, with the sign this language puts between hours and minutes."""
    pattern = "HH:mm:ss" if with_seconds else "HH:mm"
    return format_time(
        local,
        pattern.replace(":", ".") if language == "fi" else pattern,
        tzinfo=local.tzinfo,
        locale=language,
    )


def _before_time(language: str) -> str:
    """What stands between a date and a time."""
    return " klo " if language == "fi" else ", "
