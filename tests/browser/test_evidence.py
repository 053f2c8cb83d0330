"""A bundle in a real browser: put in order by keyboard, an area drawn on a page, fixed; wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.evidence.actions import enclose, look_at
from rollbook.rules.access import Role
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.evidence.court import TODAY, Court, a_court
from tests.evidence.papers import a_letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _in_november(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(TODAY, tick=True):
        yield


def a_desk(browser: Browser, live_server: Any, width: int = 1280) -> tuple[Court, Page, str]:
    """A bundle with a letter enclosed, and the manager signed in; where its page is."""
    court = a_court(letters=1)
    enclose(court.manager, bundle_id=court.bundle, name="letter.pdf", data=a_letter("He lives at 3 Quarry Lane."))
    user = a_user("P. Nair")
    a_role(user, court.school, Role.ATTENDANCE_MANAGER)
    page = signed_in(browser, live_server, user, width=width)
    return court, page, str(live_server.url) + url(court, "bundle")


def url(court: Court, name: str, **more: Any) -> str:
    return reverse(f"evidence:{name}", kwargs={"school": court.school.slug, "bundle": court.bundle, **more})


def test_a_bundle_is_put_in_order_by_keyboard_and_fixed(browser: Browser, live_server: Any) -> None:
    court, page, where = a_desk(browser, live_server)
    page.goto(where)
    expect(page.get_by_text("this would say where somebody else is found")).to_be_visible()
    page.get_by_role("button", name="Up Chronology").press("Enter")
    expect(page.locator("#exhibits li").nth(3)).to_contain_text("Chronology")
    page.get_by_role("button", name="Black what was found letter.pdf").press("Enter")
    expect(page.get_by_text("It will be blacked when the bundle is made.")).to_be_visible()
    expect(page.get_by_text("this would say where somebody else is found")).to_have_count(0)
    page.wait_for_load_state()  # its scripts may move the focus until then
    page.get_by_role("button", name="Fix this bundle").press("Enter")
    expect(page.get_by_text("The bundle is fixed.")).to_be_visible()
    expect(page.locator("#versions")).to_contain_text("Version 1")
    assert court.page().versions[0].pages > 8


def test_an_area_is_drawn_on_the_page_and_is_black_afterwards(browser: Browser, live_server: Any) -> None:
    court, page, _ = a_desk(browser, live_server)
    enclosed = court.page().choices.files[0].clean
    page.goto(str(live_server.url) + url(court, "cover", enclosed=enclosed))
    sheet = page.locator("[data-ev-sheet]")
    expect(sheet.locator("img")).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.05)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.2, steps=4)
    page.mouse.up()
    expect(page.get_by_label("From the left, %", exact=True)).to_have_value("10.0")
    page.get_by_role("button", name="Black it").click()
    expect(page.get_by_role("heading", name="Black on this page")).to_be_visible()
    ((_, number, area),) = court.page().hidden.areas
    assert number == 1
    assert abs(area.right - 600) <= 5


@pytest.mark.parametrize("width", [1280, 320])
def test_every_screen_is_judged_wide_and_narrow(browser: Browser, live_server: Any, width: int) -> None:
    court, page, where = a_desk(browser, live_server, width)
    look_at(court.manager, bundle_id=court.bundle, key=court.page().choices.files[0].key, cover=True)
    court.made()
    enclosed = court.page().choices.files[0].clean
    school = {"school": court.school.slug}
    pages = [
        where,
        *(str(live_server.url) + url(court, name) for name in ("witness", "words", "enclose")),
        str(live_server.url) + url(court, "cover", enclosed=enclosed),
        str(live_server.url) + reverse("evidence:list", kwargs=school),
        str(live_server.url) + reverse("evidence:pupil", kwargs={**school, "pupil": court.pupil.public_id}),
    ]
    for one in pages:
        page.goto(one)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert violations(page) == [], one
        assert sideways(page) == 0, one
