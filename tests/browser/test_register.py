"""Taking a register in a real browser: by keyboard, by thumb, twice, by two people, with the network gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from rollbook.pupils.models import Characteristic
from rollbook.registers.actions import plan_absence
from rollbook.registers.models import Amendment, Mark, RegisterSave
from rollbook.staff.models import User
from tests.browser.chromium import chromium, sideways, violations
from tests.builders import TERM_STARTS
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AFTER_CLOSE = AT_THE_DOOR + timedelta(hours=2)
MOST_ACTIONS = 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_the_door() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 8:47 on a Monday, and goes."""
    with time_machine.travel(AT_THE_DOOR, tick=True) as clock:
        yield clock


def signed_in(browser: Browser, live_server: Any, user: User, *, width: int = 1280, **look: Any) -> Page:
    client = At(user, datetime.now(AT_THE_DOOR.tzinfo)).client
    context = browser.new_context(viewport={"width": width, "height": 640 if width < 500 else 900}, **look)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
    return page


def opened(browser: Browser, live_server: Any, room: Classroom, user: User | None = None, **more: Any) -> Page:
    page = signed_in(browser, live_server, user or room.tutor, **more)
    page.goto(live_server.url + room.url())
    page.wait_for_selector("[data-rg][data-live]")
    return page


