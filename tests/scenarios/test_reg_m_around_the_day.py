"""REG-M, as the office would tell it: the police at ten to eight, breakfast club, supply, lunch passes, period 6."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache

from rollbook.registers.models import Mark, RegisterSave
from rollbook.rules.access import Role
from rollbook.site.actions import (
    give_day,
    give_lunch_pass,
    pass_gate,
    pass_on_police_message,
    report_missing,
    welcome_supply,
)
from rollbook.site.queries import not_back, on_site, police_waiting, searches_of_today, still_here
from tests.registers.classroom import MONDAY, At, Classroom
from tests.site.after_hours import a_club, ticked
from tests.site.desk import acting, clock, mark

pytestmark = pytest.mark.django_db


def where(room: Classroom, now: str) -> dict[str, str]:
    """Who the on-site list has here at a moment, and why."""
    return {p.pupil.surname: p.why for p in on_site(acting(room, now=now)).here}


def test_a_monday_around_its_two_sessions() -> None:
    cache.clear()
    room = Classroom(4)
    tolu, yusuf = (str(p.public_id) for p in room.pupils[:2])

    # 7:50, the police ring about a home. The safeguarding lead knows at once; the desk cannot read it again.
    desk = acting(room, now="7:50")
    pass_on_police_message(desk, message_id=uuid.uuid4(), pupil=tolu, said="Incident 212, at two in the morning")
    assert police_waiting(acting(room, Role.DSL, "7:51")) == 1
    assert police_waiting(desk) == 0

    # 8:05, breakfast club: two are on site before any register is open. No session knows of it.
    early = a_club(room, "breakfast")
    for n in range(2):
        ticked(room, early, n, "here", "8:05")
    assert where(room, "8:10") == {
        "Abiodun": "seen at Breakfast club 8:05",
        "Ahmed": "seen at Breakfast club 8:05",
    }
    assert Mark.objects.count() == 0

    # The tutor is away. An account for today, made at the desk; cover gives the tutor's register.
    slip = welcome_supply(desk, account_id=uuid.uuid4(), name="P. Agency", agency="Teach", checked=True)
    give_day(acting(room, Role.COVER, "8:15", "C. Over"), account=slip.account, teacher_id=room.tutor.pk)

    # 8:47: Tolu is N. He was seen at 8:05: Today says so beside him, and the mark stays as it was made.
    mark(room, 0, "N")
    for n in (1, 2, 3):
        mark(room, n, "/")
    today = At(room.officer, clock("9:20")).get(f"/s/{room.school.slug}/").content.decode()
    assert "seen at Breakfast club 8:05" in today
    assert where(room, "9:20")["Abiodun"] == "seen at Breakfast club 8:05, then N at registration"
    assert room.codes()["Abiodun"] == "N"

    # 12:30: Yusuf has a pass and goes; Alfie has none and is stopped. At 13:10 Yusuf is not back: missing.
    give_lunch_pass(desk, pass_id=uuid.uuid4(), pupil=yusuf, weekdays=(0,), first=MONDAY, agreed_by="Mrs Ahmed")
    gate = acting(room, now="12:30")
    assert pass_gate(gate, movement_id=uuid.uuid4(), pupil=yusuf).way == "out"
    assert pass_gate(gate, movement_id=uuid.uuid4(), pupil=str(room.pupils[2].public_id)).way == "stop"
    assert "Ahmed" not in where(room, "12:40")
    late = acting(room, now="13:12")
    assert [one.pupil.surname for one in not_back(late)] == ["Ahmed"]
    report_missing(late, search_id=uuid.uuid4(), pupil=yusuf, lesson="Lunch")
    assert [line.known for line in searches_of_today(late)] == ["signed out 12:30"]
    assert room.codes()["Ahmed"] == "/", "he was here this morning, and that stays true"

    # Period 6 until 16:15. Alfie goes with his aunt; Ben waits and is listed. No mark was made by any of it.
    six = a_club(room, size=4)
    ticked(room, six, 2, "here", "15:20")
    ticked(room, six, 3, "here", "15:20")
    ticked(room, six, 2, "collected", "16:16", by="Ms Barker")
    assert [w.row.pupil.surname for w in still_here(acting(room, now="16:30"))] == ["Castellano"]
    assert where(room, "16:30").keys() == {"Abiodun", "Castellano"}
    assert Mark.objects.count() == 4
    assert RegisterSave.objects.count() == 0
