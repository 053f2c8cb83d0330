"""Home visits on a phone, also without a network, and what becomes O: in a real browser, wide and narrow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.absence.models import Doorstep, VisitsOut
from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.staff.models import User
from tests.absence.morning import Morning
from tests.absence.visiting import Visiting
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.browser.test_offline import AS_SAFARI, CONTROLLED, KEPT
from tests.builders import a_role, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def on_the_last_day() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 10:00 on the last day of an absence of the Tuesday before, and goes."""
    with time_machine.travel(NOW, tick=True) as moving:
        yield moving


def url(live_server: Any, day: Morning, name: str, **place: object) -> str:
    return str(live_server.url) + reverse(f"absence:{name}", kwargs={"school": day.school.slug, **place})


def kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.evaluate(KEPT))
    return found


def visiting() -> Visiting:
    """Two homes on the route of Ms Rahman: in the first live a brother and a sister."""
    day = Visiting(3, now=NOW)
    for n in range(3):
        day.home(n)
    day.contact(0, 1)
    day.planned(day.asked(0, 1, risks="A large dog"), day.asked(2))
    return day


def office(day: Morning) -> User:
    user = a_user("A. Osei")
    a_role(user, day.school, Role.ATTENDANCE_MANAGER)
    return user


def opened(browser: Browser, live_server: Any, day: Visiting) -> Page:
    """The route on a phone, with the service worker in its place."""
    page = signed_in(browser, live_server, day.first, width=320, has_touch=True)
    page.goto(url(live_server, day, "my-visits"))
    page.wait_for_selector("[data-ab-door][data-live]", state="attached")
    assert page.evaluate(f"Promise.resolve({CONTROLLED}).then(() => true)")
    page.evaluate(AS_SAFARI)
    return page


def answer(page: Page, who: str) -> None:
    """The first home's answer, as far as every answer goes."""
    page.locator("#home-1 summary", has_text="At the door").tap()
    door = page.locator("#home-1 form[data-ab-door]")
    door.get_by_label(who, exact=True).check()
    door.get_by_role("group", name="Pupil00").get_by_label("Seen", exact=True).check()
    door.get_by_role("group", name="Pupil01").get_by_label("Not seen", exact=True).check()


def test_the_door_without_a_network_is_sent_once(browser: Browser, live_server: Any) -> None:
    day = visiting()
    page = opened(browser, live_server, day)
    assert sideways(page) == 0
    page.context.set_offline(True)
    answer(page, "A parent or carer")
    door = page.locator("#home-1 form[data-ab-door]")
    door.get_by_role("button", name="Send the answer").tap()
    expect(door.locator("[data-ab-says]")).to_have_text("Answer every question first.")
    door.get_by_label("We stayed at the door").check()
    door.get_by_label("We left the visit card").check()
    door.get_by_label("Ring the family").check()
    door.get_by_role("button", name="Send the answer").tap()
    expect(door.locator("[data-ab-says]")).to_have_text("Kept on this phone; it is sent when the network is back.")
    expect(page.locator("#sync")).to_contain_text("1 waiting to send")
    assert violations(page) == []
    (save,) = kept(page)
    told = json.dumps(save)
    for secret in ("Pupil00", "Name00", "Mill", "dog", "07700", str(day.pupils[0].public_id), "Rahman"):
        assert secret not in told
    assert {tap["code"] for tap in save["body"]["taps"]} == {"parent", "seen", "no", "stayed", "on", "ring"}
    assert not Doorstep.objects.exists()

    page.context.set_offline(False)
    expect(door.locator("[data-ab-says]")).to_have_text("The school has your answer.", timeout=30_000)
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert kept(page) == []
    page.reload()
    expect(page.locator("#home-1")).to_contain_text(
        "A parent or carer came to the door; Pupil00 seen; Pupil01 not seen"
    )
    assert Doorstep.objects.count() == 1


