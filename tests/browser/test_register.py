"""Taking a register at a desk, by keyboard alone: eight actions for a class of thirty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from rollbook.pupils.models import Characteristic
from rollbook.registers.actions import plan_absence
from rollbook.registers.models import Mark, RegisterSave
from tests.browser.chromium import chromium, violations
from tests.browser.desk import Fingers, all_present_but, opened, the_clock
from tests.builders import TERM_STARTS
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_ACTIONS = 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_the_door() -> Iterator[time_machine.Coordinates]:
    with the_clock() as clock:
        yield clock


def test_thirty_pupils_by_keyboard_alone(browser: Browser, live_server: Any) -> None:
    room = Classroom(30)
    page = opened(browser, live_server, room)
    hand = Fingers(page)
    hand.jump(7)
    hand.press("l", "Enter")
    hand.jump(4)
    hand.press("n")
    hand.jump(22)
    hand.press("n")
    hand.press("f")
    expect(page.locator(".rb-note--ok")).to_contain_text("30 marked: 27 present, 1 late, 2 absent.")
    assert hand.actions == MOST_ACTIONS
    assert hand.keys == 9
    assert room.codes() == all_present_but(room, **{"D’Souza": "L", "Castellano": "N", "O’Neill": "N"})
    assert Mark.objects.get(code="L").minutes == 7
    assert RegisterSave.objects.get().finished


def test_with_the_rest_and_the_save_as_keys_of_their_own(browser: Browser, live_server: Any) -> None:
    room = Classroom(30)
    page = opened(browser, live_server, room)
    hand = Fingers(page)
    hand.jump(4)
    hand.press("n")
    hand.jump(22)
    hand.press("n")
    hand.jump(7)
    hand.press("l", "a", "s")
    expect(page.locator(".rb-note--ok")).to_be_visible()
    assert hand.actions == MOST_ACTIONS
    assert room.codes() == all_present_but(room, **{"D’Souza": "L", "Castellano": "N", "O’Neill": "N"})


def test_nothing_is_sent_until_it_is_saved_and_every_key_can_be_taken_back(browser: Browser, live_server: Any) -> None:
    room = Classroom(5)
    page = opened(browser, live_server, room)
    box = page.locator("[data-rg-box]")
    for key in ("/", "Space", "c", "2"):
        page.keyboard.press(key)
    expect(box.nth(1)).to_contain_text("present, not saved yet")
    expect(box.nth(2)).to_contain_text("C2")
    expect(page.locator("#sync")).to_contain_text("3 not saved")
    page.keyboard.press("Control+z")
    expect(box.nth(2)).to_contain_text("no mark")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    expect(box.nth(1)).to_contain_text("no mark")
    expect(page.locator("#live")).to_contain_text("Ahmed, Yusuf: no mark")
    assert room.codes() == {}


def test_a_family_of_codes_opens_filters_and_asks_for_its_note(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    page.keyboard.press("y")
    expect(page.get_by_role("option")).to_have_count(7)
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    expect(page.locator(".rg-ask--note")).to_be_focused()
    page.keyboard.type("Flood at home")
    page.keyboard.press("Enter")
    page.keyboard.press("*")
    page.keyboard.type("illness")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert room.codes() == {"Abiodun": "Y7", "Ahmed": "I"}


def test_a_planned_absence_lies_quiet_and_is_never_marked_present(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    for n, code in ((1, "M"), (2, "V")):
        plan_absence(room.actor, pupil=str(room.pupils[n].public_id), first=MONDAY, last=MONDAY, code=code)
    page = opened(browser, live_server, room)
    expect(page.locator("#row-2")).to_contain_text("planned")
    assert page.locator("#row-2 [data-rg-box]").inner_text() == page.locator("#row-3 [data-rg-box]").inner_text()
    page.keyboard.press("f")
    expect(page.locator(".rb-note--ok")).to_contain_text("1 is planned and waiting to be confirmed")
    expect(page.locator("#row-3")).to_contain_text("waiting to be confirmed")
    assert room.codes() == {"Abiodun": "/", "Ahmed": "M", "Castellano": "/"}


def test_a_classroom_screen_shows_nothing_more_until_asked(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    plan_absence(
        room.actor, pupil=str(room.pupils[1].public_id), first=MONDAY, last=MONDAY, code="M", note="Orthodontist"
    )
    Characteristic.objects.create(school=room.school, pupil=room.pupils[0], kind="child-protection", first=TERM_STARTS)
    page = opened(browser, live_server, room, room.officer)
    for hidden in ("Child protection", "Orthodontist", "rb-strip"):
        assert hidden not in page.content()
    page.keyboard.press(".")
    page.wait_for_selector("[data-shows]")
    expect(page.locator("#row-1")).to_contain_text("Child protection")
    expect(page.locator("#row-2")).to_contain_text("Orthodontist")
    assert violations(page) == []
    page.keyboard.press(".")
    expect(page.locator(".rb-strip")).to_have_count(0)
    for hidden in ("Child protection", "Orthodontist"):
        assert hidden not in page.content()


def test_minutes_that_are_no_number_and_a_row_that_is_none_are_told(browser: Browser, live_server: Any) -> None:
    room = Classroom(30)
    page = opened(browser, live_server, room)
    live, hand = page.locator("#live"), Fingers(page)
    hand.jump(4)
    hand.press("l", "-")
    field = page.locator(".rg-ask--minutes")
    expect(page.locator("#row-4 .rg-asked")).to_contain_text("Write the minutes as a number")
    field.fill("ten")
    hand.press("Enter")
    expect(field).to_have_value("ten")
    expect(live).to_contain_text("Write the minutes as a number")
    field.fill("12")
    hand.press("Enter")
    expect(field).to_have_count(0)
    hand.jump(45)
    expect(live).to_have_text("There is no row 45; the last is 30.")
    expect(page.locator("#row-4")).to_have_attribute("data-rg-at", "")


def test_yesterdays_latecomer_gets_no_minutes_from_todays_clock(
    browser: Browser, live_server: Any, at_the_door: Any
) -> None:
    room = Classroom(1)
    at_the_door.move_to(AT_THE_DOOR + timedelta(days=1))
    page = opened(browser, live_server, room)
    page.keyboard.press("u")
    expect(page.locator(".rg-ask--minutes")).to_have_value("")
    page.keyboard.type("45")
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert (Mark.objects.get().code, Mark.objects.get().minutes) == ("U", 45)
