"""Files as pages of a bundle: upright as they are seen, numbered, and nothing that came along unseen."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from rollbook.formats.bundles import Area, Piece, as_pictures, count_pages, join, opened, page_picture, page_texts
from rollbook.formats.bundles.pdfium import document
from rollbook.rules.blacking import needles_of
from tests.evidence.papers import a_letter, a_scan, loaded, turned

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def bound(*pieces: Piece) -> bytes:
    return join(pieces, title="Bundle", author="Oakfield School", made_at=NOW)


def quarter(data: bytes) -> tuple[bool, bool]:
    """Whether the first word of the first page is seen on the left, and in the upper half."""
    with document(data) as found:
        page = found[0]
        left, bottom, _, _ = page.get_textpage().get_charbox(0)
        return left < page.get_width() / 2, bottom > page.get_height() / 2


@pytest.mark.parametrize(
    ("degrees", "is_left", "is_up"), [(0, True, True), (90, False, True), (180, False, False), (270, True, False)]
)
def test_an_enclosed_page_is_turned_as_it_is_seen(degrees: int, is_left: bool, is_up: bool) -> None:
    came = opened("scan.pdf", turned(a_letter("Top"), degrees))
    made = bound(Piece("Scan", "Exhibit 1", came, enclosed=True))
    assert quarter(made) == (is_left, is_up)
    page = PdfReader(io.BytesIO(made)).pages[0]
    assert (page.rotation, round(page.mediabox.width)) == (0, 842 if degrees in (90, 270) else 595)
    assert "Exhibit 1   1 of 1" in page.extract_text()


def test_only_pages_are_taken_and_nothing_else_of_a_file() -> None:
    made = bound(Piece("Letter", "Exhibit 1", opened("letter.pdf", loaded(a_letter("Dear School"))), enclosed=True))
    reader = PdfReader(io.BytesIO(made))
    assert set(reader.trailer["/Root"]) <= {"/Type", "/Pages", "/Outlines", "/PageMode"}
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Bundle", "Oakfield School")
    for hidden in (b"Quarry", b"/EmbeddedFile", b"/JavaScript", b"/Metadata"):
        assert hidden not in made


def test_pages_are_chosen_and_the_same_pieces_make_the_same_pages() -> None:
    letter = a_letter("One", "Two", "Three")
    made = bound(Piece("Letter", "", letter, pages=(2, 0)))
    assert [page.text.split()[0] for page in page_texts(made)] == ["Three", "One"]
    assert bound(Piece("Letter", "", letter)) == bound(Piece("Letter", "", letter))


def test_only_the_pages_with_a_word_become_pictures() -> None:
    letter = a_letter("Said by Fairweather.", "Nothing of it.")
    made = as_pictures(letter, {}, needles_of(["Fairweather"]))
    assert [page.text for page in page_texts(made)] == ["", "Nothing of it."]
    assert as_pictures(letter, {}, needles_of(["Nobody"])) == letter
    assert as_pictures(letter, {5: [Area(0, 0, 1, 1)]}) == letter


def test_a_scan_is_known_to_be_one_and_a_page_that_is_not_there_is_nothing() -> None:
    scan = opened("scan.png", a_scan())
    assert [page.unread for page in page_texts(scan)] == [True]
    assert [page.unread for page in page_texts(a_letter("Plain words."))] == [False]
    assert count_pages(scan) == 1
    assert page_picture(scan, 7) == b""
