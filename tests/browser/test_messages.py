"""Messages in a browser: compose, look, hold, undo; and each screen by axe, at desk and phone width."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rollbook.comms import actions
from rollbook.comms.models import Message, MessageDraft
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.schools.models import School
from tests.browser.chromium import chromium, sideways, violations
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor
from tests.comms.families import a_contact, hand_over_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_MONDAY_NOON = datetime(2026, 9, 7, 12, 0, tzinfo=LONDON)
SCREENS = ("", "write/", "wordings/", "wordings/write/?language=ur", "rules/", "calls/", "calls/?print=1", "providers/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def school() -> School:
    school = a_school()
    school.practice_shift = A_MONDAY_NOON - timezone.now()
    school.save()
    form = a_group(school, "9A")
    for n, name in enumerate(("Tolu", "Bisi", "Kit")):
        pupil = a_pupil(school, group=form, forename=name, surname=f"Featherstonehaugh-{n}")
        contact = a_contact(school, pupil, mobile=f"+44770090010{n}")
    actions.choose_language(an_actor(school), contact=contact.public_id, language="ur")
    return school


def opened(browser: Browser, live_server: Any, school: School, width: int = 1280) -> Page:
    user = a_user("P. Office")
    a_role(user, school, Role.ATTENDANCE_ADMINISTRATOR)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(viewport={"width": width, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_a_message_is_written_looked_at_held_and_taken_back(browser: Browser, live_server: Any, school: School) -> None:
    page = opened(browser, live_server, school)
    page.goto(f"{live_server.url}/s/{school.slug}/messages/write/")
    page.get_by_label("9A (3)").check()
    page.get_by_label("Words").fill("Dear {contact}, {forename} may go home at noon.")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("heading", name="Your drafts")).to_be_visible()
    assert MessageDraft.objects.count() == 1
    page.get_by_role("link", name="Go on writing").click()
    expect(page.get_by_label("Words")).to_have_value("Dear {contact}, {forename} may go home at noon.")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("wants Urdu, gets English")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Send 3 texts").click()
    expect(page.get_by_role("button", name="Take back 3 messages")).to_be_visible()
    assert Message.objects.filter(state="waiting").count() == 3
    assert not MessageDraft.objects.exists()
    page.get_by_role("button", name="Take back 3 messages").click()
    expect(page.get_by_text("Nothing waits to go.")).to_be_visible()
    assert set(Message.objects.values_list("state", flat=True)) == {"taken-back"}


@pytest.mark.parametrize("width", [1280, 320])
def test_every_screen_can_be_read_by_everybody(browser: Browser, live_server: Any, school: School, width: int) -> None:
    actions.set_provider(an_actor(school, Role.HEAD), provider="phone-list", kept={})
    page = opened(browser, live_server, school, width)
    page.goto(f"{live_server.url}/s/{school.slug}/messages/write/")
    page.get_by_label("9A (3)").check()
    page.get_by_label("Words").fill("{school}: please ring.")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Send 3 texts").click()
    expect(page.get_by_role("button", name="Take back 3 messages")).to_be_visible()
    Message.objects.update(channel="voice")
    hand_over_at(school, Message.objects.order_by("-held_until")[0].held_until)
    contact = f"contacts/{Message.objects.order_by('pk')[0].contact.public_id}/"  # type: ignore[union-attr]  # to contacts
    for screen in (*SCREENS, contact):
        page.goto(f"{live_server.url}/s/{school.slug}/messages/{screen}")
        assert (screen, violations(page), sideways(page)) == (screen, [], 0)


@pytest.mark.parametrize("width", [1280, 320])
def test_what_failed_is_sent_to_another_address(browser: Browser, live_server: Any, school: School, width: int) -> None:
    actions.set_provider(an_actor(school, Role.HEAD), provider="phone-list", kept={})
    page = opened(browser, live_server, school, width)
    page.goto(f"{live_server.url}/s/{school.slug}/messages/write/")
    page.get_by_label("9A (3)").check()
    page.get_by_label("Words").fill("{school}: please ring.")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Send 3 texts").click()
    expect(page.get_by_role("button", name="Take back 3 messages")).to_be_visible()
    first = Message.objects.order_by("pk")[0]
    Message.objects.filter(pk=first.pk).update(state="failed", why="The number is not in use.")
    page.reload()
    page.get_by_role("link", name="Send to another").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Send to another address")
    assert (violations(page), sideways(page)) == ([], 0)
    page.get_by_label("Call to").check()
    page.get_by_role("button", name="Send to this address").click()
    expect(page.get_by_text("The first attempt stays on record.")).to_be_visible()
    assert (violations(page), sideways(page)) == ([], 0)
    assert Message.objects.get(instead_of=first).channel == "voice"
