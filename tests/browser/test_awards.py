"""Awards in a real browser: begun, a pupil decided by hand by keyboard, given; wide and narrow, every page by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.rewards.hall import NOW, Hall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def sound(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("width", [1280, 320])
def test_an_award_from_its_days_to_the_list_that_is_read_out(browser: Browser, live_server: Any, width: int) -> None:
    hall = Hall()
    hall.child("Zoe", week="////////II")
    hall.rule()
    page = signed_in(browser, live_server, hall.officer, width=width)
    page.goto(live_server.url + reverse("rewards:list", kwargs={"school": hall.school.slug}))
    sound(page)
    page.get_by_role("link", name="New award rule").click()
    sound(page)
    page.go_back()
    page.get_by_role("link", name="Begin Every day this week").press("Enter")
    sound(page)
    page.get_by_role("button", name="Show who would get it").press("Enter")
    expect(page.get_by_role("button", name="Give 10 awards")).to_be_visible()
    page.get_by_text("Who is near, and does not get it").click()
    sound(page)
    page.get_by_role("link", name="Give it all the same").press("Enter")
    expect(page.get_by_role("cell", name="missed").first).to_be_visible()
    page.get_by_label("Why").fill("She was in hospital")
    sound(page)
    page.get_by_role("button", name="Give it all the same").press("Enter")
    page.get_by_role("button", name="Give 11 awards").press("Enter")
    expect(page.get_by_text("She was in hospital")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="List to read out").press("Enter")
    expect(page.get_by_text("Zoe 9A")).to_be_visible()
    expect(page.get_by_text("hospital")).to_have_count(0)
    sound(page)
