"""The office's register screens are open to everybody: no barrier that axe finds, nothing sideways on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser

from rollbook.registers.actions.conflicts import challenge
from rollbook.registers.actions.planning_many import Pattern, plan_absences
from rollbook.rules.sessions import Half, Session
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom
from tests.registers.test_conflicts import amended, tapped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AFTERNOON = AT_THE_DOOR + timedelta(hours=7)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AFTERNOON, tick=True) as clock:
        yield clock


def a_busy_day() -> Classroom:
    """A trip, a part-time timetable, two entries for one pupil, a question to the tutor, blanks and an N."""
    room = Classroom(10)
    ids = [str(p.public_id) for p in room.pupils]
    week = (Pattern("13", "01"), Pattern("25", "1"))
    friday = MONDAY + timedelta(days=4)
    plan_absences(room.actor, pupils=ids[:3], first=MONDAY, last=friday, code="V", note="Museum", patterns=week)
    plan_absences(room.actor, pupils=ids[3:4], first=MONDAY, last=friday, code="C2", note="Until half-term")
    amended(room, 5, "M", 0)
    amended(room, 6, "N", 0)
    tapped(room, dict.fromkeys((0, 5, 7, 8), "/"))
    challenge(room.actor, user_id=room.tutor.pk, pupil=ids[5], session=Session(MONDAY, Half.AM), code="/")
    return room


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_no_barriers(browser: Browser, live_server: Any, width: int, scheme: str) -> None:
    room = a_busy_day()
    group = f"?group={room.group.public_id}"
    wrong = {}
    for name, query in (
        ("day", ""),
        ("planned", "?month=2026-09"),
        ("plan", group),
        ("conflicts", ""),
        ("closures", ""),
        ("mine", ""),
    ):
        user = room.tutor if name == "mine" else room.officer
        page = signed_in(browser, live_server, user, width=width, color_scheme=scheme)
        address = reverse(f"registers:{name}", kwargs={"school": room.school.slug})
        page.goto(live_server.url + address + query)
        found = (violations(page), sideways(page))
        if found != ([], 0):
            wrong[name] = found
        page.context.close()
    assert wrong == {}
