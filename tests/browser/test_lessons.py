"""A lesson's register in a real browser: by keyboard alone, in a hand, and the session's mark that comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.registers.models import LessonMark, RegisterSave
from rollbook.timetable.actions import import_timetable
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import Fingers, signed_in
from tests.registers.lesson_room import IN_P1, IN_P4, LessonRoom
from tests.registers.test_lessons import amended
from tests.timetable.test_importing import FILE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def in_the_lesson() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 13:13, three minutes into P4, and goes."""
    with time_machine.travel(IN_P4, tick=True) as clock:
        yield clock


def opened(browser: Browser, live_server: Any, room: LessonRoom, **look: Any) -> Page:
    page = signed_in(browser, live_server, room.teacher, **look)
    page.goto(live_server.url + room.lesson_url(room.p4))
    page.wait_for_selector("[data-rg][data-live]")
    return page


def test_a_lesson_by_keyboard_alone_makes_the_afternoons_marks(browser: Browser, live_server: Any) -> None:
    room = LessonRoom(30)
    room.rule("P4")
    page = opened(browser, live_server, room)
    expect(page.locator(".rb-note--info")).to_contain_text("The afternoon mark comes from this lesson.")
    hand = Fingers(page)
    hand.jump(7)
    hand.press("l", "Enter")
    hand.jump(4)
    hand.press("n")
    hand.press("f")
    expect(page.locator(".rb-note--ok")).to_contain_text("30 marked: 28 present, 1 late, 1 absent.")
    assert room.marks(room.p4).count("\\") == 28
    assert LessonMark.objects.get(code="L").minutes == 3
    assert room.session() == room.marks(room.p4), "one save made both"
    assert RegisterSave.objects.get().finished


def test_a_session_mark_that_stays_is_said_beside_the_name(browser: Browser, live_server: Any) -> None:
    room = LessonRoom(3)
    room.rule("P4")
    room.take(room.p1, "N//", IN_P1)
    amended(room, 0, "I", now=IN_P4)
    page = opened(browser, live_server, room)
    expect(page.locator("[data-rg-grid]")).to_contain_text("P1 N, PM I")
    page.keyboard.press("f")
    expect(page.locator(".rb-note--warn")).to_contain_text("1 session mark was not changed with it")
    expect(page.locator("[data-rg-said]").first).to_contain_text("the afternoon mark stays I")
    assert room.marks(room.p4) == "\\\\\\"
    assert room.session() == "I\\\\"


def test_the_lesson_page_can_be_read_by_everybody_and_on_a_phone(browser: Browser, live_server: Any) -> None:
    room = LessonRoom(6)
    page = opened(browser, live_server, room)
    assert violations(page) == []
    phone = opened(browser, live_server, room, width=320)
    assert sideways(phone) == 0


def test_lists_weeks_and_a_pupils_day_can_be_read_by_everybody(browser: Browser, live_server: Any) -> None:
    room = LessonRoom(3)
    room.take(room.p4, "\\N", IN_P4)
    page = signed_in(browser, live_server, room.officer)
    place = {"school": room.school.slug}
    file = import_timetable(room.actor, name="GPU001.TXT", data=FILE)
    day = {**place, "pupil": room.pupils[0].public_id, "on": "2026-09-07"}
    change = {**place, "lesson": room.p4.public_id, "on": "2026-09-07"}
    for name, values in (
        ("registers:lessons", place),
        ("registers:pupil-day", day),
        ("registers:rules", place),
        ("timetable:week", place),
        ("timetable:letters", place),
        ("timetable:day", place),
        ("timetable:change", change),
        ("timetable:import", place),
        ("timetable:review", {**place, "timetable_file": file}),
        ("timetable:move", {**place, "pupil": room.pupils[0].public_id}),
    ):
        query = f"?of=group:{room.set.public_id}" if name == "timetable:week" else ""
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + reverse(name, kwargs=values) + query)
            assert violations(page) == [], name
            assert sideways(page) == 0, (name, width)