def test_nobody_can_say_that_they_went_inside_where_only_children_are(browser: Browser, live_server: Any) -> None:
    page = opened(browser, live_server, visiting())
    page.locator("#home-1 summary", has_text="At the door").tap()
    door = page.locator("#home-1 form[data-ab-door]")
    expect(door.locator("[data-ab-children]")).to_be_hidden()
    door.get_by_label("We went inside").check()
    door.get_by_label("Only children at home").check()
    expect(door.locator("[data-ab-children]")).to_be_visible()
    expect(door.get_by_label("We went inside")).to_be_disabled()
    expect(door.get_by_label("We stayed at the door")).to_be_checked()
    expect(door.get_by_label("Tell the safeguarding lead")).to_be_checked()
    door.get_by_label("Nobody", exact=True).check()
    expect(door.get_by_role("group", name="Pupil00").get_by_label("Seen and spoken to alone")).to_be_disabled()


def test_out_and_back_by_one_tap(browser: Browser, live_server: Any) -> None:
    day = visiting()
    page = opened(browser, live_server, day)
    page.get_by_role("button", name="We leave now").tap()
    expect(page.get_by_role("button", name="We are back")).to_be_visible()
    page.get_by_role("button", name="Later").first.tap()
    expect(page.locator("#home-1")).to_contain_text("Pupil02")
    page.get_by_role("button", name="We are back").tap()
    expect(page.locator("main")).to_contain_text("You are not sent to any home today.")
    assert VisitsOut.objects.get().back_by_name == "Ms Rahman"


def test_what_becomes_o_is_looked_at_confirmed_once_and_taken_back(browser: Browser, live_server: Any) -> None:
    day = Morning(3, now=NOW)
    day.contact(0, 1)
    day.marked_on({TUESDAY: {0: "N", 1: "N", 2: "/"}}, Half.AM, Half.PM)
    page = signed_in(browser, live_server, office(day))
    page.goto(url(live_server, day, "list"))
    expect(page.locator("main")).to_contain_text("4 sessions become O")
    assert violations(page) == []
    page.get_by_role("link", name="Look, and confirm all at once").click()
    expect(page.get_by_role("heading", name="What becomes O")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Name00, Pupil00, Tue 10 Nov am").uncheck()
    page.get_by_role("button", name="Make what is ticked O").click()
    expect(page.locator("main")).to_contain_text("3 sessions became O.")
    assert Mark.objects.filter(code="O").count() == 3
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("main")).to_contain_text("4 sessions become O")
    assert Mark.objects.filter(code="N").count() == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_reads_well(browser: Browser, live_server: Any, width: int, scheme: str) -> None:
    day = visiting()
    day.marked_on({TUESDAY: {0: "N", 1: "N", 2: "N"}}, Half.AM)
    manager = office(day)
    wanted = day.asked(2)
    planned = day.planned(day.asked(1), after=200)
    page = signed_in(browser, live_server, manager, width=width, color_scheme=scheme)
    for name, place in (
        ("visits", {}),
        ("plan-visits", {}),
        ("visit-policy", {}),
        ("ask-visit", {"pupil": day.pupils[0].public_id}),
        ("home-visit", {"home_visit": wanted}),
        ("visits-out", {"visits_out": planned}),
        ("list", {}),
        ("becoming", {}),
        ("chase", {}),
        ("chase-steps", {}),
    ):
        page.goto(url(live_server, day, name, **place))
        assert violations(page) == [], name
        assert sideways(page) == 0, name
    lead = signed_in(browser, live_server, day.duty, width=width, color_scheme=scheme)
    lead.goto(url(live_server, day, "visit-risks", home_visit=wanted))
    assert violations(lead) == []
    phone = signed_in(browser, live_server, day.first, width=width, color_scheme=scheme)
    phone.goto(url(live_server, day, "my-visits"))
    for one in phone.locator("summary", has_text="At the door").all():
        one.click()
    assert violations(phone) == []
    assert sideways(phone) == 0
