"""Today and the pupils in a real browser: by keyboard, refreshed under a form, narrow, dark, and read by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from rollbook.absence.actions import Settlement, settle_no_reason
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half, Session
from tests.absence.morning import AFTER_CLOSE, MONDAY, THE_MONDAY_BEFORE, Morning, days_of_term
from tests.browser.chromium import chromium, sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "home:today",
    "home:day-sheet",
    "home:pupils",
    "home:pupil",
    "home:attendance",
    "home:contacts",
    "home:certificate",
    "absence:list",
    "home:watch",
    "home:pupil-watch",
    "absence:ten",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def after_close() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 9:20 on a Monday, and goes."""
    with time_machine.travel(AFTER_CLOSE, tick=True) as clock:
        yield clock


@pytest.fixture
def morning() -> Morning:
    """A family, a vulnerable pupil, a clock that ends today, a line crossed, somebody late."""
    found = Morning(6)
    found.contact(0, 1, name="Priya", number="07700 900142")
    found.contact(2, name="Jo", number="07700 900377", court_order=True)
    found.flag(2)
    found.marked_on({day: dict.fromkeys(range(6), "/") for day in days_of_term(THE_MONDAY_BEFORE)}, *Half)
    found.marked_on({THE_MONDAY_BEFORE: {3: "N", 4: "O"}}, Half.AM, Half.PM)
    found.marked({0: "N", 1: "N", 2: "N", 3: "L", 4: "O", 5: "N"})
    return found


def opened(browser: Browser, live_server: Any, morning: Morning, url: str, **look: Any) -> Page:
    client = morning.person(look.pop("role", Role.ATTENDANCE_ADMINISTRATOR)).client
    look.setdefault("viewport", {"width": 1280, "height": 900})
    context = browser.new_context(**look)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
    page.goto(live_server.url + url)
    return page


def url_of(morning: Morning, name: str) -> str:
    person = morning.person()
    of_a_pupil = name in (*PAGES[3:7], "home:pupil-watch")
    return person.url(name, morning.pupils[2].public_id if of_a_pupil else None)


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the control of that name has focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("(document.activeElement.innerText || '').replace(/\\s+/g, ' ').trim()")
        if said == name:
            return
    pytest.fail(f"“{name}” cannot be reached with Tab")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_reads_well_wide_and_narrow_light_and_dark(
    browser: Browser, live_server: Any, morning: Morning, name: str
) -> None:
    for scheme in ("light", "dark"):
        for width in (1280, 320):
            size = {"width": width, "height": 900}
            page = opened(browser, live_server, morning, url_of(morning, name), viewport=size, color_scheme=scheme)
            assert violations(page) == []
            assert sideways(page) == 0
            page.context.close()


def test_by_keyboard_alone_a_code_is_set_and_the_family_leaves_the_lane(
    browser: Browser, live_server: Any, morning: Morning
) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:today"))
    lane = page.locator("#lane-no-reason")
    expect(lane).to_contain_text("Pupil00 Name00")
    tab_to(page, "Set code Pupil00 Name00 and Pupil01 Name01")
    page.keyboard.press("Enter")
    expect(lane.locator("select")).to_be_focused()
    lane.locator("select").select_option("L")
    expect(lane.get_by_label("Minutes late")).to_be_visible()
    page.keyboard.press("i")
    page.keyboard.press("Tab")
    page.keyboard.type("Mother rang 9:20: both sick")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("N is now I")
    expect(lane).not_to_contain_text("Pupil00")
    expect(lane).to_contain_text("Pupil05")
    assert [morning.code(n) for n in (0, 1, 5)] == ["I", "I", "N"]
    assert page.evaluate("Boolean(document.activeElement.closest('#lane-no-reason'))"), "focus stays in its lane"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#lane-no-reason")).to_contain_text("Pupil00 Name00")
    assert morning.code(0) == "N"


def test_a_refresh_keeps_half_typed_text_and_comes_when_the_form_is_closed(
    browser: Browser, live_server: Any, morning: Morning
) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:today"))
    page.locator("#lane-no-reason").get_by_role("link", name="Set code").first.click()
    reason = page.locator("#lane-no-reason").get_by_label("Reason")
    reason.fill("Mother rang, and sa")
    morning.marked_on({MONDAY: {5: "I"}}, Half.AM)
    page.evaluate("document.dispatchEvent(new Event('rb-refresh'))")
    page.wait_for_timeout(600)
    expect(reason).to_have_value("Mother rang, and sa")
    expect(reason).to_be_focused()
    expect(page.locator("#lane-no-reason")).to_contain_text("Pupil05")
    page.keyboard.press("Escape")
    expect(reason).to_have_count(0)
    page.evaluate("document.dispatchEvent(new Event('rb-refresh'))")
    expect(page.locator("#lane-no-reason")).not_to_contain_text("Pupil05")


