"""Everybody's day and what disagrees in it: no barrier, nothing sideways, the whole of it by keyboard and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.registers.models import Mark
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.registers.classroom import AT_THE_DOOR
from tests.registers.lesson_room import IN_P1, LessonRoom
from tests.registers.test_conflicts import tapped
from tests.site.desk import moved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AFTERNOON = AT_THE_DOOR + timedelta(hours=7)
LOOKS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AFTERNOON, tick=True) as clock:
        yield clock


def a_day() -> LessonRoom:
    """Here and away in P1, away and here in P1, late, an N who signed in at 10:05, and an afternoon without marks."""
    room = LessonRoom(6)
    tapped(room, {0: "/", 1: "I", 2: "L", 3: "N", 4: "/", 5: "E"})
    room.take(room.p1, "N//.//", IN_P1)
    moved(room, 3, "arrived", "10:05")
    return room


def page_at(browser: Browser, live_server: Any, room: LessonRoom, name: str, query: str = "", **look: Any) -> Page:
    page = signed_in(browser, live_server, room.officer, **look)
    page.goto(live_server.url + reverse(f"registers:{name}", kwargs={"school": room.school.slug}) + query)
    return page


def test_no_barriers_and_nothing_sideways(browser: Browser, live_server: Any) -> None:
    room = a_day()
    wrong = {}
    for width, scheme in LOOKS:
        for name, query in (("day-grid", ""), ("day-grid", "?only=conflict"), ("conflicts", "")):
            page = page_at(browser, live_server, room, name, query, width=width, color_scheme=scheme)
            found = (violations(page), sideways(page))
            if found != ([], 0):
                wrong[name, query, width, scheme] = found
            page.context.close()
    assert wrong == {}


def test_the_grid_is_one_stop_and_walked_by_arrows(browser: Browser, live_server: Any) -> None:
    room = a_day()
    page = page_at(browser, live_server, room, "day-grid")
    links = page.locator("[data-dg] tbody a")
    assert links.count() > len(room.pupils)
    assert page.locator("[data-dg] tbody a[tabindex='0']").count() == 1
    names = page.locator("[data-dg] tbody th a")
    names.first.focus()
    page.keyboard.press("ArrowDown")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-dg] tbody tr").nth(1).locator("td").first.locator("a")).to_be_focused()
    page.keyboard.press("Home")
    expect(names.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{room.mark_url(0)}")


def test_what_is_scrolled_to_by_keyboard_is_not_under_the_head_or_the_names(browser: Browser, live_server: Any) -> None:
    room = LessonRoom(30)
    page = page_at(browser, live_server, room, "day-grid", width=320)
    names = page.locator("[data-dg] tbody th a")
    names.first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    seen = page.evaluate(
        """() => {
          const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
          const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return document.activeElement.contains(at);
        }"""
    )
    assert seen, "the link in focus is what stands at its place on the screen"


def test_on_paper_the_grid_is_a_plain_table(browser: Browser, live_server: Any) -> None:
    page = page_at(browser, live_server, a_day(), "day-grid")
    page.emulate_media(media="print")
    expect(page.locator(".rb-header")).to_be_hidden()
    expect(page.locator("[data-dg] table")).to_be_visible()
    box = page.locator("[data-dg] .rb-table-box--scroll")
    assert box.evaluate("b => getComputedStyle(b).overflowY") == "visible"
    assert page.locator("[data-dg] thead").evaluate("h => getComputedStyle(h).display") == "table-header-group"
    assert page.locator("[data-dg] tfoot").evaluate("f => getComputedStyle(f).position") == "static"


def test_what_disagrees_is_settled_by_keyboard(browser: Browser, live_server: Any) -> None:
    room = a_day()
    page = page_at(browser, live_server, room, "conflicts")
    row = page.locator("tbody tr").filter(has_text="signed in, but marked absent")
    expect(row.get_by_role("button", name="Keep N")).to_have_count(0)
    row.get_by_label("Reason").focus()
    page.keyboard.press("Tab")
    expect(row.get_by_role("button", name="Confirm U")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".rb-toast")).to_contain_text("is now U")
    assert Mark.objects.get(pupil=room.pupils[3], half=0).code == "U"
    expect(page.locator("tbody tr").filter(has_text="signed in, but marked absent")).to_have_count(0)
