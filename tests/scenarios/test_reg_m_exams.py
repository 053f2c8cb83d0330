"""REG-M, as the office tells it: in the examination is present, study leave gets no calls, Year 11 stays to June."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest

from rollbook.absence.queries import without_reason
from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.study_leave import grant_study_leave
from rollbook.registers.models import Mark, PlannedMark
from rollbook.registers.queries import year_lines
from rollbook.registers.queries.contact import contact_stopped
from rollbook.registers.queries.proposed import for_study_leave
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.age import school_leaving_date
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import Classroom

pytestmark = pytest.mark.django_db
MAY = date(2027, 5, 17)  # a Monday
LEAVERS = date(2027, 6, 25)  # the last Friday in June (REG-14)
IN_YEAR_11 = date(2011, 3, 1)


def office(room: Classroom, on: date = MAY, at: int = 9) -> Actor:
    return an_actor(room.school, user=room.officer, now=datetime(on.year, on.month, on.day, at, 30, tzinfo=LONDON))


def year_11(room: Classroom, *names: str, last_day: date | None = None) -> list[str]:
    group = a_group(room.school, f"11{names[0][0]}", nc_year="11")
    made = [a_pupil(room.school, group=group, surname=n, born=IN_YEAR_11, last_day=last_day) for n in names]
    return [str(p.public_id) for p in made]


def test_study_leave_is_absence_with_leave_and_nobody_rings() -> None:
    room = Classroom(0)
    pupils = year_11(room, "Adeyemi", "Brook")
    before = office(room, MAY - timedelta(days=7))
    assert grant_study_leave(before, pupils=pupils, first=MAY, last=LEAVERS) == 2
    keys = [p.pupil.id for p in for_study_leave(before, pupils, MAY, LEAVERS)]
    assert set(contact_stopped(office(room), MAY, Half.AM, keys)) == set(keys)
    assert contact_stopped(office(room), LEAVERS + timedelta(days=3), Half.AM, keys) == {}
    cell = Cell(pupils[0], Session(MAY, Half.AM), "N")
    enter_cells(office(room), save_id=uuid.uuid4(), cells=[cell], replace=False)
    assert without_reason(office(room), MAY, Half.AM) == ()
    close_session(office(room), on=MAY, half=Half.AM)
    assert sorted(Mark.objects.values_list("code", flat=True)) == ["N", "S"]


def test_who_comes_in_for_the_examination_is_present() -> None:
    """REG-16: a mark says where the pupil was; the plan does not stand in the way of it."""
    room = Classroom(0)
    pupils = year_11(room, "Adeyemi")
    grant_study_leave(office(room, MAY - timedelta(days=7)), pupils=pupils, first=MAY, last=LEAVERS)
    in_the_hall = Cell(pupils[0], Session(MAY, Half.AM), "/")
    done = enter_cells(office(room), save_id=uuid.uuid4(), cells=[in_the_hall], replace=False)
    assert done.count(Outcome.STORED) == 1
    close_session(office(room), on=MAY, half=Half.AM)
    close_session(office(room, at=14), on=MAY, half=Half.PM)
    assert list(Mark.objects.order_by("half").values_list("code", flat=True)) == ["/", "S"]
    (line,) = year_lines(office(room), [2026])
    assert (line.totals.possible, line.totals.attended, line.totals.authorised) == (2, 1, 1)
    assert verify_school(office(room, at=17)).faults == ()


def test_study_leave_is_for_examination_years_and_agreed_in_advance() -> None:
    room = Classroom(1)
    with pytest.raises(Refused, match="Years 11 to 13") as refused:
        grant_study_leave(office(room), pupils=[str(room.pupils[0].public_id)], first=MAY, last=LEAVERS)
    assert refused.value.rule == "COD-15"
    with pytest.raises(Refused, match="agreed in advance") as refused:
        grant_study_leave(office(room), pupils=year_11(room, "Adeyemi"), first=MAY - timedelta(days=3), last=LEAVERS)
    assert refused.value.rule == "COD-16"
    assert not PlannedMark.objects.exists()


def test_year_11_is_on_the_register_to_the_last_friday_in_june() -> None:
    """REG-15: a leaver's day before it is told before study leave is planned; after it no mark is made."""
    room = Classroom(0)
    early = year_11(room, "Early", last_day=date(2027, 5, 28))
    assert school_leaving_date(2027) == LEAVERS
    (row,) = for_study_leave(office(room), early, MAY, LEAVERS)
    assert not row.may
    assert "on the register until Friday 25 June 2027" in row.says
    right = year_11(room, "Right", last_day=LEAVERS)
    assert [r.may for r in for_study_leave(office(room), right, MAY, LEAVERS)] == [True]
    for on, outcome in ((LEAVERS, Outcome.STORED), (LEAVERS + timedelta(days=3), Outcome.REFUSED)):
        cell = Cell(right[0], Session(on, Half.AM), "/")
        done = enter_cells(office(room, on), save_id=uuid.uuid4(), cells=[cell], replace=False)
        assert done.rows[0].outcome is outcome
