"""A room's roll by keyboard and on a telephone, and saying who was there, in a real browser (REG-C)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.site.models import RoomStay
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.registers.classroom import MONDAY
from tests.registers.trips import Trip
from tests.site.desk import clock
from tests.site.rooms import Rooms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def while_the_register_is_open() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 8:55 on a Monday, and goes."""
    with time_machine.travel(clock("8:55"), tick=True) as moving:
        yield moving


def test_the_roll_of_a_room_by_keyboard_alone(browser: Browser, live_server: Any) -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "8:40", 1, now="8:30")
    page = signed_in(browser, live_server, rooms.reyes)
    where = reverse("site:room", kwargs={"school": rooms.room.school.slug, "room": rooms.hub})
    page.goto(live_server.url + where)
    expect(page.locator("#st-q")).to_be_focused()
    expect(page.locator("#not-arrived")).to_contain_text("Expected 8:40, 15 min ago")
    page.keyboard.type("ba")
    expect(page.locator(".rm-found")).to_have_count(1)
    for _ in range(3):  # past the time and the button, to who was found
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check in Alfie Barker")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".rb-toast")).to_contain_text("1 checked in. 1 marked present.")
    assert rooms.room.codes() == {"Barker": "/"}
    assert violations(page) == []


def test_the_roll_on_a_telephone_and_who_comes_meanwhile(browser: Browser, live_server: Any) -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "8:40", 0, 1, now="8:30")
    page = signed_in(browser, live_server, rooms.reyes, width=320, has_touch=True)
    where = reverse("site:room", kwargs={"school": rooms.room.school.slug, "room": rooms.hub})
    page.goto(live_server.url + where)
    assert sideways(page) == 0
    assert violations(page) == []
    page.get_by_role("button", name="Check in Tolu Abiodun").tap()
    expect(page.locator("#lane-here")).to_contain_text("Abiodun")
    rooms.comes(3, rooms.hub, "8:55")
    expect(page.locator("#lane-here")).to_contain_text("Castellano", timeout=20_000)
    page.get_by_role("button", name="Check out Tolu Abiodun").tap()
    expect(page.locator("#lane-gone-today")).to_contain_text("Abiodun")
    assert RoomStay.objects.filter(ended_at__isnull=False).count() == 1
    assert sideways(page) == 0


def test_a_leader_says_on_a_telephone_who_was_there(browser: Browser, live_server: Any) -> None:
    trip = Trip(3)
    page = signed_in(browser, live_server, trip.leader, width=320, has_touch=True)
    place = {"school": trip.room.school.slug, "outing": trip.outing, "on": MONDAY.isoformat(), "half": "am"}
    page.goto(live_server.url + reverse("registers:outing-confirm", kwargs=place))
    assert sideways(page) == 0
    assert violations(page) == []
    page.get_by_role("group", name="Ahmed, Yusuf").get_by_label("Not there").tap()
    page.get_by_role("button", name="Confirm").tap()
    expect(page.locator(".rb-toast")).to_contain_text("2 confirmed.")
    assert trip.room.codes() == {"Abiodun": "V", "Ahmed": "N", "Barker": "V"}
