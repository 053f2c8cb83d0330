"""Leave in a real browser: a parent asks on a phone, with script and without; the office; the head's sitting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.absence.actions.parents import send_code, set_parent_form
from rollbook.absence.models import ParentVisit
from rollbook.cases.models import Case, CaseStep
from rollbook.processes.leave_request.actions.licences import Permitted, keep_licence
from rollbook.processes.leave_request.models import JourneyCheck
from rollbook.pupils.models import PupilContact
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from tests.absence.test_parents import MOBILE, Family
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.browser.test_parents import a_phone, judged
from tests.builders import A_MORNING, a_role, a_user, an_actor
from tests.leave.leave_room import SAID, a_request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(A_MORNING, tick=True):
        yield


@pytest.fixture
def family() -> Family:
    family = Family()
    PupilContact.objects.update(lives_with=True)
    set_parent_form(an_actor(family.school, Role.HEAD), is_on=True, leave_words="", leave_is_on=True)
    return family


@pytest.mark.parametrize("script", [True, False])
def test_a_parent_asks_for_leave_on_a_phone(
    browser: Browser, live_server: Any, family: Family, tmp_path: Path, *, script: bool
) -> None:
    page = a_phone(browser, script=script)
    heading, go = page.locator("h1"), page.get_by_role("button", name="Continue")

    def at(question: str) -> None:
        expect(heading).to_have_text(question)
        judged(page, script=script)

    page.goto(f"{live_server.url}/p/{family.school.slug}/leave/")
    at("Ask for leave in term time")
    page.get_by_label("Your mobile number or e-mail address").fill(MOBILE)
    page.get_by_role("button", name="Send me a code").click()
    at("Enter the code")
    send_code(system_actor(family.school.pk, A_MORNING), visit=ParentVisit.objects.get().public_id)
    page.get_by_label("Code").fill(family.code())
    go.click()
    at("Who is the leave for?")
    page.get_by_label("Tolu").check()
    page.get_by_label("Bisi").check()
    go.click()
    at("Which days would be missed?")
    go.click()
    expect(page.get_by_text("Enter the first day away").first).to_be_visible()
    judged(page, script=script)
    first, last = page.get_by_role("group", name="First day away"), page.get_by_role("group", name="Last day away")
    first.get_by_label("Day").fill("21/9")
    last.get_by_label("Day").fill("23/9")
    go.click()
    at("What is it for?")
    page.get_by_label("A family occasion, such as a wedding").check()
    go.click()
    at("Why is it needed, and why on school days?")
    page.get_by_role("textbox").fill("My brother marries on the Tuesday.")
    go.click()
    at("Will you travel outside the United Kingdom?")
    page.get_by_label("Yes").check()
    go.click()
    at("Tell us about the journey")
    page.get_by_label("Where to?").fill("Lagos")
    page.get_by_label("Who travels with them?").fill("I do")
    page.get_by_role("group", name="Is the way back booked?").get_by_label("Yes").check()
    go.click()
    at("Is there anything to show the school?")
    letter = tmp_path / "invitation.pdf"
    letter.write_bytes(b"%PDF-1.7\n" + b"0" * 500)
    page.get_by_label("Photograph or PDF").set_input_files(letter)
    page.get_by_role("button", name="Add and choose another").click()
    expect(page.get_by_text("invitation.pdf")).to_be_visible()
    go.click()
    at("Check your answers")
    expect(page.get_by_text("Lagos, with I do, way back booked: yes")).to_be_visible()
    page.get_by_role("button", name="Send the request").click()
    at("The school has your request")
    page.go_back()
    expect(heading).to_have_text("The school has your request")
    assert Case.objects.filter(process="leave_request").count() == 2


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_leave_read_well(browser: Browser, live_server: Any, family: Family, width: int) -> None:
    office = an_actor(family.school)
    a_request(office, family.tolu, family.bisi)
    (held,) = a_request(office, family.tolu, abroad=True, return_booked=False, purpose="family")
    licence = Permitted("performance", "BMDC/1", "Bradford", SAID["first"], SAID["last"], "10 to 16")  # type: ignore[arg-type]
    keep_licence(office, pupil=family.tolu.pk, licence=licence)
    everybody = a_user("R. Adeyemi")
    for role in (Role.HEAD, Role.DSL, Role.ATTENDANCE_MANAGER):
        a_role(everybody, family.school, role)
    page = signed_in(browser, live_server, everybody, width=width)
    here = {"school": family.school.slug}
    check = JourneyCheck.objects.get(case=held).public_id
    places = [
        reverse(f"leave:{name}", kwargs=here) for name in ("requests", "sitting", "licences", "journeys", "set-up")
    ]
    places += [f"{reverse('leave:calendar', kwargs=here)}?month=2026-09"]
    places += [reverse("leave:new", kwargs={**here, "pupil": family.tolu.public_id})]
    places += [reverse("leave:new-licence", kwargs={**here, "pupil": family.tolu.public_id})]
    places += [reverse("leave:journey", kwargs={**here, "check": check})]
    places += [reverse("leave:worry", kwargs={**here, "case": held})]
    for place in places:
        page.goto(live_server.url + place)
        assert violations(page) == [], place
        assert sideways(page) == 0, place


def test_the_head_decides_two_requests_with_the_keyboard_alone(
    browser: Browser, live_server: Any, family: Family
) -> None:
    a_request(an_actor(family.school), family.tolu, family.bisi, purpose="family")
    head = a_user("H. Okonkwo")
    a_role(head, family.school, Role.HEAD)
    page = signed_in(browser, live_server, head)
    page.goto(live_server.url + reverse("leave:sitting", kwargs={"school": family.school.slug}))
    for n, (moves, why) in enumerate(((1, "His wedding, one day each."), (3, "Not in her examination week."))):
        page.get_by_label("Not now").nth(n).focus()
        for _ in range(moves):
            page.keyboard.press("ArrowDown")
        for _ in range(4):  # from, to, ground, why
            page.keyboard.press("Tab")
        page.keyboard.type(why)
    page.get_by_role("button", name="Decide those chosen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 decided. The office tells the families.")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert sorted(CaseStep.objects.filter(step="decide").values_list("choice", flat=True)) == ["granted", "refused"]
