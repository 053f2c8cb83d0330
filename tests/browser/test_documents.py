"""The pages that make documents, in a real browser: axe, no sideways scrolling, and a PDF from the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from rollbook.registers.actions import seal_day
from rollbook.rules.access import Role
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.test_set_up import opened, picture
from tests.builders import A_MORNING, a_role, a_user, an_actor
from tests.registers.test_taking import MONDAY, Form9A

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def places() -> dict[str, Any]:
    form = Form9A(now=A_MORNING + timedelta(hours=3))
    form.save(form.tap(0, "I"), form.tap(1, "/"))
    head = a_user("Dr Bright")
    a_role(head, form.school, Role.HEAD)
    seal_day(an_actor(form.school, Role.HEAD, now=form.actor.now), day=MONDAY)
    school = form.school.slug
    return {
        "head": head,
        "certificate": reverse("registers:certificate", kwargs={"school": school, "pupil": form.pupils[0].public_id}),
        "printed": reverse("registers:printed", kwargs={"school": school, "group": form.group.public_id}),
        "documents": reverse("registers:documents", kwargs={"school": school}),
        "fingerprints": reverse("registers:fingerprints", kwargs={"school": school}),
    }


@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, places: dict[str, Any], width: int, look: str
) -> None:
    page = opened(browser, live_server, places, width, color_scheme=look)
    wrong: list[object] = []
    for name in ("documents", "certificate", "printed", "fingerprints"):
        page.goto(live_server.url + places[name])
        picture(page, f"documents-{name}-{width}-{look}")
        wrong += [(name, found) for found in violations(page)]
        wrong += [(name, "scrolls sideways")] if sideways(page) else []
    page.context.close()
    assert wrong == []


def test_a_certificate_is_made_by_keyboard_and_a_mistake_is_led_to(
    browser: Browser, live_server: Any, places: dict[str, Any]
) -> None:
    page = opened(browser, live_server, places, 1280)
    page.goto(live_server.url + places["certificate"])
    typed(page, "7/9/2026", "1/9/2026")
    page.wait_for_selector(".govuk-error-summary")
    assert "The last day is before the first" in page.inner_text(".govuk-error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"

    with page.expect_response(lambda answer: "to=7" in answer.url) as asked:
        typed(page, "1/9/2026", "7/9/2026")
    assert asked.value.headers["content-type"] == "application/pdf"
    page.context.close()


def typed(page: Page, first: str, last: str) -> None:
    page.fill("input[name=from]", first)
    page.fill("input[name=to]", last)
    page.press("input[name=to]", "Enter")
