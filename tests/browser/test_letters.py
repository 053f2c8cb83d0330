"""Letters in a real browser: the preview, the PDF page by page as pixels, axe, no sideways scrolling (COM-B)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from rollbook.comms import actions
from rollbook.comms.models import Letter, LetterRun
from rollbook.comms.queries.letter_templates import Head
from rollbook.files.queries import read_file
from rollbook.rules.access import Role
from tests.browser.chromium import chromium, sideways, violations
from tests.browser.test_set_up import opened, picture
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor
from tests.comms.letter_room import A_CREST, a_home, printed, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOTS = 50  # to the inch


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> dict[str, Any]:
    settings.MEDIA_ROOT = tmp_path / "files"
    school = a_school()
    group = a_group(school)
    pupils = [a_pupil(school, group=group, forename=name) for name in ("Tolu", "Bisi")]
    a_home(school, *pupils)
    a_home(school, pupils[1], name="Ben", title="Mr", at="2 Mill Lane\nFarley", postcode="CD4 5GH", priority=2)
    a_home(school, pupils[0], name="Cole", at="1 Far Road", priority=3, no_contact=True)
    office = an_actor(school)
    head = Head(
        None, ("Station Road, Oakfield", "01632 960 001"), "Mrs Okonkwo", "Attendance manager", "A trust.", "dl"
    )
    actions.set_letterhead(office, head=head, crest=("crest.png", A_CREST))
    user = a_user("A. Osei")
    a_role(user, school, Role.ATTENDANCE_ADMINISTRATOR)
    return {
        "school": school,
        "head": user,
        "office": office,
        "pupils": pupils,
        "letters": f"/s/{school.slug}/messages/letters/",
    }


def inked(pdf: bytes, page: int, folder: Path) -> list[list[bool]]:
    """The dots of a page that are not white, row by row, as poppler draws it."""
    (folder / "run.pdf").write_bytes(pdf)
    words = [
        "pdftoppm",
        "-gray",
        "-r",
        str(DOTS),
        "-f",
        str(page),
        "-singlefile",
        str(folder / "run.pdf"),
        str(folder / "page"),
    ]
    subprocess.run(words, check=True)
    head, _, rest = (folder / "page.pgm").read_bytes().partition(b"\n")
    size, _, rest = rest.partition(b"\n")
    wide, high = map(int, size.split())
    dots = rest.partition(b"\n")[2]
    assert head == b"P5"
    return [[dot < 200 for dot in dots[row * wide : (row + 1) * wide]] for row in range(high)]


def ink_in(dots: list[list[bool]], left: float, top: float, right: float, bottom: float) -> int:
    """How many dots have ink in a part of the page, in mm from its top left corner."""
    columns, rows = [round(x / 25.4 * DOTS) for x in (left, right)], [round(y / 25.4 * DOTS) for y in (top, bottom)]
    return sum(dot for row in dots[slice(*rows)] for dot in row[slice(*columns)])


def test_a_letter_is_looked_at_written_and_each_page_has_its_address_in_the_window(
    browser: Browser, live_server: Any, places: dict[str, Any], tmp_path: Path
) -> None:
    page = opened(browser, live_server, places, 1280)
    page.goto(live_server.url + places["letters"])
    page.get_by_role("link", name="Write General letter").click()
    page.get_by_label("9A (2)").check()
    page.get_by_label("What you write").fill("School begins at 8:40. {{7*7}}")
    page.get_by_role("button", name="Look at it").click()

    shown = page.get_by_role("img", name="Page 1 of the letter; its words stand below")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth > 800")
    expect(page.get_by_text("there must be no contact with this person")).to_be_visible()
    picture(page, "letters-preview-1280")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("2 of 2")).to_be_visible()
    page.get_by_role("button", name="Write 2 letters").click()
    expect(page.get_by_role("heading", level=1, name="General letter: 2 letters")).to_be_visible()
    page.get_by_role("button", name="Mark as posted").click()
    expect(page.get_by_text("It stands on each pupil's history")).to_be_visible()

    answer = page.request.get(f"{page.url}print")
    assert answer.headers["content-type"] == "application/pdf"
    pdf = answer.body()
    row = LetterRun.objects.get()
    assert row.file is not None
    assert read_file(places["office"], row.file).data == pdf
    for number in (1, 2):
        dots = inked(pdf, number, tmp_path)
        assert ink_in(dots, 24, 55, 100, 81) > 60, "the address stands in the window"
        assert ink_in(dots, 8, 45, 115, 55) == 0, "nothing above it that could slip in"
        assert ink_in(dots, 8, 82, 210, 92) == 0, "nothing below it"
        assert ink_in(dots, 0, 55, 24, 92) == 0, "nothing left of it"
        assert ink_in(dots, 25, 12, 60, 36) > 0, "the crest"
        assert ink_in(dots, 0, 98, 10, 100) > 0, "the mark where it is folded"
        assert ink_in(dots, 186, 0, 210, 297) == 0, "a margin on the right"
    page.context.close()


@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, places: dict[str, Any], width: int, look: str
) -> None:
    run = write(places["office"], *places["pupils"])
    printed(places["office"], run)
    actions.change_template(places["office"], key="general", subject="S", words="Dear {contact},\n\n{message}")
    letter = Letter.objects.order_by("position")[0].public_id
    page = opened(browser, live_server, places, width, color_scheme=look)
    wrong: list[object] = []
    rests = ("", "new/", "letterhead/", "words/general/", "words/unexplained/write/", f"runs/{run.run}/", f"{letter}/")
    for rest in (*rests, "words/lateness/in/pl/", "words/general/write/"):
        page.goto(live_server.url + places["letters"] + rest)
        picture(page, f"letters-{rest.split('/')[0] or 'all'}-{width}-{look}")
        wrong += [(rest, found) for found in violations(page)]
        wrong += [(rest, "scrolls sideways")] if sideways(page) else []
    page.get_by_label("9A (2)").check()
    page.get_by_label("What you write").fill("x" * 200)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Nothing has been written")).to_be_visible()
    picture(page, f"letters-preview-{width}-{look}")
    wrong += [("preview", found) for found in violations(page)]
    wrong += [("preview", "scrolls sideways")] if sideways(page) else []
    page.context.close()
    assert wrong == []
