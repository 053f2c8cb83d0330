"""What goes to the authority, and a deletion, in a browser: wide and narrow, a field copied, a name off the roll."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.pupils.models import Enrolment
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role
from tests.processes.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TENTH = date(2026, 9, 18)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def ten_days_away() -> tuple[Office, UUID]:
    office = Office(1, on=TENTH)
    a_role(office.officer, office.school)
    office.contact(0, parental_responsibility=True)
    office.days(date(2026, 9, 7), TENTH, "O")
    office.reassess()
    return office, office.the_case("ten_day_return").public_id


def at(live_server: Any, office: Office, name: str, case: UUID) -> str:
    kwargs = {"school": office.school.slug, "sending" if name.startswith("processes:") else "case": case}
    return str(live_server.url + reverse(name, kwargs=kwargs))


@pytest.mark.parametrize("width", [1280, 320])
def test_the_return_and_its_case_are_read_wide_and_narrow(browser: Browser, live_server: Any, width: int) -> None:
    office, case = ten_days_away()
    with time_machine.travel(office.now, tick=True):
        page = signed_in(browser, live_server, office.officer, width=width)
        for name in ("cases:case", "processes:return", "processes:return-print"):
            page.goto(at(live_server, office, name, case))
            expect(page.get_by_text("Pupil00 Name00").first).to_be_visible()
            assert violations(page) == []
            assert sideways(page) == 0
        page.context.close()


def test_a_field_is_copied_for_the_authoritys_portal(browser: Browser, live_server: Any) -> None:
    """RET-3"""
    office, case = ten_days_away()
    with time_machine.travel(office.now, tick=True):
        page = signed_in(browser, live_server, office.officer, permissions=["clipboard-read", "clipboard-write"])
        page.goto(at(live_server, office, "processes:return", case))
        copies = page.get_by_role("button", name="Copy: Full name")
        copies.click()
        expect(copies).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == "Pupil00 Name00"
        page.context.close()


def test_a_name_comes_off_the_roll_step_by_step(browser: Browser, live_server: Any) -> None:
    """DEL-A, RET-2"""
    office, _ = ten_days_away()
    case = office.open("deletion")
    with time_machine.travel(office.now, tick=True):
        page = signed_in(browser, live_server, office.officer)
        page.goto(at(live_server, office, "cases:case", case))
        page.get_by_role("link", name="Propose the ground").first.click()
        page.get_by_label("Who asked for it, and why?").fill("The mother: they have moved")
        page.get_by_label("Did anybody at school suggest leaving?").select_option("no")
        page.get_by_label("Has the pupil special educational needs?").select_option("no")
        page.get_by_label("9(1)(a) Registered at another school").check()
        assert violations(page) == []
        recorded(page)
        page.get_by_role("link", name="Evidence the ground").first.click()
        page.get_by_label("Has the other school confirmed").select_option("no")
        for label in ("attendance order name", "main school of a child", "Did both schools agree"):
            page.get_by_label(label).select_option("no")
        filled_in(page, "The starting day that it confirmed", TENTH)
        page.get_by_label("What is the evidence").fill("E-mail of the new school")
        page.get_by_role("button", name="Record this step").click()
        # The refusal stands above the form, with its rule, and what was typed is still there.
        expect(page.get_by_text("must have put the pupil on its roll").first).to_be_visible()
        expect(page.get_by_label("What is the evidence")).to_have_value("E-mail of the new school")
        page.get_by_label("Has the other school confirmed").select_option("yes")
        recorded(page)
        page.get_by_role("link", name="Tell the authority").first.click()
        page.get_by_label("To which authority?").fill("Bradford")
        page.get_by_label("How was it told?").fill("Portal")
        page.get_by_label("The authority was told").check()
        recorded(page)
        page.get_by_role("link", name="Take the name off the roll").first.click()
        filled_in(page, "Last day on the roll", TENTH)
        page.get_by_label("Reason for leaving").select_option("IM")
        recorded(page)
        expect(page.get_by_text("The name came off the roll").first).to_be_visible()
        page.context.close()
    assert Enrolment.objects.get(pupil=office.pupils[0]).removal_ground == "9(1)(a)"


def filled_in(page: Page, label: str, day: date) -> None:
    group = page.get_by_role("group", name=label)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


def recorded(page: Page) -> None:
    page.get_by_role("button", name="Record this step").click()
    expect(page.get_by_text("What was done")).to_be_visible()
