"""Whether attendance moved after something was done: the same number of school days before it and after (CASE-A)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.rules.attendance import Totals, attendance_of
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.year_row import EMPTY, totals_between, year_ends, year_of, year_starts

# Our own choice: four school weeks of five days; before one week has passed nothing is said.
DAYS = 20
SOONEST = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """Attendance in so many school days before a day and after it; the day itself is in neither."""

    on: date
    before: Totals
    after: Totals
    days_before: int
    days_after: int

    @property
    def is_told(self) -> bool:
        """Whether there is enough on both sides to be set beside each other."""
        return min(self.days_before, self.days_after) >= SOONEST and bool(self.before.possible and self.after.possible)

    @property
    def is_up(self) -> bool:
        """Whether a larger share was attended after it."""
        return self.after.attended * self.before.possible > self.before.attended * self.after.possible

    @property
    def is_down(self) -> bool:
        return self.after.attended * self.before.possible < self.before.attended * self.after.possible

    @property
    def says(self) -> str:
        """Both shares with both counts; that one came after the other says nothing of why."""
        before, after = attendance_of(self.before), attendance_of(self.after)
        if not self.is_told or before is None or after is None:
            return f"Too soon to tell: {self.days_after} school day{'' if self.days_after == 1 else 's'} since."
        return (
            f"{before} % in the {self.days_before} school days before "
            f"({self.before.attended} of {self.before.possible}), {after} % in the {self.days_after} since "
            f"({self.after.attended} of {self.after.possible})."
        )

    @property
    def in_short(self) -> str:
        """E.g. “75.0 % (30 of 40), then 100.0 % (38 of 38)”; empty where it is too soon."""
        before, after = attendance_of(self.before), attendance_of(self.after)
        if not self.is_told:
            return ""
        return (
            f"{before} % ({self.before.attended} of {self.before.possible}), "
            f"then {after} % ({self.after.attended} of {self.after.possible})"
        )


def moved(calendar: SchoolCalendar, rows: Mapping[int, bytes], on: date, until: date, *, days: int = DAYS) -> Moved:
    """Attendance around a day, as it stands at the end of another (PA-2)."""
    before = calendar.between(date.min, on - timedelta(days=1))[-days:]
    after = calendar.between(on + timedelta(days=1), until)[:days]
    return Moved(on, _over(rows, before), _over(rows, after), len(before), len(after))


def _over(rows: Mapping[int, bytes], days: tuple[date, ...]) -> Totals:
    """From the first of the days to the last, over the years they lie in."""
    found = Totals()
    if not days:
        return found
    for year in range(year_of(days[0]), year_of(days[-1]) + 1):
        first, last = max(days[0], year_starts(year)), min(days[-1], year_ends(year))
        found += totals_between(rows.get(year, EMPTY), year, first, last)
    return found
