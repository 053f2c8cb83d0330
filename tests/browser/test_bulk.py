"""The grid of a week in a real browser: keyboard, mouse, paste from a sheet, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.registers.models import Mark
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.registers.classroom import AT_THE_DOOR, Classroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRIDAY_EVENING = AT_THE_DOOR + timedelta(days=4, hours=9)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def friday() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(FRIDAY_EVENING, tick=True) as clock:
        yield clock


def opened(browser: Browser, live_server: Any, room: Classroom, **more: Any) -> Page:
    page = signed_in(browser, live_server, room.officer, **more)
    address = reverse("registers:bulk", kwargs={"school": room.school.slug})
    page.goto(f"{live_server.url}{address}?group={room.group.public_id}&week=2026-09-07")
    page.wait_for_selector("[data-rg-bulk][data-live]")
    return page


def cell(page: Page, down: int, across: int) -> Any:
    return page.locator("tbody tr").nth(down).locator("td").nth(across)


def pasted(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }""",
        text,
    )


def stands() -> dict[str, int]:
    codes = list(Mark.objects.values_list("code", flat=True))
    return {code: codes.count(code) for code in sorted(set(codes))}


def test_a_block_is_chosen_by_keyboard_previewed_entered_and_taken_back(browser: Browser, live_server: Any) -> None:
    room = Classroom(6)
    page = opened(browser, live_server, room)
    cell(page, 0, 0).focus()
    for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight", "i"):
        page.keyboard.press(key)
    expect(page.locator("[data-rg-says]")).to_contain_text("6 to enter")
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.get_by_text("6 blanks become I")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Enter 6 marks").click()
    expect(page.get_by_text("6 marks entered.").first).to_be_visible()
    assert stands() == {"I": 6}
    page.get_by_text("Bulk entries of the last two weeks").click()
    page.get_by_label("Reason").fill("Wrong form")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back: 6 marks as before").first).to_be_visible()
    assert stands() == {}


def test_a_sheet_is_pasted_and_what_does_not_fit_is_told(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    page = opened(browser, live_server, room)
    cell(page, 1, 2).focus()
    cell(page, 1, 2).click()
    pasted(page, "M\tI\n/\t/\nQQ\tY4\n" + "I\tI\n" * 1997)
    expect(page.locator("[data-rg-says]")).to_contain_text("5 to enter")
    expect(page.locator("[data-rg-says]")).to_contain_text("3994 pasted outside the grid left out")
    expect(page.locator("[data-rg-says]")).to_contain_text("1 not a code")
    page.get_by_role("button", name="Look at what it would do").click()
    page.get_by_role("button", name="Enter 5 marks").click()
    expect(page.get_by_text("5 marks entered.").first).to_be_visible()
    assert stands() == {"/": 1, "I": 1, "M": 1, "Y4": 1, "\\": 1}


def test_mouse_drag_rows_and_columns(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    page = opened(browser, live_server, room)
    cell(page, 0, 0).hover()
    page.mouse.down()
    cell(page, 1, 1).hover()
    page.mouse.up()
    assert page.locator('[aria-selected="true"]').count() == 4
    page.locator("thead input").nth(3).check()
    page.locator("tbody input").nth(2).check()
    assert page.locator('[aria-selected="true"]').count() == 13, "a column of 4 and a row of 10 share one cell"
    page.get_by_label("Code").select_option("M")
    page.get_by_role("button", name="Put in the selection").click()
    expect(page.locator("[data-rg-says]")).to_contain_text("13 to enter")
    page.locator("[aria-selected=true]").first.focus()
    page.keyboard.press("Delete")
    assert page.locator("[data-put]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_grid_is_open_to_everybody(browser: Browser, live_server: Any, width: int, scheme: str) -> None:
    room = Classroom(5)
    page = opened(browser, live_server, room, width=width, color_scheme=scheme)
    assert violations(page) == []
    assert sideways(page) == 0
