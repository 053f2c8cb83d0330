"""A session is half a school day: a date and its morning or its afternoon.

Every mark, count and clock of the attendance register is about sessions (REG-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rollbook.rules.sources import refuse

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Half(IntEnum):
    """Which half of the school day; orders as the day does."""

    AM = 0
    PM = 1

    @property
    def label(self) -> str:
        return "morning" if self is Half.AM else "afternoon"


@dataclass(frozen=True, order=True, slots=True)
class Session:
    """One half of one day; sorts by date, then morning before afternoon."""

    on: date
    half: Half

    @property
    def says(self) -> str:
        """The session as the office would write it, e.g. “Thursday 22 October 2026, morning”."""
        return f"{in_words(self.on)}, {self.half.label}"


def parse_half(text: str) -> Half:
    """Read `AM` or `PM` (any case); anything else is refused (REG-2)."""
    word = text.strip().upper()
    if word not in Half.__members__:
        raise refuse("REG-2", f"“{text}” is not a session. Write AM for the morning or PM for the afternoon.")
    return Half[word]


def parse_date(text: str) -> date:
    """Read a date written yyyy-mm-dd; anything else is refused."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise refuse("DAT-0", f"“{text}” is not a date. Write year-month-day, for example 2026-09-07.")
    if not EARLIEST <= day <= LATEST:
        raise refuse("DAT-0", f"“{text}” lies outside the years that a school office deals with. Check the year.")
    return day


def parse_session(on: str, half: str) -> Session:
    """Read a session from its two words, e.g. `2026-09-07` and `AM`."""
    return Session(parse_date(on), parse_half(half))


def in_words(day: date) -> str:
    """A date as the office writes it, e.g. “Thursday 5 November 2026”."""
    return f"{day:%A} {day.day} {day:%B %Y}"
