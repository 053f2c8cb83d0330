"""The absence line by keyboard, in a real browser: a voicemail filed with one key, and taken back with another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.absence.models import CallNote
from rollbook.rules.access import Role
from tests.absence.line_room import LineRoom
from tests.absence.morning import AFTER_CLOSE
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    with time_machine.travel(AFTER_CLOSE, tick=True):
        yield AFTER_CLOSE


def a_line() -> LineRoom:
    room = LineRoom()
    room.morning.marked({0: "N", 1: "N", 2: "/"})
    return room


def opened(
    browser: Browser, live_server: Any, room: LineRoom, name: str = "line", *, width: int = 1280, **more: Any
) -> Page:
    user = a_user("A. Osei")
    a_role(user, room.morning.school, Role.ATTENDANCE_ADMINISTRATOR)
    page = signed_in(browser, live_server, user, width=width)
    where = {"school": room.morning.school.slug, **more}
    page.goto(live_server.url + reverse(f"absence:{name}", kwargs=where))
    return page


def test_a_voicemail_is_filed_with_one_key_and_taken_back_with_another(browser: Browser, live_server: Any) -> None:
    room = a_line()
    first = room.told("It's Tolu's mum, Tolu has been sick and won't be in today", minutes=70)
    room.told("Femi is poorly today", way="text", minutes=20)
    page = opened(browser, live_server, room)
    expect(page.locator(f"#ab-{first}")).to_be_focused()
    page.keyboard.press("Enter")
    done = page.locator("#ab-done")
    expect(done.get_by_text("Filed as I by A. Osei")).to_be_visible()
    expect(page.locator("[data-ab-report]")).to_have_count(1)
    expect(page.locator("[data-ab-report]")).to_be_focused()
    assert room.morning.code(0) == "I"
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(done.get_by_text("Filed as M by A. Osei")).to_be_visible()
    assert room.morning.code(1) == "M"
    page.keyboard.press("u")
    expect(page.locator("[data-ab-report]")).to_have_count(1)
    assert room.morning.code(1) == "N"


def test_a_report_is_put_aside_and_another_waits_to_be_rung_back(browser: Browser, live_server: Any) -> None:
    room = a_line()
    aside = room.told("Wrong school, sorry", minutes=70)
    doubtful = room.told("Tolu is ill today", minutes=20)
    page = opened(browser, live_server, room)
    expect(page.locator(f"#ab-{aside}")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator(f"#w-{aside}")).to_be_focused()
    page.keyboard.type("Not ours")
    page.keyboard.press("Enter")
    expect(page.locator("#ab-done").get_by_text("Not ours")).to_be_visible()
    expect(page.locator(f"#ab-{doubtful}")).to_be_focused()
    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="Ring back first")).to_be_visible()
    page.get_by_role("button", name="It is so Priya Shah").click()
    expect(page.get_by_role("heading", name="Ring back first")).to_have_count(0)
    assert room.row(doubtful).state == "new"


def test_a_call_is_typed_with_the_pupil_in_three_letters_and_the_other_child_with_one_key(
    browser: Browser, live_server: Any
) -> None:
    room = a_line()
    page = opened(browser, live_server, room, "note-call")
    page.keyboard.type("Tol")
    page.get_by_role("button", name="Abiodun, Tolu").click()
    expect(page.get_by_text("lives with them")).to_be_visible()
    page.wait_for_selector("form[data-ab-draft][data-ready]")
    page.keyboard.press("Alt+1")
    page.get_by_label("Priya Shah, mother").check()
    page.get_by_label("What they said").fill("Both have a cold")
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    assert CallNote.objects.count() == 1
    page.get_by_label("Code").select_option("I")
    page.get_by_role("button", name="File now").click()
    expect(page.locator("#ab-done").get_by_text("Filed as I by A. Osei")).to_be_visible()
    assert (room.morning.code(0), room.morning.code(1)) == ("I", "I")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_line_and_its_pages_read_well(browser: Browser, live_server: Any, width: int) -> None:
    room = a_line()
    room.told("It's Tolu's mum, Tolu has been sick, back on Thursday", minutes=70)
    room.told("Amir is ill today")
    room.told("Family holiday next week for Tolu", way="email")
    withheld = room.told("Tolu Abiodun is ill today", number="")
    filed = room.told("Femi is ill")
    room.file(filed, 1)
    page = opened(browser, live_server, room, width=width)
    expect(page.locator("[data-ab-report]").first).to_be_focused()
    assert violations(page) == []
    assert sideways(page) == 0
    for name, more in (
        ("report", {"report": withheld}),
        ("report", {"report": filed}),
        ("note-call", {}),
        ("away", {}),
    ):
        page.goto(live_server.url + reverse(f"absence:{name}", kwargs={"school": room.morning.school.slug, **more}))
        assert violations(page) == [], (name, more)
        assert sideways(page) == 0, (name, more)
    told = {"school": room.morning.school.slug, "pupil": room.morning.pupils[0].public_id}
    page.goto(live_server.url + reverse("absence:told", kwargs=told))
    assert violations(page) == []
    assert sideways(page) == 0


def test_a_report_that_comes_while_the_line_is_open_appears_by_itself(browser: Browser, live_server: Any) -> None:
    room = a_line()
    page = opened(browser, live_server, room)
    expect(page.get_by_text("Everything that we were told is dealt with.")).to_be_visible()
    room.told("Tolu is ill today", minutes=1)
    expect(page.get_by_text("Tolu is ill today")).to_be_visible(timeout=40_000)
