"""Attendance by weekday and session, counted on paper (REP-B)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.asked import Measure, When, Whose
from rollbook.reports.kinds import weekdays
from rollbook.reports.report import Share
from tests.reports.marked import FRIDAY, MONDAY, MarkedSchool, asked, picture, rows, table

pytestmark = pytest.mark.django_db
GRID = "Attendance by weekday and session"


@pytest.fixture
def marked() -> MarkedSchool:
    marked = MarkedSchool()
    marked.week()
    marked.day("Ann", MONDAY, "I\\")
    marked.day("Bea", MONDAY, "NO")
    marked.day("Eve", FRIDAY, "/U", minutes=25)
    marked.keep()
    return marked


def test_each_half_of_the_week_is_counted_by_itself(marked: MarkedSchool) -> None:
    report = weekdays.make(marked.head(), asked())
    assert rows(table(report, GRID)) == [
        ["Monday", "3/5", "4/5", "7/10"],
        ["Tuesday", "5/5", "5/5", "10/10"],
        ["Wednesday", "5/5", "5/5", "10/10"],
        ["Thursday", "5/5", "5/5", "10/10"],
        ["Friday", "5/5", "4/5", "9/10"],
        ["The week", "23/25", "23/25", "46/50"],
    ]
    more = rows(table(report, "Unauthorised absence and lateness"))
    assert more[0] == ["Monday", "1/5", "1/5", "2/10", "0/5", "0/5", "0/10"]
    assert more[4] == ["Friday", "0/5", "1/5", "1/10", "0/5", "1/5", "1/10"]
    assert report.says == (
        "Attendance is 92.0 %. It is lowest on Monday mornings (60.0 %) and highest on Tuesday mornings (100.0 %)."
    )


def test_a_cell_opens_to_its_own_half_of_its_own_weekday(marked: MarkedSchool) -> None:
    cell = table(weekdays.make(marked.head(), asked()), GRID).rows[0][1]
    assert isinstance(cell, Share)
    assert cell.opens is not None
    assert (cell.opens.measure, cell.opens.when) == (Measure.ATTENDANCE, When(MONDAY, FRIDAY, (1,), (0,)))


def test_the_picture_says_the_same_as_the_table(marked: MarkedSchool) -> None:
    drawn = picture(weekdays.make(marked.head(), asked()), GRID).chart
    assert [(one.name, [point.value for point in one.points]) for one in drawn.series] == [
        ("Morning", [60.0, 100.0, 100.0, 100.0, 100.0]),
        ("Afternoon", [80.0, 100.0, 100.0, 100.0, 80.0]),
    ]


def test_nothing_marked_is_said_and_not_drawn(marked: MarkedSchool) -> None:
    later = MONDAY + timedelta(days=14)
    report = weekdays.make(marked.head(), asked(later, later + timedelta(days=4)))
    assert rows(table(report, GRID)) == []
    assert (report.says, len(report.sections)) == ("", 1)
    nobody = weekdays.make(marked.head(), asked(whose=Whose(nc_years=("11",))))
    assert rows(table(nobody, GRID)) == []


def test_a_tutor_is_told_that_only_their_own_pupils_are_counted(marked: MarkedSchool) -> None:
    report = weekdays.make(marked.tutor_of_9a(), asked())
    assert rows(table(report, GRID))[-1] == ["The week", "13/15", "14/15", "27/30"]
    assert any("not the whole school" in note for note in report.notes)
    assert not any("not the whole school" in note for note in weekdays.make(marked.head(), asked()).notes)


def test_the_statements_are_four(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        weekdays.make(head, asked())
    assert len(found) == 4
