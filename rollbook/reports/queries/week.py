"""A week of a school beside the weeks around it: the days compared, who moved over a line, who came and went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.reports.asked import When, Whose
from rollbook.reports.queries.roll import Roll, the_roll
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals, is_persistent, is_severe
from rollbook.rules.calendar import monday_of
from rollbook.rules.year_row import BYTE_OF, year_of, year_starts
from rollbook.schools.queries import calendar_of

_A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Week:
    """The days of a week up to the day asked about, and those that it is held against.

    `before` is the school week before it (None in the first), `last_year` the same days 52 weeks ago, `year` the
    school year to date and `year_before` the same to the end of the week before.
    """

    days: When
    before: When | None
    last_year: When
    year: When
    year_before: When


@dataclass(frozen=True, slots=True)
class Standing:
    """A pupil of the week: their sessions of it, their year to date, and their year as it stood a week ago."""

    pupil: OnTheRoll
    week: Totals
    year: Totals
    year_before: Totals

    @property
    def newly_persistent(self) -> bool:
        return is_persistent(self.year) and not is_persistent(self.year_before)

    @property
    def newly_severe(self) -> bool:
        return is_severe(self.year) and not is_severe(self.year_before)

    @property
    def no_longer_persistent(self) -> bool:
        return is_persistent(self.year_before) and not is_persistent(self.year)

    @property
    def all_week(self) -> bool:
        """Away in every session of at least two days."""
        return self.week.possible >= 4 and self.week.absent == self.week.possible


def week_of(actor: Actor, last: date) -> Week:
    """The week in which a day lies, to that day: two statements."""
    monday = monday_of(last)
    earlier = calendar_of(actor, first=year_starts(year_of(last)), last=monday - timedelta(days=1)).days
    before = When(max(monday_of(earlier[-1]), earlier[0]), earlier[-1]) if earlier else None
    first = year_starts(year_of(last))
    return Week(
        days=When(monday, last),
        before=before,
        last_year=When(monday - _A_YEAR, last - _A_YEAR),
        year=When(first, last),
        year_before=When(first, monday - timedelta(days=1)),
    )


def roll_of_week(actor: Actor, week: Week) -> Roll:
    """The roll from the same week a year ago on."""
    return the_roll(actor, min(week.last_year.first, week.year.first), week.days.last)


def standings(roll: Roll, week: Week, whose: Whose) -> tuple[Standing, ...]:
    """Each of these pupils who had a session this year, by surname."""
    rows = [roll.summary(days).tolist() for days in (week.days, week.year, week.year_before)]
    found = (Standing(roll.pupils[n], *(Totals(*part[n]) for part in rows)) for n in roll.which(whose))
    return tuple(one for one in found if one.year.possible)


def sessions_of_code(roll: Roll, code: str, days: When, whose: Whose) -> Mapping[int, int]:
    """How many sessions of each of these pupils carry a code, by the pupil's key; those without one are left out."""
    found: dict[int, int] = {}
    rows = roll.which(whose)
    for part in roll.parts(days):
        counted = (part.codes[rows] == BYTE_OF[code]).sum(axis=1).tolist()
        for row, n in zip(rows.tolist(), counted, strict=True):
            if n:
                found[roll.pupils[row].id] = found.get(roll.pupils[row].id, 0) + n
    return found


def comings_and_goings(roll: Roll, days: When, whose: Whose) -> tuple[tuple[date, OnTheRoll, bool], ...]:
    """Whose first or last day lies in these days, in order; True for who joined. One who did both stands twice."""
    theirs = [roll.pupils[n] for n in roll.which(whose)]
    joined = [(p.first_day, p, True) for p in theirs if days.first <= p.first_day <= days.last]
    left = [(p.last_day, p, False) for p in theirs if p.last_day and days.first <= p.last_day <= days.last]
    return tuple(sorted((*joined, *left), key=lambda one: (one[0], not one[2], one[1].order)))
