"""How long unexplained absences took to be explained, in school days (COD-4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.no_reason import SCHOOL_DAYS_TO_ESTABLISH


@dataclass(frozen=True, slots=True)
class Explaining:
    """Sessions that stood without a reason: `took` are the school days of those settled, `open_for` of those open.

    A session settled on its own day took 0 school days.
    """

    took: tuple[int, ...] = ()
    open_for: tuple[int, ...] = ()

    @property
    def all(self) -> int:
        return len(self.took) + len(self.open_for)

    @property
    def settled(self) -> int:
        return len(self.took)

    @property
    def median(self) -> int | None:
        """The lower of the two in the middle where there are two: half were settled in so many days or fewer."""
        return sorted(self.took)[(len(self.took) - 1) // 2] if self.took else None

    @property
    def oldest(self) -> int | None:
        return max(self.open_for, default=None)

    @property
    def beyond(self) -> int:
        """How many are open for longer than the law allows (COD-4)."""
        return sum(days > SCHOOL_DAYS_TO_ESTABLISH for days in self.open_for)

    def within(self, days: int) -> int:
        """How many were settled in so many school days."""
        return sum(took <= days for took in self.took)

    def __add__(self, other: Explaining) -> Explaining:
        return Explaining(self.took + other.took, self.open_for + other.open_for)


def explaining(
    calendar: SchoolCalendar, settled: Iterable[tuple[date, date]], still_open: Iterable[date], today: date
) -> Explaining:
    """Count days of absence and days of settlement, and days of absence that are open, by the school's calendar."""
    return Explaining(
        tuple(calendar.count_after(on, at) for on, at in settled),
        tuple(calendar.count_after(on, today) for on in still_open),
    )
