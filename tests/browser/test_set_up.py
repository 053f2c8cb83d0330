"""The set-up, group and staff screens in a real browser: axe, no sideways scrolling, and a form by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from rollbook.pupils.models import GroupStaff
from rollbook.rules.access import Role
from rollbook.schools.models import Closure, LessonTime, School, SessionTime
from tests.browser.chromium import chromium, sideways, violations
from tests.builders import a_group, a_pupil, a_role, a_school, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = (
    "schools:set-up",
    "schools:year",
    "schools:add-term",
    "schools:add-closure",
    "schools:times",
    "schools:set-session-times",
    "schools:set-lesson-times",
    "schools:policy",
    "schools:set-policy",
    "schools:sites",
    "groups:list",
    "groups:one",
    "groups:add",
    "groups:add-staff",
    "staff:list",
    "staff:person",
    "staff:add",
    "staff:give-role",
    "staff:roles",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def places() -> dict[str, Any]:
    """A school with something of everything, its head, and what the addresses are made of."""
    school, head, tutor = a_school(), a_user("H. Mistry"), a_user("Ms Jumoke Okafor-Bannerman")
    a_role(head, school, Role.DATA_MANAGER)
    a_role(tutor, school, Role.TUTOR)
    group = a_group(school, "9A")
    GroupStaff.objects.create(school=school, group=group, user=tutor, part="tutor", first=date(2026, 9, 1))
    a_pupil(school, group=group, surname="Abiodun-Featherstonehaugh")
    for kind, name, first, last in (
        ("half-term", "Autumn half-term", date(2026, 10, 26), date(2026, 10, 30)),
        ("inset", "INSET day", date(2026, 9, 1), date(2026, 9, 2)),
        ("unplanned", "No heating", date(2027, 1, 12), date(2027, 1, 12)),
    ):
        Closure.objects.create(school=school, kind=kind, name=name, first=first, last=last)
    SessionTime.objects.create(
        school=school, half=1, nc_year="11", weekday=4, opens=795, closes=810, ends=900, valid_from=date(2026, 9, 1)
    )
    LessonTime.objects.create(school=school, name="1", starts=550, ends=610, valid_from=date(2026, 9, 1))
    return {"school": school, "head": head, "group_id": group.public_id, "user_id": tutor.pk}


def opened(browser: Browser, live_server: Any, places: dict[str, Any], width: int, **look: Any) -> Page:
    client = Client()
    client.force_login(places["head"], backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(viewport={"width": width, "height": 900}, **look)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def address(live_server: Any, places: dict[str, Any], name: str) -> str:
    more: dict[str, Any] = {"school": places["school"].slug}
    if name in ("schools:add-term", "schools:add-closure"):
        more["year"] = 2026
    if name in ("groups:one", "groups:add-staff"):
        more["group_id"] = places["group_id"]
    if name in ("staff:person", "staff:give-role"):
        more["user_id"] = places["user_id"]
    return f"{live_server.url}{reverse(name, kwargs=more)}"


@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, places: dict[str, Any], width: int, look: str
) -> None:
    page = opened(browser, live_server, places, width, color_scheme=look)
    wrong = []
    for name in SCREENS:
        page.goto(address(live_server, places, name))
        picture(page, f"{name.replace(':', '-')}-{width}-{look}")
        wrong += [(name, found) for found in violations(page)]
        wrong += [(name, "scrolls sideways")] if sideways(page) else []
    page.context.close()
    assert wrong == []


def test_a_closure_is_added_by_keyboard_alone_and_a_mistake_is_led_to(
    browser: Browser, live_server: Any, places: dict[str, Any]
) -> None:
    page = opened(browser, live_server, places, 1280)
    page.goto(address(live_server, places, "schools:add-closure"))
    page.focus("#id_first_0")
    page.keyboard.type("5/5/2027")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Error: Add a closure")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.name") == "kind"
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up/year/2026/")
    assert "Closure added" in page.inner_text("#toasts")
    assert Closure.objects.filter(first=date(2027, 5, 5)).exists()
    page.context.close()


def test_forms_work_without_script(browser: Browser, live_server: Any, places: dict[str, Any]) -> None:
    page = opened(browser, live_server, places, 390, java_script_enabled=False)
    page.goto(address(live_server, places, "schools:sites"))
    page.fill("#id_name", "Lower site")
    page.click("text=Add the site")
    assert School.objects.get(pk=places["school"].pk).sites.filter(name="Lower site").exists()
    page.context.close()


def picture(page: Page, name: str) -> None:
    """Keeps a picture where ROLLBOOK_PICTURES says, for somebody who wants to look."""
    folder = os.environ.get("ROLLBOOK_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
