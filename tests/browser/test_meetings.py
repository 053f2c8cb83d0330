"""A meeting minuted live by keyboard, two writers at once, and every screen of meetings wide and narrow."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.meetings.actions import add_action_point, decide, keep_minutes, sign_and_freeze
from rollbook.meetings.queries import meeting
from rollbook.rules.access import Role
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.meetings.room import AFTERWARDS, THURSDAY, MeetingRoom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DURING = THURSDAY + timedelta(minutes=5)
WORDS = "Tolu says that the bus is full."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def in_the_meeting() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(DURING, tick=True) as moving:
        yield moving


def url(live_server: Any, room: MeetingRoom, name: str, made: uuid.UUID | None = None) -> str:
    where: dict[str, Any] = {"school": room.school.slug} | ({"meeting": made} if made else {})
    return str(live_server.url) + reverse(f"meetings:{name}", kwargs=where)


def opened(browser: Browser, live_server: Any, room: MeetingRoom, made: uuid.UUID, **more: Any) -> Page:
    page = signed_in(browser, live_server, room.officer, **more)
    page.goto(url(live_server, room, "meeting", made))
    page.wait_for_selector("form[data-mt-minutes][data-ready]")
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-mt-says]")).to_contain_text("Saved 15:")


def test_a_meeting_is_minuted_live_by_keyboard_alone(browser: Browser, live_server: Any) -> None:
    room = MeetingRoom()
    made = room.called()
    page = opened(browser, live_server, room, made, width=1280)
    text = page.get_by_label("What was said")
    text.focus()
    page.keyboard.type(f"{WORDS}\nAsk the company for an earlier one")
    saved(page)

    page.keyboard.press("Control+Enter")
    point = page.get_by_role("textbox", name="Action point")
    expect(point).to_be_focused()
    expect(point).to_have_value("Ask the company for an earlier one")
    page.locator("#point_who").select_option(label="Mr Dhillon")
    point.press("Enter")
    expect(page.get_by_role("list", name="Action points")).to_contain_text("Mr Dhillon, by Thu 26 Nov")
    expect(text).to_be_focused()

    page.keyboard.type("\nShe wants to come.")
    expect(page.locator("[data-mt-says]")).to_have_text("Not saved yet")
    saved(page)
    found = meeting(room.office(DURING), made)
    assert found.minute().words == f"{WORDS}\nAsk the company for an earlier one\nShe wants to come."
    assert [one.says for one in found.points] == ["Ask the company for an earlier one"]
    assert violations(page) == []

    page.get_by_label("Look at it again at a further meeting").check()
    page.get_by_label("Why").fill("To see whether the earlier bus helps")
    page.get_by_role("button", name="Note the decision").click()
    expect(page.get_by_text("The decision is noted.")).to_be_visible()
    page.get_by_role("link", name="Read and sign").click()
    expect(page.get_by_role("heading", name="Sign the minutes")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Sign the minutes").click()
    expect(page.get_by_text("Signed. Nothing of it changes from now on.")).to_be_visible()
    expect(page.get_by_role("link", name="Minutes (PDF)")).to_be_visible()
    expect(page.locator("form[data-mt-minutes]")).to_have_count(0)


def test_two_writers_put_both_texts_together(browser: Browser, live_server: Any) -> None:
    room = MeetingRoom()
    made = room.called()
    page = opened(browser, live_server, room, made, width=1280)
    keep_minutes(room.as_(room.tutor, Role.TUTOR, DURING), meeting=made, words="The tutor's words.", version=0)
    page.get_by_label("What was said").fill("The office's words.")
    expect(page.get_by_role("heading", name="Somebody wrote meanwhile")).to_be_visible()
    expect(page.locator("[data-mt-theirs]")).to_have_text("The tutor's words.")
    assert violations(page) == []
    page.get_by_role("button", name="Put theirs above mine").click()
    saved(page)
    assert meeting(room.office(DURING), made).minute().words == "The tutor's words.\n\nThe office's words."


@pytest.mark.parametrize("width", [1280, 320])
def test_every_screen_is_judged_wide_and_narrow(browser: Browser, live_server: Any, width: int) -> None:
    room = MeetingRoom()
    bisi = room.pupil("Bisi", "Bello-Fotheringham")
    for pupil in (room.tolu, bisi):
        room.marks(pupil, *((f"2026-11-{day:02}", "OO") for day in (9, 10, 11, 12, 13)))
    office = room.office(AFTERWARDS)
    signed, now = room.called(), room.called(kind="ard", stage="review")
    many = room.called(room.tolu, bisi, kind="targeting", at=THURSDAY + timedelta(hours=1))
    keep_minutes(office, meeting=signed, words=WORDS, version=0)
    for made in (signed, now):
        due = DURING.date() + timedelta(days=7)
        add_action_point(office, meeting=made, says="Ask for an earlier bus", due=due, owner=room.tutor.pk)
    decide(office, meeting=signed, choice="review", reason="To see whether it helps")
    sign_and_freeze(office, meeting=signed)

    page = signed_in(browser, live_server, room.officer, width=width)
    wrong: dict[str, object] = {}
    for where in (
        url(live_server, room, "list"),
        url(live_server, room, "find"),
        f"{url(live_server, room, 'new')}?pupil={room.tolu.public_id}",
        url(live_server, room, "targeting"),
        url(live_server, room, "meeting", now),
        url(live_server, room, "change", now),
        url(live_server, room, "invite", now),
        url(live_server, room, "meeting", signed),
        url(live_server, room, "circulate", signed),
        url(live_server, room, "meeting", many),
        f"{url(live_server, room, 'meeting', many)}?pupil={bisi.public_id}",
    ):
        page.goto(where)
        if (found := violations(page)) or (over := sideways(page)):
            wrong[where] = found or over
    assert wrong == {}
