"""What a pupil needs when the alarm goes, at the pupil's page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.rules.access import Role
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.registers.classroom import AT_THE_DOOR, Classroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    with time_machine.travel(AT_THE_DOOR, tick=True):
        yield AT_THE_DOOR


@pytest.mark.parametrize("width", [320, 1280])
def test_what_a_pupil_needs_reads_well_before_and_after_it_is_written_down(
    browser: Browser, live_server: Any, width: int
) -> None:
    room = Classroom(1)
    senco = a_user("R. Adeyemi")
    a_role(senco, room.school, Role.SENCO)
    page = signed_in(browser, live_server, senco, width=width)
    place = {"school": room.school.slug, "pupil": room.pupils[0].public_id}
    page.goto(live_server.url + reverse("home:needs", kwargs=place))
    assert violations(page) == []
    assert sideways(page) == 0
    page.get_by_role("button", name="Write it down").click()
    assert violations(page) == [], "with what is missing said"
    page.get_by_label("Evacuation plan (PEEP)").check()
    page.locator("[name=says]").fill("Evac chair, stair C")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Evac chair, stair C")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0
