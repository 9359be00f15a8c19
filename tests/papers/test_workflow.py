"""Which stage holds, and what is late, by stored instants alone."""

from datetime import UTC, datetime, timedelta

from eca_policy.papers import workflow

CLOSES = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
TINY = timedelta(microseconds=1)


def test_what_is_received_at_the_closing_instant_is_late() -> None:
    assert workflow.is_late("consolidation", closes_at=CLOSES, received=CLOSES)
    assert not workflow.is_late("consultation", closes_at=CLOSES, received=CLOSES - TINY)


def test_a_consultation_that_was_closed_early_makes_nothing_late() -> None:
    assert not workflow.is_late("consolidation", closes_at=CLOSES, received=CLOSES - TINY)
