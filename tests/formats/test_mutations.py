"""Files cut short, garbled or made of nonsense: read, or refused with a sentence, never a crash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.formats.mark_rows import read_marks
from rollbook.formats.oneroster import read_roster
from rollbook.formats.pupil_rows import read_pupils
from rollbook.formats.refusals import FileRefused
from tests.formats.files import a_upn, csv_of, ods_of, roster_of, xlsx_of, zip_of
from tests.formats.test_oneroster import files_11

PUPILS = (
    (
        "UPN",
        "Surname",
        "Forename",
        "DOB",
        "Year",
        "Address",
        "Contact 1 Name",
        "Contact 1 Mobile",
        "Contact 1 Priority",
    ),
    (a_upn(1), "O'Neill", "Zoë", "01/09/2014", "7", "1 High St\nLeeds LS1 1AA", "Mrs Ann Lee", "07700 900123", "1"),
    (a_upn(2), "محمد", "Ali", "2014-09-01", "R", "", "", "", ""),
)
MARKS = (("UPN", "07/09/2026 AM", "W/C 14/09/2026"), (a_upn(1), "/", "/\\/\\C1--"), (a_upn(2), "Y4", "/,\\,I01"))
FEW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Reader = Callable[[str, bytes], object]
SAMPLES: tuple[tuple[str, Reader, bytes], ...] = (
    ("a.csv", read_pupils, csv_of(*PUPILS)),
    ("a.csv", read_pupils, csv_of(*PUPILS, encoding="utf-16")),
    ("a.xlsx", read_pupils, xlsx_of(*PUPILS, ("", date(2026, 1, 1), 7.0, True))),
    ("a.ods", read_pupils, ods_of(*PUPILS, (1.5, date(2026, 1, 1)))),
    ("m.csv", read_marks, csv_of(*MARKS)),
    ("m.xlsx", read_marks, xlsx_of(*MARKS)),
    ("r.zip", read_roster, roster_of(**files_11())),
)


def read_or_refuse(read: Reader, name: str, data: bytes) -> None:
    says = "It was read."
    try:
        read(name, data)
    except FileRefused as refused:
        says = refused.says
    assert says.endswith(".")
    assert len(says) < 900


@pytest.mark.parametrize(("name", "read", "data"), SAMPLES)
@FEW
@given(choices=st.data())
def test_a_garbled_file(name: str, read: Reader, data: bytes, choices: st.DataObject) -> None:
    garbled = bytearray(data)
    for _ in range(choices.draw(st.integers(1, 6))):
        garbled[choices.draw(st.integers(0, len(data) - 1))] = choices.draw(st.integers(0, 255))
    cut = choices.draw(st.integers(0, len(data)))
    read_or_refuse(read, name, bytes(garbled[: cut or None]))


@pytest.mark.parametrize("read", [read_pupils, read_marks, read_roster])
@FEW
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore"))))
def test_nonsense(read: Reader, data: bytes) -> None:
    read_or_refuse(read, "file", data)
    read_or_refuse(read, "file.zip", b"PK\x03\x04" + data)


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "1", "-", "/\\", "07/09/2026", "Year 7", a_upn(1), "Mr", ",", "@", "0" * 40, "+" * 30, "٣", "²"]
    ),
)
HEADINGS = st.sampled_from(
    [*PUPILS[0], *MARKS[0], "Priority", "Date", "Session", "Mark", "Marks", "Week commencing", "Email", ""]
)


@FEW
@given(headings=st.lists(HEADINGS, min_size=1, max_size=8), rows=st.lists(st.lists(CELLS, max_size=9), max_size=5))
def test_any_cells_under_known_headings(headings: list[str], rows: list[list[str]]) -> None:
    data = csv_of(headings, *rows).replace(b"\x00", b"")
    read_or_refuse(read_pupils, "a.csv", data)
    read_or_refuse(read_marks, "a.csv", data)


@FEW
@given(file=st.sampled_from(sorted(files_11())), rows=st.lists(st.lists(CELLS, max_size=16), max_size=5))
def test_any_cells_in_a_package(file: str, rows: list[list[str]]) -> None:
    files = files_11()
    content = csv_of(*rows).decode().replace("\x00", "")
    files[file] = files[file].splitlines(keepends=True)[0] + content
    read_or_refuse(read_roster, "r.zip", zip_of({f"{name}.csv": text for name, text in files.items()}))


EXCEL = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")
INNER = [("a.xlsx", SAMPLES[2][2], member) for member in EXCEL] + [("a.ods", SAMPLES[3][2], "content.xml")]


@pytest.mark.parametrize(("name", "data", "member"), INNER)
@FEW
@given(choices=st.data())
def test_a_sound_package_around_garbled_xml(name: str, data: bytes, member: str, choices: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        files: dict[str, str | bytes] = {path: container.read(path) for path in container.namelist()}
    text = files[member]
    assert isinstance(text, bytes)
    garbled = bytearray(text)
    for _ in range(choices.draw(st.integers(1, 4))):
        at = choices.draw(st.integers(0, len(text) - 1))
        garbled[at : at + choices.draw(st.integers(0, 3))] = choices.draw(st.binary(min_size=0, max_size=4))
    files[member] = bytes(garbled)
    read_or_refuse(read_pupils, name, zip_of(files))
