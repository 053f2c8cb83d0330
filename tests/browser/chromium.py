"""The installed browser, and axe inside it under the product's own content policy."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = os.environ.get("ROLLBOOK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for a module of tests; Django's own guard against async is none of its business."""
    if not CHROMIUM:
        pytest.skip("No Chromium on this machine: set ROLLBOOK_CHROMIUM to one")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield browser
        browser.close()


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds on the page as it stands: rule, and the markup it is about.

    Evaluated over the debugging protocol, because the content policy rightly refuses a script tag.
    The window is made as tall as the page meanwhile: what a bar at its foot half covers is one scroll
    away, and which row that is depends on the fonts of the machine.
    """
    page.wait_for_load_state("load")  # a page without its style sheet yet is no page to judge
    window = page.viewport_size or {"width": 1280, "height": 720}
    tall = max(window["height"], int(page.evaluate("document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": window["width"], "height": min(tall, 8000)})
    session = page.context.new_cdp_session(page)
    rules = json.dumps({"runOnly": TAGS})
    said = "r.violations.map(v => ({rule: v.id, nodes: v.nodes.map(n => n.html.slice(0, 200))}))"
    asked = f"{AXE};axe.run(document, {rules}).then(r => JSON.stringify({said}))"
    answer = session.send("Runtime.evaluate", {"expression": asked, "awaitPromise": True})
    session.detach()
    page.set_viewport_size(window)
    found: list[dict[str, Any]] = json.loads(answer["result"]["value"])
    return found


def sideways(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways to be read; WCAG 1.4.10 allows none."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
