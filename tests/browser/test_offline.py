"""A register without a network: it goes on, survives its tab, and reaches the school once and only once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from rollbook.registers.actions import plan_absence
from rollbook.registers.models import RegisterSave
from rollbook.staff.models import User
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import opened, signed_in, the_clock
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom
from tests.registers.lesson_room import IN_P1, LessonRoom
from tests.registers.sent import taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """new Promise((resolve) => {
    const asked = indexedDB.open("rollbook", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "id" });
    asked.onsuccess = () => {
        const all = asked.result.transaction("waiting").objectStore("waiting").getAll();
        all.onsuccess = () => { asked.result.close(); resolve(JSON.stringify(all.result)); };
    };
    setTimeout(() => resolve("null"), 20_000);
})"""
AS_SAFARI = "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined }) && true"
CONTROLLED = """navigator.serviceWorker.controller || new Promise((resolve, reject) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true));
    setTimeout(() => reject(new Error("no service worker after 20 s")), 20_000);
})"""
SPOIL = """new Promise((resolve) => {
    const asked = indexedDB.open("rollbook", 1);
    asked.onsuccess = () => {
        const act = asked.result.transaction("waiting", "readwrite");
        const store = act.objectStore("waiting");
        const all = store.getAll();
        all.onsuccess = () => { for (const save of all.result) { save.body.issue = "spoilt"; store.put(save); } };
        act.oncomplete = () => { asked.result.close(); resolve(); };
    };
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_the_door() -> Iterator[time_machine.Coordinates]:
    with the_clock() as clock:
        yield clock


def ready(page: Page) -> Page:
    """The service worker has taken the page over, as it has a moment after the first visit."""
    assert page.evaluate(f"Promise.resolve({CONTROLLED}).then(() => true)")
    page.evaluate(AS_SAFARI)
    return page


def kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.evaluate(KEPT))
    return found


def cut_off(page: Page, keys: str) -> Page:
    """The network goes, and the register is taken."""
    ready(page)
    page.context.set_offline(True)
    for key in keys:
        page.keyboard.press(key)
    return page


def home(room: Classroom, live_server: Any) -> str:
    return f"{live_server.url}/s/{room.school.slug}/registers/mine/"


def becomes(page: Page, user: User, live_server: Any) -> None:
    """Somebody else signs in on the same device."""
    name = settings.SESSION_COOKIE_NAME
    client = At(user, AT_THE_DOOR).client
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def test_cut_closed_reopened_and_sent_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = cut_off(opened(browser, live_server, room), "nf")
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    expect(page.locator("[data-rg-notes]")).to_contain_text(
        "kept on this device for 7 days, also when this page is closed"
    )
    assert violations(page) == []
    context = page.context
    page.close()
    assert RegisterSave.objects.count() == 0

    again = context.new_page()
    again.goto(live_server.url + room.url())
    expect(again.get_by_role("heading", name="There is no connection")).to_be_visible()
    expect(again.locator("[data-rb-waits]")).to_contain_text("3 marks wait on this device.")
    expect(again.locator("main")).to_contain_text("paper register")
    assert again.locator("a").count() == 0
    assert room.school.name not in again.content()
    context.set_offline(False)
    again.wait_for_timeout(500)  # it looks again by itself; whoever is quicker opens the register
    again.goto(live_server.url + room.url())
    again.wait_for_selector("[data-rg][data-live]")
    expect(again.locator("#sync")).to_contain_text("All saved")
    expect(again.locator("#row-1 [data-rg-box]")).to_contain_text("N")
    assert room.codes() == {"Abiodun": "N", "Ahmed": "/", "Barker": "/"}
    assert RegisterSave.objects.count() == 1
    assert kept(again) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_the_page_without_a_network(
    browser: Browser, live_server: Any, width: int, scheme: str
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/_ui/offline")
    expect(page.locator("[data-rb-waits]")).to_have_text("No marks wait on this device.")
    assert violations(page) == []
    assert sideways(page) == 0


def test_what_waits_holds_no_name_and_no_id(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    plan_absence(room.actor, pupil=str(room.pupils[1].public_id), first=MONDAY, last=MONDAY, code="E", note="Secret")
    page = cut_off(opened(browser, live_server, room), "nf")
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    (save,) = kept(page)
    assert {frozenset(tap) for tap in save["body"]["taps"]} <= {
        frozenset({"token", "code", "minutes", "seen"}),
        frozenset({"token", "code", "minutes", "seen", "planned"}),
    }
    said = json.dumps(save)
    for pupil in room.pupils:
        for told in (pupil.legal_surname, pupil.legal_forename, str(pupil.public_id)):
            assert told not in said
    for told in ("Secret", '"E"', str(room.group.public_id), room.tutor.username, room.group.name):
        assert told not in said
    urls = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
            (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"""
    )
    assert urls
    assert all(url.startswith("/static/") or url == "/_ui/offline" for url in urls), "the look of a page, never a page"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_lost_answer_and_a_closed_tab_store_it_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    answered: list[int] = []

    def lose_the_answer(route: Route) -> None:
        answered.append(route.fetch().status)
        route.abort()

    page.route("**/save", lose_the_answer)
    page.keyboard.press("f")
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    context = page.context
    page.close()
    other = context.new_page()
    other.goto(home(room, live_server))
    expect(other.locator("#sync")).to_contain_text("All saved")
    assert violations(other) == []
    assert answered
    for _ in range(50):
        if not kept(other):
            break
        other.wait_for_timeout(100)
    assert kept(other) == [], "by this page or by the browser itself, it was sent again and acknowledged"
    assert RegisterSave.objects.count() == 1


def test_taps_not_saved_yet_are_sent_when_the_page_is_left(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = opened(browser, live_server, room)
    page.keyboard.press("n")
    expect(page.locator("#sync")).to_contain_text("1 not saved")
    page.wait_for_timeout(600)
    assert len(kept(page)) == 1
    assert RegisterSave.objects.count() == 0, "a tap can be taken back while the page is open"
    page.goto(home(room, live_server))
    expect(page.locator("[data-rb-waited]")).to_contain_text("1 mark of Mon 7 Sep, morning has been sent.")
    assert room.codes() == {"Abiodun": "N"}


def test_a_change_of_what_still_waits_follows_it_and_overwrites_nothing(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = cut_off(opened(browser, live_server, room), "nf")
    expect(page.locator("#sync")).to_contain_text("2 waiting to send")
    page.locator("#row-1 [data-rg-cell]").click()
    page.keyboard.press("/")
    page.keyboard.press("s")
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    page.context.set_offline(False)
    expect(page.locator("#sync")).to_contain_text("All saved")
    assert room.codes() == {"Abiodun": "/", "Ahmed": "/"}
    assert RegisterSave.objects.count() == 2
    assert kept(page) == []


def test_another_persons_sign_in_does_not_send_it(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = cut_off(opened(browser, live_server, room), "f")
    expect(page.locator("#sync")).to_contain_text("2 waiting to send")
    context = page.context
    page.close()
    asked: list[str] = []
    other = context.new_page()
    other.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    becomes(other, room.officer, live_server)
    context.set_offline(False)
    other.goto(home(room, live_server))
    other.wait_for_load_state("networkidle")
    expect(other.locator("#sync")).to_contain_text("All saved")
    assert asked == []
    assert len(kept(other)) == 1
    becomes(other, room.tutor, live_server)
    other.reload()
    expect(other.locator("[data-rb-waited]")).to_contain_text("2 marks")
    assert RegisterSave.objects.get().by_name == "Mr Dhillon"


def test_a_sign_in_that_ended_meanwhile_loses_nothing(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = cut_off(opened(browser, live_server, room), "f")
    expect(page.locator("#sync")).to_contain_text("2 waiting to send")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.context.set_offline(False)
    expect(page.locator("[data-rg-notes]")).to_contain_text("You are signed out, so 2 marks are waiting. Sign in again")
    page.goto(home(room, live_server))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert RegisterSave.objects.count() == 0
    becomes(page, room.tutor, live_server)
    page.goto(home(room, live_server))
    expect(page.locator("[data-rb-waited]")).to_contain_text("2 marks")
    assert room.codes() == {"Abiodun": "/", "Ahmed": "/"}


def test_what_the_school_will_not_have_is_told_with_what_to_do(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = cut_off(opened(browser, live_server, room), "f")
    expect(page.locator("#sync")).to_contain_text("2 waiting to send")
    page.evaluate(SPOIL)
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto(home(room, live_server))
    expect(other.locator("#sync")).to_contain_text("Not sent – tell the office")
    note = other.locator(".rb-note--stop")
    expect(note).to_contain_text("2 marks of Mon 7 Sep, morning could not be sent.")
    expect(note).to_contain_text("Tell the attendance office, who can enter them.")
    assert violations(other) == []
    note.get_by_role("button").click()
    expect(other.locator("#sync")).to_contain_text("All saved")
    assert kept(other) == []


def test_what_the_office_changed_meanwhile_goes_to_a_person(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    page = cut_off(opened(browser, live_server, room), "f")
    expect(page.locator("#sync")).to_contain_text("2 waiting to send")
    taken(room, room.officer, {1: "I"})
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto(home(room, live_server))
    expect(other.locator("[data-rb-waited]")).to_contain_text("1 could not be used; the office sees it and decides.")
    assert room.codes() == {"Abiodun": "I", "Ahmed": "/"}
    office = signed_in(browser, live_server, room.officer)
    office.goto(f"{live_server.url}/s/{room.school.slug}/registers/conflicts/")
    expect(office.locator("main")).to_contain_text("Abiodun")
    expect(office.locator("main")).to_contain_text("Mr Dhillon")


def test_in_a_hand_without_a_network(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    page = ready(opened(browser, live_server, room, width=320))
    page.context.set_offline(True)
    page.locator("#row-2 [data-rg-do=absent]").click()
    page.locator("[data-rg-finish]").click()
    page.locator("[data-rg-send]").click()
    expect(page.locator("#sync")).to_contain_text("3 waiting to send")
    assert sideways(page) == 0
    page.context.set_offline(False)
    expect(page.locator(".rb-note--ok")).to_be_visible()
    assert room.codes() == {"Abiodun": "/", "Ahmed": "N", "Barker": "/"}
    assert RegisterSave.objects.count() == 1


def test_a_lesson_without_a_network(browser: Browser, live_server: Any, at_the_door: Any) -> None:
    room = LessonRoom(2)
    at_the_door.move_to(IN_P1)
    page = signed_in(browser, live_server, room.teacher)
    page.goto(live_server.url + room.lesson_url(room.p1))
    page.wait_for_selector("[data-rg][data-live]")
    cut_off(page, "nf")
    expect(page.locator("#sync")).to_contain_text("2 waiting to send")
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto(home(room, live_server))
    expect(other.locator("[data-rb-waited]")).to_contain_text("2 marks")
    assert room.marks(room.p1) == "N/"
    assert RegisterSave.objects.count() == 1
