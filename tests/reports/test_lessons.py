"""Lesson marks by subject, period and group, and who was in school but not in a lesson (REP-B)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.registers.models import Mark, PupilYear
from rollbook.reports.asked import Asked, When, Whose
from rollbook.reports.kinds import lessons as kind
from rollbook.reports.report import Report
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import row_of
from tests.builders import TERM_STARTS, an_actor
from tests.registers.classroom import MONDAY
from tests.registers.lesson_room import IN_P4, P4_LATE, LessonRoom
from tests.reports.marked import number, rows, table

pytestmark = pytest.mark.django_db
IN_SCHOOL = "In school, and absent from a lesson"


@pytest.fixture
def room() -> LessonRoom:
    """Four of 9A in P1 and P4. Abiodun misses P4 though marked present, Ahmed is ill all day, Barker late to P1."""
    room = LessonRoom()
    room.take(room.p1, "/IL/", minutes=4)
    room.take(room.p4, "NI\\\\", now=IN_P4)
    for pupil, codes in zip(room.pupils, ("/\\", "II", "L\\", "/\\"), strict=True):
        marks = {Session(MONDAY, half): code for half, code in zip(Half, codes, strict=True)}
        PupilYear.objects.filter(pupil=pupil, year=2026).update(codes=row_of(marks, 2026))
    assert not Mark.objects.exists()  # lessons make no mark of the register
    return room


def monday(whose: Whose | None = None) -> Asked:
    return Asked(When(MONDAY, MONDAY), whose or Whose())


def head(room: LessonRoom) -> Actor:
    return an_actor(room.school, Role.HEAD, now=P4_LATE)


def report(room: LessonRoom) -> Report:
    return kind.make(head(room), monday())


def test_the_figures_and_the_sentence(room: LessonRoom) -> None:
    found = report(room)
    assert (number(found, "Attended"), number(found, "Late to a lesson")) == ("5/8", "1/8")
    assert number(found, "In school, not in the lesson") == "1"
    assert found.says == (
        "62.5 % of 8 places in lessons were attended. "
        "1 time a lesson was missed by somebody who was in school: 1 pupil."
    )


def test_each_split_adds_up_to_all_lessons(room: LessonRoom) -> None:
    found = report(room)
    assert rows(table(found, "Lessons by period")) == [
        ["P1", "4", "3/4", "1/4", "0"],
        ["P4", "4", "2/4", "0/4", "1"],
        ["All lessons", "8", "5/8", "1/8", "1"],
    ]
    for title in ("Lessons by subject", "Lessons by teaching group"):
        assert [row[1:] for row in rows(table(found, title))] == [["8", "5/8", "1/8", "1"]] * 2


def test_who_was_in_school_and_not_in_the_lesson(room: LessonRoom) -> None:
    (row,) = rows(table(report(room), IN_SCHOOL))
    assert (row[0], row[1], row[2]) == ("Abiodun, Tolu", "9A", "1")
    assert row[4] == "Mon 7 Sep pm, P4"


def test_no_share_of_a_lesson_opens_to_sessions_of_the_register(room: LessonRoom) -> None:
    shares = [cell for one in report(room).tables() for row in one.rows for cell in row if hasattr(cell, "opens")]
    assert shares
    assert all(share.opens is None for share in shares)
    assert any("no percentage of attendance comes from lessons" in note for note in report(room).notes)


def test_only_the_pupils_asked_about_and_those_whom_the_reader_may_see(room: LessonRoom) -> None:
    nobody = kind.make(head(room), monday(Whose(nc_years=("10",))))
    assert nobody.says == "No lesson was registered in these days."
    head_of_10 = replace(an_actor(room.school, Role.HEAD_OF_YEAR, now=P4_LATE), nc_years=frozenset({"10"}))
    assert rows(table(kind.make(head_of_10, monday()), IN_SCHOOL)) == []
    one = kind.make(head(room), monday(Whose(pupil=room.pupils[0].public_id)))
    assert number(one, "Attended") == "1/2"


def test_days_without_a_lesson_mark_say_so(room: LessonRoom) -> None:
    earlier = Asked(When(TERM_STARTS, TERM_STARTS))
    found = kind.make(head(room), earlier)
    assert (found.says, rows(table(found, IN_SCHOOL))) == ("No lesson was registered in these days.", [])


def test_the_statements_are_eleven(room: LessonRoom) -> None:
    actor = head(room)
    with CaptureQueriesContext(connection) as found:
        kind.make(actor, monday())
    assert len(found) == 11
