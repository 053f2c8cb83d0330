"""How a pupil stands on a day: everything that a process may ask before it begins, from the year rows alone.

Totals, ten in ten weeks, unbroken runs of school days, illness, lateness, band and forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rollbook.rules.age import is_compulsory
from rollbook.rules.attendance import PERSISTENT, SEVERE, Percentage, Totals, absence_of, is_persistent, is_severe
from rollbook.rules.bands import USUAL, Band, band_of
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.day_runs import ILLNESS, NOT_SEEN, UNAUTHORISED, DayRun, run_until
from rollbook.rules.forecasts import Forecast
from rollbook.rules.line_crossings import current_window
from rollbook.rules.sessions import Half, Session
from rollbook.rules.thresholds import NATIONAL, Framework, TenWeeks
from rollbook.rules.year_row import (
    BYTE_OF,
    EMPTY,
    mark_at,
    slot_of,
    totals_between,
    year_ends,
    year_of,
    year_starts,
)

_NOTHING_LATER = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A pupil on a day; `rows` are the year rows it was read from, this year's and the last's.

    `totals` are of the collection year up to the day; `window` is the ten in ten (PEN-1). `unauthorised_run` counts
    school days with every session G, N, O or U (RET-3); `not_seen_run` those with every session G, N or O and no
    other mark between (regulation 9, ground I); `illness_run` those of illness up to the day (RET-4). `to_come` are
    the sessions that the year still holds for the pupil. No run looks at age: ask `is_compulsory`. `calendar` and
    `count_no_reason` are what it was counted by, for whoever counts further.
    """

    on: date
    born: date
    first_day: date | None
    totals: Totals
    window: TenWeeks
    unauthorised_run: DayRun
    not_seen_run: DayRun
    illness_run: DayRun
    illness_sessions: int
    to_come: int
    band: Band | None
    rows: Mapping[int, bytes] = field(repr=False, compare=False)
    calendar: SchoolCalendar = field(repr=False, compare=False)
    count_no_reason: bool = True

    @property
    def year(self) -> int:
        return year_of(self.on)

    @property
    def absence(self) -> Percentage | None:
        return absence_of(self.totals)

    @property
    def is_persistent(self) -> bool:
        return is_persistent(self.totals)

    @property
    def is_severe(self) -> bool:
        return is_severe(self.totals)

    @property
    def is_compulsory(self) -> bool:
        """Whether the pupil is of compulsory school age on the day (REG-14)."""
        return is_compulsory(self.born, self.on)

    @property
    def illness_days(self) -> int:
        """School days of illness this year, two sessions a day (RET-4)."""
        return self.illness_sessions // 2

    @property
    def times_late(self) -> int:
        """How often late this year, before the close and after it together; `totals` has them apart (PUN-1)."""
        return self.totals.late_before_close + self.totals.late_after_close

    @property
    def until_persistent(self) -> Forecast:
        """Where the year can still end against 10 % (PA-6)."""
        return Forecast(self.totals, self.to_come, PERSISTENT)

    @property
    def until_severe(self) -> Forecast:
        """Where the year can still end against 50 %."""
        return Forecast(self.totals, self.to_come, SEVERE)

    @property
    def no_reason(self) -> tuple[Session, ...]:
        """The sessions in the ten weeks that stand at N: their reason may still take them out (PEN-14)."""
        return tuple(session for session in self.window.sessions if self.code_at(session) == "N")

    def code_at(self, session: Session) -> str | None:
        """The mark that stands at a session of this year or the last, or None."""
        return mark_at(self.rows.get(year_of(session.on), EMPTY), session)

    def totals_between(self, first: date, last: date) -> Totals:
        """The totals from a day to a day, both included, within this year and the last (PA-1)."""
        found = Totals()
        for year in (self.year - 1, self.year):
            if first <= year_ends(year) and last >= year_starts(year):
                found += totals_between(self.rows.get(year, EMPTY), year, first, last)
        return found


def standing_of(
    calendar: SchoolCalendar,
    rows: Mapping[int, bytes],
    on: date,
    *,
    born: date,
    first_day: date | None = None,
    last_day: date | None = None,
    count_no_reason: bool = True,
    bands: Sequence[Band] = USUAL,
    framework: Framework = NATIONAL,
) -> Standing:
    """How a pupil stood at the end of a day, or stands now (PA-1, PA-3, PEN-1, RET-3, RET-4).

    `calendar` holds the days met from the beginning of the year before to the end of the year of `on`, days to come
    included; `rows` are the pupil's year rows by year; `first_day` and `last_day` are those on the roll, and the last
    one cuts what is to come.
    """
    year = year_of(on)
    row = rows.get(year, EMPTY)
    totals = totals_between(row, year, year_starts(year), on)
    days = calendar.between(year_starts(year - 1), on)
    return Standing(
        on=on,
        born=born,
        first_day=first_day,
        totals=totals,
        window=current_window(calendar, rows, on, born=born, count_no_reason=count_no_reason, framework=framework),
        unauthorised_run=run_until(days, rows, UNAUTHORISED),
        not_seen_run=run_until(days, rows, NOT_SEEN),
        illness_run=run_until(days, rows, ILLNESS),
        illness_sessions=row.count(BYTE_OF["I"], 0, slot_of(Session(on, Half.PM)) + 1),
        to_come=sessions_to_come(calendar, row, on, first_day=first_day, last_day=last_day),
        band=band_of(totals, bands),
        rows=rows,
        calendar=calendar,
        count_no_reason=count_no_reason,
    )


def left_on(calendar: SchoolCalendar, row: bytes, on: date) -> int:
    """How many sessions of the day are not marked yet: those after the last one that is."""
    if not calendar.is_school_day(on):
        return 0
    at = slot_of(Session(on, Half.AM))
    return next((n for n, half in enumerate(reversed(Half)) if row[at + half]), _NOTHING_LATER)


def sessions_to_come(
    calendar: SchoolCalendar, row: bytes, on: date, *, first_day: date | None = None, last_day: date | None = None
) -> int:
    """How many sessions the year still holds after the last mark of the day, while the pupil is on the roll (PA-6)."""
    ends = year_ends(year_of(on))
    begins, ends = first_day or on, min(ends, last_day or ends)
    today = left_on(calendar, row, on) if begins <= on <= ends else 0
    return today + 2 * calendar.count_between(max(on + timedelta(days=1), begins), ends)
