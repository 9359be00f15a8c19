"""How long a ballot lasts that is counted in working days, as a pure function of plain values."""

from datetime import date, datetime, time, timedelta

SATURDAY = 5
WEEK = 7
CLOSING_TIME = time(17)


def working_days_later(opens: datetime, days: int) -> date:
    """The day on which a ballot closes at 17:00 that opens at this wall-clock time.

    Days run from Monday to Friday; public holidays differ from country to country and are not counted out.
    The day of the opening is none of them, so that everybody has that many whole days; what opens after 17:00
    closes a day later.
    """
    day, left = opens.date(), days
    if is_working_day(day) and opens.time() > CLOSING_TIME:
        left += 1
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def working_days_in(days: int) -> int:
    """How many working days about so many days hold, one at least."""
    return max(days * SATURDAY // WEEK, 1)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY
