"""A school's own stages: reached by what is counted, the highest first, and only as they make sense (CASE-B, DAY-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rollbook.rules.attendance import Totals
from rollbook.rules.calendar import Days, SchoolCalendar, Term, school_days
from rollbook.rules.refused import Refused
from rollbook.rules.stages import Measure, Stage, stage_of, stages_with
from rollbook.rules.standing import Standing, standing_of

CALENDAR = SchoolCalendar(school_days((Term("Autumn", Days(date(2026, 9, 1), date(2026, 12, 18))),)))
FIRST = Stage("Tutor", Measure.ABSENCE, 8, "The tutor asks.")
SECOND = Stage("Meeting", Measure.UNAUTHORISED, 6, "The family is met.")
THIRD = Stage("Panel", Measure.ABSENCE, 20, "A panel.")
BOTH = (Measure.ABSENCE, Measure.UNAUTHORISED)


def standing(absent: int, possible: int) -> Standing:
    nothing = standing_of(CALENDAR, {}, date(2026, 11, 2), born=date(2013, 3, 14), first_day=date(2026, 9, 1))
    return replace(nothing, totals=Totals(possible, possible - absent, absent))


@pytest.mark.parametrize(
    ("absent", "possible", "number"),
    [(7, 100, None), (8, 100, 1), (2, 25, 1), (19, 100, 1), (20, 100, 3), (0, 0, None)],
)
def test_a_share_is_compared_on_whole_numbers_and_equality_counts(absent, possible, number):
    reached = stage_of(standing(absent, possible), (FIRST, SECOND, THIRD))
    assert (reached.number if reached else None) == number


def test_it_is_said_why():
    assert stage_of(standing(2, 25), (FIRST,)).says == "Stage 1, tutor: 2 of 25 possible sessions missed (8.0%)."


@pytest.mark.parametrize(
    ("stages", "says"),
    [
        ((), "There is no stage"),
        ((FIRST,) * 7, "There are 7 stages"),
        ((replace(FIRST, name=" "),), "Stage 1 has no name"),
        ((replace(FIRST, does=""),), "what is done in stage 1"),
        ((replace(FIRST, at=0),), "begins at 0"),
        ((replace(FIRST, at=101),), "begins at 101"),
        ((replace(FIRST, review_weeks=0),), "after 1 to 12 school weeks"),
        ((THIRD, FIRST), "Stage 2 begins at 8 and the one before it at 20"),
        ((replace(FIRST, measure=Measure.LATE),), "looks at something else"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_stage(stages, says):
    with pytest.raises(Refused, match=says):
        stages_with(stages, BOTH)


def test_stages_of_different_measures_stand_beside_each_other():
    assert stages_with((FIRST, SECOND, THIRD), BOTH) == (FIRST, SECOND, THIRD)
