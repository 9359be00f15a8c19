"""Time: stored in UTC, shown in Brussels. The one place that asks the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