def test_what_is_unfolded_stays_so_through_a_refresh(browser: Browser, live_server: Any, morning: Morning) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:today"))
    page.locator("#lane-registers-taken summary").click()
    morning.marked_on({MONDAY: {5: "I"}}, Half.AM)
    page.evaluate("document.dispatchEvent(new Event('rb-refresh'))")
    expect(page.locator("#lane-no-reason")).not_to_contain_text("Pupil05")
    expect(page.locator("#lane-registers-taken")).to_have_attribute("open", "")


def test_a_form_that_is_refused_says_so_in_its_row_and_takes_focus(
    browser: Browser, live_server: Any, morning: Morning
) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:today"))
    page.locator("#lane-no-reason").get_by_role("link", name="Set code").first.click()
    page.locator("#lane-no-reason").get_by_role("button", name="Set code").click()
    summary = page.locator("#lane-no-reason #error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Reason is missing")
    assert violations(page) == []


def test_without_script_a_code_is_set_all_the_same(browser: Browser, live_server: Any, morning: Morning) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:today"), java_script_enabled=False)
    page.locator("#lane-no-reason").get_by_role("link", name="Set code").first.click()
    page.get_by_label("Code", exact=True).select_option("I")
    page.get_by_label("Reason").fill("Mother rang 9:20")
    page.get_by_role("button", name="Set code").click()
    expect(page.locator("h1")).to_have_text("Monday 16 November")
    expect(page.locator("#lane-no-reason")).not_to_contain_text("Pupil00")
    assert morning.code(0) == "I"


def test_the_search_is_opened_by_keys_and_leads_to_a_pupil(
    browser: Browser, live_server: Any, morning: Morning
) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:today"))
    page.keyboard.press("Control+k")
    page.keyboard.type("name03")
    expect(page.locator("#palette")).to_contain_text("Name03, Pupil03")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Pupil03 Name03")


def test_sessions_behind_a_figure_open_in_their_row_and_close_back_to_the_button(
    browser: Browser, live_server: Any, morning: Morning
) -> None:
    page = opened(browser, live_server, morning, url_of(morning, "home:watch"))
    button = page.get_by_role("link", name="Sessions").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ab-statement")).to_contain_text("Mon 9 Nov am")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".ab-statement")).to_have_count(0)
    expect(button).to_be_focused()


def test_paper_has_every_family_to_call(browser: Browser, live_server: Any) -> None:
    many = Morning(20)
    many.marked(dict.fromkeys(range(20), "N"))
    page = opened(browser, live_server, many, url_of(many, "home:today"))
    expect(page.locator("#lane-no-reason").get_by_text("Pupil19")).to_have_count(0)
    page.get_by_role("link", name="Day sheet").click()
    page.emulate_media(media="print")
    for n in (0, 19):
        expect(page.get_by_text(f"Pupil{n:02}").first).to_be_visible()


def test_the_rest_of_a_lane_is_fetched_and_stays_through_a_refresh(browser: Browser, live_server: Any) -> None:
    many = Morning(20)
    many.marked(dict.fromkeys(range(20), "N"))
    page = opened(browser, live_server, many, url_of(many, "home:today"))
    page.get_by_role("link", name="Show 8 more families").click()
    lane = page.locator("#lane-no-reason")
    expect(lane).to_contain_text("Pupil19")
    rang = Settlement(str(many.pupils[5].public_id), Session(MONDAY, Half.AM), "I", "Mother rang", seen=1)
    settle_no_reason(many.actor(), settlements=[rang])
    # Asked again and again: what was just swapped in may not listen yet.
    asked = "document.dispatchEvent(new Event('rb-refresh'))"
    gone = "!document.getElementById('lane-no-reason').textContent.includes('Pupil05')"
    page.wait_for_function(f"() => {{ {asked}; return {gone}; }}", polling=1000)
    expect(lane).to_contain_text("Pupil19")


def test_at_four_times_the_size_nothing_is_cut_off(browser: Browser, live_server: Any, morning: Morning) -> None:
    """1280 wide at 400 % is 320 wide (WCAG 1.4.10): every act of the day can be reached by keyboard."""
    page = opened(browser, live_server, morning, url_of(morning, "home:today"), viewport={"width": 320, "height": 256})
    tab_to(page, "Day sheet")
    assert sideways(page) == 0
