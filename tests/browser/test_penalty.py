"""A penalty notice in a browser: from what Rollbook suggests to the request, and every page of it wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user
from tests.processes.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def a_week_away() -> Office:
    """A week of G, and a mother who may be written to; Rollbook suggests a notice."""
    office = Office(1, on=date(2026, 9, 21))
    mother = office.contact(0)
    mother.address_lines, mother.postcode = "3 Mill Lane", "BD18 1AA"
    mother.save()
    office.days(date(2026, 9, 14), date(2026, 9, 18), "G")
    office.reassess()
    return office


def crossing_today() -> Office:
    """The tenth G is entered this morning, so Today tells of it."""
    office = Office(1, on=date(2026, 9, 17))
    mother = office.contact(0)
    mother.address_lines, mother.postcode = "3 Mill Lane", "BD18 1AA"
    mother.save()
    office.marked_on({date(2026, 9, 10): {0: "G"}}, Half.PM)
    office.days(date(2026, 9, 11), date(2026, 9, 16), "G")
    office.marked_on({date(2026, 9, 17): {0: "G"}}, Half.AM)
    office.reassess()
    return office


def manager_of(office: Office) -> Any:
    manager = a_user("G. Pritchard")
    a_role(manager, office.school, Role.ATTENDANCE_MANAGER)
    return manager


def record(page: Page) -> None:
    page.get_by_role("button", name="Record this step").click()


def test_from_today_to_the_request(browser: Browser, live_server: Any) -> None:
    """PEN-3, PEN-4, PEN-6, PEN-12"""
    office = crossing_today()
    with time_machine.travel(office.now, tick=True):
        page = signed_in(browser, live_server, manager_of(office), width=1280)
        page.goto(live_server.url + reverse("home:today", kwargs={"school": office.school.slug}))
        crossed = page.locator("#lane-crossed")
        expect(crossed.get_by_text("10 unauthorised sessions").first).to_be_visible()
        crossed.get_by_role("link", name="Open a case Pupil00").first.click()
        page.get_by_label("Priya Shah").check()
        page.get_by_role("button", name="Open the case").click()

        # The days and the holiday stand in the form already; the head answers the rest, with reasons.
        page.get_by_role("link", name="Consider a notice to this parent").first.click()
        expect(page.get_by_label("What was the absence?")).to_have_value("holiday")
        page.get_by_label("Why this parent?").fill("She booked the journey.")
        page.get_by_label("What support was there before?").select_option("not-appropriate")
        page.get_by_label("Is a notice the best way to change this?").select_option("yes")
        page.get_by_label("Would another intervention be better?").select_option("no")
        page.get_by_label("Go on towards a notice").check()
        page.get_by_label("Reasons").fill("Leave was refused, and they went.")
        assert violations(page) == []
        record(page)

        page.get_by_role("link", name="Go through what must hold first").first.click()
        page.get_by_label("Were the Equality Act and every need considered?").select_option("no")
        page.get_by_label("Has the child needs of education or health on record?").select_option("no")
        page.get_by_label("How they were considered").fill("Nothing is on record.")
        page.get_by_label("Were the other schools and authorities of the last three years asked?").select_option("yes")
        page.get_by_label("Write the letter").uncheck()
        record(page)
        expect(page.get_by_text("The Equality Act has not been considered.").first).to_be_visible()
        page.get_by_label("Were the Equality Act and every need considered?").select_option("yes")
        record(page)

        page.get_by_role("link", name="Give a notice to improve, or say why not").first.click()
        page.get_by_label("Not needed: it was a holiday").check()
        record(page)

        page.get_by_role("link", name="Send the request to the authority").first.click()
        page.get_by_label("To which authority?").fill("Bradford")
        page.get_by_label("How was it sent?").fill("Portal")
        record(page)
        expect(page.get_by_role("link", name="Record the authority's answer").first).to_be_visible()
        page.get_by_role("heading", name="Each session that counts").wait_for()
        assert violations(page) == []

    line = office.the_case("penalty_notice")
    assert office.page(line.public_id).taken[-1].letters is not None
    assert line.next_says == "Record the authority's answer"


@pytest.mark.parametrize("width", [1280, 320])
def test_its_pages_fit_and_can_be_read_by_everybody(width: int, browser: Browser, live_server: Any) -> None:
    office = a_week_away()
    with time_machine.travel(office.now, tick=True):
        page = signed_in(browser, live_server, manager_of(office), width=width)
        where = {"school": office.school.slug}
        page.goto(live_server.url + reverse("cases:list", kwargs=where))
        page.get_by_role("link", name="Open a case").first.click()
        page.get_by_label("Priya Shah").check()
        page.get_by_role("button", name="Open the case").click()
        page.get_by_role("heading", name="The ten school weeks").wait_for()
        assert (violations(page), sideways(page)) == ([], 0)
        page.get_by_role("link", name="Consider a notice to this parent").first.click()
        page.get_by_role("heading", name="The ten school weeks").wait_for()
        assert (violations(page), sideways(page)) == ([], 0)
