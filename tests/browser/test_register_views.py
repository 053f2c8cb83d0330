"""A register in a hand, as a plain form, and every screen of the registers before axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.pupils.models import Pupil
from rollbook.registers.actions import plan_absence
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import AFTER_CLOSE, all_present_but, opened, signed_in, the_clock
from tests.registers.classroom import MONDAY, Classroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_the_door() -> Iterator[time_machine.Coordinates]:
    with the_clock() as clock:
        yield clock


def test_by_thumb_on_a_small_phone(browser: Browser, live_server: Any) -> None:
    room = Classroom(30)
    page = opened(browser, live_server, room, width=320, has_touch=True)
    assert sideways(page) == 0
    row = page.locator("#row-4")
    for button in row.locator("[data-rg-do]").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
    row.get_by_role("button", name="Not here").tap()
    late = page.locator("#row-7")
    late.get_by_role("button", name="More").tap()
    assert sideways(page) == 0
    assert violations(page) == []
    page.get_by_role("button", name="Set", exact=True).tap()
    page.get_by_role("button", name="All 28 others present").tap()
    check = page.locator("[data-rg-check]")
    expect(check).to_contain_text("Castellano, Ben: N")
    expect(check).to_contain_text("7 minutes late")
    assert room.codes() == {}, "nothing goes before it was checked"
    assert sideways(page) == 0
    assert violations(page) == []
    check.get_by_role("button", name="Send 30 marks").tap()
    expect(page.locator(".rb-note--ok")).to_contain_text("30 marked: 28 present, 1 late, 1 absent.")
    assert room.codes() == all_present_but(room, Castellano="N", **{"D’Souza": "L"})


def test_a_name_of_two_hundred_letters_wraps_on_every_list(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    Pupil.objects.filter(pk=room.pupils[0].pk).update(legal_surname="W" * 200)
    page = opened(browser, live_server, room)
    assert sideways(page) == 0
    bar = page.locator(".rg-now").nth(1).bounding_box()
    assert bar is not None
    assert bar["x"] + bar["width"] < 1280, "what is entered stays on the screen"
    page = signed_in(browser, live_server, room.officer)
    pupils = reverse("home:pupils", kwargs={"school": room.school.slug})
    for url in (pupils, room.url("paper")):
        page.goto(live_server.url + url)
        assert sideways(page) == 0
        assert page.evaluate("[...document.querySelectorAll('th')].every(h => h.getBoundingClientRect().right < 1280)")


def test_past_weeks_fit_a_small_phone(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room, width=320, has_touch=True)
    page.get_by_role("button", name="Past weeks and notes").tap()
    page.wait_for_selector("[data-shows]")
    name = page.locator("#row-1 .rg-who").bounding_box()
    assert name is not None
    assert name["height"] < 40, "the name stands on one line"
    assert sideways(page) == 0
    assert violations(page) == []


def test_going_back_from_the_check_takes_only_the_rest_back(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    page = opened(browser, live_server, room, width=320, has_touch=True)
    page.locator("#row-2").get_by_role("button", name="Not here").tap()
    page.locator("[data-rg-finish]").tap()
    page.get_by_role("button", name="Go back").tap()
    expect(page.locator("[data-rg-marked]")).to_have_text("1 of 4 marked")


def test_a_desk_can_ask_for_the_phones_view(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = signed_in(browser, live_server, room.tutor)
    page.goto(live_server.url + room.url() + "?view=phone")
    page.wait_for_selector("[data-rg][data-live]")
    expect(page.locator("#row-1").get_by_role("button", name="Not here")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_it_works_as_a_plain_form(browser: Browser, live_server: Any, width: int) -> None:
    room = Classroom(3)
    page = signed_in(browser, live_server, room.tutor, width=width, java_script_enabled=False)
    page.goto(live_server.url + room.url())
    page.get_by_label("Code for Yusuf Ahmed").fill("n")
    page.get_by_role("button", name="Mark the rest present and finish").click()
    expect(page.locator(".rb-toast")).to_contain_text("3 marks saved.")
    assert room.codes() == all_present_but(room, Ahmed="N")


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_saves_and_never_marks_the_rest_present(
    browser: Browser, live_server: Any, at_the_door: Any, script: bool
) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room, room.officer)
    page.keyboard.press("n")
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    at_the_door.move_to(AFTER_CLOSE)
    page = signed_in(browser, live_server, room.officer, java_script_enabled=script)
    page.goto(live_server.url + room.url())
    if script:
        page.wait_for_selector("[data-rg][data-live]")
        page.locator("#row-1 [data-rg-cell]").click()
        page.keyboard.press("i")
        page.keyboard.press("s")
    else:
        page.get_by_label("Code for Tolu Abiodun").fill("i")
    page.locator("#rg-reason").fill("Mother rang")
    page.locator("#rg-reason").press("Enter")
    expect(page.locator(".rb-toast")).to_be_visible()
    assert room.codes() == {"Abiodun": "I"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_any_screen(browser: Browser, live_server: Any, scheme: str, width: int) -> None:
    room = Classroom(5)
    plan_absence(room.actor, pupil=str(room.pupils[1].public_id), first=MONDAY, last=MONDAY, code="V")
    page = signed_in(browser, live_server, room.officer, width=width, color_scheme=scheme)
    school = {"school": room.school.slug}
    screens = {
        "take": room.url(),
        "board": reverse("registers:board", kwargs=school),
        "board with a wrong date": reverse("registers:board", kwargs=school) + "?on=never",
        "mine": reverse("registers:mine", kwargs=school),
        "mark": room.mark_url(0),
        "paper": room.url("paper"),
    }
    for name, url in screens.items():
        page.goto(live_server.url + url)
        assert violations(page) == [], name
        assert sideways(page) == 0, name
    page.goto(live_server.url + room.url())
    page.wait_for_selector("[data-rg][data-live]")
    if width > 500:
        for key in ("n", "l"):
            page.keyboard.press(key)
        assert violations(page) == [], "asking for minutes"
        page.keyboard.press("c")
        assert violations(page) == [], "choosing a code"
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Keys in the register")).to_be_focused()
        assert violations(page) == [], "keys"
    page.context.close()
