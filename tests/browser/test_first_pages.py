"""The first page of each role and the daily lists in a real browser: wide and narrow, light and dark, read by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.morning import AFTER_CLOSE, THE_MONDAY_BEFORE, Morning, Visitor
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.test_home import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    (Role.TUTOR, "home:my-form", {}),
    (Role.DSL, "home:safeguarding", {}),
    (Role.HEAD, "home:school", {}),
    (Role.HEAD, "absence:daily-lists", {}),
    (Role.HEAD, "absence:daily", {"key": "leaders"}),
    (Role.ATTENDANCE_ADMINISTRATOR, "absence:daily-set-up", {}),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(autouse=True)
def after_close() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AFTER_CLOSE, tick=True) as clock:
        yield clock


@pytest.fixture
def morning() -> Morning:
    found = Morning(6)
    found.contact(0, 1, name="Priya", number="07700 900142")
    found.flag(0)
    found.flag(2, "medical")
    found.marked_on({THE_MONDAY_BEFORE: {3: "N"}}, *Half)
    found.marked({0: "N", 1: "N", 2: "I", 3: "L", 4: "/"})
    return found


@pytest.mark.parametrize(("role", "route", "more"), PAGES)
def test_every_first_page_reads_well(
    browser: Browser, live_server: Any, morning: Morning, role: Role, route: str, more: dict[str, object]
) -> None:
    url = Visitor(morning.school, morning.tutor, morning.now).url(route, **more)
    for width, scheme in ((1280, "light"), (320, "light"), (1280, "dark")):
        look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "role": role}
        page = opened(browser, live_server, morning, url, **look)
        expect(page.locator("h1")).to_have_count(1)
        assert violations(page) == []
        assert sideways(page) == 0
        page.context.close()
