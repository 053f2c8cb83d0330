"""The week on one page for the leadership meeting, counted on paper (REP-B)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.pupils.models import Enrolment
from rollbook.reports.asked import Whose
from rollbook.reports.kinds import weekly_information as kind
from rollbook.reports.queries.week import week_of
from rollbook.reports.report import Number, Numbers, Report
from rollbook.rules.access import Role
from rollbook.schools.models import Closure
from tests.builders import an_actor
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, picture, rows, table

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(days=7)


@pytest.fixture
def marked() -> MarkedSchool:
    """Two weeks. Ann misses a session in the first and all of the second, Bea a day of the first."""
    marked = MarkedSchool()
    marked.week(BEFORE)
    marked.week()
    marked.day("Ann", BEFORE, "I\\")
    marked.day("Bea", BEFORE, "II")
    for n in range(5):
        marked.day("Ann", MONDAY + timedelta(days=n), "II")
    marked.day("Dot", MONDAY, "EE")
    marked.day("Eve", MONDAY, "L\\", minutes=5)
    marked.keep()
    return marked


def the_number(report: Report, label: str) -> Number:
    return next(n for s in report.sections if isinstance(s, Numbers) for n in s.numbers if n.label == label)


def test_the_week_beside_the_week_before_and_the_year(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert number(report, "Attendance this week") == "38/50"
    assert str(the_number(report, "Attendance this week").moved) == "−18.0"
    assert number(report, "Attendance this year") == "85/100"
    assert number(report, "The same week last year") == "0/0"
    assert the_number(report, "The same week last year").says == "no marks of that week"
    assert (number(report, "Persistently absent"), number(report, "Severely absent")) == ("3/5", "1/5")
    assert the_number(report, "Persistently absent").says == "1 crossed the line this week, 0 came back over it"
    assert number(report, "Late this week") == "1/50"
    assert report.says == (
        "Attendance this week is 76.0 %, 18.0 points down on the week before. 3 pupils of 5 missed a tenth or more of "
        "the year so far: 1 crossed the line this week, 0 came back over it."
    )


def test_each_year_group(marked: MarkedSchool) -> None:
    assert rows(table(kind.make(marked.head(), asked()), "Year by year")) == [
        ["Year 9", "4", "28/40", "−22.5", "65/80", "0/40", "0/40", "3/4", "1"],
        ["Year 10", "1", "10/10", "0.0", "20/20", "0/10", "1/10", "0/1", "0"],
        ["Everybody", "5", "38/50", "−18.0", "85/100", "0/50", "1/50", "3/5", "1"],
    ]


def test_whom_to_think_of_and_who_was_suspended(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert rows(table(report, "Whom to think of")) == [
        ["Archer, Ann", "9A", "became severely absent, away in all 10 sessions", "0/10", "9/20"],
        ["Dean, Dot", "9B", "became persistently absent", "8/10", "18/20"],
    ]
    assert rows(table(report, "Suspended or excluded this week")) == [["Dean, Dot", "9B", "2"]]


def test_starters_and_leavers_of_the_week(marked: MarkedSchool) -> None:
    Enrolment.objects.filter(pupil=marked.pupils["Eve"]).update(last_day=FRIDAY)
    marked.joins("Gus", "Gray", marked.form_9b, first=MONDAY + timedelta(days=2))
    found = rows(table(kind.make(marked.head(), asked()), "Starters and leavers"))
    assert found == [["Gray, Gus", "9B", "first day", "Wed 16 Sep"], ["Ellis, Eve", "10A", "last day", "Fri 18 Sep"]]


def test_the_same_week_of_last_year_is_counted_where_there_are_marks() -> None:
    marked = MarkedSchool()
    marked.joins("Old", "Oaks", marked.form_9a, first=date(2025, 9, 1), last=date(2026, 7, 20))
    marked.week(MONDAY, "Ann", "Bea", "Cal", "Dot", "Eve")
    then = date(2025, 9, 15)
    marked.week(then, "Old")
    marked.day("Old", then, "O\\")
    marked.keep()
    report = kind.make(marked.head(), asked())
    assert number(report, "The same week last year") == "9/10"
    assert number(report, "Attendance this year") == "50/50"
    assert "10.0 points up on the same week last year" in report.says
    assert [row[0] for row in rows(table(report, "Year by year"))] == ["Year 9", "Year 10", "Everybody"]


def test_the_weeks_are_drawn(marked: MarkedSchool) -> None:
    drawn = picture(kind.make(marked.head(), asked()), "The weeks of this year").chart
    assert [(p.at, p.value) for p in drawn.series[0].points] == [("Mon 7 Sep", 94.0), ("Mon 14 Sep", 76.0)]
    assert drawn.marks[0].value == 85.0


def test_a_week_of_holiday_is_stepped_over(marked: MarkedSchool) -> None:
    Closure.objects.create(
        school=marked.school, kind=Closure.Kind.HALF_TERM, name="Half term", first=MONDAY, last=FRIDAY
    )
    week = week_of(marked.head(), FRIDAY + timedelta(days=7))
    assert week.before is not None
    assert (week.before.first, week.before.last) == (BEFORE, BEFORE + timedelta(days=4))
    first = week_of(marked.head(), date(2026, 9, 3))
    assert first.before is None


def test_a_week_without_a_mark_says_so(marked: MarkedSchool) -> None:
    later = MONDAY + timedelta(days=14)
    report = kind.make(marked.head(), asked(later, later + timedelta(days=4)))
    assert report.says == "There is no mark in this week for these pupils."
    assert rows(table(report, "Year by year")) == []


def test_a_head_of_year_reads_of_their_own_year(marked: MarkedSchool) -> None:
    head_of_10 = replace(an_actor(marked.school, Role.HEAD_OF_YEAR, now=FRIDAY_NOON), nc_years=frozenset({"10"}))
    report = kind.make(head_of_10, asked())
    assert number(report, "Attendance this week") == "10/10"
    assert any("Yours are Year 10" in note for note in report.notes)
    assert number(kind.make(marked.head(), asked(whose=Whose(nc_years=("10",)))), "Attendance this week") == "10/10"


def test_the_statements_are_six(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, asked())
    assert len(found) == 6
