"""A house's roll-call by keyboard and on a telephone, and its pages, in real browsers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.site.models import RollCallTick
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.registers.classroom import Classroom
from tests.site.houses import SUNDAY, House, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def bedtime() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 21:20 on a Sunday, and goes."""
    with time_machine.travel(moment(SUNDAY, "21:20"), tick=True) as moving:
        yield moving


def url(live_server: Any, house: House, name: str, **place: object) -> str:
    return str(live_server.url) + reverse(f"site:{name}", kwargs={"school": house.room.school.slug, **place})


def test_a_roll_call_by_keyboard_and_on_a_telephone(browser: Browser, live_server: Any) -> None:
    house = House(Classroom(4), size=3)
    call = house.roll_call()
    house.goes(2, "hospital", SUNDAY, "17:00", moment(SUNDAY, "20:00"))
    page = signed_in(browser, live_server, house.staff)
    page.goto(url(live_server, house, "boarding"))
    assert violations(page) == []
    page.get_by_role("link", name="Take the roll").click()
    assert violations(page) == []
    page.get_by_role("button", name="In house Tolu Abiodun", exact=True).focus()
    page.keyboard.press("h")
    expect(page.locator("#st-counted")).to_have_text("1 in house, 1 signed out, 0 not found, 1 not said yet")
    page.keyboard.press("n")
    expect(page.locator("#st-counted")).to_have_text("1 in house, 1 signed out, 1 not found, 0 not said yet")
    assert violations(page) == []
    assert list(RollCallTick.objects.order_by("id").values_list("kind", flat=True)) == ["here", "not-here"]

    phone = signed_in(browser, live_server, house.staff, width=320, has_touch=True)
    phone.goto(url(live_server, house, "roll-call", roll_call=call, called_on=SUNDAY.isoformat()))
    assert sideways(phone) == 0
    phone.get_by_role("button", name="In house Yusuf Ahmed").tap()
    expect(phone.locator("#st-counted")).to_have_text("2 in house, 1 signed out, 0 not found, 0 not said yet")
    assert violations(phone) == []
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_a_house_read_well(browser: Browser, live_server: Any, width: int) -> None:
    house = House(Classroom(3), size=2)
    house.roll_call()
    house.goes(1, "exeat", SUNDAY, "10:00", moment(SUNDAY, "20:00"))
    head = a_user("H. Manager")
    a_role(head, house.room.school, Role.ATTENDANCE_MANAGER)
    page = signed_in(browser, live_server, head, width=width)
    pupil = house.pupils[0].public_id
    for name, place in (("boarding", {}), ("boarding-set-up", {}), ("leave", {"boarder": pupil}), ("desk", {})):
        page.goto(url(live_server, house, name, **place))
        assert sideways(page) == 0, name
        assert violations(page) == [], name
