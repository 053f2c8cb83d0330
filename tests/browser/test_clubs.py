"""A club's roll by keyboard and on a telephone, and the slip of a supply teacher, in real browsers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.site.models import ClubTick, Movement
from rollbook.staff.models import User
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.registers.classroom import Classroom
from tests.site.after_hours import a_club
from tests.site.desk import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def after_school() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 15:20 on a Monday, and goes."""
    with time_machine.travel(clock("15:20"), tick=True) as moving:
        yield moving


def somebody(room: Classroom, role: Role, name: str) -> User:
    user = a_user(name)
    a_role(user, room.school, role)
    return user


def url(live_server: Any, room: Classroom, name: str, **place: object) -> str:
    return str(live_server.url) + reverse(f"site:{name}", kwargs={"school": room.school.slug, **place})


def test_a_roll_by_keyboard_and_on_a_telephone(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    leader = somebody(room, Role.TEACHER, "Ms Novak")
    made = a_club(room, size=3, walks=True, leader=leader)
    page = signed_in(browser, live_server, leader)
    page.goto(url(live_server, room, "club", club=made))
    assert violations(page) == []
    page.get_by_role("button", name="Here Tolu Abiodun", exact=True).focus()
    page.keyboard.press("h")
    expect(page.locator("#st-counted")).to_have_text("1 here, 0 gone home, 2 not said yet")
    page.keyboard.press("n")
    expect(page.locator("#st-counted")).to_have_text("1 here, 0 gone home, 1 not said yet")
    page.keyboard.press("h")
    expect(page.locator("#st-counted")).to_have_text("2 here, 0 gone home, 0 not said yet")
    assert list(ClubTick.objects.order_by("id").values_list("kind", flat=True)) == ["here", "not-here", "here"]
    assert violations(page) == []

    phone = signed_in(browser, live_server, leader, width=320, has_touch=True)
    phone.goto(url(live_server, room, "club", club=made))
    assert sideways(phone) == 0
    phone.get_by_label("Who collects Tolu Abiodun").fill("Mrs Abiodun")
    phone.get_by_role("button", name="Collected Tolu Abiodun").tap()
    expect(phone.locator("#st-counted")).to_have_text("1 here, 1 gone home, 0 not said yet")
    assert violations(phone) == []
    assert Movement.objects.get().kind == "left"
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("name", ["clubs", "lunch", "supply", "police"])
def test_each_page_of_the_desk_around_the_day_reads_well_at_320(browser: Browser, live_server: Any, name: str) -> None:
    room = Classroom(2)
    a_club(room)
    page = signed_in(browser, live_server, somebody(room, Role.RECEPTION, "R. Boateng"), width=320)
    page.goto(url(live_server, room, name))
    assert sideways(page) == 0
    assert violations(page) == []


def test_the_slip_opens_the_door_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    desk = signed_in(browser, live_server, somebody(room, Role.RECEPTION, "R. Boateng"))
    desk.goto(url(live_server, room, "supply"))
    desk.get_by_label("Name").fill("P. Agency")
    desk.get_by_label("Agency").fill("Teach")
    desk.get_by_label("I have seen their identity and their DBS check").check()
    desk.get_by_role("button", name="Make the account").click()
    code = desk.locator(".st-code").inner_text()
    assert violations(desk) == []

    context = browser.new_context(viewport={"width": 320, "height": 640})
    door = context.new_page()
    door.goto(live_server.url + "/supply/")
    assert violations(door) == []
    assert sideways(door) == 0
    door.keyboard.type(code)
    door.keyboard.press("Enter")
    expect(door).to_have_url(live_server.url + f"/s/{room.school.slug}/registers/mine/")
    again = browser.new_context().new_page()
    again.goto(live_server.url + "/supply/")
    again.keyboard.type(code)
    again.keyboard.press("Enter")
    expect(again.locator(".govuk-error-summary, .rb-errors").first).to_contain_text("opens nothing")
