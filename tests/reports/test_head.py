"""The head's five numbers with their reasons, by hand (REP-B)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.cases.actions import open_case
from rollbook.reports.asked import By
from rollbook.reports.kinds import head as kind
from rollbook.reports.kinds import weekly_information
from rollbook.reports.report import Report
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from tests.builders import an_actor
from tests.reports.marked import FRIDAY, MONDAY, MarkedSchool, asked, number, rows, table

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(days=7)
NOW = datetime(2026, 9, 21, 8, tzinfo=LONDON)
THEN = asked(FRIDAY, FRIDAY)


@pytest.fixture
def marked() -> MarkedSchool:
    """Ten sessions a week of five pupils: one missed last week, seven this week, five of them ill."""
    marked = MarkedSchool()
    marked.week(BEFORE)
    marked.week()
    marked.day("Bea", BEFORE, "I\\")
    for n in range(2):
        marked.day("Ann", MONDAY + timedelta(days=n), "II")
    marked.day("Dot", MONDAY, "I\\")
    marked.day("Eve", FRIDAY, "NN")
    marked.keep()
    return marked


def head(marked: MarkedSchool, now: datetime = NOW) -> Actor:
    return an_actor(marked.school, Role.HEAD, now=now)


def why(report: Report, label: str) -> str:
    found = rows(table(report, "Why, and where to look"))
    return next(row[1] for row in found if row[0] == label)


def test_attendance_says_what_rose_and_who_fell(marked: MarkedSchool) -> None:
    """49 of 50 last week, 43 of 50 this week; illness from 1 to 5 of 50; Year 9 from 39 to 35 of 40, Year 10 less."""
    report = kind.make(head(marked), THEN)
    assert number(report, "Attendance this week") == "43/50"
    assert why(report, "Attendance this week") == (
        "12.0 points down on last week; illness (I) rose most, from 2.0 % to 10.0 % of sessions; "
        "Year 10 fell most (−20.0)."
    )
    assert report.says.startswith("Attendance is 86.0 %. Worse than before: attendance this week")


def test_persistent_absence_says_who_joined(marked: MarkedSchool) -> None:
    """Over the year: Ann 4 of 20, Eve 2 of 20 joined; Bea, 1 of 10 last week, is 1 of 20."""
    report = kind.make(head(marked), THEN)
    assert number(report, "Persistently absent") == "2/5"
    assert why(report, "Persistently absent") == "2 pupils joined this week, 1 came back under."


def test_absences_without_a_reason_are_as_they_stand_now(marked: MarkedSchool) -> None:
    report = kind.make(head(marked), THEN)
    assert number(report, "Absences without a reason") == "2"
    assert why(report, "Absences without a reason") == (
        "0 of them past the five school days that the law gives; the oldest of Fri 18 Sep; most in 10A (2)."
    )
    later = kind.make(head(marked, NOW + timedelta(days=14)), THEN)
    assert why(later, "Absences without a reason").startswith("2 of them past")


def test_cases_past_their_clock_name_the_oldest_and_the_kind(marked: MarkedSchool) -> None:
    office = an_actor(marked.school, now=datetime(2026, 9, 8, 9, tzinfo=LONDON))
    open_case(office, process="ten_day_return", pupil=marked.pupils["Ann"].pk, why="Ten days")
    report = kind.make(head(marked), THEN)
    assert number(report, "Cases past their clock") == "1"
    assert why(report, "Cases past their clock").startswith("The oldest since Wed 9 Sep; most are ten-day return (1)")


def test_registers_that_nobody_saved_but_have_marks_are_not_late(marked: MarkedSchool) -> None:
    assert number(kind.make(head(marked), THEN), "Registers late this week") == "0"


def test_a_week_without_marks_has_its_registers_late(marked: MarkedSchool) -> None:
    """Three forms, two sessions, Monday alone is over."""
    later = datetime(2026, 9, 21, 18, tzinfo=LONDON)
    report = kind.make(head(marked, later), asked(date(2026, 9, 21), date(2026, 9, 21)))
    assert number(report, "Registers late this week") == "6"
    assert report.says == "There is no mark in this week yet."


def test_every_number_says_where_to_look(marked: MarkedSchool) -> None:
    found = rows(table(kind.make(head(marked), THEN), "Why, and where to look"))
    assert len(found) == 5
    assert all(all(row) for row in found)


def test_the_weekly_report_has_the_same_figures(marked: MarkedSchool) -> None:
    """Two screens never disagree."""
    report = kind.make(head(marked), THEN)
    weekly = weekly_information.make(head(marked), replace(THEN, by=By.NC_YEAR))
    for label in ("Attendance this week", "Persistently absent"):
        assert number(report, label) == number(weekly, label)


def test_the_statements_are_as_many_for_many_as_for_few(marked: MarkedSchool) -> None:
    actor, counts = head(marked), []
    for name in ("New", "Newer"):
        with CaptureQueriesContext(connection) as told:
            kind.make(actor, THEN)
        counts.append(len(told))
        marked.joins(name, "Name", marked.form_9a, first=FRIDAY)
    assert counts == [18, 18]
