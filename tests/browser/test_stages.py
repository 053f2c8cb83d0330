"""A school changes its stages in a browser: what would change is shown on real pupils before anything takes effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.cases.queries.stages import stages_on
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.morning import days_of_term
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.processes.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = "attendance_concern"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def an_office() -> Office:
    office = Office(2, on=date(2026, 9, 21))
    office.marked_on({day: {0: "I", 1: "/"} for day in days_of_term(date(2026, 9, 7), date(2026, 9, 18))}, Half.AM)
    return office


def manager_of(office: Office) -> Any:
    manager = a_user("G. Pritchard")
    a_role(manager, office.school, Role.ATTENDANCE_MANAGER)
    return manager


@pytest.mark.parametrize("width", [1280, 320])
def test_a_stage_is_changed_looked_at_and_put_in_force(width: int, browser: Browser, live_server: Any) -> None:
    """CASE-B, DAY-4"""
    office = an_office()
    with time_machine.travel(office.now, tick=True):
        page = signed_in(browser, live_server, manager_of(office), width=width)
        page.goto(live_server.url + reverse("cases:stages", kwargs={"school": office.school.slug}))
        assert violations(page) == []
        assert sideways(page) == 0
        page.get_by_role("link", name="Write the stages Attendance concern").click()
        for n in (1, 2, 3):
            page.get_by_label(f"Stage {n}: its name").fill("")
        page.get_by_label("Stage 1: its name").fill("Only a letter")
        page.get_by_label("What is done").first.fill("A letter home.")
        page.get_by_role("button", name="What would change?").click()
        expect(page.get_by_text("1 pupil would stand at another stage. Nothing is saved yet.")).to_be_visible()
        assert violations(page) == []
        assert sideways(page) == 0
        assert stages_on(office.who(), KEY, date(2026, 9, 21)).version == 0
        page.get_by_role("button", name="Put them in force").click()
        expect(page.get_by_text("In force since Monday 21 September 2026, version 1, G. Pritchard.")).to_be_visible()
    assert [stage.name for stage in stages_on(office.who(), KEY, date(2026, 9, 21)).stages] == ["Only a letter"]
