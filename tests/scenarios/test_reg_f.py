"""REG-F, as the office tells it: what is known ahead, and many marks at once without losing one."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells, preview_cells, reverse_bulk
from rollbook.registers.actions.closing import confirm_elsewhere
from rollbook.registers.actions.planning_many import end_plans, pattern_of, plan_absences
from rollbook.registers.jobs import close_sessions
from rollbook.registers.models import Amendment, Mark
from rollbook.registers.queries import register_sheet
from rollbook.registers.queries.grid import recent_bulk
from rollbook.registers.queries.plans import plans_between
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.marking import Outcome
from rollbook.rules.sessions import Half, Session
from tests.builders import an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)


def at(room: Classroom, day: date, hours: int = 9) -> Actor:
    return an_actor(room.school, user=room.officer, now=AT_THE_DOOR + (day - MONDAY) + timedelta(hours=hours))


def closed(room: Classroom, day: date) -> None:
    close_sessions(system_actor(room.school.pk, at(room, day).now))


def test_a_part_time_timetable_becomes_marks_week_by_week_until_it_ends() -> None:
    room = Classroom(2)
    her = [str(room.pupils[0].public_id)]
    afternoons_and_friday = pattern_of({1: "1", 2: "1", 3: "1", 4: "1", 5: "01"})
    plan_absences(
        room.actor,
        pupils=her,
        first=MONDAY,
        last=MONDAY + timedelta(days=40),
        code="C2",
        note="Agreed with her mother, reviewed at half-term",
        patterns=afternoons_and_friday,
    )
    assert not Mark.objects.exists(), "nobody is marked for what is expected"
    sheet = register_sheet(room.actor, room.group.public_id, MONDAY, Half.PM)
    assert sheet.rows[0].planned is not None, "the teacher sees it at once"

    closed(room, MONDAY)
    closed(room, FRIDAY)
    codes = list(Mark.objects.order_by("date", "half").values_list("date", "half", "code"))
    assert codes == [
        *((MONDAY + timedelta(days=n), 1, "C2") for n in range(4)),
        (FRIDAY, 0, "C2"),
        (FRIDAY, 1, "C2"),
    ]

    # She comes back full-time: the plan is withdrawn, what was marked stays.
    (plan,) = plans_between(at(room, FRIDAY), MONDAY, FRIDAY)
    end_plans(at(room, FRIDAY), plan_ids=plan.plan_ids)
    closed(room, MONDAY + timedelta(days=7))
    assert Mark.objects.count() == 6
    assert verify_school(room.actor).faults == ()


def test_a_morning_at_another_provider_that_he_missed_is_never_b() -> None:
    """T-27: alternative provision, and the provider says that he did not come."""
    room = Classroom(1)
    him = [str(room.pupils[0].public_id)]
    plan_absences(room.actor, pupils=him, first=MONDAY, last=FRIDAY, code="B", note="Motor mechanics, Hill Farm")
    closed(room, MONDAY)
    assert not Mark.objects.exists(), "B waits for the provider's word"
    confirm_elsewhere(at(room, MONDAY), on=MONDAY, half=Half.AM, pupils=him, came=False, said_by="Hill Farm")
    confirm_elsewhere(at(room, MONDAY), on=MONDAY, half=Half.PM, pupils=him, came=True, said_by="Hill Farm")
    assert list(Mark.objects.order_by("half").values_list("code", "has_detail")) == [("N", False), ("B", True)]
    assert verify_school(room.actor).faults == ()


def test_a_week_of_illness_is_entered_over_the_n_of_monday_and_taken_back() -> None:
    room = Classroom(3)
    office = at(room, FRIDAY)
    her = str(room.pupils[0].public_id)
    enter_cells(office, save_id=uuid.uuid4(), cells=[Cell(her, Session(MONDAY, Half.AM), "N")], replace=False)

    week = [Cell(her, Session(MONDAY + timedelta(days=n), half), "I") for n in range(5) for half in Half]
    kept = preview_cells(office, week, replace=False)
    assert sum(row.outcome is Outcome.STORED for row in kept) == 9, "what stands stays unless asked"
    seen = preview_cells(office, week, replace=True)
    assert [row.decision.was for row in seen if row.stood] == ["N"]

    shown = [Cell(row.decision.pupil, row.session, row.decision.now, row.wanted.entry.seen) for row in seen]
    enter_cells(office, save_id=uuid.uuid4(), cells=shown, replace=True, reason="Mother rang: flu")
    assert Mark.objects.filter(code="I").count() == 10
    assert list(Amendment.objects.values_list("old", "new")) == [("N", "I")]

    # It was the sister. One step back, and the record tells both.
    reverse_bulk(office, save_id=recent_bulk(office)[0].save_id, reason="It was the sister")
    assert list(Mark.objects.values_list("code", flat=True)) == ["N"]
    assert Amendment.objects.filter(reason="It was the sister").count() == 10
    assert verify_school(office).faults == ()
