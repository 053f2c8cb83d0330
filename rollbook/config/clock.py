"""The one clock: read by the web's door, the job runner and the command line, and by nobody below."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