class Fingers:
    """Presses keys and counts what a person does: a row's number is one jump, anything else is one key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0
        self.keys = 0

    def jump(self, row: int) -> None:
        self.actions += 1
        for digit in str(row):
            self._press(digit)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.actions += 1
            self._press(key)

    def _press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)


def all_present_but(room: Classroom, **others: str) -> dict[str, str]:
    return {p.legal_surname: "/" for p in room.pupils} | others


def test_thirty_pupils_by_keyboard_alone(browser: Browser, live_server: Any) -> None:
    room = Classroom(30)
    page = opened(browser, live_server, room)
    hand = Fingers(page)
    hand.jump(7)
    hand.press("l", "Enter")
    hand.jump(4)
    hand.press("n")
    hand.jump(22)
    hand.press("n")
    hand.press("f")
    expect(page.locator(".rb-note--ok")).to_contain_text("30 marked: 27 present, 1 late, 2 absent.")
    assert hand.actions == MOST_ACTIONS
    assert hand.keys == 9
    assert room.codes() == all_present_but(room, **{"D’Souza": "L", "Castellano": "N", "O’Neill": "N"})
    assert Mark.objects.get(code="L").minutes == 7
    assert RegisterSave.objects.get().finished


def test_with_the_rest_and_the_save_as_keys_of_their_own(browser: Browser, live_server: Any) -> None:
    room = Classroom(30)
    page = opened(browser, live_server, room)
    hand = Fingers(page)
    hand.jump(4)
    hand.press("n")
    hand.jump(22)
    hand.press("n")
    hand.jump(7)
    hand.press("l", "a", "s")
    expect(page.locator(".rb-note--ok")).to_be_visible()
    assert hand.actions == MOST_ACTIONS
    assert room.codes() == all_present_but(room, **{"D’Souza": "L", "Castellano": "N", "O’Neill": "N"})


def test_nothing_is_sent_until_it_is_saved_and_every_key_can_be_taken_back(browser: Browser, live_server: Any) -> None:
    room = Classroom(5)
    page = opened(browser, live_server, room)
    box = page.locator("[data-rg-box]")
    for key in ("/", "Space", "c", "2"):
        page.keyboard.press(key)
    expect(box.nth(1)).to_contain_text("present, not saved yet")
    expect(box.nth(2)).to_contain_text("C2")
    expect(page.locator("#sync")).to_contain_text("3 not saved")
    page.keyboard.press("Control+z")
    expect(box.nth(2)).to_contain_text("no mark")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    expect(box.nth(1)).to_contain_text("no mark")
    expect(page.locator("#live")).to_contain_text("Ahmed, Yusuf: no mark")
    assert room.codes() == {}


def test_a_family_of_codes_opens_filters_and_asks_for_its_note(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    page.keyboard.press("y")
    expect(page.get_by_role("option")).to_have_count(7)
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    expect(page.locator(".rg-ask--note")).to_be_focused()
    page.keyboard.type("Flood at home")
    page.keyboard.press("Enter")
    page.keyboard.press("*")
    page.keyboard.type("illness")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert room.codes() == {"Abiodun": "Y7", "Ahmed": "I"}


def test_a_planned_absence_lies_quiet_and_is_never_marked_present(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    for n, code in ((1, "M"), (2, "V")):
        plan_absence(room.actor, pupil=str(room.pupils[n].public_id), first=MONDAY, last=MONDAY, code=code)
    page = opened(browser, live_server, room)
    expect(page.locator("#row-3")).to_contain_text("waiting to be confirmed")
    page.keyboard.press("f")
    expect(page.locator(".rb-note--ok")).to_contain_text("1 is planned elsewhere and waiting to be confirmed")
    assert room.codes() == {"Abiodun": "/", "Ahmed": "M", "Castellano": "/"}


def test_a_classroom_screen_shows_nothing_more_until_asked(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    plan_absence(
        room.actor, pupil=str(room.pupils[1].public_id), first=MONDAY, last=MONDAY, code="M", note="Orthodontist"
    )
    Characteristic.objects.create(school=room.school, pupil=room.pupils[0], kind="child-protection", first=TERM_STARTS)
    page = opened(browser, live_server, room, room.officer)
    for hidden in ("Child protection", "Orthodontist", "rb-strip"):
        assert hidden not in page.content()
    page.keyboard.press(".")
    page.wait_for_selector("[data-shows]")
    expect(page.locator("#row-1")).to_contain_text("Child protection")
    expect(page.locator("#row-2")).to_contain_text("Orthodontist")
    assert violations(page) == []
    page.keyboard.press(".")
    expect(page.locator(".rb-strip")).to_have_count(0)
    for hidden in ("Child protection", "Orthodontist"):
        assert hidden not in page.content()


def test_a_correction_after_the_close_says_why(browser: Browser, live_server: Any, at_the_door: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room, room.officer)
    page.keyboard.press("n")
    page.keyboard.press("f")
    expect(page.locator(".rb-note--ok")).to_be_visible()
    at_the_door.move_to(AFTER_CLOSE)
    page.reload()
    page.wait_for_selector("[data-rg][data-live]")
    page.locator("#row-1 [data-rg-cell]").click()
    page.keyboard.press("i")
    page.keyboard.press("s")
    expect(page.locator("#rg-reason")).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("Mother rang at 10:40")
    page.keyboard.press("Enter")
    expect(page.locator("#sync")).to_contain_text("All saved")
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.reason, kept.by_name) == ("N", "I", "Mother rang at 10:40", "A. Osei")
    page.locator("#row-1 [data-rg-cell]").click()
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="How it came to be")).to_be_visible()
    expect(page.locator(".rb-timeline")).to_contain_text("Original: N")
    expect(page.locator(".rb-timeline")).to_contain_text("Changed from N to I")


def test_two_people_at_once_see_each_other(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    tutor = opened(browser, live_server, room)
    office = opened(browser, live_server, room, room.officer)
    office.keyboard.press("i")
    office.keyboard.press("s")
    expect(office.locator("#sync")).to_contain_text("All saved")
    tutor.keyboard.press("/")
    tutor.keyboard.press("f")
    row = tutor.locator("#row-1")
    expect(row).to_contain_text("A. Osei set I at 8:47. You entered /.")
    assert room.codes() == {"Abiodun": "I", "Ahmed": "/", "Barker": "/"}, "the office's value stays"
    assert violations(tutor) == []
    row.get_by_role("button", name="Enter / instead").click()
    tutor.keyboard.type("He has just come in")
    tutor.keyboard.press("Enter")
    expect(tutor.locator("#sync")).to_contain_text("All saved")
    expect(row.locator("[data-rg-box]")).to_contain_text("present")
    assert room.codes()["Abiodun"] == "/"
    assert Amendment.objects.get().reason == "He has just come in"


def test_a_refused_row_goes_back_and_says_why(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = opened(browser, live_server, room)
    page.keyboard.press("x")
    page.keyboard.press("/")
    page.keyboard.press("s")
    row = page.locator("#row-1")
    expect(row).to_contain_text("only for pupils outside compulsory school age")
    expect(row.locator("[data-rg-box]")).to_contain_text("no mark")
    assert violations(page) == []
    assert room.codes() == {"Ahmed": "/"}


def test_without_network_marks_wait_and_go_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    answered: list[int] = []

    def lose_the_answer(route: Route) -> None:
        """The server stores it; the answer is lost on the way back, as on a train."""
        answered.append(route.fetch().status)
        route.abort()

    page.route("**/save", lose_the_answer, times=1)
    page.keyboard.press("f")
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    expect(page.locator("#row-1")).to_contain_text("waiting to be sent")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert answered == [200]
    assert RegisterSave.objects.count() == 1, "sent twice, stored once"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_double_tap_is_stored_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    page.locator("[data-rg-finish]").dblclick()
    expect(page.locator(".rb-note--ok")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert RegisterSave.objects.count() == 1


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


def test_a_desk_can_ask_for_the_phones_view(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = signed_in(browser, live_server, room.tutor)
    page.goto(live_server.url + room.url() + "?view=phone")
    page.wait_for_selector("[data-rg][data-live]")
    expect(page.locator("#row-1").get_by_role("button", name="Not here")).to_be_visible()


def test_yesterdays_latecomer_gets_no_minutes_from_todays_clock(
    browser: Browser, live_server: Any, at_the_door: Any
) -> None:
    room = Classroom(1)
    at_the_door.move_to(AT_THE_DOOR + timedelta(days=1))
    page = opened(browser, live_server, room)
    page.keyboard.press("u")
    expect(page.locator(".rg-ask--minutes")).to_have_value("")
    page.keyboard.type("45")
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert (Mark.objects.get().code, Mark.objects.get().minutes) == ("U", 45)


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
