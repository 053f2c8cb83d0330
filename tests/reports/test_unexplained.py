"""Unexplained absence and how long it took, counted on paper (COD-4)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.registers.models import Amendment, RegisterSave
from rollbook.reports.asked import By
from rollbook.reports.kinds import unexplained as kind
from rollbook.rules.actor import LONDON
from rollbook.schools.models import Closure
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, picture, rows, table

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
_seq = count(1)


def amended(marked: MarkedSchool, name: str, on: date, new: str, at: date, *, half: int = 0, old: str = "N") -> None:
    """A session's N gave way to a code at ten o'clock of a day."""
    moment = datetime.combine(at, time(10), LONDON)
    made = {"made_at": moment, "by_name": "A. Osei", "by_role": "Attendance administrator", "source": "web"}
    save = RegisterSave.objects.create(
        school=marked.school, chain_year=2026, seq=next(_seq), save_id=uuid.uuid4(), digest=b"", kind="settle",
        marks=[], prev=b"", hash=b"", **made,
    )  # fmt: skip
    Amendment.objects.create(
        school=marked.school, save_row=save, pupil=marked.pupils[name], date=on, half=half, old=old, new=new,
        reason="", at=moment, by_name="A. Osei", by_role="Attendance administrator",
    )  # fmt: skip


@pytest.fixture
def marked() -> MarkedSchool:
    """Ann came late after all, Bea was ill (told on Thursday), Dot has two sessions open since Monday."""
    marked = MarkedSchool()
    marked.week()
    marked.day("Ann", MONDAY, "L\\", minutes=30)
    marked.day("Bea", MONDAY, "II")
    marked.day("Cal", TUESDAY, "O\\")
    marked.day("Dot", MONDAY, "NN")
    marked.keep()
    amended(marked, "Ann", MONDAY, "L", MONDAY)
    amended(marked, "Bea", MONDAY, "I", THURSDAY)
    amended(marked, "Bea", MONDAY, "I", THURSDAY, half=1)
    amended(marked, "Cal", TUESDAY, "O", WEDNESDAY)
    return marked


def test_the_figures_and_the_sentence(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert number(report, "Sessions without a reason") == "6"
    assert (number(report, "Settled"), number(report, "Within five school days")) == ("4/6", "4/4")
    assert (number(report, "Half were settled within"), number(report, "Still open")) == ("1 school day", "2")
    assert report.says == (
        "6 sessions stood without a reason; 4 are settled, half of them within 1 school day. "
        "2 are open, the oldest for 4 school days."
    )


def test_how_long_it_took_is_drawn(marked: MarkedSchool) -> None:
    found = picture(kind.make(marked.head(), asked()), "How long it took")
    assert [row[1] for row in rows(found.table)] == ["1", "1", "0", "2", "0", "0", "0", "2", "6"]
    assert [point.value for point in found.chart.series[0].points] == [1.0, 1.0, 0.0, 2.0, 0.0, 0.0, 0.0, 2.0]


def test_each_form_and_what_they_became(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert rows(table(report, "By form")) == [
        ["9A", "4", "4/4", "1/4", "2/4", "4/4", "1", "0", ""],
        ["9B", "2", "0/2", "0/0", "0/0", "0/0", "", "2", "4"],
        ["Everybody", "6", "4/6", "1/4", "2/4", "4/4", "1", "2", "4"],
    ]
    assert rows(table(report, "What they became")) == [
        ["I, illness", "2", "2/4"],
        ["Late: the pupil came after all", "1", "1/4"],
        ["O, no reason was ever found", "1", "1/4"],
    ]
    assert rows(table(kind.make(marked.head(), asked(by=By.NC_YEAR)), "By year group"))[0][:2] == ["Year 9", "6"]


def test_what_is_still_open_the_oldest_first(marked: MarkedSchool) -> None:
    assert rows(table(kind.make(marked.head(), asked()), "Still open, the oldest first")) == [
        ["Dean, Dot", "9B", "2", "Mon 14 Sep am", "4"],
    ]


def test_a_closed_day_is_no_school_day(marked: MarkedSchool) -> None:
    Closure.objects.create(school=marked.school, kind=Closure.Kind.INSET, name="INSET", first=WEDNESDAY, last=WEDNESDAY)
    report = kind.make(marked.head(), asked())
    took = [row[1] for row in rows(table(report, "How long it took"))]
    assert took == ["2", "0", "2", "0", "0", "0", "0", "2", "6"]
    assert rows(table(report, "Still open, the oldest first"))[0][4] == "3"


def test_open_for_longer_than_the_law_allows_is_said(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(FRIDAY_NOON + timedelta(days=7)), asked())
    assert report.says.endswith("2 are open, the oldest for 9 school days, 2 for longer than the law allows.")


def test_an_n_that_came_back_counts_as_open_and_one_settled_twice_by_its_last(marked: MarkedSchool) -> None:
    amended(marked, "Dot", MONDAY, "I", TUESDAY)
    amended(marked, "Ann", MONDAY, "L", WEDNESDAY)
    amended(marked, "Eve", MONDAY, "I", TUESDAY, old="O")
    report = kind.make(marked.head(), asked())
    assert (number(report, "Sessions without a reason"), number(report, "Still open")) == ("6", "2")
    assert [row[1] for row in rows(table(report, "How long it took"))][:4] == ["0", "1", "1", "2"]


def test_a_tutor_reads_of_their_own_form(marked: MarkedSchool) -> None:
    report = kind.make(marked.tutor_of_9a(), asked())
    assert (number(report, "Sessions without a reason"), number(report, "Still open")) == ("4", "0")
    assert any("not the whole school" in note for note in report.notes)


def test_where_there_was_none_it_says_so(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked(FRIDAY, FRIDAY))
    assert report.says == "No absence of these days ever stood without a reason."
    assert number(report, "Half were settled within") == "–"


def test_the_statements_are_seven(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, asked())
    assert len(found) == 7
