"""Closing a session: what was planned becomes the mark, what claims attendance elsewhere waits (REG-16, COD-7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.pupils.models import Pupil
from rollbook.registers.actions.closing import close_day, close_session, confirm_elsewhere
from rollbook.registers.actions.planning_many import Pattern, pattern_of, plan_absences
from rollbook.registers.jobs import close_sessions
from rollbook.registers.models import Mark, PlannedMark, RegisterSave
from rollbook.registers.queries.awaited import awaited
from rollbook.registers.queries.day import day_check, day_left
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from tests.builders import a_pupil, a_school, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom

pytestmark = pytest.mark.django_db
AFTER_CLOSE = AT_THE_DOOR + timedelta(hours=1)


def ids(*pupils: Pupil) -> list[str]:
    return [str(p.public_id) for p in pupils]


def office(room: Classroom, minutes: int = 60) -> Actor:
    return an_actor(room.school, user=room.officer, now=AT_THE_DOOR + timedelta(minutes=minutes))


def planned(room: Classroom, n: int, code: str, note: str = "", **more: object) -> None:
    plan_absences(
        office(room),
        pupils=ids(room.pupils[n]),
        first=MONDAY,
        last=MONDAY,
        code=code,
        note=note,
        **more,  # type: ignore[arg-type]
    )


def rollbook(room: Classroom, minutes: int = 60) -> Actor:
    return system_actor(room.school.pk, AT_THE_DOOR + timedelta(minutes=minutes))


def test_a_planned_leave_becomes_the_mark_after_the_close_and_the_rest_stays_blank() -> None:
    room = Classroom(4)
    planned(room, 0, "M")
    planned(room, 1, "V")
    assert close_session(rollbook(room, 10), on=MONDAY, half=Half.AM).rows == (), "the register is still open"
    close_session(rollbook(room), on=MONDAY, half=Half.AM)
    assert room.codes() == {"Abiodun": "M"}
    (save,) = RegisterSave.objects.exclude(date=None)
    assert (save.kind, save.by_name, save.date, save.half) == ("plan", "Rollbook", MONDAY, 0)
    assert verify_school(office(room)).faults == ()


def test_closing_again_changes_nothing_and_adds_nothing_to_the_record() -> None:
    room = Classroom(3)
    planned(room, 0, "M")
    for _ in range(3):
        close_sessions(rollbook(room))
    assert RegisterSave.objects.exclude(date=None).count() == 1
    assert Mark.objects.get().version == 1


def test_what_the_teacher_entered_stays() -> None:
    room = Classroom(2)
    planned(room, 0, "M")
    Mark.objects.create(
        school=room.school, date=MONDAY, half=0, pupil=room.pupils[0], code="/", version=1, entered_on=MONDAY
    )
    close_session(rollbook(room), on=MONDAY, half=Half.AM)
    assert room.codes() == {"Abiodun": "/"}


def test_a_plan_that_the_rules_refuse_is_not_written_again_and_again() -> None:
    room = Classroom(1)
    Pupil.objects.update(born=date(2023, 3, 14))
    planned(room, 0, "X")
    Pupil.objects.update(born=date(2013, 3, 14))  # put right since: thirteen, and X is not for them (COD-11)
    for _ in range(3):
        close_session(rollbook(room), on=MONDAY, half=Half.AM)
    assert not Mark.objects.exists()
    assert not RegisterSave.objects.exclude(date=None).exists()
    assert len(day_left(office(room), MONDAY).blanks) == 2, "it is in the list of blanks instead"


def test_nobody_is_planned_present() -> None:
    room = Classroom(1)
    with pytest.raises(Refused, match="never for being expected"):
        planned(room, 0, "/")


def test_a_note_goes_with_the_code_that_needs_it() -> None:
    room = Classroom(1)
    planned(room, 0, "Y7", "Flood in the family's road")
    close_session(rollbook(room), on=MONDAY, half=Half.AM)
    assert Mark.objects.get().has_detail
    assert verify_school(office(room)).faults == ()


def test_a_trip_is_confirmed_by_who_was_there_and_a_missed_one_is_n() -> None:
    room = Classroom(4)
    for n in range(3):
        planned(room, n, "V")
    close_session(rollbook(room), on=MONDAY, half=Half.AM)
    assert room.codes() == {}, "expected on a trip is not yet on a trip (REG-16)"
    actor = office(room)
    confirm_elsewhere(actor, on=MONDAY, half=Half.AM, pupils=ids(*room.pupils[:2]), came=True, said_by="Ms Cole")
    confirm_elsewhere(actor, on=MONDAY, half=Half.AM, pupils=ids(room.pupils[2]), came=False)
    assert room.codes() == {"Abiodun": "V", "Ahmed": "V", "Barker": "N"}
    with pytest.raises(Refused, match="still waits to be confirmed"):
        confirm_elsewhere(actor, on=MONDAY, half=Half.AM, pupils=ids(*room.pupils), came=True)
    assert verify_school(actor).faults == ()


def test_a_session_to_come_cannot_be_confirmed() -> None:
    room = Classroom(1)
    planned(room, 0, "V")
    confirm = confirm_elsewhere(office(room), on=MONDAY, half=Half.PM, pupils=ids(room.pupils[0]), came=True)
    assert "has not begun" in confirm.rows[0].decision.says
    assert room.codes(half=1) == {}


def test_the_statements_do_not_grow_with_the_pupils() -> None:
    counts = []
    for size in (3, 30):
        room = Classroom(size)
        plan_absences(office(room), pupils=ids(*room.pupils), first=MONDAY, last=MONDAY, code="C")
        with CaptureQueriesContext(connection) as seen:
            close_session(rollbook(room), on=MONDAY, half=Half.AM)
        counts.append(len(seen))
        assert len(room.codes()) == size
    assert counts[0] == counts[1] <= 26


def test_many_are_planned_in_one_save() -> None:
    room = Classroom(30)
    week = pattern_of({1: "01", 2: "1", 3: "01", 4: "", 5: "1"})
    assert week == (Pattern("13", "01"), Pattern("25", "1"))
    with CaptureQueriesContext(connection) as seen:
        made = plan_absences(
            office(room), pupils=ids(*room.pupils), first=MONDAY, last=date(2026, 9, 11), code="C2", patterns=week
        )
    assert made == PlannedMark.objects.count() == 60
    assert RegisterSave.objects.count() == 1
    assert len(seen) <= 11, "ten, and their ages for a code of one side of compulsory age"
    assert verify_school(office(room)).faults == ()


def test_another_schools_pupil_is_not_planned() -> None:
    room = Classroom(1)
    other = a_pupil(a_school())
    with pytest.raises(NotFound):
        plan_absences(office(room), pupils=ids(other, room.pupils[0]), first=MONDAY, last=MONDAY, code="C")
    assert not PlannedMark.objects.exists()


def test_who_may_not_amend_confirms_and_closes_nothing() -> None:
    room = Classroom(1)
    nobody = an_actor(room.school, permissions=frozenset(), now=AFTER_CLOSE)
    for verb in (
        lambda: close_session(nobody, on=MONDAY, half=Half.AM),
        lambda: confirm_elsewhere(nobody, on=MONDAY, half=Half.AM, pupils=[], came=True),
        lambda: close_day(nobody, on=MONDAY, seen=(0, 0, 0)),
        lambda: plan_absences(nobody, pupils=[], first=MONDAY, last=MONDAY, code="C"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_day_is_closed_only_by_who_saw_what_it_leaves() -> None:
    room = Classroom(3)
    planned(room, 0, "V")
    actor = office(room, 8 * 60)
    assert day_left(actor, MONDAY).counts == (4, 2, 0)
    with pytest.raises(Refused, match="Something changed"):
        close_day(actor, on=MONDAY, seen=(0, 0, 0))
    close_day(actor, on=MONDAY, seen=(4, 2, 0))
    (entry,) = AuditEntry.objects.filter(verb="registers.DayClosed")
    assert entry.detail == {"day": "2026-09-07", "blanks": 4, "unconfirmed": 2, "no_reason": 0}
    assert day_check(actor, MONDAY).closed[0].by_name == "A. Osei"


def test_tomorrow_stands_on_the_check_list() -> None:
    room = Classroom(2)
    plan_absences(office(room), pupils=ids(room.pupils[1]), first=date(2026, 9, 8), last=date(2026, 9, 8), code="M")
    check = day_check(office(room), MONDAY)
    assert check.next_day == date(2026, 9, 8)
    assert [(a.pupil.surname, a.code) for a in check.ahead] == [("Ahmed", "M")]


def test_nobody_is_awaited_on_a_day_without_school() -> None:
    room = Classroom(2)
    assert awaited(office(room), date(2026, 9, 6), Half.AM) == ()
