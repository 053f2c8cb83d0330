"""REG-H, as the office tells it: snow, a boiler, a bus; the right code for the right pupils, in one act."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closures import Closing, close_for, preview_closing
from rollbook.registers.models import Mark
from rollbook.registers.queries import year_lines
from rollbook.registers.verifying import verify_school
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools import actions as schools
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
TUESDAY_EVENING = AT_THE_DOOR + timedelta(days=1, hours=9)


def act(room: Classroom, closing: Closing) -> int:
    office = an_actor(room.school, user=room.officer, now=TUESDAY_EVENING)
    return close_for(office, save_id=uuid.uuid4(), closing=closing).count(Outcome.STORED)


def test_two_days_of_snow_are_not_possible_sessions() -> None:
    """T-22: Y4 for all; the sessions leave the denominator, and nobody is nearer to persistent absence."""
    room = Classroom(4)
    two_days = tuple(Session(day, half) for day in (MONDAY, TUESDAY) for half in Half)
    assert act(room, Closing("Y4", two_days)) == 16
    totals = [line.totals for line in year_lines(room.actor, [2026])]
    assert {(t.possible, t.authorised + t.unauthorised) for t in totals} == {(0, 0)}
    assert verify_school(room.actor).faults == ()


def test_at_noon_those_who_were_in_stay_as_they_were_marked() -> None:
    room = Classroom(2)
    office = an_actor(room.school, user=room.officer, now=TUESDAY_EVENING)
    here = [Cell(str(p.public_id), Session(MONDAY, Half.AM), "/") for p in room.pupils]
    enter_cells(office, save_id=uuid.uuid4(), cells=here, replace=False)
    assert act(room, Closing("Y4", tuple(Session(MONDAY, half) for half in Half))) == 2
    assert set(room.codes().values()) == {"/"}
    assert set(room.codes(half=1).values()) == {"Y4"}


def test_the_boiler_fails_and_only_year_8_cannot_be_housed() -> None:
    """T-23: Y3 for Year 8, everybody else as usual."""
    room = Classroom(3)
    eight = [a_pupil(room.school, group=a_group(room.school, "8B", nc_year="8"), surname="Okafor")]
    act(room, Closing("Y3", (Session(MONDAY, Half.AM),), frozenset(str(p.public_id) for p in eight)))
    assert dict(Mark.objects.values_list("pupil_id", "code")) == {eight[0].pk: "Y3"}


def test_an_inset_day_is_never_y4() -> None:
    """T-24: a planned day belongs to the calendar."""
    room = Classroom(1)
    schools.add_closure(room.actor, kind="inset", first=TUESDAY, last=TUESDAY)
    with pytest.raises(Refused, match="the calendar holds for everybody"):
        act(room, Closing("Y4", (Session(TUESDAY, Half.AM),)))
    assert not Mark.objects.exists()


def test_the_bus_fails_for_those_it_carries_and_a_car_is_not_a_bus() -> None:
    """T-25, T-26: Y1 for the pupils of the bus; the family's car is decided pupil by pupil."""
    room = Classroom(4)
    office = an_actor(room.school, user=room.officer, now=TUESDAY_EVENING)
    carried = frozenset(str(p.public_id) for p in room.pupils[:2])
    bus = Closing("Y1", (Session(MONDAY, Half.AM),), carried)
    assert sum(row.outcome is Outcome.STORED for row in preview_closing(office, bus)) == 2
    assert act(room, bus) == 2
    assert room.codes() == {"Abiodun": "Y1", "Ahmed": "Y1"}
    with pytest.raises(Refused, match="never for the whole school"):
        act(room, Closing("Y1", (Session(MONDAY, Half.AM),)))
    assert verify_school(room.actor).faults == ()
