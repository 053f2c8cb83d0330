"""Statistics for agencies: groups, never a name, small numbers hidden with what gives them away (REP-C, DAT-7)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.kinds import agency_statistics as kind
from tests.reports.marked import MONDAY, MarkedSchool, asked, rows, table

pytestmark = pytest.mark.django_db


def a_school_of(looked_after: int, others: int, *, missing: int = 0) -> MarkedSchool:
    """So many looked after, the first few of whom miss a day of the week; everybody else is there."""
    marked = MarkedSchool()
    marked.pupils.clear()
    for n in range(looked_after + others):
        marked.joins(f"P{n:02}", "Name", marked.form_9a)
        if n < looked_after:
            marked.has(f"P{n:02}", "looked-after")
    marked.week()
    for n in range(missing):
        marked.day(f"P{n:02}", MONDAY, "II")
    marked.keep()
    return marked


def test_a_group_of_five_stands_beside_everybody() -> None:
    report = kind.make(a_school_of(5, 7, missing=5).head(), asked())
    assert rows(table(report, "Virtual school")) == [
        ["Looked after", "5", "40/50", "10/50", "0/50", "5/5", "0/5"],
        ["Everybody", "12", "110/120", "10/120", "0/120", "5/12", "0/12"],
    ]
    assert table(report, "Virtual school").says == "Looked after: attendance 80.0 %; everybody 91.7 %."
    assert not report.names_pupils


def test_a_group_of_four_is_hidden_whole() -> None:
    report = kind.make(a_school_of(4, 8).head(), asked())
    assert rows(table(report, "Virtual school"))[0] == ["Looked after", *["c"] * 6]
    assert table(report, "Virtual school").says == ""


def test_a_group_is_hidden_where_those_outside_it_are_few() -> None:
    """Else they were everybody less the group."""
    report = kind.make(a_school_of(9, 3).head(), asked())
    assert rows(table(report, "Virtual school"))[0] == ["Looked after", *["c"] * 6]


def test_few_over_the_line_are_hidden_and_so_are_few_who_are_not() -> None:
    few = rows(table(kind.make(a_school_of(9, 9, missing=2).head(), asked()), "Virtual school"))
    assert few[0] == ["Looked after", "9", "86/90", "4/90", "0/90", "c", "0/9"]
    assert few[1][5] == "c"
    nearly = rows(table(kind.make(a_school_of(9, 9, missing=7).head(), asked()), "Virtual school"))
    assert nearly[0][5] == "c"


def test_an_agency_without_a_pupil_is_told_so() -> None:
    report = kind.make(a_school_of(5, 5).head(), asked())
    social = table(report, "Social care")
    assert social.rows == ()
    assert social.empty == (
        "No pupil of these days is known with: child protection plan, child in need, social worker, young carer."
    )


def test_a_school_without_a_mark_has_one_empty_table() -> None:
    report = kind.make(MarkedSchool().head(), asked())
    (found,) = report.tables()
    assert found.empty == "There is no mark in these days for these pupils."


def test_the_statements_are_counted() -> None:
    marked = a_school_of(6, 6)
    head = marked.head()
    with CaptureQueriesContext(connection) as told:
        kind.make(head, asked())
    assert len(told) == 4
