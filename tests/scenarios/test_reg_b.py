"""REG-B, as the office tells it: at the end of the day no blank leaves unseen."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from rollbook.audit.models import AuditEntry
from rollbook.registers.actions import save_register
from rollbook.registers.actions.chasing import set_ladder
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.actions.taking import Tap
from rollbook.registers.jobs import chase, close_sessions
from rollbook.registers.models import Chase
from rollbook.registers.queries import register_sheet
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.rules.sessions import Half
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom

pytestmark = pytest.mark.django_db
HALF_PAST_THREE = AT_THE_DOOR + timedelta(hours=6, minutes=43)


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_the_day_ends_with_everything_seen() -> None:
    room = Classroom(5)
    pupils = [str(p.public_id) for p in room.pupils]
    page = reverse("registers:day", kwargs={"school": room.school.slug})

    # In the morning the office knows of a dentist and of a museum trip; the tutor takes two of the five.
    plan_absences(room.actor, pupils=pupils[:1], first=MONDAY, last=MONDAY, code="M")
    plan_absences(room.actor, pupils=pupils[1:2], first=MONDAY, last=MONDAY, code="V")
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=AT_THE_DOOR)
    issue = register_sheet(tutor, room.group.public_id, MONDAY, Half.AM).issue
    taps = [Tap(issue.token(pupils[2]), "/"), Tap(issue.token(pupils[3]), "N")]
    save_register(tutor, issue=issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=False)

    # The registers close. The dentist becomes the mark by itself; the trip does not: nobody has said who went.
    close_sessions(system_actor(room.school.pk, HALF_PAST_THREE))
    assert room.codes() == {"Abiodun": "M", "Barker": "/", "Castellano": "N"}

    # At half past three the office sees what is left, and may not close the day on numbers it has not seen.
    office = At(room.officer, HALF_PAST_THREE)
    shown = text(office.get(page))
    assert "9A</b> morning" in shown
    assert "Chowdhury, Nadia" in shown
    assert "Ahmed, Yusuf" in shown
    close = reverse("registers:close-day", kwargs={"school": room.school.slug})
    nothing_left = {"on": "2026-09-07", "blanks": "0", "unconfirmed": "0", "no_reason": "0"}
    assert "Something changed" in text(office.post(close, nothing_left))

    # The trip leader is back: he went in the morning, and in the afternoon he had gone home.
    elsewhere = reverse("registers:elsewhere", kwargs={"school": room.school.slug})
    him = {"on": "2026-09-07", "pupil": pupils[1], "said_by": "Ms Cole"}
    office.post(elsewhere, him | {"half": "am", "act": "came"})
    office.post(elsewhere, him | {"half": "pm", "act": "missed"})
    assert room.codes()["Ahmed"] == "V"
    assert room.codes(half=1)["Ahmed"] == "N"

    # What is still blank is closed with its numbers, in the name of who saw it.
    assert office.post(close, nothing_left | {"blanks": "4", "no_reason": "2"}).status_code == 303
    assert "A. Osei closed this day" in text(office.get(page))
    assert AuditEntry.objects.filter(verb="registers.DayClosed", by_name="A. Osei").count() == 1
    assert verify_school(room.actor).faults == ()


def test_a_register_that_stays_away_is_asked_for_told_on_sent_for_and_taken() -> None:
    room = Classroom(3)
    school, key = room.school, f"am:{room.group.public_id}"
    nine, runner = a_user("Ms Year Nine"), a_user("Mr Runner")
    post = a_role(nine, school, Role.HEAD_OF_YEAR)
    post.nc_year = "9"
    post.save(update_fields=["nc_year"])
    a_role(runner, school, Role.COVER)

    def at(minute: int) -> datetime:
        return AT_THE_DOOR + timedelta(minutes=minute - 47)  # minutes after eight

    def board(minute: int) -> str:
        return text(At(room.officer, at(minute)).get(address("board-now") + "?half=am"))

    def address(name: str) -> str:
        return reverse(f"registers:{name}", kwargs={"school": school.slug})

    # The school says: ten minutes after the close the head of year is told, after twenty whoever covers.
    before = an_actor(school, user=room.officer, now=at(30))
    set_ladder(before, from_day=MONDAY, lesson_after=15, steps=[(10, "head-of-year"), (20, "cover")])

    # At 9:12 the register of 9A is not in. The office asks its tutor, who sees it at 9:13.
    assert "2 min late, not taken · next: head of year at 9:20" in board(72)
    At(room.officer, at(72)).post(address("chase"), {"nudge": key})
    assert "A. Osei asks for it, 9:12" in text(At(room.tutor, at(73)).get(address("mine")))
    assert "asked Mr Dhillon 9:12, seen 9:13" in board(74)

    # Nothing comes. At 9:20 the head of year is told by herself, without anybody looking at a board.
    chase(system_actor(school.pk, at(80)))
    assert "still not taken at 9:20; you are told as head of year" in text(At(nine, at(81)).get(address("asks")))
    assert "told head of year: Ms Year Nine 9:20" in board(82)

    # The office sends somebody, who arrives; the tutor takes the register, and it is asked for no more.
    At(room.officer, at(83)).post(address("chase"), {"send": key, "user": str(runner.pk)})
    assert "A. Osei sends you there" in text(At(runner, at(84)).get(address("asked")))
    sent = str(Chase.objects.get(kind="sent").public_id)
    At(room.officer, at(86)).post(address("chase"), {"arrived": sent})
    assert "sent Mr Runner 9:23, arrived 9:26" in board(87)
    tutor = an_actor(school, Role.TUTOR, user=room.tutor, now=at(88))
    issue = register_sheet(tutor, room.group.public_id, MONDAY, Half.AM).issue
    taps = [Tap(issue.token(str(p.public_id)), "/") for p in room.pupils]
    save_register(tutor, issue=issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)
    assert "The one register of this morning is in." in board(89)
    chase(system_actor(school.pk, at(95)))
    assert not Chase.objects.filter(step=2).exists(), "nobody is told of a register that is in"
    assert [text(At(who, at(96)).get(address("asked"))) for who in (room.tutor, nine, runner)] == ["", "", ""]
