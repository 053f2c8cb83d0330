"""One day for senior leaders and the inclusion team, counted on paper (REP-A)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.asked import Asked, Whose
from rollbook.reports.kinds import daily_absence as kind
from rollbook.reports.report import Person, Report
from rollbook.rules.access import Permission, Role
from rollbook.schools.models import Closure
from tests.builders import an_actor
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, picture, rows, table

pytestmark = pytest.mark.django_db
VULNERABLE = "Vulnerable pupils who are not in"
PERSISTENT = "Persistently absent, and absent today"
OTHERS = "Everybody else who is absent"


@pytest.fixture
def marked() -> MarkedSchool:
    """Ten sessions of everybody before Friday morning; Ann was away for four of them, Cal for one."""
    marked = MarkedSchool()
    for n in range(4):
        for name in marked.pupils:
            marked.day(name, MONDAY + timedelta(days=n))
    marked.day("Ann", MONDAY, "II")
    marked.day("Ann", MONDAY + timedelta(days=1), "II")
    for name, code in (("Ann", "I"), ("Bea", "N"), ("Cal", "L"), ("Dot", "M")):
        marked.day(name, FRIDAY, f"{code}.", minutes=9)
    marked.has("Bea", "fsm")
    marked.has("Dot", "looked-after")
    marked.keep()
    return marked


def the_day(**more: object) -> Asked:
    return asked(FRIDAY, FRIDAY, **more)  # type: ignore[arg-type]


def names(report: Report, title: str) -> list[str]:
    return [row[0].name for row in table(report, title).rows if isinstance(row[0], Person)]


def test_every_pupil_stands_in_one_column_of_each_session(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), the_day())
    found = table(report, "Each session")
    assert [column.title for column in found.columns[2:]] == [
        "In time", "Late", "After the close", "Educated elsewhere", "Absent, authorised", "Absent, not authorised",
        "No reason yet", "Not due in", "No mark yet",
    ]  # fmt: skip
    assert rows(found) == [
        ["Morning", "5", "0", "1", "0", "0", "2", "0", "1", "0", "1"],
        ["Afternoon", "5", "0", "0", "0", "0", "0", "0", "0", "0", "5"],
    ]


def test_the_sentence_and_the_figures(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), the_day())
    assert report.title == "Daily absence, Fri 18 Sep 2026"
    assert report.says == (
        "3 of 5 pupils are absent for some or all of the day so far, 1 without a reason yet. "
        "1 register is not complete."
    )
    assert number(report, "Attendance") == "1/4"
    assert number(report, "Attendance this year") == "37/44"
    assert (number(report, "No reason yet"), number(report, "Persistently absent, absent today")) == ("1", "3")


def test_each_absent_pupil_stands_once_the_vulnerable_first(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), the_day())
    assert rows(table(report, VULNERABLE)) == [
        ["Dean, Dot", "9B", "Looked after", "M medical or dental appointment", "", "8/9", ""]
    ]
    assert names(report, PERSISTENT) == ["Archer, Ann", "Brown, Bea"]
    assert (names(report, OTHERS), names(report, "Late")) == ([], ["Carter, Cal"])
    assert rows(table(report, "Late"))[0][2] == "L late 9 min"


def test_flags_and_reasons_are_for_those_who_may_see_them(marked: MarkedSchool) -> None:
    may = frozenset({Permission.SEE_REPORTS, Permission.SEE_OWN_PUPILS, Permission.SEE_ALL_PUPILS})
    report = kind.make(an_actor(marked.school, permissions=may, now=FRIDAY_NOON), the_day())
    assert VULNERABLE not in [one.title for one in report.tables()]
    found = rows(table(report, PERSISTENT))
    assert [row[:4] for row in found] == [
        ["Archer, Ann", "9A", "absent, authorised", ""],
        ["Brown, Bea", "9A", "N no reason yet", ""],
        ["Dean, Dot", "9B", "absent, authorised", ""],
    ]
    assert "Registers that are not complete" not in [one.title for one in report.tables()]
    assert "Contact with home" not in [column.title for column in table(report, PERSISTENT).columns]


def test_a_register_that_was_not_taken_is_named_with_whoever_takes_it(marked: MarkedSchool) -> None:
    found = rows(table(kind.make(marked.head(), the_day()), "Registers that are not complete"))
    assert found == [["10A", "Morning", "not taken", "1", ""]]
    later = FRIDAY_NOON + timedelta(hours=4)
    found = rows(table(kind.make(marked.head(later), the_day()), "Registers that are not complete"))
    assert [row[:3] for row in found] == [
        ["10A", "Morning", "not taken"],
        ["9A", "Afternoon", "not taken"],
        ["9B", "Afternoon", "not taken"],
        ["10A", "Afternoon", "not taken"],
    ]
    assert found[1][4] == "Mr Dhillon"


def test_a_day_without_school_shows_the_last_one_with_it(marked: MarkedSchool) -> None:
    sunday = FRIDAY + timedelta(days=2)
    report = kind.make(marked.head(), asked(sunday, sunday))
    assert report.title == "Daily absence, Fri 18 Sep 2026"
    assert any("There was no school on Sun 20 Sep 2026" in note for note in report.notes)
    Closure.objects.create(school=marked.school, kind=Closure.Kind.INSET, name="INSET", first=FRIDAY, last=FRIDAY)
    report = kind.make(marked.head(), asked(sunday, sunday))
    assert report.title == "Daily absence, Thu 17 Sep 2026"


def test_a_day_without_a_mark_says_so(marked: MarkedSchool) -> None:
    later = MONDAY + timedelta(days=7)
    report = kind.make(marked.head(), asked(later, later))
    assert report.says == "No pupil has a mark on this day yet."
    assert rows(table(report, "Each session"))[0][-1] == "5"
    assert number(report, "Attendance") == "0/0"


def test_who_left_or_has_not_joined_is_not_expected() -> None:
    marked = MarkedSchool()
    marked.joins("Fay", "Ford", marked.form_10a, last=FRIDAY - timedelta(days=1))
    marked.joins("Gus", "Gray", marked.form_9b, first=FRIDAY + timedelta(days=3))
    marked.week()
    marked.day("Fay", FRIDAY, "..")
    marked.keep()
    report = kind.make(marked.head(), the_day())
    assert [row[1] for row in rows(table(report, "Each session"))] == ["5", "5"]


def test_a_head_of_year_reads_of_their_own_year(marked: MarkedSchool) -> None:
    head_of_10 = replace(an_actor(marked.school, Role.HEAD_OF_YEAR, now=FRIDAY_NOON), nc_years=frozenset({"10"}))
    report = kind.make(head_of_10, the_day())
    assert [row[1] for row in rows(table(report, "Each session"))] == ["1", "1"]
    assert any("Yours are Year 10" in note for note in report.notes)
    whole = kind.make(marked.head(), the_day(whose=Whose(nc_years=("10",))))
    assert rows(table(whole, "Each session")) == rows(table(report, "Each session"))


def test_the_days_before_are_drawn(marked: MarkedSchool) -> None:
    drawn = picture(kind.make(marked.head(), the_day()), "The last 5 school days").chart
    assert [point.value for point in drawn.series[0].points] == [80.0, 80.0, 100.0, 100.0, 25.0]


def test_the_statements_are_as_many_however_many_are_absent(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, the_day())
    assert len(found) == 17
