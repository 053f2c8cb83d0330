"""ZIP files and workbooks made to exhaust a machine, or to write where they should not."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from rollbook.formats import archives
from rollbook.formats.archives import MEGABYTE, open_archive
from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets import read_sheet
from tests.formats.files import ods_of, xlsx_of, zip_of, zip_that_lies


def says(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        open_archive("a.zip", data)
    return refused.value.says


def test_a_bomb_is_refused_by_its_declared_ratio_and_size() -> None:
    assert "more than 150 times" in says(zip_of({"a.xml": bytes(12 * MEGABYTE)}))
    many = {f"{n}.xml": bytes(30 * MEGABYTE) for n in range(6)}
    assert "at most 160 MB" in says(zip_of(many))


def test_a_bomb_that_declares_a_small_size_is_refused_by_its_real_one() -> None:
    bomb = zip_that_lies("a.xml", bytes(30 * MEGABYTE), declared=10)
    assert len(bomb) < 40_000
    assert "larger than it declares" in says(bomb)


def test_a_file_that_declares_more_than_it_holds_is_damaged() -> None:
    assert "damaged" in says(zip_that_lies("a.xml", b"short", declared=50))


def test_overlapping_members_are_refused() -> None:
    data = bytearray(zip_of({"a.csv": "x" * 50, "b.csv": "y" * 50}))
    second = [found.start() for found in re.finditer(b"PK\x01\x02", bytes(data))][1]
    data[second + 42 : second + 46] = bytes(4)
    assert "laid over one another" in says(bytes(data))


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/passwd", "a/../../b.csv", "..\\evil.csv", "C:\\x.csv", "\\x.csv"]
)
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    assert "outside the package" in says(zip_of({name: "x"}))


def test_an_archive_within_an_archive_is_refused() -> None:
    assert "another packed file" in says(zip_of({"inner.zip": zip_of({"a.csv": "x"})}))


def test_too_many_members_passwords_and_doubles_are_refused() -> None:
    assert "holds 501 files" in says(zip_of({f"{n}.csv": "x" for n in range(501)}))
    locked = bytearray(zip_of({"a.csv": "x"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in says(bytes(locked))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("a.csv", "x")
        with pytest.warns(UserWarning, match="Duplicate"):
            container.writestr("a.csv", "y")
    assert "same name" in says(out.getvalue())


def test_a_sound_package_is_unfolded_whole() -> None:
    archive = open_archive("a.zip", zip_of({"a.csv": "x", "b.csv": "y" * 5000}))
    assert archive.names == ("a.csv", "b.csv")
    assert archive.find("b.csv") == b"y" * 5000
    assert archives.MOST_MEMBERS == 500


def changed(data: bytes, member: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        files: dict[str, str | bytes] = {name: container.read(name) for name in container.namelist()}
    text = files[member]
    assert isinstance(text, bytes)
    assert old.encode() in text
    return zip_of({**files, member: text.replace(old.encode(), new.encode())})


@pytest.mark.parametrize(
    ("old", "new"),
    [('r="B2"', 'r="XFD1048576"'), ('r="B2"', "r = 'ZZZZ2'"), ('<row r="2"', '<row r="99999999"')],
)
def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_before_it_is_laid_out(old: str, new: str) -> None:
    data = changed(xlsx_of(("UPN", "B"), ("A", "x")), "xl/worksheets/sheet1.xml", old, new)
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.xlsx", data)
    assert "reaches to row" in refused.value.says


def test_one_long_text_used_a_million_times_is_refused() -> None:
    data = xlsx_of(("UPN",), *[("x" * 30_000,)] * 20_000)
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.xlsx", data)
    assert "very long text" in refused.value.says


@pytest.mark.parametrize(
    ("tail", "sentence"),
    [
        ('<table:table-row table:number-rows-repeated="900000"><table:table-cell><text:p>x</text:p>'
         "</table:table-cell></table:table-row>", "reaches to row"),
        ('<table:table-row><table:table-cell table:number-columns-repeated="16000"/><table:table-cell><text:p>x'
         "</text:p></table:table-cell></table:table-row>", "reaches to row"),
        ('<table:table-row table:number-rows-repeated="400000"><table:table-cell><text:p>' + "x" * 2000 +
         "</text:p></table:table-cell></table:table-row>", "repeats its cells"),
    ],
)  # fmt: skip
def test_cells_repeated_without_end_are_refused(tail: str, sentence: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.ods", ods_of(("UPN",), tail=tail))
    assert sentence in refused.value.says


def test_a_sheet_in_another_alphabet_inside_is_refused() -> None:
    data = xlsx_of(("UPN",), ("A",))
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        files: dict[str, str | bytes] = {name: container.read(name) for name in container.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    files["xl/worksheets/sheet1.xml"] = sheet.decode().encode("utf-16")
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.xlsx", zip_of(files))
    assert "unusual alphabet" in refused.value.says
