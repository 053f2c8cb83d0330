"""The form for parents on a phone, with script and without; and the set-up pages of the form and of the mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.absence.actions.parents import send_code
from rollbook.absence.models import ParentVisit, Report
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from tests.absence.test_parents import MOBILE, Family
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import A_MORNING, a_role, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(A_MORNING, tick=True):
        yield


def a_phone(browser: Browser, *, script: bool) -> Page:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=script, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def judged(page: Page, *, script: bool) -> None:
    """What is on the screen now reads well at 320 pixels; without script the browser cannot be asked."""
    if script:
        assert violations(page) == [], page.url
        assert sideways(page) == 0, page.url


@pytest.mark.parametrize("script", [True, False])
def test_a_parent_reports_an_absence_on_a_phone(
    browser: Browser, live_server: Any, tmp_path: Path, *, script: bool
) -> None:
    family = Family()
    page = a_phone(browser, script=script)
    heading = page.locator("h1")
    page.goto(f"{live_server.url}/p/{family.school.slug}/absent/")
    expect(heading).to_have_text("Report an absence")
    judged(page, script=script)
    page.get_by_label("Your mobile number or e-mail address").fill("not a number")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("Enter a mobile number, for example 07700 900123").first).to_be_visible()
    judged(page, script=script)
    page.get_by_label("Your mobile number or e-mail address").fill(MOBILE)
    page.get_by_role("button", name="Send me a code").click()
    expect(heading).to_have_text("Enter the code")
    judged(page, script=script)
    send_code(system_actor(family.school.pk, A_MORNING), visit=ParentVisit.objects.get().public_id)
    page.get_by_label("Code").fill(family.code())
    page.get_by_role("button", name="Continue").click()

    expect(heading).to_have_text("Who will not be in school?")
    judged(page, script=script)
    page.get_by_label("Tolu").check()
    page.get_by_label("Bisi").check()
    page.get_by_role("button", name="Continue").click()
    expect(heading).to_have_text("On which days?")
    judged(page, script=script)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose which days").first).to_be_visible()
    judged(page, script=script)
    page.get_by_label("Today, Monday 7 September 2026").check()
    page.get_by_role("button", name="Continue").click()
    expect(heading).to_have_text("All day, or part of it?")
    judged(page, script=script)
    page.get_by_label("The morning").check()
    page.get_by_role("button", name="Continue").click()
    expect(heading).to_have_text("When do you expect Tolu and Bisi back?")
    judged(page, script=script)
    page.go_back()
    expect(heading).to_have_text("All day, or part of it?")
    expect(page.get_by_label("The morning")).to_be_checked()
    page.get_by_label("All day").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Day").fill("8/9")
    page.get_by_role("button", name="Continue").click()
    expect(heading).to_have_text("Why are they away?")
    judged(page, script=script)
    page.get_by_label("Ill", exact=True).check()
    page.get_by_label("In your own words").fill("Both were sick in the night.")
    page.get_by_role("button", name="Continue").click()
    expect(heading).to_have_text("Is there anything to show the school?")
    judged(page, script=script)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7\n" + b"0" * 500)
    page.get_by_label("Photograph or PDF").set_input_files(letter)
    page.get_by_role("button", name="Add and choose another").click()
    expect(page.get_by_text("letter.pdf")).to_be_visible()
    judged(page, script=script)
    page.get_by_role("button", name="Continue").click()
    expect(heading).to_have_text("Check your answers")
    expect(page.get_by_text("All day")).to_be_visible()
    judged(page, script=script)
    page.get_by_role("button", name="Send to the school").click()
    expect(heading).to_have_text("The school has it")
    judged(page, script=script)
    page.go_back()  # the page before is asked for again, and answers with what was sent
    expect(heading).to_have_text("The school has it")
    assert Report.objects.count() == 1


def test_a_holiday_on_a_phone(browser: Browser, live_server: Any) -> None:
    family = Family()
    page = a_phone(browser, script=True)
    page.goto(f"{live_server.url}/p/{family.school.slug}/absent/leave/")
    expect(page.locator("h1")).to_have_text("Leave in term time")
    judged(page, script=True)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_set_up_pages_read_well(browser: Browser, live_server: Any, width: int) -> None:
    family = Family()
    head = a_user("R. Adeyemi")
    a_role(head, family.school, Role.HEAD)
    page = signed_in(browser, live_server, head, width=width)
    for route in ("absence:parent-form", "absence:parent-form-slip", "comms:mailbox", "comms:accounts"):
        page.goto(live_server.url + reverse(route, kwargs={"school": family.school.slug}))
        assert violations(page) == [], route
        assert sideways(page) == 0, route
    page.goto(live_server.url + reverse("comms:mailbox", kwargs={"school": family.school.slug}))
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port", exact=True).fill("1")
    page.get_by_label("None", exact=True).check()
    page.get_by_label("User", exact=True).fill("absence")
    page.get_by_label("Password", exact=True).fill("practice")
    page.get_by_role("button", name="Try the connection").click()
    expect(page.get_by_text("The mail server could not be reached.")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0
