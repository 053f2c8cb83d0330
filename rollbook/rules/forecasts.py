"""Where a pupil's year can still end: exact, on the sessions that the school's calendar still holds (PA-6).

Assumed, and to be said with every forecast: each session to come is possible for the pupil, and the calendar stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.rules.attendance import PERSISTENT, Percentage, Totals
from rollbook.rules.calendar import SchoolCalendar

ASSUMED = (
    "Counted on the sessions that the school's calendar still holds this year, each of them taken as possible for "
    "the pupil: a closure, a later leaving day or a code that is no possible session changes it."
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A year's totals so far, the sessions still to come, and the line they are held against (PA-3, PA-6)."""

    totals: Totals
    to_come: int
    line: tuple[int, int] = PERSISTENT

    @property
    def is_there(self) -> bool:
        """Whether the line is reached by what was marked so far; equality counts."""
        part, whole = self.line
        return self.totals.possible > 0 and self.totals.absent * whole >= self.totals.possible * part

    @property
    def year_holds(self) -> int:
        """The possible sessions of the whole year: those marked, and those to come."""
        return self.totals.possible + self.to_come

    @property
    def reaches_at(self) -> int:
        """With how many absences the whole year ends at the line."""
        part, whole = self.line
        return -(-self.year_holds * part // whole)

    @property
    def may_miss(self) -> int:
        """How many sessions to come may be missed, and the year still ends under the line."""
        return min(self.to_come, max(0, self.reaches_at - 1 - self.totals.absent))

    @property
    def is_lost(self) -> bool:
        """Whether the year ends at or over the line even if nothing more is missed."""
        return self.year_holds > 0 and self.totals.absent >= self.reaches_at

    @property
    def is_safe(self) -> bool:
        """Whether the year ends under the line even if everything to come is missed."""
        return self.totals.absent + self.to_come < self.reaches_at

    @property
    def missed_in_a_row(self) -> int | None:
        """After how many sessions missed from now on the figure is at the line; None where the year is too short."""
        part, whole = self.line
        short = part * self.totals.possible - whole * self.totals.absent
        return self._within(max(-(-short // (whole - part)), 0 if self.totals.possible else 1))

    @property
    def attended_in_a_row(self) -> int | None:
        """After how many sessions attended from now on the figure is under it; None where the year is too short."""
        if not self.is_there:
            return 0
        part, whole = self.line
        return self._within((whole * self.totals.absent - part * self.totals.possible) // part + 1)

    @property
    def needed(self) -> Percentage | None:
        """The least attendance from now on with which the year ends under; None where none can, or nothing is to come.

        To be shown rounded up (`up_to_a_tenth`): rounded down it would not be enough.
        """
        if self.is_lost or not self.to_come:
            return None
        return Percentage(self.to_come - self.may_miss, self.to_come)

    def _within(self, sessions: int) -> int | None:
        return sessions if sessions <= self.to_come else None


def up_to_a_tenth(share: Percentage) -> str:
    """A percentage to one decimal, never rounded down: whoever attains what is shown attains what is needed."""
    tenths = -(-1000 * share.numerator // share.denominator)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def day_of(calendar: SchoolCalendar, on: date, left_today: int, nth: int) -> date | None:
    """The day of the n-th session from now on, when so many of today's are left; None beyond the calendar."""
    if nth <= left_today:
        return on
    return calendar.add(on, -(-(nth - left_today) // 2))


def forecast_says(forecast: Forecast) -> str:
    """The forecast in one sentence, e.g. “Needs 96 % from now to end the year under 10 %.” (PA-6)."""
    percent = f"{100 * forecast.line[0] // forecast.line[1]} %"
    if not forecast.year_holds:
        return "Neither a mark nor a session to come."
    if not forecast.to_come:
        return f"The year is over, {'at or over' if forecast.is_there else 'under'} {percent}."
    if forecast.is_lost:
        return f"Can no longer end the year under {percent}."
    if forecast.is_safe:
        return f"Ends the year under {percent} whatever comes."
    if forecast.is_there and forecast.needed is not None:
        return f"Needs {up_to_a_tenth(forecast.needed)} % from now to end the year under {percent}."
    more = forecast.missed_in_a_row
    in_a_row = f"{_sessions(more)} missed in a row and it is at {percent}; " if more is not None else ""
    said = f"{in_a_row}may miss {forecast.may_miss} of the {forecast.to_come} to come and end under it"
    return f"{said[0].upper()}{said[1:]}."


def forecast_in_short(forecast: Forecast) -> str:
    """The same for a row of a list whose heading names the line, e.g. “needs 96 % from now”."""
    more = forecast.missed_in_a_row
    if not forecast.to_come:
        return "the year is over"
    if forecast.is_lost:
        return "can no longer end under"
    if forecast.is_safe:
        return "ends under, whatever comes"
    if forecast.is_there and forecast.needed is not None:
        return f"needs {up_to_a_tenth(forecast.needed)} % from now"
    left = f"may miss {forecast.may_miss} of {forecast.to_come}"
    return f"{left}; at the line after {more} in a row" if more is not None else left


def _sessions(n: int) -> str:
    return "1 more session" if n == 1 else f"{n} more sessions"
