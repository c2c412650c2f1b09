"""The one place that reads the wall clock. Services take `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC, whatever the settings' time zone."""
    return datetime.now(UTC)
