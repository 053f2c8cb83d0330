"""REG-E, as the office tells it: two people say different things, and somebody settles it with a reason."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from rollbook.registers.actions import Tap, save_register
from rollbook.registers.models import Amendment
from rollbook.registers.queries import register_sheet
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.builders import an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom
from tests.registers.lesson_room import LessonRoom
from tests.registers.test_conflicts import amended, tapped
from tests.site.desk import clock, moved

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
    question = re.search(r'name="question" value="([^"]+)"', mine)[1]  # type: ignore[index]
    tutor.post(url(room, "answer"), {"question": question, "act": "absent"})
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


def test_a_day_on_which_everything_disagrees() -> None:
    room = LessonRoom(6)
    office = At(room.officer, clock("15:30"))

    # 8:47: the tutor takes 9A. One is ill, one suspended, one not there; one came through the desk at 8:50.
    tapped(room, {0: "/", 1: "I", 2: "E", 3: "N", 4: "/", 5: "/"})
    moved(room, 3, "arrived", "8:50")
    # P1: the first has slipped away, and the one who was ill sits there.
    room.take(room.p1, "N/..//")
    # One leaves at 11:50 with her mother; the afternoon's tutor, who takes the class by habit, marks her present.
    moved(room, 4, "left", "11:50")
    by_habit(room, 4)

    queue = text(office.get(url(room, "conflicts")))
    assert "5 to settle" in queue
    for kind in (
        "present at registration, absent in a lesson",
        "absent at registration, present in a lesson",
        "E without a suspension on record",
        "signed in, but marked absent",
        "signed out, but marked present",
    ):
        assert kind in queue, kind
    assert "P1 Maths 9x/Ma1" in queue, "which lesson it was stands beside its mark"

    # Ms Kaur is asked about her lesson, by its name, and says that he was there all the time.
    keys = dict(zip(re.findall(r"\.([A-Z_]+)\"", queue), re.findall(r'name="key" value="([^"]+)"', queue), strict=True))
    office.post(url(room, "settle-conflict"), {"key": keys["LEFT_LESSON"], "act": "ask"})
    teacher = At(room.teacher, clock("15:32"))
    mine = text(teacher.get(url(room, "mine")))
    assert "(9A) in front of you on Monday 7 September, morning, in P1 Maths 9x/Ma1? You entered N." in mine
    question = re.search(r'name="question" value="([^"]+)"', mine)[1]  # type: ignore[index]
    teacher.post(url(room, "answer"), {"question": question, "act": "there"})
    assert "Ms Kaur says: the pupil was there" in text(office.get(url(room, "conflicts")))

    # Who came at 8:50 cannot stay N: late, before the register closed, is L, and the desk's word is reason enough.
    came = keys.pop("DESK_IN")
    assert office.post(url(room, "settle-conflict"), {"key": came, "act": "keep", "reason": "x"}).status_code >= 400
    assert office.post(url(room, "settle-conflict"), {"key": came, "act": "confirm"}).status_code == 303
    assert room.codes()[room.pupils[3].legal_surname] == "L"

    # Each other is settled with a reason, and none comes back.
    for key in keys.values():
        settled = office.post(url(room, "settle-conflict"), {"key": key, "act": "keep", "reason": "Asked"})
        assert settled.status_code == 303, key
    assert "Nothing in the registers disagrees" in text(office.get(url(room, "conflicts")))
    assert verify_school(room.actor).faults == ()


def by_habit(room: LessonRoom, n: int) -> None:
    """The afternoon's register, taken at 13:12 by the tutor for one pupil."""
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=clock("13:12"))
    issue = register_sheet(tutor, room.group.public_id, MONDAY, Half.PM).issue
    tap = Tap(issue.token(str(room.pupils[n].public_id)), "\\")
    save_register(tutor, issue=issue, save_id=uuid.uuid4(), taps=[tap], is_school_day=True, finished=True)
