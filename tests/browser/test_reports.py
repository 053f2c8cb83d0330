"""A report in a browser: wide and narrow, dark and in the system's own colours, by keyboard, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from rollbook.rules.access import Role
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.reports.test_pages import a_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS: dict[str, dict[str, str]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
ADDRESSES = ("attendance-by/?period=term&by=week", "attendance-by/?period=term&by=weekday", "persistent/?period=term")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@contextmanager
def reports(browser: Browser, live_server: Any, **look: Any) -> Iterator[tuple[Page, str]]:
    """A head before the reports of a small school, and where these begin."""
    morning = a_term()
    head = a_user("Ms Head")
    a_role(head, morning.school, Role.HEAD)
    with time_machine.travel(morning.now, tick=True):
        page = signed_in(browser, live_server, head, **look)
        yield page, f"{live_server.url}/s/{morning.school.slug}/reports/"
        page.context.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("look", LOOKS)
def test_a_report_is_read_in_every_look(browser: Browser, live_server: Any, look: str, width: int) -> None:
    with reports(browser, live_server, width=width, **LOOKS[look]) as (page, base):
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        for address in ADDRESSES:
            page.goto(base + address)
            expect(page.locator("main svg.rb-chart:visible").first).to_be_visible()
            for details in page.locator("main details > summary").all():
                details.click()
            assert violations(page) == []
            assert sideways(page) == 0
        assert said == [], "nothing that the page's policy forbids"


def test_the_table_behind_a_chart_is_sorted_by_keyboard_and_stays_open(browser: Browser, live_server: Any) -> None:
    with reports(browser, live_server) as (page, base):
        page.goto(f"{base}weekly-information/?period=this-week")
        weeks = page.locator("main details", has_text="Show as table").first
        weeks.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(weeks.get_by_role("table")).to_be_visible()
        weeks.get_by_role("link", name="Attendance", exact=True).focus()
        page.keyboard.press("Enter")
        head = weeks.get_by_role("columnheader", name="Attendance", exact=True)
        expect(head).to_have_attribute("aria-sort", "descending")
        expect(weeks.get_by_role("table")).to_be_visible()


def test_on_paper_a_report_is_whole_and_has_no_links(browser: Browser, live_server: Any) -> None:
    with reports(browser, live_server) as (page, base):
        page.goto(f"{base}attendance-by/?period=term&by=weekday&as=print")
        expect(page.get_by_role("table")).to_be_visible()
        assert page.locator("main a").count() == 0
        assert violations(page) == []
        assert sideways(page) == 0
