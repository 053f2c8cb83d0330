"""How often each code was used, counted on paper (REP-B)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.reports.asked import By
from rollbook.reports.kinds import codes_used as kind
from rollbook.reports.report import Change
from tests.reports.marked import MONDAY, MarkedSchool, asked, picture, rows, table

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(days=7)


@pytest.fixture
def marked() -> MarkedSchool:
    marked = MarkedSchool()
    marked.week(BEFORE)
    marked.week()
    marked.day("Ann", BEFORE, "I\\")
    marked.day("Ann", MONDAY, "II")
    marked.day("Bea", MONDAY, "IL")
    marked.day("Dot", MONDAY, "DD")
    marked.keep()
    return marked


def test_each_code_with_what_it_counts_as_and_what_changed(marked: MarkedSchool) -> None:
    found = table(kind.make(marked.head(), asked()), "Codes used")
    assert [[row[0], *row[2:]] for row in rows(found)] == [
        ["/", "present", "22", "22/50", "−4.0", "5"],
        ["\\", "present", "22", "22/50", "−6.0", "5"],
        ["L", "present, late", "1", "1/50", "+2.0", "1"],
        ["D", "not a possible session", "2", "2/50", "+4.0", "1"],
        ["I", "authorised absence", "3", "3/50", "+4.0", "2"],
        ["", "", "50", "50/50", "", ""],
    ]
    assert found.says == "The commonest codes of absence, of all marks: I (illness) 6.0 %."


def test_more_absence_is_worse_and_of_other_codes_nothing_is_told(marked: MarkedSchool) -> None:
    found = {row[0]: row[5] for row in table(kind.make(marked.head(), asked()), "Codes used").rows}
    assert found["I"] == Change(40, better=False)
    assert found["/"] == Change(-40)
    assert found["D"] == Change(40)


def test_the_commonest_codes_group_by_group(marked: MarkedSchool) -> None:
    found = table(kind.make(marked.head(), asked(by=By.FORM)), "The commonest codes by form")
    assert [column.title for column in found.columns] == ["Form", "I", "D", "L", "All others", "Marks"]
    assert rows(found) == [
        ["9A", "3", "0", "1", "0", "30"],
        ["9B", "0", "2", "0", "0", "10"],
        ["10A", "0", "0", "0", "0", "10"],
        ["Everybody", "3", "2", "1", "0", "50"],
    ]


def test_the_picture_leaves_out_being_there_in_time(marked: MarkedSchool) -> None:
    drawn = picture(kind.make(marked.head(), asked()), "The commonest codes").chart
    assert [(p.at, p.value) for p in drawn.series[0].points] == [
        ("I illness", 3.0), ("D dual registered, attending other school", 2.0), ("L late, before register closed", 1.0),
    ]  # fmt: skip


def test_where_everybody_was_there_or_nothing_is_marked_it_says_so(marked: MarkedSchool) -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert kind.make(marked.head(), asked(tuesday, tuesday)).says == "Nobody was absent."
    later = MONDAY + timedelta(days=14)
    report = kind.make(marked.head(), asked(later, later))
    assert (report.says, rows(table(report, "Codes used"))) == ("", [])


def test_a_tutor_reads_of_their_own_form(marked: MarkedSchool) -> None:
    found = table(kind.make(marked.tutor_of_9a(), asked()), "Codes used")
    assert rows(found)[-1][3] == "30"


def test_the_statements_are_six(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, asked())
    assert len(found) == 6
