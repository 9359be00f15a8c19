"""Every journey has a browser."""

from tests.journeys.browsing import chromium

__all__ = ["chromium"]
