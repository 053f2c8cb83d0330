"""REG-M, as the office tells it: snow at 6:40, and snow at noon."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.absence.queries import without_reason
from rollbook.audit.models import AuditEntry
from rollbook.home.queries import today_of
from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.sudden import Sudden, close_suddenly, preview_sudden, reopen
from rollbook.registers.models import ContactStop, Mark
from rollbook.registers.queries import year_lines
from rollbook.registers.queries.contact import contact_stopped, stop_on
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.models import Closure
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
ALL_DAY = Sudden(MONDAY, (Half.AM, Half.PM), "Snow")
FROM_NOON = Sudden(MONDAY, (Half.PM,), "Snow since eleven")


def office(room: Classroom, at: str) -> Actor:
    return an_actor(room.school, user=room.officer, now=clock(at))


def mark(room: Classroom, n: int, code: str) -> None:
    cell = Cell(str(room.pupils[n].public_id), Session(MONDAY, Half.AM), code)
    enter_cells(office(room, "8:50"), save_id=uuid.uuid4(), cells=[cell], replace=False)


def closed(room: Classroom, at: str, sudden: Sudden) -> uuid.UUID:
    close_suddenly(office(room, at), save_id=uuid.uuid4(), sudden=sudden)
    stop = stop_on(office(room, at), MONDAY)
    assert stop is not None
    return stop.public_id


def test_at_twenty_to_seven_one_act_closes_the_school_and_stops_the_calls() -> None:
    """Nothing is marked before its session (REG-16); when each register has closed, Y4 is the mark by itself."""
    room = Classroom(4)
    early = office(room, "6:40")
    seen = preview_sudden(early, ALL_DAY)
    assert (seen.pupils, seen.stay, seen.begun) == (4, (), ())
    assert not ContactStop.objects.exists()
    closed(room, "6:40", ALL_DAY)
    assert not Mark.objects.exists()
    assert Closure.objects.get().kind == Closure.Kind.UNPLANNED
    assert set(contact_stopped(early, MONDAY, Half.AM, [p.pk for p in room.pupils]).values()) == {
        "Unable to attend: whole school site unexpectedly closed"
    }
    for at, half in (("9:20", Half.AM), ("13:40", Half.PM)):
        close_session(office(room, at), on=MONDAY, half=half)
    assert set(room.codes().values()) == set(room.codes(half=1).values()) == {"Y4"}
    assert {line.totals.possible for line in year_lines(early, [2026])} == {0}
    assert verify_school(office(room, "17:00")).faults == ()


def test_a_tutor_who_came_in_and_marked_n_sets_nobody_ringing() -> None:
    """Today's lane obeys at once; what is N when the office closes becomes Y4, an amendment with its reason."""
    room = Classroom(3)
    mark(room, 0, "N")
    at_nine = office(room, "9:00")
    assert len(without_reason(at_nine, MONDAY, Half.AM)) == 1
    closed(room, "9:00", ALL_DAY)
    assert without_reason(at_nine, MONDAY, Half.AM) == ()
    assert set(room.codes().values()) == {"Y4"}
    mark_again = Mark.objects.filter(pupil=room.pupils[1], half=0)
    mark_again.update(code="N")
    assert without_reason(at_nine, MONDAY, Half.AM) == ()
    assert today_of(at_nine).families == ()


def test_at_noon_the_morning_stays_true_and_the_afternoon_is_lost() -> None:
    room = Classroom(3)
    for n, code in enumerate(("/", "L", "N")):
        mark(room, n, code)
    closed(room, "12:00", FROM_NOON)
    close_session(office(room, "13:40"), on=MONDAY, half=Half.PM)
    assert room.codes() == {"Abiodun": "/", "Ahmed": "L", "Barker": "N"}
    assert set(room.codes(half=1).values()) == {"Y4"}
    # This morning's absence still has its question; only the afternoon has none.
    assert len(without_reason(office(room, "12:05"), MONDAY, Half.AM)) == 1
    assert verify_school(office(room, "17:00")).faults == ()


def test_the_gritters_came_after_all_and_the_closure_is_taken_back_in_one_step() -> None:
    room = Classroom(2)
    mark(room, 0, "N")
    stop = closed(room, "9:00", ALL_DAY)
    with pytest.raises(Refused, match="Write why"):
        reopen(office(room, "9:05"), stop=stop, reason=" ")
    reopen(office(room, "9:05"), stop=stop, reason="The road was cleared")
    assert room.codes() == {"Abiodun": "N"}
    assert not Closure.objects.exists()
    assert stop_on(office(room, "9:06"), MONDAY) is None
    assert len(without_reason(office(room, "9:06"), MONDAY, Half.AM)) == 1
    close_session(office(room, "9:20"), on=MONDAY, half=Half.AM)
    assert room.codes() == {"Abiodun": "N"}
    assert verify_school(office(room, "17:00")).faults == ()


def test_it_is_told_once_and_only_by_who_may_amend_marks() -> None:
    room = Classroom(2)
    save_id = uuid.uuid4()
    assert close_suddenly(office(room, "6:40"), save_id=save_id, sudden=ALL_DAY) == 2
    assert close_suddenly(office(room, "6:41"), save_id=save_id, sudden=ALL_DAY) == 0
    with pytest.raises(Refused, match="closed already \\(Snow"):
        close_suddenly(office(room, "6:42"), save_id=uuid.uuid4(), sudden=ALL_DAY)
    assert AuditEntry.objects.filter(verb="registers.SchoolClosedSuddenly").count() == 1
    with pytest.raises(Refused):
        close_suddenly(an_actor(room.school, Role.TUTOR, now=clock("6:40")), save_id=uuid.uuid4(), sudden=ALL_DAY)


def test_the_evening_before_is_soon_enough_and_last_week_is_not_sudden() -> None:
    room = Classroom(1)
    the_evening_before = office(room, "9:00")
    ahead = Sudden(MONDAY + timedelta(days=1), ALL_DAY.halves, "Boiler")
    close_suddenly(the_evening_before, save_id=uuid.uuid4(), sudden=ahead)
    assert stop_on(the_evening_before, MONDAY) is None
    for day in (MONDAY - timedelta(days=3), MONDAY + timedelta(days=20)):
        with pytest.raises(Refused, match="not today or within a week"):
            preview_sudden(the_evening_before, Sudden(day, ALL_DAY.halves, "Snow"))
    with pytest.raises(Refused, match="not due to meet"):
        preview_sudden(the_evening_before, Sudden(MONDAY + timedelta(days=5), ALL_DAY.halves, "Snow"))
