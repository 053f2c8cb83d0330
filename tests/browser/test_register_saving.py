"""A register on its way: corrected, contested, refused, sent twice, sent without a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, Route, expect

from rollbook.registers.models import Amendment, RegisterSave
from tests.browser.chromium import chromium, violations
from tests.browser.desk import AFTER_CLOSE, opened, the_clock
from tests.registers.classroom import Classroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_the_door() -> Iterator[time_machine.Coordinates]:
    with the_clock() as clock:
        yield clock


def test_a_correction_after_the_close_says_why(browser: Browser, live_server: Any, at_the_door: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room, room.officer)
    page.keyboard.press("n")
    page.keyboard.press("f")
    expect(page.locator(".rb-note--ok")).to_be_visible()
    at_the_door.move_to(AFTER_CLOSE)
    page.reload()
    page.wait_for_selector("[data-rg][data-live]")
    page.locator("#row-1 [data-rg-cell]").click()
    page.keyboard.press("i")
    page.keyboard.press("s")
    expect(page.locator("#rg-reason")).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("Mother rang at 10:40")
    page.keyboard.press("Enter")
    expect(page.locator("#sync")).to_contain_text("All saved")
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.reason, kept.by_name) == ("N", "I", "Mother rang at 10:40", "A. Osei")
    page.locator("#row-1 [data-rg-cell]").click()
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="How it came to be")).to_be_visible()
    expect(page.locator(".rb-timeline")).to_contain_text("Original: N")
    expect(page.locator(".rb-timeline")).to_contain_text("Changed from N to I")


def test_two_people_at_once_see_each_other(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    tutor = opened(browser, live_server, room)
    office = opened(browser, live_server, room, room.officer)
    office.keyboard.press("i")
    office.keyboard.press("s")
    expect(office.locator("#sync")).to_contain_text("All saved")
    tutor.keyboard.press("/")
    tutor.keyboard.press("f")
    row = tutor.locator("#row-1")
    expect(row).to_contain_text("A. Osei set I at 8:47. You entered /.")
    assert room.codes() == {"Abiodun": "I", "Ahmed": "/", "Barker": "/"}, "the office's value stays"
    assert violations(tutor) == []
    row.get_by_role("button", name="Enter / instead").click()
    tutor.keyboard.type("He has just come in")
    tutor.keyboard.press("Enter")
    expect(row.locator("[data-rg-box]")).to_contain_text("present")
    expect(tutor.locator("#sync")).to_contain_text("All saved")
    assert room.codes()["Abiodun"] == "/"
    assert Amendment.objects.get().reason == "He has just come in"


def test_a_refused_row_goes_back_and_says_why(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = opened(browser, live_server, room)
    page.keyboard.press("x")
    page.keyboard.press("/")
    page.keyboard.press("s")
    row = page.locator("#row-1")
    expect(row).to_contain_text("only for pupils outside compulsory school age")
    expect(row.locator("[data-rg-box]")).to_contain_text("no mark")
    assert violations(page) == []
    assert room.codes() == {"Ahmed": "/"}


def test_without_network_marks_wait_and_go_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    answered: list[int] = []

    def lose_the_answer(route: Route) -> None:
        """The server stores it; the answer is lost on the way back, as on a train."""
        answered.append(route.fetch().status)
        route.abort()

    page.route("**/save", lose_the_answer, times=1)
    page.keyboard.press("f")
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    expect(page.locator("#row-1")).to_contain_text("waiting to be sent")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert answered == [200]
    assert RegisterSave.objects.count() == 1, "sent twice, stored once"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_signed_out_meanwhile_marks_go_after_signing_in_again(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    session = next(c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("f")
    expect(page.locator("[data-rg-notes]")).to_contain_text("You are signed out, so 3 marks are waiting.")
    assert room.codes() == {}
    again = {"name": settings.CSRF_COOKIE_NAME, "value": "a" * 32, "url": live_server.url}
    page.context.add_cookies([{"name": session["name"], "value": session["value"], "url": live_server.url}, again])
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert len(room.codes()) == 3


def test_a_double_tap_is_stored_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    page.locator("[data-rg-finish]").dblclick()
    expect(page.locator(".rb-note--ok")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert RegisterSave.objects.count() == 1
