"""What is passed on of a report: that a child is away, to whoever has them; the words, to those who may read them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import reject_report
from rollbook.absence.queries.line_away import told_away
from rollbook.absence.queries.line_history import history_of
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.line_room import LineRoom
from tests.absence.morning import MONDAY
from tests.builders import a_role, a_user, an_actor

pytestmark = pytest.mark.django_db


def test_a_tutor_sees_at_once_that_a_child_of_theirs_is_away_and_until_when() -> None:
    room = LineRoom()
    room.morning.marked({0: "N", 1: "/"})
    room.file(room.told("Tolu has shingles, back on Thursday"), 0)
    tutor = an_actor(room.morning.school, Role.TUTOR, now=room.office.now, user=room.morning.tutor)
    (one,) = told_away(tutor, MONDAY)
    assert (one.pupil.forename, one.says) == ("Tolu", "all day")
    assert "shingles" not in repr(one)


def test_a_teacher_of_others_sees_nobody() -> None:
    room = LineRoom()
    room.file(room.told("Tolu is ill"), 0)
    teacher = a_user("Ms Cole")
    a_role(teacher, room.morning.school, Role.TEACHER)
    assert told_away(an_actor(room.morning.school, Role.TEACHER, now=room.office.now, user=teacher), MONDAY) == ()


def test_half_a_day_is_half_a_day_and_what_waits_is_not_passed_on() -> None:
    room = LineRoom()
    room.told("Femi is ill")
    room.file(room.told("Tolu at the dentist"), 0, halves="1", code="M")
    (one,) = told_away(room.office, MONDAY)
    assert one.halves == (Half.PM,)
    assert one.says == "afternoon"


def test_any_number_of_pupils_away_takes_two_statements() -> None:
    room = LineRoom()
    room.file(room.told("all three are ill"), 0, 1, 2)
    with CaptureQueriesContext(connection) as asked:
        assert len(told_away(room.office, MONDAY)) == 3
    assert len(asked) == 2


def test_the_pupils_history_tells_of_the_report_and_what_became_of_it() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    room.file(room.told("Tolu is ill"), 0)
    put_aside = room.told("Tolu is ill", way="form", pupils=(room.morning.pupils[0].pk,))
    reject_report(room.office, report=put_aside, seen=1, why="Told twice")
    with CaptureQueriesContext(connection) as asked:
        told = history_of(room.office, room.morning.pupils[0].pk, MONDAY, MONDAY)
    assert len(asked) == 1
    assert {one.says for one in told} == {
        "Absence reported (voicemail), filed as I by A. Osei",
        "Absence reported (form), put aside by A. Osei",
    }
    assert {one.words for one in told} == {"Tolu is ill"}
    assert all(one.url_id for one in told)


def test_words_and_the_way_to_the_report_are_for_those_alone_who_may() -> None:
    room = LineRoom()
    room.file(room.told("Tolu has shingles"), 0)
    desk = room.morning.actor(Role.RECEPTION)
    (told,) = history_of(desk, room.morning.pupils[0].pk, MONDAY, MONDAY)
    assert (told.words, told.url_id) == ("", "")
