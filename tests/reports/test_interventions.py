"""Interventions and what came after, by hand; never called a cause (REP-B, CASE-A)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.models import LateStepTaken
from rollbook.reports.kinds import interventions as kind
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from tests.builders import an_actor
from tests.cases.plans import a_case
from tests.reports.marked import MarkedSchool, asked, rows, table

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 7)
ACT, LAST = date(2026, 9, 21), date(2026, 10, 2)
NOW = datetime(2026, 10, 2, 15, tzinfo=LONDON)
EFFECT = "What was done, and attendance before and after"
THEN = asked(ACT, LAST)


@pytest.fixture
def marked() -> MarkedSchool:
    """Four weeks; a step about lateness on the third Monday for Ann (twice) and Cal, on the last Wednesday for Bea."""
    marked = MarkedSchool()
    for week in range(4):
        marked.week(FIRST + timedelta(days=7 * week))
    for n in range(2):
        marked.day("Ann", FIRST + timedelta(days=n), "II")
    marked.day("Cal", LAST, "I\\")
    for n in range(5):
        marked.day("Dot", FIRST + timedelta(days=n), "II")
    marked.keep()
    step(marked, "Ann", ACT, 3)
    step(marked, "Ann", ACT + timedelta(days=4), 6)
    step(marked, "Cal", ACT, 3)
    step(marked, "Bea", LAST - timedelta(days=2), 3)
    return marked


def step(marked: MarkedSchool, name: str, on: date, times: int) -> None:
    LateStepTaken.objects.create(
        school=marked.school, pupil=marked.pupils[name], since=FIRST, at=times, act="letter", times=times,
        taken_at=datetime(on.year, on.month, on.day, 10, tzinfo=LONDON), by_name="A. Osei",
    )  # fmt: skip


def head(marked: MarkedSchool) -> Actor:
    return an_actor(marked.school, Role.HEAD, now=NOW)


def test_sessions_before_and_after_are_pooled_and_each_pupil_goes_one_way(marked: MarkedSchool) -> None:
    """Ann 16 of 20, then 18 of 18; Cal 20 of 20, then 17 of 18; Bea’s two days since say nothing yet."""
    report = kind.make(head(marked), THEN)
    compared = "Persistently absent, and nothing of this done"
    assert rows(table(report, EFFECT)) == [
        ["Lateness", "Step about lateness", "3", "4", "36/40", "35/36", "+7.2", "1", "0", "1", "1"],
        ["Compare", compared, "1", "", "10/20", "18/18", "+50.0", "1", "0", "0", "0"],
    ]
    assert report.says == (
        "3 interventions about 3 pupils. Of 2 enough days stand on both sides: too few to say what came after."
    )


def test_each_pupil_stands_with_what_came_after(marked: MarkedSchool) -> None:
    found = rows(table(kind.make(head(marked), THEN), "Each pupil"))
    assert found == [
        ["Archer, Ann", "9A", "Step about lateness, 2 times", "Mon 21 Sep", "16/20", "18/18", "+20.0", "better"],
        ["Carter, Cal", "9A", "Step about lateness", "Mon 21 Sep", "20/20", "17/18", "−5.6", "worse"],
        ["Brown, Bea", "9A", "Step about lateness", "Wed 30 Sep", "", "", "", "too soon to tell"],
    ]


def test_no_cause_is_claimed(marked: MarkedSchool) -> None:
    notes = " ".join(kind.make(head(marked), THEN).notes)
    assert "does not mean that it came because of it" in notes
    assert "regression to the mean" in notes


def test_a_case_is_counted_by_its_process(marked: MarkedSchool) -> None:
    a_case(marked.school, marked.pupils["Eve"])
    found = rows(table(kind.make(head(marked), asked(FIRST, LAST)), EFFECT))
    assert found[0][:4] == ["Absence work", "Support plan", "1", "2"]


def test_where_nothing_was_done_it_says_so(marked: MarkedSchool) -> None:
    report = kind.make(head(marked), asked(FIRST, FIRST + timedelta(days=4)))
    (found,) = report.tables()
    assert (found.rows, report.says) == ((), "")
    assert found.empty


def test_whoever_may_not_see_cases_or_watch_lists_learns_of_no_step(marked: MarkedSchool) -> None:
    tutor = an_actor(marked.school, Role.TUTOR, now=NOW, user=marked.tutor)
    assert all(not found.rows for found in kind.make(tutor, THEN).tables())


def test_the_statements_are_as_many_for_many_as_for_few(marked: MarkedSchool) -> None:
    actor, counts = head(marked), []
    for name in ("Dot", "Eve"):
        with CaptureQueriesContext(connection) as told:
            kind.make(actor, THEN)
        counts.append(len(told))
        step(marked, name, ACT, 3)
    assert counts == [15, 15]
