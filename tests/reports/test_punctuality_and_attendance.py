"""Attendance and punctuality of a week, beside as many school days before (REP-B)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.asked import By, When
from rollbook.reports.kinds import punctuality_and_attendance as kind
from rollbook.reports.queries.before import days_before
from rollbook.rules.calendar import SchoolCalendar
from rollbook.schools.models import Closure
from tests.builders import TERM_STARTS
from tests.reports.marked import FRIDAY, MONDAY, MarkedSchool, asked, picture, rows, table

pytestmark = pytest.mark.django_db
BY_FORM = "Attendance and punctuality by form"
BEFORE = MONDAY - timedelta(days=7)


@pytest.fixture
def marked() -> MarkedSchool:
    marked = MarkedSchool()
    marked.week(BEFORE)
    marked.week()
    marked.day("Ann", BEFORE, "II")
    marked.day("Bea", MONDAY, "L\\", minutes=12)
    marked.day("Cal", MONDAY, "U\\", minutes=40)
    marked.day("Dot", FRIDAY, "NN")
    marked.keep()
    return marked


def test_each_form_stands_beside_itself_in_as_many_days_before(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert rows(table(report, BY_FORM)) == [
        ["9A", "3", "29/30", "+3.3", "2/30", "+6.7", "1/30", "52", "1/3"],
        ["9B", "1", "8/10", "−20.0", "0/10", "0.0", "0/10", "0", "1/1"],
        ["10A", "1", "10/10", "0.0", "0/10", "0.0", "0/10", "0", "0/1"],
        ["Everybody", "5", "47/50", "−2.0", "2/50", "+4.0", "1/50", "52", "2/5"],
    ]
    assert report.says == (
        "Attendance is 94.0 %, down 2.0 points on as many school days before. 2 sessions began late (4.0 %), "
        "52 minutes in all. 9A rose most (+3.3) and 9B fell most (−20.0)."
    )
    assert any("Mon 7 Sep to Fri 11 Sep 2026" in note for note in report.notes)


def test_weeks_of_both_stretches_are_drawn(marked: MarkedSchool) -> None:
    drawn = picture(kind.make(marked.head(), asked()), "Week by week").chart
    assert [(p.at, p.value) for p in drawn.series[0].points] == [("Mon 7 Sep", 96.0), ("Mon 14 Sep", 94.0)]


def test_now_and_before_are_drawn_side_by_side(marked: MarkedSchool) -> None:
    drawn = picture(kind.make(marked.head(), asked()), "Now and before").chart
    assert [(one.name, [p.value for p in one.points]) for one in drawn.series] == [
        ("now", [96.7, 80.0, 100.0]),
        ("before", [93.3, 100.0, 100.0]),
    ]
    assert drawn.says == "9A rose most (+3.3) and 9B fell most (−20.0)."


def test_a_closed_day_moves_the_days_compared_back(marked: MarkedSchool) -> None:
    Closure.objects.create(school=marked.school, kind=Closure.Kind.INSET, name="INSET", first=BEFORE, last=BEFORE)
    report = kind.make(marked.head(), asked())
    assert any("Fri 4 Sep to Fri 11 Sep 2026" in note for note in report.notes)


def test_the_first_days_of_the_calendar_are_compared_with_nothing(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked(BEFORE, BEFORE + timedelta(days=4)))
    assert [row[3] for row in rows(table(report, BY_FORM))] == ["", "", "", ""]
    assert any("Nothing is compared" in note for note in report.notes)


def test_a_leaver_counts_to_their_last_day_and_a_joiner_from_their_first() -> None:
    marked = MarkedSchool()
    marked.joins("Fay", "Ford", marked.form_10a, last=BEFORE + timedelta(days=4))
    marked.joins("Gus", "Gray", marked.form_9b, first=MONDAY)
    marked.week(BEFORE, "Ann", "Dot", "Eve", "Fay")
    marked.day("Fay", BEFORE, "OO")
    marked.week(MONDAY, "Ann", "Dot", "Eve", "Gus")
    marked.day("Dot", MONDAY, "II")
    marked.keep()
    found = {row[0]: row for row in rows(table(kind.make(marked.head(), asked()), BY_FORM))}
    assert found["10A"][1:4] == ["1", "10/10", "+10.0"]
    assert found["9B"][1:4] == ["2", "18/20", "−10.0"]


def test_it_may_be_split_otherwise(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked(by=By.NC_YEAR))
    found = rows(table(report, "Attendance and punctuality by year group"))
    assert [row[0] for row in found] == ["Year 9", "Year 10", "Everybody"]


def test_without_a_mark_it_says_so(marked: MarkedSchool) -> None:
    later = MONDAY + timedelta(days=28)
    report = kind.make(marked.head(), asked(later, later + timedelta(days=4)))
    assert (rows(table(report, BY_FORM)), report.says) == ([], "")


def test_the_statements_are_seven(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, asked())
    assert len(found) == 7


def test_days_are_counted_by_the_calendar_alone() -> None:
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(20)]
    calendar = SchoolCalendar(day for day in days if day.weekday() < 5)
    assert days_before(calendar, When(date(2026, 9, 14), date(2026, 9, 16))) == When(
        date(2026, 9, 9), date(2026, 9, 11)
    )
    assert days_before(calendar, When(date(2026, 9, 2), date(2026, 9, 4))) is None
    assert days_before(calendar, When(date(2026, 9, 12), date(2026, 9, 13))) is None
    assert calendar.days[0] == TERM_STARTS
