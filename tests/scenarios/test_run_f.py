"""RUN-F, as two people who share the attendance desk would tell it: hand-over, standing in, and before a holiday."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import pytest

from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.schools.models import Closure
from rollbook.staff.actions import assign_role
from rollbook.work.actions import delegate, finish_note, finish_task, leave_note, look_back, make_task, read_note
from rollbook.work.queries import delegations, last_look, notes_for, since, tasks_for
from tests.work.staffroom import Staffroom

pytestmark = pytest.mark.django_db

WEDNESDAY, THURSDAY = date(2026, 10, 14), date(2026, 10, 15)


def at(on: date, hour: int) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=LONDON)


def test_two_who_share_a_desk() -> None:
    room = Staffroom()
    office = Role.ATTENDANCE_ADMINISTRATOR
    dana = room.person(office, "D. Dana")

    # Wednesday, two o'clock: Ms Osei goes home until Monday and leaves a note for whoever has the desk.
    osei = room.acting(room.officer, office, at(WEDNESDAY, 14))
    note = uuid.uuid4()
    leave_note(osei, note=note, says="Mrs Haddad rings at ten about Layla's taxi.", role=office.value)
    look_back(osei)

    # Thursday: Dana reads it, does what it asks, and the note goes from the top.
    morning = room.acting(dana, office, at(THURSDAY, 8))
    assert [line.read for line in notes_for(morning)] == [False]
    read_note(morning, note=note)
    finish_note(room.acting(dana, office, at(THURSDAY, 10)), note=note)
    made = make_task(morning, says="Ring the taxi firm", due=THURSDAY, role=office.value)
    finish_task(morning, task=made)

    # Monday: Ms Osei sees that it was read, and what Dana did; her own work is not news to her.
    monday = room.acting(room.officer, office, at(date(2026, 10, 19), 8))
    (kept,) = notes_for(monday)
    assert ([one.name for one in kept.readings], kept.done_by) == (["D. Dana"], "D. Dana")
    news = {area.title: [one.says for one in area.news] for area in since(monday, last_look(monday))}
    assert news == {"Tasks": ["1 task made", "1 task finished"]}


def test_somebody_falls_ill() -> None:
    room = Staffroom()
    lead = Role.DSL
    head = room.acting(room.person(Role.HEAD, "H. Head"), Role.HEAD, at(WEDNESDAY, 8))
    marsh = room.person(lead, "S. Marsh")
    deputy = room.person(Role.TEACHER, "T. Deputy")
    make_task(head, says="Strategy meeting about Tolu", due=THURSDAY, role=lead.value, pupil=room.pupils[0].pk)
    make_task(head, says="Return the hall key", due=THURSDAY, owner=marsh.pk)

    # The head passes the lead's work to a teacher until Friday. Not a word of a child's protection goes with it.
    delegate(head, delegation=uuid.uuid4(), of=marsh.pk, to=deputy.pk, first=WEDNESDAY, last=date(2026, 10, 16))
    standing = room.acting(deputy, Role.TEACHER, at(WEDNESDAY, 9))
    assert [line.says for line in tasks_for(standing)] == ["Return the hall key"]
    assert delegations(head)[0].not_over == (lead,)

    # So the head gives the role itself, with an end: now the deputy can act, and on Saturday no longer.
    assign_role(head, user_id=deputy.pk, role=lead, first=WEDNESDAY, last=date(2026, 10, 16))
    acting_lead = room.acting(deputy, lead, at(WEDNESDAY, 10))
    assert {line.says for line in tasks_for(acting_lead)} == {"Strategy meeting about Tolu", "Return the hall key"}
    assert tasks_for(room.acting(deputy, Role.TEACHER, at(date(2026, 10, 17), 9))) == ()


def test_a_clock_that_runs_through_half_term_is_raised_before_it() -> None:
    room = Staffroom()
    Closure.objects.create(
        school=room.school, kind="half-term", first=date(2026, 10, 26), last=date(2026, 10, 30), name="Half term"
    )
    osei = room.acting(room.officer, Role.ATTENDANCE_ADMINISTRATOR, at(date(2026, 10, 19), 8))
    # Ten calendar days to answer the council end in the middle of half term, when nobody is at school.
    make_task(osei, says="Answer the council's notice", due=date(2026, 10, 29), owner=room.officer.pk)
    (line,) = tasks_for(osei)
    assert (line.act_by, line.in_holiday) == (date(2026, 10, 23), True)
    # On the last Friday it stands among what is to be done today.
    friday = room.acting(room.officer, Role.ATTENDANCE_ADMINISTRATOR, at(date(2026, 10, 23), 8))
    assert tasks_for(friday)[0].act_by == friday.today
