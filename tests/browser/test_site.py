"""The desk, the kiosk, the emergency list and a missing pupil in real browsers: several at once, without network."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, expect

from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.site.actions import make_kiosk, report_missing, sign_visitor_in, start_roll
from rollbook.site.models import Movement, RollTick, SearchStep
from rollbook.site.queries.kiosks import token
from rollbook.staff.models import User
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.desk import signed_in
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import Classroom
from tests.site.desk import acting, clock, mark, moved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = clock("9:40")
# What the phone keeps of each tick, by the names of its fields.
HELD = """() => new Promise((done) => {
  const asked = indexedDB.open("rollbook-roll", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("ticks", { keyPath: "id" });
  asked.onsuccess = () => {
    const all = asked.result.transaction("ticks").objectStore("ticks").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.map((tick) => Object.keys(tick).sort())); };
  };
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def after_the_close() -> Iterator[time_machine.Coordinates]:
    """The server's clock stands at 9:40 on a Monday, and goes."""
    with time_machine.travel(NOW, tick=True) as moving:
        yield moving


def somebody(room: Classroom, role: Role, name: str) -> User:
    user = a_user(name)
    a_role(user, room.school, role)
    return user


def url(live_server: Any, room: Classroom, name: str, **place: object) -> str:
    return str(live_server.url) + reverse(f"site:{name}", kwargs={"school": room.school.slug, **place})


def test_a_late_arrival_at_the_kiosk_and_what_it_changes(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    mark(room, 0, "N")
    room.pupils[0].admission_number = "4711"
    room.pupils[0].save()
    kiosk = make_kiosk(an_actor(room.school, now=NOW), name="Main entrance")
    context = browser.new_context(viewport={"width": 800, "height": 1000})
    door = context.new_page()
    door.goto(live_server.url + reverse("kiosk", args=[token(kiosk)]))
    assert violations(door) == []
    door.keyboard.type("4711")  # as a card reader does: the number, then Enter
    door.keyboard.press("Enter")
    expect(door.locator(".rb-note--ok")).to_contain_text("Thank you, Tolu")
    assert "Abiodun" not in door.content()
    assert violations(door) == []
    expect(door.locator("[data-st-greeting]")).to_have_count(0, timeout=20_000)
    assert context.cookies() == [] or {c["name"] for c in context.cookies()} == {settings.CSRF_COOKIE_NAME}

    desk = signed_in(browser, live_server, somebody(room, Role.RECEPTION, "R. Boateng"))
    desk.goto(url(live_server, room, "desk"))
    expect(desk.locator("#lane-marks-to-confirm")).to_contain_text("N stands, U proposed")
    expect(desk.get_by_role("button", name="Confirm U")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".rb-toast")).to_contain_text("The mark is now U.")
    assert room.codes() == {"Abiodun": "U"}
    assert Mark.objects.get().minutes == 60
    desk.goto(url(live_server, room, "on-site"))
    expect(desk.locator("#lane-pupils")).to_contain_text("Abiodun, Tolu")


def test_two_letters_and_enter_sign_a_pupil_in(browser: Browser, live_server: Any) -> None:
    room = Classroom(6)
    page = signed_in(browser, live_server, somebody(room, Role.RECEPTION, "R. Boateng"))
    page.goto(url(live_server, room, "desk"))
    expect(page.locator("#st-q")).to_be_focused()
    page.keyboard.type("ba")
    expect(page.locator(".st-found__link")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Write it down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Confirm U")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".rb-toast")).to_contain_text("The mark is now U.")
    assert room.codes() == {"Barker": "U"}


def test_the_emergency_list_on_two_phones_merges_also_without_network(browser: Browser, live_server: Any) -> None:
    room = Classroom(6)
    for n in range(6):
        mark(room, n, "/")
    made = uuid.uuid4()
    start_roll(acting(room), roll_id=made, kind="fire", is_drill=True)
    phones = [
        signed_in(browser, live_server, somebody(room, Role.TEACHER, name), width=320, has_touch=True)
        for name in ("Mr Dhillon", "Ms Novak")
    ]
    for phone in phones:
        phone.goto(url(live_server, room, "roll", roll=made))
        phone.wait_for_selector("[data-st-roll][data-live]")
        assert sideways(phone) == 0
    one, two = phones
    one.locator("[data-st-n='1']").tap()
    expect(two.locator("[data-st-n='1']")).to_have_attribute("aria-pressed", "true")
    expect(two.locator("[data-st-n='1']")).to_contain_text("Mr Dhillon")

    two.context.set_offline(True)
    two.locator("[data-st-n='2']").tap()
    two.locator("[data-st-n='3']").tap()
    expect(two.locator("[data-st-waiting]")).to_contain_text("2 ticks waiting to be sent")
    expect(two.locator("[data-st-missing]")).to_have_text("3")
    assert violations(two) == []
    one.locator("[data-st-n='2']").tap()
    expect(one.locator("[data-st-missing]")).to_have_text("4")
    assert two.evaluate(HELD) == [["at", "id", "made", "roll", "row", "seen"]] * 2, "tokens and moments, nothing else"
    two.context.set_offline(False)
    for phone in phones:
        expect(phone.locator("[data-st-missing]")).to_have_text("3")
    expect(two.locator("[data-st-waiting]")).to_be_hidden()
    assert RollTick.objects.count() == 4, "each tap once, also for the pupil both had seen"
    for phone in phones:
        assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
        assert phone.evaluate(HELD) == [], "nothing stays on a phone once it is sent"

    one.get_by_role("button", name="Only who is missing").tap()
    expect(one.locator(".st-tick:visible")).to_have_count(3)
    assert violations(one) == []
    assert sideways(one) == 0


def test_ticks_survive_a_closed_tab_and_are_sent_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(3)
    for n in range(3):
        mark(room, n, "/")
    made = uuid.uuid4()
    start_roll(acting(room), roll_id=made, kind="fire", is_drill=True)
    person = somebody(room, Role.TEACHER, "Ms Novak")
    phone = signed_in(browser, live_server, person, width=320, has_touch=True)
    phone.goto(url(live_server, room, "roll", roll=made))
    phone.wait_for_selector("[data-st-roll][data-live]")
    phone.context.set_offline(True)
    phone.locator("[data-st-n='1']").tap()
    phone.locator("[data-st-n='2']").tap()
    expect(phone.locator("[data-st-waiting]")).to_contain_text("No network. 2 ticks waiting")
    phone.close(run_before_unload=False)
    assert RollTick.objects.count() == 0
    context = phone.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(url(live_server, room, "roll", roll=made))
    expect(again.locator("[data-st-missing]")).to_have_text("1")
    expect(again.locator("[data-st-n='1']")).to_contain_text("Ms Novak")
    expect(again.locator("[data-st-waiting]")).to_be_hidden()
    assert RollTick.objects.count() == 2
    assert again.evaluate(HELD) == []


def test_an_answer_lost_on_the_way_is_asked_for_again_and_counts_once(browser: Browser, live_server: Any) -> None:
    room = Classroom(2)
    mark(room, 0, "/")
    made = uuid.uuid4()
    start_roll(acting(room), roll_id=made, kind="fire", is_drill=True)
    phone = signed_in(browser, live_server, somebody(room, Role.TEACHER, "Mr Dhillon"))
    phone.goto(url(live_server, room, "roll", roll=made))
    phone.wait_for_selector("[data-st-roll][data-live]")

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    phone.route("**/tick", lose, times=1)
    phone.locator("[data-st-n='1']").click()
    expect(phone.locator("[data-st-waiting]")).to_be_visible()
    expect(phone.locator("[data-st-waiting]")).to_be_hidden()
    assert RollTick.objects.count() == 1


def test_missing_from_a_lesson_from_the_button_to_found(browser: Browser, live_server: Any) -> None:
    room = Classroom(4)
    mark(room, 0, "/")
    watching = signed_in(browser, live_server, somebody(room, Role.RECEPTION, "R. Boateng"))
    watching.goto(url(live_server, room, "missing"))
    expect(watching.locator("#lane-missing-now")).to_contain_text("Nobody is missing.")

    teacher = signed_in(browser, live_server, room.tutor, width=320)
    teacher.goto(url(live_server, room, "report", pupil=room.pupils[0].public_id))
    teacher.get_by_label("Which lesson or room").fill("Maths, S4")
    teacher.get_by_label("Last seen").fill("By the library")
    assert violations(teacher) == []
    teacher.get_by_role("button", name="Report missing").click()
    expect(teacher.locator(".rb-timeline")).to_contain_text("Reported missing")

    expect(watching.locator("#lane-missing-now")).to_contain_text("Tolu Abiodun")
    assert violations(watching) == []
    watching.get_by_role("link", name="Open Tolu Abiodun").click()
    watching.get_by_role("button", name="I take it").click()
    expect(watching.locator(".st-why")).to_contain_text("Being looked for")
    watching.get_by_label("Which place").fill("Block C")
    watching.get_by_role("button", name="Searched").click()
    expect(watching.locator(".rb-timeline")).to_contain_text("Block C")
    watching.get_by_role("button", name="Left the site").click()
    expect(watching.locator(".rb-note--stop")).to_contain_text("missing child")
    assert violations(watching) == []

    teacher.get_by_role("button", name="Found").click()
    expect(teacher.locator(".st-why")).to_contain_text("Found")
    expect(watching.locator(".st-why")).to_contain_text("Found")
    assert list(SearchStep.objects.order_by("id").values_list("kind", flat=True)) == [
        "reported", "taken", "searched", "left-site", "found",
    ]  # fmt: skip
    assert room.codes() == {"Abiodun": "/"}, "the earlier mark stays true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_any_screen(browser: Browser, live_server: Any, scheme: str, width: int) -> None:
    room = Classroom(5)
    for n, code in enumerate(("/", "N", "U")):
        mark(room, n, code)
    moved(room, 1, "arrived", "9:30")
    moved(room, 0, "left", "9:35")
    movement = Movement.objects.get(kind="arrived").public_id
    visit, found, drill = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    sign_visitor_in(acting(room), visit_id=visit, name="P. Plumber", kind="contractor")
    kiosk = make_kiosk(an_actor(room.school, now=NOW), name="Main entrance")
    pupil = room.pupils[2].public_id
    report_missing(acting(room), search_id=found, pupil=str(pupil), lesson="Maths")
    start_roll(acting(room), roll_id=drill, kind="lockdown", is_drill=False)
    page = signed_in(browser, live_server, room.officer, width=width, color_scheme=scheme)
    screens: dict[str, dict[str, object]] = {
        "desk": {}, "visits": {}, "log": {}, "kiosks": {}, "on-site": {}, "on-site-paper": {}, "points": {},
        "missing": {}, "response-times": {}, "move": {"pupil": pupil}, "moved": {"movement": movement},
        "slip": {"movement": movement},
        "badge": {"visit": visit}, "roll": {"roll": drill}, "roll-paper": {"roll": drill}, "report": {"pupil": pupil},
        "search": {"search": found},
    }  # fmt: skip
    for name, place in screens.items():
        page.goto(url(live_server, room, name, **place))
        assert violations(page) == [], name
        assert sideways(page) == 0, name
    for where in (token(kiosk), "revoked"):
        page.goto(live_server.url + reverse("kiosk", args=[where]))
        assert violations(page) == [], where
        assert sideways(page) == 0, where
