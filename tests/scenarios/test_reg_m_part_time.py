"""REG-M, as the office tells it: nursery and Reception part-time, settling in, and a reduced timetable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.planning_many import Pattern, plan_absences
from rollbook.registers.models import Mark, PlannedMark
from rollbook.registers.queries import year_lines
from rollbook.registers.queries.contact import contact_stopped
from rollbook.rules.actor import Actor
from rollbook.rules.age import compulsory_age
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
FOUR = date(2022, 2, 10)  # five on 10 February 2027, of compulsory age on 31 March 2027
LAST_DAY_BEFORE = date(2027, 3, 30)
MORNINGS_ONLY = (Pattern("12345", "1"),)


def office(room: Classroom, at: str = "9:30", days: int = 0) -> Actor:
    return an_actor(room.school, user=room.officer, now=clock(at) + timedelta(days=days))


def a_four_year_old(room: Classroom) -> str:
    group = a_group(room.school, "RA", nc_year="R")
    return str(a_pupil(room.school, group=group, surname="Small", born=FOUR).public_id)


def test_mornings_in_reception_and_x_in_the_afternoons() -> None:
    room = Classroom(0)
    small = a_four_year_old(room)
    plan_absences(
        office(room, "8:00"), pupils=[small], first=MONDAY, last=LAST_DAY_BEFORE, code="X", patterns=MORNINGS_ONLY
    )
    close_session(office(room), on=MONDAY, half=Half.AM)
    close_session(office(room, "14:00"), on=MONDAY, half=Half.PM)
    assert list(Mark.objects.values_list("half", "code")) == [(1, "X")]
    (line,) = year_lines(office(room), [2026])
    assert line.totals.possible == 0
    pupil = Mark.objects.get().pupil_id
    assert contact_stopped(office(room), MONDAY, Half.AM, [pupil]) == {}
    assert list(contact_stopped(office(room), MONDAY, Half.PM, [pupil])) == [pupil]


def test_settling_in_ends_with_its_last_day() -> None:
    room = Classroom(0)
    small = a_four_year_old(room)
    friday = MONDAY + timedelta(days=4)
    plan_absences(office(room, "8:00"), pupils=[small], first=MONDAY, last=friday, code="X", patterns=MORNINGS_ONLY)
    close_session(office(room, "14:00", days=7), on=MONDAY + timedelta(days=7), half=Half.PM)
    assert not Mark.objects.exists()


def test_x_never_reaches_into_compulsory_age() -> None:
    """COD-11, T-09, REG-14: the plan says by itself until which day it may run."""
    room = Classroom(1)
    small = a_four_year_old(room)
    assert compulsory_age(FOUR).starts_on == LAST_DAY_BEFORE + timedelta(days=1)
    with pytest.raises(Refused, match="Plan it to Tuesday 30 March 2027 at the latest") as refused:
        plan_absences(office(room), pupils=[small], first=MONDAY, last=date(2027, 7, 1), code="X")
    assert refused.value.rule == "COD-11"
    thirteen = str(room.pupils[0].public_id)
    with pytest.raises(Refused, match="Use C2 where it is agreed"):
        plan_absences(office(room), pupils=[thirteen], first=MONDAY, last=MONDAY, code="X")
    assert not PlannedMark.objects.exists()


def test_a_reduced_timetable_is_c2_within_compulsory_age_and_nowhere_else() -> None:
    room = Classroom(1)
    thirteen = str(room.pupils[0].public_id)
    agreed = "Agreed with Ms Abiodun, review 2 Oct"
    plan_absences(
        office(room, "8:00"),
        pupils=[thirteen],
        first=MONDAY,
        last=MONDAY + timedelta(days=25),
        code="C2",
        note=agreed,
        patterns=MORNINGS_ONLY,
    )
    close_session(office(room, "14:00"), on=MONDAY, half=Half.PM)
    assert room.codes(half=1) == {"Abiodun": "C2"}
    with pytest.raises(Refused, match="Use X outside it"):
        plan_absences(office(room), pupils=[a_four_year_old(room)], first=MONDAY, last=MONDAY, code="C2", note=agreed)
