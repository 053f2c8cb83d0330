"""Lunch passes and the gate: one scan out, one in; told at once without a pass; late is missing; marks stay true."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.registers.models import Amendment
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions import end_lunch_pass, give_lunch_pass, pass_gate
from rollbook.site.models import LunchPass, Movement
from rollbook.site.queries import not_back, on_site, out_at_lunch, passes
from tests.builders import a_school, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, acting, clock, mark

pytestmark = pytest.mark.django_db


def a_pass(room: Classroom, n: int = 0, days: tuple[int, ...] = (0,)) -> uuid.UUID:
    made, pupil = uuid.uuid4(), str(room.pupils[n].public_id)
    give_lunch_pass(acting(room), pass_id=made, pupil=pupil, weekdays=days, first=MONDAY, agreed_by="Mrs Abiodun")
    return made


def at_gate(room: Classroom, now: str, n: int = 0, *, anyway: bool = False, tap: uuid.UUID | None = None) -> str:
    pupil = str(room.pupils[n].public_id)
    return pass_gate(acting(room, now=now), movement_id=tap or uuid.uuid4(), pupil=pupil, anyway=anyway).way


def test_out_and_in_by_one_scan_each_and_the_morning_stays_true() -> None:
    room = Classroom(1)
    a_pass(room)
    mark(room, 0, "/")
    assert at_gate(room, "12:30") == "out"
    away = on_site(acting(room, now="12:40"))
    assert (away.here, away.away) == ((), 1)
    assert [(o.has_pass, o.late) for o in out_at_lunch(acting(room, now="12:40"))] == [(True, False)]
    assert at_gate(room, "12:55") == "in"
    assert len(on_site(acting(room, now="12:56")).here) == 1
    assert [m.kind for m in Movement.objects.order_by("at")] == ["left", "returned"]
    assert room.codes() == {"Abiodun": "/"}
    assert Amendment.objects.count() == 0


def test_out_without_a_pass_is_told_at_once_and_nobody_is_signed_out() -> None:
    room = Classroom(2)
    a_pass(room, 1, days=(1, 2))
    for n in range(2):
        assert at_gate(room, "12:30", n) == "stop"
    assert Movement.objects.count() == 0
    assert AuditEntry.objects.filter(verb="site.TurnedBackAtGate").count() == 2
    assert at_gate(room, "12:31", anyway=True) == "out"
    (gone,) = out_at_lunch(acting(room, now="12:40"))
    assert (gone.pupil.surname, gone.has_pass) == ("Abiodun", False)


def test_nobody_goes_out_to_lunch_in_the_morning() -> None:
    room = Classroom(1)
    a_pass(room)
    assert at_gate(room, "10:30") == "stop"
    assert Movement.objects.count() == 0


def test_who_is_not_back_when_the_afternoon_begins_is_missing() -> None:
    room = Classroom(2)
    for n in range(2):
        a_pass(room, n)
        at_gate(room, "12:30", n)
    at_gate(room, "13:00", 1)
    assert not_back(acting(room, now="13:09")) == ()
    assert [o.pupil.surname for o in not_back(acting(room, now="13:10"))] == ["Abiodun"]
    page = Screen(room, now="13:15").see("missing")
    assert "Not back from lunch" in page
    assert "Out since 12:30; the afternoon began 13:10" in page
    at_gate(room, "13:20")
    assert not_back(acting(room, now="13:21")) == ()


def test_a_double_scan_is_one_movement() -> None:
    room, tap = Classroom(1), uuid.uuid4()
    a_pass(room)
    assert at_gate(room, "12:30", tap=tap) == at_gate(room, "12:30", tap=tap) == "out"
    assert Movement.objects.count() == 1


def test_a_pass_ends_and_is_kept_and_who_agreed_is_encrypted() -> None:
    room = Classroom(1)
    made = a_pass(room)
    assert [p.agreed_by for p in passes(acting(room))] == ["Mrs Abiodun"]
    for _ in range(2):
        end_lunch_pass(acting(room), pass_id=made)
    assert passes(acting(room)) == ()
    assert at_gate(room, "12:30") == "stop"
    kept = LunchPass.objects.get()
    assert kept.ended_by_name == "R. Boateng"
    assert b"Abiodun" not in bytes(kept.agreed_by)


def test_a_pass_that_cannot_be_is_refused() -> None:
    room = Classroom(1)
    pupil = str(room.pupils[0].public_id)
    with pytest.raises(Refused, match="who agreed"):
        give_lunch_pass(acting(room), pass_id=uuid.uuid4(), pupil=pupil, weekdays=(0,), first=MONDAY, agreed_by="")
    with pytest.raises(Refused, match="at least one day"):
        give_lunch_pass(acting(room), pass_id=uuid.uuid4(), pupil=pupil, weekdays=(), first=MONDAY, agreed_by="Mum")


def test_who_may_not_run_the_desk_and_another_school_have_no_gate() -> None:
    room = Classroom(1)
    made = a_pass(room)
    pupil = str(room.pupils[0].public_id)
    with pytest.raises(NotAllowed):
        pass_gate(acting(room, Role.TEACHER), movement_id=uuid.uuid4(), pupil=pupil)
    stranger = an_actor(a_school(), Role.RECEPTION, now=clock("12:30"))
    with pytest.raises(NotFound):
        pass_gate(stranger, movement_id=uuid.uuid4(), pupil=pupil)
    with pytest.raises(NotFound):
        end_lunch_pass(stranger, pass_id=made)


@pytest.mark.parametrize("size", [2, 8])
def test_the_lists_take_the_same_statements_whatever_their_size(size: int) -> None:
    room = Classroom(size)
    for n in range(size):
        a_pass(room, n)
        at_gate(room, "12:30", n)
    actor = acting(room, now="13:15")
    for most, ask in ((2, passes), (4, not_back)):
        with CaptureQueriesContext(connection) as counted:
            assert len(ask(actor)) == size
        assert len(counted) == most, [q["sql"][:90] for q in counted]


def test_at_the_gate_on_screen() -> None:
    room = Classroom(2)
    room.pupils[0].admission_number = "4711"
    room.pupils[0].save()
    gate, pupil = Screen(room, now="12:30"), room.pupils[0].public_id
    given = {"lunch_pass": uuid.uuid4(), "weekdays": ["0"], "agreed_by": ""}
    assert gate.send("give-pass", given, pupil=pupil).status_code == 422
    assert gate.send("give-pass", {**given, "agreed_by": "Mrs Abiodun"}, pupil=pupil).status_code == 303
    out = gate.send("lunch", {"q": "4711", "movement": uuid.uuid4()}).content.decode()
    assert "Tolu Abiodun is out." in out
    back = gate.send("lunch", {"q": "4711", "movement": uuid.uuid4()}).content.decode()
    assert "Tolu Abiodun is back." in back
    found = gate.send("lunch", {"q": "ah", "movement": uuid.uuid4()}).content.decode()
    assert "Ahmed, Yusuf" in found
    stopped = gate.send("gate", {"pupil": room.pupils[1].public_id, "movement": uuid.uuid4()}).content.decode()
    assert "has no lunch pass for today" in stopped
    assert "Went out all the same" in stopped
    assert gate.send("gate", {"pupil": "x"}).status_code == 422
    made = LunchPass.objects.get().public_id
    assert gate.send("end-pass", lunch_pass=made).status_code == 303
