"""REG-M, as the office tells it: the sixth form has free periods, may go home, and is on no lesson's list then."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.planning_many import Pattern, plan_absences
from rollbook.registers.queries import year_lines
from rollbook.registers.queries.contact import contact_stopped
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half, Session
from rollbook.site.queries import on_site
from tests.builders import a_pupil, an_actor
from tests.registers.classroom import MONDAY
from tests.registers.lesson_room import IN_P1, IN_P4, LessonRoom
from tests.site.desk import acting, clock, moved
from tests.timetable.weekly import a_lesson, a_set

pytestmark = pytest.mark.django_db
SEVENTEEN = date(2009, 5, 3)


def a_sixth_form() -> LessonRoom:
    """Two of Year 13: one has maths in P1 and P4, the other only P1, and is free in the afternoon."""
    room = LessonRoom(0)
    busy, free = (a_pupil(room.school, group=room.group, surname=n, born=SEVENTEEN) for n in ("Busy", "Free"))
    room.pupils = [busy, free]
    both = a_set(room.school, "13/Ma", pupils=(busy, free), nc_year="13")
    room.p1 = a_lesson(both, "P1", teacher=room.teacher)
    room.p4 = a_lesson(a_set(room.school, "13/Fm", pupils=(busy,), nc_year="13"), "P4", teacher=room.teacher)
    return room


def test_who_is_free_is_on_no_lessons_list() -> None:
    room = a_sixth_form()
    assert len(room.sheet(room.p1, IN_P1).sheet.rows) == 2
    assert [row.pupil.surname for row in room.sheet(room.p4, IN_P4).sheet.rows] == ["Busy"]


def test_free_afternoons_are_x_each_week_and_nobody_rings() -> None:
    """COD-11: outside compulsory age and not required to attend; the morning's mark is taken as ever."""
    room = a_sixth_form()
    office = an_actor(room.school, user=room.officer, now=clock("8:00"))
    free = room.pupils[1]
    plan_absences(
        office,
        pupils=[str(free.public_id)],
        first=MONDAY,
        last=date(2027, 3, 25),
        code="X",
        patterns=(Pattern("1", "1"),),
    )
    cells = [Cell(str(p.public_id), Session(MONDAY, Half.AM), "/") for p in room.pupils]
    later = an_actor(room.school, user=room.officer, now=clock("13:50"))
    enter_cells(later, save_id=uuid.uuid4(), cells=cells, replace=False)
    close_session(later, on=MONDAY, half=Half.PM)
    assert room.codes() == {"Busy": "/", "Free": "/"}
    assert room.codes(half=1) == {"Free": "X"}
    assert list(contact_stopped(later, MONDAY, Half.PM, [p.pk for p in room.pupils])) == [free.pk]
    totals = {line.pupil_id: line.totals for line in year_lines(later, [2026])}
    assert (totals[free.pk].possible, totals[free.pk].attended) == (1, 1)
    assert verify_school(later).faults == ()


def test_going_home_at_noon_leaves_the_on_site_list_and_the_morning_stays_true() -> None:
    room = a_sixth_form()
    office = an_actor(room.school, user=room.officer, now=clock("9:30"))
    cells = [Cell(str(p.public_id), Session(MONDAY, Half.AM), "/") for p in room.pupils]
    enter_cells(office, save_id=uuid.uuid4(), cells=cells, replace=False)
    moved(room, 1, "left", "12:10")
    found = on_site(acting(room, Role.RECEPTION, "12:30"))
    assert [p.pupil.surname for p in found.here] == ["Busy"]
    assert room.codes() == {"Busy": "/", "Free": "/"}
