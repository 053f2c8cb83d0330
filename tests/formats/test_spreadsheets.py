"""Lists as CSV, Excel and OpenDocument: the same table comes out of each."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets import read_sheet
from tests.formats.files import csv_of, ods_of, xlsx_of

HEADERS = ("UPN", "Surname", "DOB")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_is_read_in_every_alphabet_and_with_every_separator(encoding: str, separator: str) -> None:
    data = csv_of(HEADERS, ("007", "Zoë O’Connor", "01/09/2014"), separator=separator, encoding=encoding)
    sheet = read_sheet("list.csv", data)
    assert sheet.headers == HEADERS
    assert sheet.rows[0].cells == ("007", "Zoë O’Connor", "01/09/2014")
    assert sheet.rows[0].number == 2


def test_one_windows_line_in_a_utf_8_file_is_read_and_noted() -> None:
    data = csv_of(("Surname",), ("Zoë",)) + csv_of(("Renée",), encoding="cp1252")
    sheet = read_sheet("list.csv", data)
    assert [row.cells for row in sheet.rows] == [("Zoë",), ("Renée",)]
    assert "mixes two alphabets" in sheet.notes[0]


def test_quoted_line_breaks_keep_the_row_numbers_of_the_spreadsheet() -> None:
    sheet = read_sheet("list.csv", csv_of(("Name", "Address"), ("A", "1 High St\nLeeds"), ("", ""), ("B", "x")))
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(2, "A"), (4, "B")]
    assert sheet.rows[0].cells[1] == "1 High St\nLeeds"


def test_quotation_marks_inside_names_do_not_swallow_rows() -> None:
    sheet = read_sheet("list.csv", b'Name,Known as\r\nWilliam "Bill" Lee,"Bill" Lee\r\nAnn,Annie\r\n')
    assert len(sheet.rows) == 2


@pytest.mark.parametrize("build", [xlsx_of, ods_of])
def test_workbooks_give_text_as_typed_and_dates_as_dates(build) -> None:
    name = "list.xlsx" if build is xlsx_of else "list.ods"
    sheet = read_sheet(name, build(HEADERS, ("007", '=HYPERLINK("http://x")', date(2014, 9, 1)), (7.0, "Ng", 0.5)))
    assert sheet.rows[0].cells == ("007", '=HYPERLINK("http://x")', date(2014, 9, 1))
    assert sheet.rows[1].cells == ("7", "Ng", "0.5")
    assert [row.number for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize("build", [xlsx_of, ods_of])
def test_rows_and_columns_left_empty_keep_everything_in_its_place(build) -> None:
    name = "list.xlsx" if build is xlsx_of else "list.ods"
    data = build((None,), (None, "UPN", "Surname"), (None,), (None, "A1", "Lee"))
    sheet = read_sheet(name, data, known=lambda header: header in HEADERS)
    assert sheet.header_row == 2
    assert sheet.rows[0].number == 4
    assert dict(zip(sheet.headers, sheet.rows[0].cells, strict=True))["Surname"] == "Lee"


def test_title_rows_are_passed_over_and_the_sheet_with_known_headings_is_chosen() -> None:
    data = xlsx_of(
        ("St Mary's: list of pupils",), ("Printed 07/09/2026",), HEADERS, ("X", "Lee", date(2014, 9, 1)),
        others={"Read me": [("This workbook holds …", "and more", "and more", "still")]},
    )  # fmt: skip
    sheet = read_sheet("list.xlsx", data, known=lambda header: header in HEADERS)
    assert sheet.header_row == 3
    assert sheet.rows[0].number == 4
    assert any("Only the sheet “Pupils”" in note for note in sheet.notes)


def test_repeated_and_missing_headings_get_names() -> None:
    sheet = read_sheet("list.csv", csv_of(("Surname", "", "Surname", "surname"), ("a", "b", "c", "d")))
    assert sheet.headers == ("Surname", "Column B", "Surname (2)", "surname (3)")


def test_a_row_longer_than_the_headings_is_not_lost() -> None:
    sheet = read_sheet("list.csv", csv_of(("A", "B"), ("1", "2", "3")))
    assert sheet.headers == ("A", "B", "Column C")
    assert sheet.rows[0].cells == ("1", "2", "3")


def test_the_separator_line_of_excel_is_obeyed() -> None:
    sheet = read_sheet("list.csv", b"sep=;\r\nA;B\r\n1,5;2\r\n")
    assert (sheet.headers, sheet.header_row) == (("A", "B"), 2)
    assert sheet.rows[0].cells == ("1,5", "2")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "is empty"),
        ("a.xlsx", b"%PDF-1.7\n1 0 obj", "is a PDF document"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as “Excel Workbook (.xlsx)”"),
        ("a.xls", b"<html><table><tr><td>UPN</td></tr></table></html>", "is a web page"),
        ("a.xls", b"UPN,Surname\r\nA,B\r\n", "Rename it to end in .csv"),
        ("a.xlsx", b"UPN,Surname\r\nA,B\r\n", "ends in .xlsx but is plain text"),
        ("a.csv", xlsx_of(("UPN",), ("A",)), "ends in .csv but is an Excel workbook"),
        ("a.ods", xlsx_of(("UPN",), ("A",)), "ends in .ods but is an Excel workbook"),
        ("a.csv", b"<?xml version='1.0'?><CTfile/>", "is an XML file"),
        ("a.csv", b"UPN,Surname\r\nA,\x00\x00B\r\n", "NUL"),
        ("a.csv", b'UPN,Surname\r\nA,"Lee\r\nB,Ng\r\nC,Ox\r\n', "opened in row 2"),
        ("a.csv", b"\xff\xfeA\x00,", "breaks off"),
        ("a.csv", b"A,B\r\n" + b"," * 1_000_001, "a line of more than a million"),
        ("a.csv", b"A,B\r\n" + b"," * 1_001, "reaches to row 2 and column 1,002"),
        ("a.csv", b"A,B\n" * 500_001, "reaches to row 500,001"),
        ("a.csv", b"\x7fELF\x02\x01", "is a program"),
        ("a.xlsx", xlsx_of(("UPN",))[:300], "is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_sheet(name, data)
    assert says in refused.value.says
    assert name in refused.value.says


def test_a_workbook_with_another_ending_or_none_is_taken_by_its_content() -> None:
    assert read_sheet("export", xlsx_of(("UPN",), ("A",))).kind == "xlsx"
    assert read_sheet("export (1).dat", b"UPN,B\r\nA,1\r\n").kind == "csv"
