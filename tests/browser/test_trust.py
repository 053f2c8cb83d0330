"""A trust's page in a real browser: read by axe, wide and narrow, light and dark; its order turned by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from rollbook.reports.jobs import count_school
from rollbook.staff.models import User
from tests.browser.chromium import chromium, sideways, violations
from tests.reports.trust_room import FRIDAY, a_marked_school, a_trust, a_trust_officer, rollbook_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(FRIDAY, tick=True):
        yield


@pytest.fixture
def officer() -> User:
    """Of a trust with a quiet school and one whose registers have gaps."""
    trust = a_trust()
    for name, rows in (("Oakfield", ["/" * 14, "/" * 13 + "I"]), ("Birch Hill", ["/" * 14, "/" * 6 + "-" * 8])):
        count_school(rollbook_in(a_marked_school(name, {"7": rows}, trust=trust)))
    return a_trust_officer(trust)


def opened(browser: Browser, live_server: Any, client: Any, user: User, **look: Any) -> Page:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(**look)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/trust/northern-trust/")
    return page


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_readable_by_everybody(
    browser: Browser, live_server: Any, client: Any, officer: User, width: int, theme: str
) -> None:
    page = opened(browser, live_server, client, officer, viewport={"width": width, "height": 900}, color_scheme=theme)

    assert violations(page) == []
    assert sideways(page) == 0


def test_the_order_is_turned_by_keyboard_and_stands_in_the_address(
    browser: Browser, live_server: Any, client: Any, officer: User
) -> None:
    page = opened(browser, live_server, client, officer)
    expect(page.locator("tbody th").first).to_contain_text("Birch Hill")

    page.get_by_role("link", name="Attendance", exact=False).first.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}/trust/northern-trust/?sort=attendance")
    expect(page.locator("tbody th").first).to_contain_text("Oakfield")
