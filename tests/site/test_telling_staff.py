"""A pupil missing from a lesson: those on call hear it at once, by text, without the pupil's name (REG-I)."""

from __future__ import annotations

import uuid

import pytest

from rollbook.comms.jobs import hand_over
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeTexts
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.site.jobs import tell_staff_of_search
from tests.builders import a_role, a_user
from tests.comms.families import texts_through
from tests.registers.classroom import Classroom
from tests.site.desk import clock
from tests.site.test_searches import reported, step

pytestmark = pytest.mark.django_db


def on_call(room: Classroom, role: Role, number: str) -> None:
    user = a_user(f"The {role.label}")
    user.mobile = number
    user.save()
    a_role(user, room.school, role)


def told(room: Classroom, gateway: PracticeTexts, search: uuid.UUID, now: str) -> list[tuple[str, str]]:
    tell_staff_of_search(system_actor(room.school.pk, clock(now)), search=str(search))
    hand_over(system_actor(room.school.pk, clock(now)))
    return [(text["to"], text["text"]) for text in gateway.taken]


def test_those_on_call_are_texted_once_with_the_lesson_and_no_name() -> None:
    room = Classroom(1)
    on_call(room, Role.COVER, "+447700900001")
    on_call(room, Role.DSL, "+447700900002")
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        made = reported(room)
        told(room, gateway, made, "10:20")
        assert told(room, gateway, made, "10:21") == [
            (
                "+447700900001",
                "A pupil is missing from a lesson: Maths, S4, 10:20. Open Rollbook, Missing from lessons.",
            )
        ]


def test_where_nobody_holds_the_on_call_post_the_next_do() -> None:
    room = Classroom(1)
    on_call(room, Role.SENIOR_LEADER, "+447700900003")
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        assert [to for to, _ in told(room, gateway, reported(room), "10:20")] == ["+447700900003"]


def test_that_the_pupil_left_the_site_reaches_the_safeguarding_lead() -> None:
    room = Classroom(1)
    on_call(room, Role.DSL, "+447700900002")
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        made = reported(room)
        step(room, made, "left-site", "10:40")
        ((to, words),) = told(room, gateway, made, "10:41")
    assert to == "+447700900002"
    assert words.startswith("A pupil has left the site: Maths, S4, 10:40.")


def test_a_drill_says_so_and_a_search_that_has_ended_calls_nobody() -> None:
    room = Classroom(2)
    on_call(room, Role.COVER, "+447700900001")
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        drill = reported(room, is_drill=True)
        assert told(room, gateway, drill, "10:20")[0][1].startswith("Practice only. A pupil is missing")
        real = reported(room, 1)
        tell_staff_of_search(system_actor(room.school.pk, clock("10:21")), search=str(real))
        step(room, real, "found", "10:22")
        assert len(told(room, gateway, real, "10:23")) == 1
    assert Message.objects.get(slot=f"missing:{real}").why == "The search has ended."
