"""REG-E, as the office tells it: two people say different things, and somebody settles it with a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from rollbook.registers.models import Amendment
from rollbook.registers.verifying import verify_school
from tests.registers.classroom import AT_THE_DOOR, At, Classroom
from tests.registers.test_conflicts import amended, tapped

pytestmark = pytest.mark.django_db
AT_ELEVEN = AT_THE_DOOR + timedelta(hours=2, minutes=13)


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def url(room: Classroom, name: str) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug})


def test_the_mother_says_dentist_and_the_tutor_says_here() -> None:
    room = Classroom(3)

    # A mother rings at 8:40 and the office enters the dentist; the tutor's page was open already, and says present.
    amended(room, 0, "M", 0)
    tapped(room, {0: "/", 1: "/", 2: "/"})
    assert room.codes()["Abiodun"] == "M", "the office's mark stays"

    # The queue shows both, side by side, and the office asks the tutor.
    office = At(room.officer, AT_ELEVEN)
    queue = text(office.get(url(room, "conflicts")))
    assert "two entries" in queue
    key = re.search(r'name="key" value="([^"]+)"', queue)[1]  # type: ignore[index]
    office.post(url(room, "settle-conflict"), {"key": key, "act": "ask"})

    # The tutor finds the question on top of his registers, and says that she was not there after all.
    tutor = At(room.tutor, AT_ELEVEN + timedelta(minutes=10))
    mine = text(tutor.get(url(room, "mine")))
    assert "A. Osei: was <b>Tolu Abiodun</b> (9A) in front of you" in mine
    tutor.post(url(room, "answer"), {"key": key, "act": "absent"})
    assert "The office asks" not in text(tutor.get(url(room, "mine")))

    # The office keeps the dentist; the reason is asked for, and the queue is empty.
    later = At(room.officer, AT_ELEVEN + timedelta(minutes=20))
    assert "Mr Dhillon says: the pupil was not there" in text(later.get(url(room, "conflicts")))
    assert "Write why the mark is right" in text(later.post(url(room, "settle-conflict"), {"key": key, "act": "keep"}))
    why = {"key": key, "act": "keep", "reason": "The tutor mistook her for her sister"}
    assert later.post(url(room, "settle-conflict"), why).status_code == 303
    assert "Nothing in the registers disagrees" in text(later.get(url(room, "conflicts")))
    assert room.codes()["Abiodun"] == "M"
    assert not Amendment.objects.exists(), "nothing was changed, so nothing is an amendment"
    assert verify_school(room.actor).faults == ()
