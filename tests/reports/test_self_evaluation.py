"""The self-evaluation extract: years beside each other, groups and their gaps, by hand (REP-C)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.asked import Asked, By, When, Whose
from rollbook.reports.kinds import self_evaluation as kind
from rollbook.reports.report import Words
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from tests.builders import TERM_STARTS, an_actor
from tests.reports.marked import MarkedSchool, rows, table

pytestmark = pytest.mark.django_db
LAST = date(2026, 9, 18)
NOW = datetime(2026, 9, 18, 15, tzinfo=LONDON)
THEN = Asked(When(date(2026, 8, 1), LAST), by=By.NC_YEAR)
A_YEAR_AGO = date(2025, 9, 8)


@pytest.fixture
def marked() -> MarkedSchool:
    """A week of last September and one of last June, and two of this September; Eve and Dot have free meals."""
    marked = MarkedSchool()
    for name, surname, form in (("Old", "Oak", marked.form_9a), ("Ola", "Orr", marked.form_9b)):
        marked.joins(name, surname, form, first=date(2025, 9, 1), last=date(2026, 7, 20))
    for monday in (A_YEAR_AGO, date(2026, 6, 8)):
        marked.week(monday, "Old", "Ola")
    marked.day("Old", A_YEAR_AGO, "II")
    for n in range(5):
        marked.day("Ola", date(2026, 6, 8) + timedelta(days=n), "II")
    for monday in (date(2026, 9, 7), date(2026, 9, 14)):
        marked.week(monday, "Ann", "Bea", "Cal", "Dot", "Eve")
    for n in range(3):
        marked.day("Dot", date(2026, 9, 7) + timedelta(days=n), "GG")
    for name in ("Dot", "Eve"):
        marked.has(name, "fsm")
    marked.keep()
    return marked


def head(marked: MarkedSchool) -> Actor:
    return an_actor(marked.school, Role.HEAD, now=NOW)


def test_years_stand_whole_and_to_the_same_day(marked: MarkedSchool) -> None:
    """Pupils, attendance, authorised, unauthorised, late, persistent, severe."""
    report = kind.make(head(marked), THEN)
    assert rows(table(report, "Year by year")) == [
        ["2025/26, whole year", "2", "28/40", "12/40", "0/40", "0/40", "2/2", "1/2"],
        ["2025/26, to the same day", "2", "18/20", "2/20", "0/20", "0/20", "1/2", "0/2"],
        ["2026/27, to Fri 18 Sep 2026", "5", "94/100", "0/100", "6/100", "0/100", "1/5", "0/5"],
    ]
    assert table(report, "Year by year").says == "To the same day, attendance rose each year."
    assert report.says == (
        "Attendance in 2026/27 is 94.0 %, 4.0 points above the same weeks of 2025/26 (90.0 %); 20.0 % of pupils are "
        "persistently absent."
    )


def test_a_group_stands_beside_everybody_else(marked: MarkedSchool) -> None:
    """Dot and Eve 34 of 40, the other three 60 of 60."""
    found = table(kind.make(head(marked), THEN), "Groups and their gaps")
    assert rows(found) == [["Free school meals", "2", "34/40", "−15.0", "", "", "1/2"]]


def test_a_gap_of_enough_pupils_is_named() -> None:
    more = MarkedSchool()
    for n in range(5):
        more.joins(f"P{n}", "Name", more.form_9a)
        more.has(f"P{n}", "sen")
    more.week(date(2026, 9, 7))
    for n in range(5):
        more.day(f"P{n}", date(2026, 9, 7), "I\\")
    more.keep()
    found = table(kind.make(head(more), THEN), "Groups and their gaps")
    assert found.says == "The widest gap is of SEN support: 10.0 points below everybody else."


def test_england_stands_beside_the_whole_school_alone(marked: MarkedSchool) -> None:
    titles = {found.title for found in kind.make(head(marked), THEN).tables()}
    assert "Beside other schools" in titles
    some = Asked(THEN.when, Whose(nc_years=("9",)))
    report = kind.make(head(marked), some)
    assert "Beside other schools" not in {found.title for found in report.tables()}
    assert any("published figures are of whole schools" in note for note in report.notes)


def test_a_school_without_a_mark_says_so() -> None:
    report = kind.make(head(MarkedSchool()), THEN)
    assert report.says == ""
    assert isinstance(report.sections[0], Words)
    assert report.sections[0].paragraphs == ("There is no mark in these three years.",)


def test_a_leap_day_has_the_day_before_it_beside_it() -> None:
    assert kind._same_day(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert kind._same_day(date(2028, 2, 29), 0) == date(2028, 2, 29)
    assert kind._same_day(TERM_STARTS, 2) == date(2024, 9, 1)


def test_the_statements_are_as_many_for_many_as_for_few(marked: MarkedSchool) -> None:
    actor, counts = head(marked), []
    for name in ("New", "Newer"):
        with CaptureQueriesContext(connection) as told:
            kind.make(actor, THEN)
        counts.append(len(told))
        marked.joins(name, "Name", marked.form_9a)
    assert counts == [29, 29]
