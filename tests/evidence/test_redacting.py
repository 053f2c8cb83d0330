"""What is taken off a page is gone: from its words, from beneath the black, from everything that came with the file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from rollbook.evidence.actions import Arranged, arrange, enclose, hide_area, hide_words, look_at, make_bundle
from rollbook.evidence.queries.composing import NotReady
from rollbook.files.queries import read_file
from rollbook.formats.bundles import Area
from rollbook.formats.refusals import FileRefused
from rollbook.rules.blacking import bare
from rollbook.rules.refused import Refused
from tests.evidence.court import BETRAYS, Court, a_court, insides, said
from tests.evidence.papers import a_letter, a_scan, loaded, locked, many_pages

pytestmark = pytest.mark.django_db

BETRAYING = a_letter(
    "Tolu stays with her father on Fridays, at *The Mill, 3 Quarry~Lane*, AB99ZZ.",
    "Nothing is said here of anybody's home.",
    "Ring him on +44 (0)7700 900 999.",
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def put(court: Court, data: bytes, name: str = "Letter of the father.pdf") -> str:
    return enclose(court.manager, bundle_id=court.bundle, name=name, data=data)


def raised(court: Court) -> list[tuple[int, str, str]]:
    with pytest.raises(NotReady) as not_ready:
        make_bundle(court.manager, court.bundle)
    return [(one.page, one.kind, one.says) for one in not_ready.value.raised]


def test_an_address_inside_an_enclosed_letter_is_raised_and_then_blacked() -> None:
    court = a_court()
    key = put(court, BETRAYING)
    assert raised(court) == [
        (1, "address", "Mr Bola Abiodun: address"),
        (1, "address", "Mr Bola Abiodun: postcode"),
        (3, "address", "Mr Bola Abiodun: telephone"),
    ]
    assert court.page().versions == ()

    look_at(court.manager, bundle_id=court.bundle, key=key, cover=True)
    document = court.document()
    for words in BETRAYS:
        assert words not in said(document)
        assert words not in insides(document)
    assert "nothingissaidhere" in said(document)


def test_or_the_pages_that_betray_are_left_out() -> None:
    court = a_court()
    key = put(court, BETRAYING)
    with pytest.raises(FileRefused, match="1-3, 7"):
        arrange(court.manager, bundle_id=court.bundle, wanted=Arranged("pages", key, "two"))
    arrange(court.manager, bundle_id=court.bundle, wanted=Arranged("pages", key, "2"))
    text = said(court.document())
    assert "nothingissaidhere" in text
    assert "fridays" not in text


def test_words_come_off_every_page_of_our_own_and_of_what_is_enclosed() -> None:
    court = a_court()
    put(
        court,
        loaded(a_letter("Her friend Zoë-Marguerite Fairweather-Lyon told the tutor.", "Zoe Marguerite was ill too.")),
    )
    hide_words(
        court.manager, bundle_id=court.bundle, words=["Zoë-Marguerite", "Fairweather Lyon", "worried", "A999000000001"]
    )
    document = court.document()
    for words in ("zoemarguerite", "fairweather", "worried", "a999000000001", "quarry", "secrettxt", "appalert"):
        assert words not in said(document), words
        assert words not in insides(document), words
    reader = PdfReader(io.BytesIO(document))
    assert list(reader.attachments) == []
    assert "/Names" not in reader.trailer["/Root"]
    assert "/AA" not in reader.trailer["/Root"]
    assert "/OpenAction" not in reader.trailer["/Root"]
    data = read_file(court.manager, court.page().versions[0].data).data
    assert "a999000000001" not in bare(data.decode("utf-8", "replace"))


def test_a_name_over_two_cells_is_taken_off_as_well() -> None:
    court = a_court()
    hide_words(court.manager, bundle_id=court.bundle, words=["Letters Letter"])
    assert "lettersletter" not in bare("".join(PdfReader(io.BytesIO(court.document())).pages[-1].extract_text()))


def test_an_area_of_a_scan_is_black_and_nothing_is_beneath_it() -> None:
    court = a_court()
    key = put(court, a_scan(), "scan.png")
    assert [what for _, what, _ in raised(court)] == ["unread"]
    hide_area(court.manager, bundle_id=court.bundle, key=key, page=1, area=Area(0, 0, 1000, 500))
    look_at(court.manager, bundle_id=court.bundle, key=key, cover=False)
    document = court.document()
    assert "quarrylane" not in insides(document)  # what the camera wrote into it
    pictures = [image for page in PdfReader(io.BytesIO(document)).pages for image in _pictures(page)]
    wide, high, dots = pictures[-1]
    assert set(dots[: wide * (high // 2)]) == {0}
    assert len(set(dots[wide * (high // 2 + 5) :])) > 10
    with pytest.raises(Refused, match="left to right"):
        hide_area(court.manager, bundle_id=court.bundle, key=key, page=1, area=Area(500, 0, 400, 500))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("locked.pdf", locked(a_letter("Secret")), "locked with a password"),
        ("broken.pdf", BETRAYING[:900], "damaged"),
        ("empty.pdf", b"%PDF-1.7\n", "damaged"),
        ("huge.pdf", many_pages(601), "601 pages"),
        ("voice.mp3", b"ID3 sound", "cannot be put on a page"),
        ("bad.png", a_scan()[:400], "no picture that can be drawn"),
    ],
)
def test_what_cannot_be_a_page_is_refused_with_a_sentence(name: str, data: bytes, says: str) -> None:
    court = a_court(letters=0)
    with pytest.raises(FileRefused, match=says):
        put(court, data, name)
    assert court.page().choices.files == ()


def _pictures(page: Any) -> list[tuple[int, int, bytes]]:
    """Every picture beneath a page, however deep: its size and its dots."""
    found, todo = [], [page["/Resources"]]
    while todo:
        shapes = todo.pop().get_object().get("/XObject", {})
        for one in (shape.get_object() for shape in shapes.values()):
            if one["/Subtype"] == "/Image":
                found.append((int(one["/Width"]), int(one["/Height"]), one.get_data()))
            else:
                todo.append(one["/Resources"])
    return found
