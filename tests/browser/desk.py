"""A signed-in person before a register, in a real browser: what they see, and a count of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, Page

from rollbook.staff.models import User
from tests.registers.classroom import AT_THE_DOOR, At, Classroom

AFTER_CLOSE = AT_THE_DOOR + timedelta(hours=2)


@contextmanager
def the_clock() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 8:47 on a Monday, and goes."""
    with time_machine.travel(AT_THE_DOOR, tick=True) as clock:
        yield clock


def signed_in(browser: Browser, live_server: Any, user: User, *, width: int = 1280, **look: Any) -> Page:
    client = At(user, datetime.now(AT_THE_DOOR.tzinfo)).client
    context = browser.new_context(viewport={"width": width, "height": 640 if width < 500 else 900}, **look)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
    return page


def opened(browser: Browser, live_server: Any, room: Classroom, user: User | None = None, **more: Any) -> Page:
    page = signed_in(browser, live_server, user or room.tutor, **more)
    page.goto(live_server.url + room.url())
    page.wait_for_selector("[data-rg][data-live]")
    return page


class Fingers:
    """Presses keys and counts what a person does: a row's number is one jump, anything else is one key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0
        self.keys = 0

    def jump(self, row: int) -> None:
        self.actions += 1
        for digit in str(row):
            self._press(digit)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.actions += 1
            self._press(key)

    def _press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)


def all_present_but(room: Classroom, **others: str) -> dict[str, str]:
    return {p.legal_surname: "/" for p in room.pupils} | others
