"""The school's own year to date beside the Department's, counted alike, each with its source and year (PA-5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rollbook.reports.asked import EVERYBODY, When, Whose
from rollbook.reports.queries.roll import Roll
from rollbook.reports.report import Cell, Change, Table, number, words
from rollbook.rules.attendance import Totals
from rollbook.rules.benchmarks import (
    Beside,
    BesidePhase,
    Measure,
    YearToDate,
    beside,
    beside_phase,
    own_year_to_date,
    to_the_same_week,
    year_to_date,
)
from rollbook.rules.benchmarks.published import to_a_tenth
from rollbook.rules.small_numbers import hides_share
from rollbook.schools.queries import SchoolDetails

TITLE = "Beside other schools"
MEASURES = (Measure.ATTENDANCE, Measure.AUTHORISED, Measure.UNAUTHORISED, Measure.PERSISTENT)
_COLUMNS = (
    words("Measure"),
    number("This school"),
    number("Published"),
    number("Difference", folds=True),
    words("Published is", folds=True),
)
_Pupils = list[tuple[date, Totals]]


def published(
    school: SchoolDetails, roll: Roll, year: When, whose: Whose = EVERYBODY, *, outside: bool = False
) -> Mapping[Measure, Beside]:
    """The year up to a day beside the same weeks in England where they are published, else beside a whole year.

    Nothing for a phase that is not published. What leaves the school shows no share of few pupils (DAT-7).
    """
    phase = beside_phase(school.phase)
    pupils = [(pupil.born, totals) for pupil, totals in roll.by_pupil(year, whose) if totals.possible]
    found = {measure: _one(measure, phase, pupils, year, school.la_number, outside) for measure in MEASURES}
    return {measure: one for measure, one in found.items() if one is not None}


def published_table(school: SchoolDetails, found: Mapping[Measure, Beside]) -> Table:
    """The same as a table, its sentence about attendance."""
    rows = tuple(_row(measure, one) for measure, one in found.items())
    told = [one.says for one in found.values()]
    return Table(
        TITLE,
        _COLUMNS,
        rows,
        says=told[0] if told else "",
        empty=beside_phase(school.phase).why or "There is no mark this year to set beside the published figures.",
        note="Of pupils aged 5 to 15, as the published figures are: so a figure here may differ from the school’s own.",
    )


def sources(found: Mapping[Measure, Beside]) -> tuple[str, ...]:
    """What the published figures are of and where they come from, each once."""
    notes = dict.fromkeys(note for one in found.values() for note in one.notes)
    return (*notes, *dict.fromkeys(one.source for one in found.values()))


def _one(
    measure: Measure, phase: BesidePhase, pupils: _Pupils, year: When, la_number: str, outside: bool
) -> Beside | None:
    own = own_year_to_date(measure, pupils, year.first, year.last)
    theirs = _published(measure, phase, year, la_number)
    if own is None or theirs is None:
        return None
    if outside and measure.of_pupils and hides_share(own.share.numerator, own.share.denominator):
        return None
    return beside(own, theirs)


def _published(measure: Measure, phase: BesidePhase, year: When, la_number: str) -> YearToDate | None:
    """The same weeks of an autumn first; else a year, of the authority where it is published."""
    if phase.phase is None:
        return None
    return to_the_same_week(measure, phase.phase, year.last) or year_to_date(measure, phase.phase, la_number)


def _row(measure: Measure, one: Beside) -> tuple[Cell, ...]:
    up_is_good = measure is Measure.ATTENDANCE
    moved = Change(one.tenths, None if not one.tenths else (one.tenths > 0) is up_is_good)
    title = measure.says.capitalize()
    return (title, f"{one.own} %", f"{to_a_tenth(one.published)} %", moved, f"{one.whom}, {one.years}")
