"""What every journey in a browser ends with, and how patient it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

expect.set_options(timeout=20_000)  # a machine with much to do is slow, not wrong


@pytest.fixture(autouse=True)
def _pages_are_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close a test's pages before its server and tables go: a page left open goes on asking, and sending."""
    if "browser" not in request.fixturenames:
        yield
        return
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
        request.getfixturevalue("live_server")
    browser = request.getfixturevalue("browser")
    yield
    for context in list(browser.contexts):
        context.close()
