"""REG-B, as the office tells it: at the end of the day no blank leaves unseen."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from rollbook.audit.models import AuditEntry
from rollbook.registers.actions import save_register
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.actions.taking import Tap
from rollbook.registers.jobs import close_sessions
from rollbook.registers.queries import register_sheet
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.rules.sessions import Half
from tests.builders import an_actor
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
