"""The moment at which tests begin: a Thursday morning, 09:41 in Dublin."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 12, 9, 41, tzinfo=UTC)
TODAY = NOW.date()
