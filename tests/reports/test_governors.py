"""The termly report to governors: figures by hand, nobody named, small numbers hidden (REP-C, DAT-7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.cases.actions import open_case, take_step
from rollbook.reports.drawing.outside import for_outside
from rollbook.reports.kinds import governors as kind
from rollbook.reports.report import Words
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import LONDON, Actor
from tests.builders import an_actor
from tests.reports.marked import MarkedSchool, asked, number, rows, table

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 7), date(2026, 9, 18)
NOW = datetime(2026, 9, 21, 8, tzinfo=LONDON)
THEN = asked(FIRST, LAST)


@pytest.fixture
def marked() -> MarkedSchool:
    """Twelve pupils of 9A and five of 10A for two weeks; six of 9A miss a day a week, one mark is missing."""
    marked = MarkedSchool()
    marked.pupils.clear()
    for n in range(17):
        marked.joins(f"P{n:02}", "Name", marked.form_9a if n < 12 else marked.form_10a, first=FIRST)
    for monday in (FIRST, FIRST + timedelta(days=7)):
        marked.week(monday)
        for n in range(6):
            marked.day(f"P{n:02}", monday, "II")
            marked.has(f"P{n:02}", "fsm") if monday == FIRST else None
    marked._marks["P16"].popitem()
    marked.keep()
    return marked


def head(marked: MarkedSchool) -> Actor:
    return an_actor(marked.school, Role.HEAD, now=NOW)


def test_the_figures_are_those_of_the_registers(marked: MarkedSchool) -> None:
    """17 pupils, 20 sessions each less one: 339 possible, 24 missed, six over a tenth; five more have no mark."""
    report = kind.make(head(marked), THEN)
    labels = ("Attendance in these days", "Attendance this year", "Persistently absent", "Severely absent")
    assert [number(report, label) for label in labels] == ["315/339", "315/339", "6/17", "0/17"]
    assert number(report, "Marks given") == "339/440"
    assert rows(table(report, "Year groups, this year so far")) == [
        ["Year 9", "12", "216/240", "0/240", "6/12", "0/12"],
        ["Year 10", "5", "99/99", "0/99", "0/5", "0/5"],
        ["Everybody", "17", "315/339", "0/339", "6/17", "0/17"],
    ]


def test_groups_stand_beside_everybody_and_small_ones_are_hidden(marked: MarkedSchool) -> None:
    for n in range(3):
        marked.has(f"P{n:02}", "eal")
    found = table(kind.make(head(marked), THEN), "Groups of pupils, this year so far")
    assert rows(found) == [
        ["Free school meals", "6", "96/120", "0/120", "6/6", "0/6"],
        ["English as an additional language", "c", "c", "c", "c", "c"],
        ["Everybody", "17", "315/339", "0/339", "6/17", "0/17"],
    ]
    assert found.says == "Furthest below everybody: free school meals, by 12.9 percentage points."


def test_england_stands_beside_with_its_year_and_its_source(marked: MarkedSchool) -> None:
    report = kind.make(head(marked), THEN)
    found = table(report, "Beside other schools")
    assert [row[0] for row in rows(found)] == [
        "Attendance", "Authorised absence", "Unauthorised absence", "Persistent absence",
    ]  # fmt: skip
    assert rows(found)[0][1] == "92.9 %"
    assert any("Explore Education Statistics" in note for note in report.notes)
    assert not any("census" in note for note in report.notes)


def test_returns_are_said_to_be_in_time_without_numbers_of_few(marked: MarkedSchool) -> None:
    office = an_actor(marked.school, Role.ATTENDANCE_ADMINISTRATOR, now=datetime(2026, 9, 8, 9, tzinfo=LONDON))
    pupil = marked.pupils["P00"].pk
    case = open_case(office, process="new_pupil_return", pupil=pupil, why="New")
    sent = {"entered_on": FIRST, "authority": "Leeds", "sent_how": "Portal"}
    take_step(office, case=case, step="make_return", answers=sent)
    duties = {row[0]: row[2:] for row in rows(table(kind.make(head(marked), THEN), "What the law asks"))}
    assert duties["New pupils returned to the authority within five days"] == ["c", "All in time"]
    assert duties["Ten school days of unauthorised absence in a row reported"] == ["0", "None fell due"]
    assert duties["Absences that still await a reason"] == ["0", "All have one"]


def test_a_reason_that_is_overdue_is_counted(marked: MarkedSchool) -> None:
    late = MarkedSchool()
    late.week(FIRST)
    late.week(FIRST + timedelta(days=7))
    late.day("Ann", FIRST, "NN")
    late.day("Bea", LAST, "N\\")
    late.keep()
    duties = {row[0]: row[2:] for row in rows(table(kind.make(head(late), THEN), "What the law asks"))}
    assert duties["Absences that still await a reason"] == ["3", "2 past the five school days"]


def test_nobody_is_named_and_nothing_is_left_for_the_last_sieve(marked: MarkedSchool) -> None:
    report = kind.make(head(marked), THEN)
    assert not report.names_pupils
    assert for_outside(report).sections == report.sections


def test_a_reader_without_leave_to_see_flags_or_cases_is_told_what_is_left_out(marked: MarkedSchool) -> None:
    few = an_actor(marked.school, now=NOW, permissions=frozenset({Permission.SEE_REPORTS, Permission.SEE_ALL_PUPILS}))
    report = kind.make(few, THEN)
    assert {found.title for found in report.tables()}.isdisjoint(
        {"Groups of pupils, this year so far", "Penalty notices"}
    )
    assert any("are left out" in note for note in report.notes)


def test_a_year_without_a_mark_says_so() -> None:
    report = kind.make(head(MarkedSchool()), THEN)
    assert report.says == "There is no mark this year."
    assert isinstance(report.sections[0], Words)


def test_the_statements_are_as_many_for_many_as_for_few(marked: MarkedSchool) -> None:
    actor, counts = head(marked), []
    for name in ("New", "Newer"):
        with CaptureQueriesContext(connection) as told:
            kind.make(actor, THEN)
        counts.append(len(told))
        marked.joins(name, "Name", marked.form_9a)
    assert counts == [11, 11]
