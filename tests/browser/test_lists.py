"""A list made by keyboard alone, and the pages of lists and of own fields, wide and narrow."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from rollbook.pupils.actions.own_fields import make_own_field
from rollbook.rules.own_fields import Audience, FieldKind, FieldShape
from tests.absence.morning import Morning
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@contextmanager
def office(browser: Browser, live_server: Any, **look: Any) -> Iterator[tuple[Page, str, Morning]]:
    """The office of a small school with two fields of its own."""
    morning = Morning(3)
    morning.contact(0)
    morning.flag(1, "ehcp")
    morning.marked({0: "I", 1: "/", 2: "L"})
    make_own_field(morning.actor(), field=uuid.uuid4(), shape=FieldShape("Locker", FieldKind.WORDS, help="Bay first."))
    few = FieldShape("Placement", FieldKind.CHOICE, Audience.FEW, choices=("Here", "There"), dated=True)
    make_own_field(morning.actor(), field=uuid.uuid4(), shape=few)
    user = a_user("A. Osei")
    a_role(user, morning.school)
    with time_machine.travel(morning.now, tick=True):
        page = signed_in(browser, live_server, user, **look)
        yield page, f"{live_server.url}/s/{morning.school.slug}/", morning
        page.context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_lists_and_own_fields_read_well(browser: Browser, live_server: Any, width: int) -> None:
    with office(browser, live_server, width=width) as (page, base, morning):
        pupil = morning.pupils[0].public_id
        for address in (
            "reports/lists/",
            "reports/lists/make/",
            "reports/lists/ready/absent-today/",
            "set-up/own-fields/",
            "set-up/own-fields/add/",
            f"pupils/{pupil}/own-fields/",
        ):
            page.goto(base + address)
            assert violations(page) == [], address
            assert sideways(page) == 0, address


def test_a_list_is_made_by_keyboard(browser: Browser, live_server: Any) -> None:
    with office(browser, live_server) as (page, base, _):
        page.goto(f"{base}reports/lists/make/")
        page.locator("summary", has_text="What is known of them").focus()
        page.keyboard.press("Enter")
        page.get_by_label("EHC plan").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Bring the order up to date").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="EHC plan: one place up").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".re-chosen li").nth(1)).to_contain_text("EHC plan")
        condition = page.get_by_role("group", name="Condition 1")
        condition.get_by_label("Column").select_option(label="EHC plan")
        condition.get_by_label("Value").fill("perhaps")
        page.keyboard.press("Enter")
        expect(page.get_by_text("EHC plan: “perhaps” is neither yes nor no.").first).to_be_visible()
        assert violations(page) == [], "with what is wrong said"
        page.get_by_role("group", name="Condition 1").get_by_label("Value").fill("yes")
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 pupil", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Name01, Pupil01")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("link", name="Save this list").focus()
        page.keyboard.press("Enter")
        page.locator("[name=name]").fill("Plans")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Plans")).to_be_visible()
