"""Every component in every state, in every look that a person may choose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.chromium import chromium, sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "still": {"reduced_motion": "reduce"},
}
WIDTHS = (1280, 320)
OTHERS = (
    "/_ui/?density=comfortable",
    "/_ui/?rail=narrow",
    "/_ui/paper",
    "/_ui/help",
    "/accounts/login/",
    "/_ui/nothing",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def opened(browser: Browser, address: str, width: int = 1280, **look: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **look).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    page.goto(address)
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, live_server, look: str, width: int) -> None:
    page = opened(browser, f"{live_server.url}/_ui/", width, **LOOKS[look])
    assert violations(page) == []
    assert sideways(page) == 0
    page.context.close()


@pytest.mark.parametrize("path", OTHERS)
def test_the_other_layouts_pass_too(browser: Browser, live_server, path: str) -> None:
    for width in WIDTHS:
        page = opened(browser, f"{live_server.url}{path}", width)
        assert violations(page) == []
        assert sideways(page) == 0
        page.context.close()


def test_the_content_policy_is_never_broken(browser: Browser, live_server) -> None:
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/_ui/")
    page.keyboard.press("Escape")
    assert [line for line in said if "favicon" not in line] == []
    page.context.close()


TOO_SMALL = """([what, least]) => [...document.querySelectorAll(what)]
  .map(e => [e.className || e.tagName, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < least || box.width < 24))
  .map(([name]) => name)"""
CONTROLS = "button, input:not([type=hidden]), select, summary, .rb-button, .rb-rail__link, .rb-chip, .rb-sort"


def test_targets_are_large_enough(browser: Browser, live_server) -> None:
    desk = opened(browser, f"{live_server.url}/_ui/")
    assert desk.evaluate(TOO_SMALL, [CONTROLS, 24]) == []
    touch = opened(browser, f"{live_server.url}/_ui/", 390, has_touch=True, is_mobile=True)
    assert touch.evaluate(TOO_SMALL, [".rb-button, .rb-menu > summary, .govuk-input, .govuk-select", 44]) == []
    desk.context.close()
    touch.context.close()


def test_keys_find_and_close(browser: Browser, live_server) -> None:
    page = opened(browser, f"{live_server.url}/_ui/")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("/g?")
    assert page.input_value("#search") == "/g?"
    page.click(".rb-header__me summary")
    assert page.get_attribute(".rb-header__me", "open") is not None
    page.keyboard.press("Escape")
    assert page.get_attribute(".rb-header__me", "open") is None
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_url("**/_ui/help")
    page.context.close()


def test_a_chosen_theme_stays(browser: Browser, live_server) -> None:
    page = opened(browser, f"{live_server.url}/_ui/", color_scheme="light")
    page.click(".rb-header__me summary")
    with page.expect_response("**/_ui/choices"):
        page.click("button[name=theme][value=dark]")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.context.close()


def test_an_error_link_reaches_its_field(browser: Browser, live_server) -> None:
    page = opened(browser, f"{live_server.url}/_ui/")
    page.click(".govuk-error-summary a >> nth=3")
    assert page.evaluate("document.activeElement.name") == "wrong-half"
    page.context.close()


def test_on_a_phone_the_rail_opens_and_closes(browser: Browser, live_server) -> None:
    page = opened(browser, f"{live_server.url}/_ui/", 320)
    assert not page.is_visible("#rail")
    page.click(".rb-menu-button")
    assert page.is_visible("#rail")
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not page.is_visible("#rail")
    page.context.close()


NOTE = '<div class="rb-toast" role="alert">Code L needs the minutes. <button data-rb-close>Close</button></div>'
BUTTON = '<button id="ask" hx-post="/asked">Ask</button>'
ASK = f"""const main = document.getElementById("main");
main.insertAdjacentHTML("beforeend", `{BUTTON}`); htmx.process(main);"""


def test_a_refusal_arrives_as_a_note_and_a_mistake_changes_nothing(browser: Browser, live_server) -> None:
    page = opened(browser, f"{live_server.url}/_ui/")
    note = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "Content-Type": "text/html"}
    sent: list[str] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.headers.get("x-csrftoken", ""))
        route.fulfill(status=422, headers=note, body=NOTE)

    page.route("**/asked", refuse)
    page.evaluate(ASK)
    page.click("#ask")
    page.wait_for_selector("#toasts >> text=Code L needs the minutes")
    assert len(sent[0]) > 30
    assert page.inner_text("#ask") == "Ask"
    page.click("#toasts [data-rb-close]")
    assert page.query_selector("#toasts >> text=Code L") is None

    page.unroute("**/asked")
    page.route("**/asked", lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>stack</h1>"))
    page.click("#ask")
    page.wait_for_selector("#toasts >> text=was not saved")
    assert page.inner_text("#ask") == "Ask"
    page.context.close()
