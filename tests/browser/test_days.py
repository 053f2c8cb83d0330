"""Snow at noon on a phone, and the days that are not ordinary at a desk: real pages, read by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.pupils.models import Contact, PupilContact
from rollbook.registers.models import ContactStop
from rollbook.rules.access import Role
from rollbook.site.models import Movement
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.registers.classroom import Classroom
from tests.site.desk import clock, mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOON = clock("12:05")
PAGES = ("days", "sudden", "starts", "no-shows", "study-leave", "occasions", "observance", "routes", "closures")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at five past twelve on a Monday, and goes."""
    with time_machine.travel(NOON, tick=True) as moving:
        yield moving


def url(live_server: Any, room: Classroom, name: str, part: str = "registers", **place: object) -> str:
    return str(live_server.url) + reverse(f"{part}:{name}", kwargs={"school": room.school.slug, **place})


def sound(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0


def family(room: Classroom) -> None:
    """The first two pupils live with their mother; their father must be kept away."""
    for name, kept_away in (("Ada", False), ("Bode", True)):
        person = Contact.objects.create(school=room.school, forename=name, surname="Abiodun")
        for pupil in room.pupils[:2]:
            PupilContact.objects.create(
                school=room.school,
                pupil=pupil,
                contact=person,
                priority=1 + kept_away,
                relationship="PAF" if kept_away else "PAM",
                lives_with=not kept_away,
                no_contact=kept_away,
            )


def test_snow_at_noon_closed_and_collected_on_a_phone(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    family(room)
    for n in range(3):
        mark(room, n, "/")
    page = signed_in(browser, live_server, room.officer, width=320)
    page.goto(url(live_server, room, "sudden"))
    sound(page)
    expect(page.get_by_label("The afternoon; morning marks stay true")).to_be_checked()
    page.get_by_label("What happened").fill("Snow")
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.get_by_text("Every mark of the morning stays true")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Close the school").click()
    expect(page.get_by_text("Closed for 3 pupils")).to_be_visible()
    sound(page)
    assert ContactStop.objects.get().halves == "1"

    teacher = a_user("Ms Kaur")
    a_role(teacher, room.school, Role.TEACHER)
    phone = signed_in(browser, live_server, teacher, width=320)
    phone.goto(url(live_server, room, "collecting", "site"))
    expect(phone.locator(".st-missing b")).to_have_text("3")
    sound(phone)
    phone.get_by_role("link", name="Abiodun").click()
    expect(phone.get_by_text("Not everybody may collect")).to_be_visible()
    assert "Bode" not in phone.content()
    sound(phone)
    phone.get_by_label("Ada Abiodun").check()
    phone.get_by_role("button", name="Gone home").click()
    expect(phone.locator(".st-missing b")).to_have_text("1")
    sound(phone)
    assert Movement.objects.filter(source="collecting").count() == 2


@pytest.mark.parametrize("width", [1280, 320])
def test_every_kind_of_day_at_a_desk_and_on_a_phone(browser: Browser, live_server: Any, width: int) -> None:
    room = Classroom(3)
    page = signed_in(browser, live_server, room.officer, width=width)
    for name in PAGES:
        page.goto(url(live_server, room, name))
        sound(page)
    page.goto(url(live_server, room, "finish-early", "schools"))
    sound(page)
    page.goto(url(live_server, room, "starts"))
    page.get_by_label("Day").fill("9")
    page.get_by_label("Month").fill("9")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_label("9A (3)").check()
    page.get_by_role("button", name="Look at it pupil by pupil").click()
    expect(page.get_by_role("button", name="Set their first day")).to_be_visible()
    sound(page)
