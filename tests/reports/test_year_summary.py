"""Every pupil's attendance with the line that they are over (REP-B, PA-3, PA-4)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.asked import Measure, Whose
from rollbook.reports.kinds import year_summary as kind
from rollbook.reports.report import Share
from tests.reports.marked import FRIDAY, MONDAY, MarkedSchool, asked, number, rows, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked() -> MarkedSchool:
    marked = MarkedSchool()
    marked.week()
    marked.day("Ann", MONDAY, "I\\")
    marked.day("Bea", MONDAY, "L\\", minutes=9)
    marked.day("Cal", MONDAY, "XX")
    for n in range(3):
        marked.day("Dot", MONDAY.replace(day=14 + n), "GG")
    marked.keep()
    return marked


def test_every_pupil_has_a_line_and_the_foot_is_all_of_them(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert rows(table(report, "Every pupil")) == [
        ["Archer, Ann", "9A", "9/10", "10", "1", "0", "0", "Persistent, early"],
        ["Brown, Bea", "9A", "10/10", "10", "0", "0", "1", "Early"],
        ["Carter, Cal", "9A", "8/8", "8", "0", "0", "0", "Early"],
        ["Dean, Dot", "9B", "4/10", "10", "0", "6", "0", "Severe, early"],
        ["Ellis, Eve", "10A", "10/10", "10", "0", "0", "0", "Early"],
        ["5 pupils", "", "41/48", "48", "1", "6", "1", "2 persistent, 1 of them severe"],
    ]
    assert report.says == ("Attendance of 5 pupils is 85.4 %; 2 of them (40.0 %) are persistently absent, 1 severely.")
    assert number(report, "Persistently absent") == "2/5"


def test_a_pupils_share_opens_to_the_pupils_own_sessions(marked: MarkedSchool) -> None:
    share = table(kind.make(marked.head(), asked()), "Every pupil").rows[0][2]
    assert isinstance(share, Share)
    assert share.opens is not None
    assert share.opens.whose == Whose(pupil=marked.pupils["Ann"].public_id)
    assert share.opens.measure is Measure.ATTENDANCE


def test_a_tutor_finds_the_own_form_and_is_told_so(marked: MarkedSchool) -> None:
    report = kind.make(marked.tutor_of_9a(), asked())
    assert [row[0] for row in rows(table(report, "Every pupil"))][:-1] == ["Archer, Ann", "Brown, Bea", "Carter, Cal"]
    assert any("whom you may see" in note for note in report.notes)


def test_a_year_without_a_mark_says_so() -> None:
    report = kind.make(MarkedSchool().head(), asked())
    (found,) = report.tables()
    assert (found.rows, found.foot, report.says) == ((), (), "")


def test_it_takes_as_many_statements_for_many_as_for_few(marked: MarkedSchool) -> None:
    counts, head = [], marked.head()
    for n in range(2):
        with CaptureQueriesContext(connection) as told:
            kind.make(head, asked())
        counts.append(len(told))
        marked.joins(f"New{n}", "Name", marked.form_9a, first=FRIDAY)
    assert counts == [4, 4]
