"""Hand-over, questions, scripts, lateness, a pupil's history in a real browser: wide, narrow, by keyboard."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.pupils.models import Characteristic
from rollbook.rules.access import Role
from rollbook.work.actions import Asked, leave_note, log_question, make_task
from rollbook.work.models import Task
from tests.absence.late_room import FRIDAY, NOON, LateRoom
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import TERM_STARTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINE = ("mine", "notes", "since", "standing-in", "questions", "scripts")
LATE = ("lateness", "late-steps", "late-policy", "detentions", "looked-after")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def friday_noon() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=True) as moving:
        yield moving


@pytest.fixture
def room() -> LateRoom:
    """Everything that the screens can show: a task, a note, a question, late marks, a looked-after child."""
    room = LateRoom()
    room.late(0, 3)
    room.mark(1, FRIDAY, 0, "N")
    Characteristic.objects.create(
        school=room.school, pupil=room.pupils[1], kind="looked-after", value="", first=TERM_STARTS
    )
    office = Role.ATTENDANCE_ADMINISTRATOR.value
    make_task(room.office, says="Print the lists", due=FRIDAY, role=office)
    leave_note(room.office, note=uuid.uuid4(), says="Bus 7 is late.", role=office)
    asked = Asked("agency", "phone", "Ms Bello", "Attendance?", str(room.pupils[0].public_id), due=FRIDAY)
    log_question(room.office, question=uuid.uuid4(), asked=asked)
    return room


@pytest.mark.parametrize("width", [1280, 320])
def test_every_screen_reads_well(browser: Browser, live_server: Any, room: LateRoom, width: int) -> None:
    page = signed_in(browser, live_server, room.officer, width=width)
    school, pupil = {"school": room.school.slug}, room.pupils[1].public_id
    call = room.place("contact-pupil", pupil=pupil)
    urls = [reverse(f"work:{name}", kwargs=school) for name in MINE]
    urls += [reverse(f"absence:{name}", kwargs=school) for name in LATE]
    urls += [call, reverse("home:history", kwargs={**school, "pupil": room.pupils[0].public_id})]
    urls += [reverse("work:ask-about", kwargs={**school, "pupil": pupil})]
    urls += [reverse("work:script", kwargs={**school, "situation": "hostile"})]
    for url in urls:
        page.goto(live_server.url + url)
        expect(page.locator("h1")).to_be_visible()
        assert (url, violations(page), sideways(page)) == (url, [], 0)


def test_a_task_is_taken_over_and_done_by_keyboard(browser: Browser, live_server: Any, room: LateRoom) -> None:
    page = signed_in(browser, live_server, room.officer)
    page.goto(live_server.url + reverse("work:mine", kwargs={"school": room.school.slug}))
    page.get_by_role("button", name="I do it Print the lists").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is yours now.")).to_be_visible()
    page.get_by_role("button", name="Done Print the lists").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Done Print the lists")).to_have_count(0)
    assert Task.objects.get(source="").done_by_name == "A. Osei"


def test_the_words_for_another_situation_are_one_key_away(browser: Browser, live_server: Any, room: LateRoom) -> None:
    page = signed_in(browser, live_server, room.officer, width=320)
    page.goto(live_server.url + room.place("contact-pupil", pupil=room.pupils[1].public_id))
    expect(page.get_by_text("Say who you are and where you ring from.")).to_be_visible()
    expect(page.get_by_text("Listen first.")).to_be_hidden()
    page.get_by_text("An angry caller").click()
    expect(page.get_by_text("Listen first.")).to_be_visible()
