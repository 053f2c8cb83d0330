"""The live board in a real browser: two open boards, focus that stays, keys alone, and what axe finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.registers.models import Chase, RegisterSave
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_group, a_pupil
from tests.registers.classroom import AT_THE_DOOR, Classroom
from tests.registers.test_views_taking import taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AFTER_CLOSE = AT_THE_DOOR + timedelta(minutes=45)
SOON = 15_000  # generous: the pages' own patience, not a measurement


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AFTER_CLOSE, tick=True) as moved:
        yield moved


def a_board(browser: Browser, live_server: Any, room: Classroom, **more: Any) -> Page:
    page = signed_in(browser, live_server, room.officer, **more)
    page.goto(live_server.url + address(room, "board"))
    return page


def address(room: Classroom, name: str) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug})


def a_school_with_two_forms() -> Classroom:
    room = Classroom(2)
    a_pupil(room.school, group=a_group(room.school, "9B"))
    return room


def test_two_open_boards_show_a_register_that_is_saved_and_keep_their_focus(
    browser: Browser, live_server: Any, clock: time_machine.Coordinates
) -> None:
    room = a_school_with_two_forms()
    one, two = (a_board(browser, live_server, room) for _ in range(2))
    for page in (one, two):
        expect(page.locator("#lane-late .rg-late")).to_have_count(2)
        page.get_by_role("link", name="9B", exact=True).focus()
    taken(room, room.tutor, {1: "/", 2: "N"}, now=AFTER_CLOSE)
    for page in (one, two):
        expect(page.locator("#lane-done")).to_contain_text("in, 1 absent", timeout=SOON)
        expect(page.locator("#lane-late .rg-late")).to_have_count(1)
        expect(page.get_by_role("link", name="9B", exact=True)).to_be_focused()


def test_asking_by_keys_alone_shows_on_the_other_board_and_under_the_teachers_header(
    browser: Browser, live_server: Any, clock: time_machine.Coordinates
) -> None:
    room = a_school_with_two_forms()
    one, two = (a_board(browser, live_server, room) for _ in range(2))
    one.get_by_role("link", name="9A", exact=True).focus()
    one.keyboard.press("Tab")
    one.keyboard.press("Enter")
    for page in (one, two):
        expect(page.locator("#lane-late")).to_contain_text("asked Mr Dhillon", timeout=SOON)
    assert one.evaluate("document.activeElement.closest('#lane-late') !== null")
    teacher = signed_in(browser, live_server, room.tutor)
    teacher.goto(live_server.url + address(room, "mine"))
    expect(teacher.locator("#asked")).to_contain_text("A. Osei asks for it", timeout=SOON)
    expect(two.locator("#lane-late")).to_contain_text("seen", timeout=SOON)
    teacher.get_by_role("button", name="I take it now").click()
    teacher.wait_for_selector("[data-rg][data-live]")
    assert Chase.objects.get().answer == "now"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_boards_pages_are_fit_for_everybody(
    browser: Browser, live_server: Any, clock: time_machine.Coordinates, width: int, scheme: str
) -> None:
    room = a_school_with_two_forms()
    page = a_board(browser, live_server, room, width=width, color_scheme=scheme)
    page.locator("#lane-late button", has_text="Ask").first.click()
    expect(page.locator("#lane-late")).to_contain_text("asked", timeout=SOON)
    key = f"am:{room.group.public_id}"
    for path in ("", address(room, "send") + f"?register={key}", address(room, "ladder"), address(room, "typed-back")):
        if path:
            page.goto(live_server.url + path)
        assert violations(page) == [], path
        assert sideways(page) == 0, path


def test_sheets_are_typed_back_by_keys_one_after_another(
    browser: Browser, live_server: Any, clock: time_machine.Coordinates
) -> None:
    room = a_school_with_two_forms()
    page = signed_in(browser, live_server, room.officer)
    page.goto(live_server.url + address(room, "typed-back") + "?half=am")
    page.get_by_role("link", name="Type it").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-rg][data-live]")
    expect(page.locator("h1")).to_contain_text("9A")
    assert violations(page) == []
    page.keyboard.press("n")
    page.keyboard.press("f")
    expect(page.locator("h1")).to_contain_text("9B", timeout=SOON)
    saved = RegisterSave.objects.get()
    assert (saved.source, len(saved.marks) > 0) == ("paper", True)


def test_the_printed_board_has_no_buttons(browser: Browser, live_server: Any, clock: time_machine.Coordinates) -> None:
    room = a_school_with_two_forms()
    page = a_board(browser, live_server, room)
    page.emulate_media(media="print")
    expect(page.locator("#lane-late")).to_contain_text("9A")
    expect(page.locator("#lane-late button").first).to_be_hidden()
