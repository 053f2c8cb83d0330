"""First-day contact in a real browser: one key for a call, the screens by axe, and the kiosk that stops a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.absence.actions.professionals import set_professional
from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ContactEntry
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeTexts
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.site.actions import make_kiosk
from rollbook.site.models import Movement
from rollbook.site.queries.kiosks import token
from tests.absence.morning import AFTER_CLOSE, Morning
from tests.absence.test_contact_round import a_ladder
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.test_home import opened
from tests.comms.families import hand_over_at, texts_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened_:
        yield opened_


@pytest.fixture(autouse=True)
def after_close() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 9:20 on a Monday, and goes."""
    with time_machine.travel(AFTER_CLOSE, tick=True) as clock:
        yield clock


@pytest.fixture(name="gateway")
def _gateway() -> Iterator[PracticeTexts]:
    with PracticeTexts() as gateway:
        yield gateway


def a_monday(gateway: PracticeTexts) -> Morning:
    morning = Morning(4)
    texts_through(morning.school, gateway)
    a_ladder(morning)
    morning.contact(0, name="Priya", number="07700 900142")
    morning.contact(1, name="Grace", number="07700 900222")
    morning.flag(1, "child-protection")
    morning.marked({0: "N", 1: "N", 2: "/", 3: "/"})
    return morning


def jobs_run(morning: Morning, minutes: float) -> None:
    reach_families(system_actor(morning.school.pk, AFTER_CLOSE + timedelta(minutes=minutes)))


def test_a_late_arrival_at_the_kiosk_stops_the_text_and_one_who_is_gone_is_looked_for(
    browser: Browser, live_server: Any, gateway: PracticeTexts
) -> None:
    morning = a_monday(gateway)
    morning.pupils[0].admission_number = "4711"
    morning.pupils[0].save()
    jobs_run(morning, 0)  # two texts wait in the outbox, held for a minute
    kiosk = make_kiosk(morning.actor(Role.HEAD), name="Main entrance")
    door = browser.new_context(viewport={"width": 800, "height": 1000}).new_page()
    door.goto(live_server.url + reverse("kiosk", args=[token(kiosk)]))
    door.keyboard.type("4711")
    door.keyboard.press("Enter")
    expect(door.locator(".rb-note--ok")).to_contain_text("Thank you, Pupil00")
    assert Movement.objects.count() == 1
    hand_over_at(morning.school, AFTER_CLOSE + timedelta(minutes=2))
    assert [t["to"] for t in gateway.taken] == ["+447700900222"]
    assert Message.objects.get(state="not-wanted").why.startswith("Pupil00: seen at the front desk")

    office = opened(browser, live_server, morning, morning.person().url("absence:contact"))
    expect(office.locator("#lane-look")).to_contain_text("Seen at the front desk")
    # The family of the other believes that she is in: the missing-child steps, by one key.
    row = office.locator("[data-ct-row]", has_text="Pupil01")
    row.focus()
    office.keyboard.press("u")
    expect(office.locator("#lane-missing")).to_contain_text("Pupil01 Name01")
    office.goto(live_server.url + reverse("site:missing", kwargs={"school": morning.school.slug}))
    expect(office.locator("main")).to_contain_text("Pupil01")


def test_calls_are_worked_through_by_keys_alone(browser: Browser, live_server: Any, gateway: PracticeTexts) -> None:
    morning = a_monday(gateway)
    page = opened(browser, live_server, morning, morning.person().url("absence:contact"))
    rows = page.locator("[data-ct-row]")
    expect(rows).to_have_count(2)
    rows.first.focus()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.first).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("[data-ct-row]", has_text="Pupil01")).to_be_focused()
    expect(page.locator("[data-ct-row]", has_text="Pupil01")).to_contain_text("No answer")
    page.keyboard.press("a")
    expect(page.locator("#lane-reached")).to_contain_text("Pupil01 Name01")
    assert list(ContactEntry.objects.order_by("id").values_list("outcome", flat=True)) == ["no-answer", "aware"]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_reads_well(
    browser: Browser, live_server: Any, gateway: PracticeTexts, width: int, scheme: str
) -> None:
    morning = a_monday(gateway)
    jobs_run(morning, 0)
    hand_over_at(morning.school, AFTER_CLOSE + timedelta(minutes=2))
    Message.objects.update(state="failed", why="The number does not exist")
    lead = morning.person(Role.DSL)
    pupil = morning.pupils[1].public_id
    set_professional(
        morning.actor(Role.DSL), pupil=morning.pupils[1].pk, kind="social-worker", name="J", email="j@x.org"
    )
    held = {"form": "hold", "half": "am", "why": "x", "contact": ""}
    lead.post(lead.url("absence:contact-pupil", morning.pupils[0].public_id), held)
    office = morning.person()
    page = opened(
        browser, live_server, morning, office.url("absence:contact"),
        viewport={"width": width, "height": 900}, color_scheme=scheme,
    )  # fmt: skip
    places = [
        *(office.url(f"absence:{name}") for name in ("contact", "contact-sweep", "contact-professionals")),
        *(office.url(f"absence:{name}") for name in ("contact-dead", "contact-ladder")),
        *(office.url(f"absence:{name}", pupil) for name in ("contact-pupil", "own-ladder", "around")),
    ]
    for place in places:
        page.goto(live_server.url + place)
        assert violations(page) == [], place
        assert sideways(page) == 0, place
