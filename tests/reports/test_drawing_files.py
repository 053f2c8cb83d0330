"""A report as a workbook, CSV and PDF: what is read back is what was put in, and nothing in it runs."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from dataclasses import replace
from datetime import date
from subprocess import run

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rollbook.reports.drawing.csv import csv_file
from rollbook.reports.drawing.files import Form, file_of
from rollbook.reports.drawing.pdf import data_of, pdf_file
from rollbook.reports.drawing.xlsx import workbook
from rollbook.reports.report import Person, Report, Table, Words, number, words
from tests.reports.drawn import EVERYTHING, FORMS, MAYA, a_report, pupils

pytestmark = pytest.mark.pure
ROWS = list[list[object]]
NASTY = ("=1+1", "+44 20", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "http://example.com", "=HYPERLINK(1)")
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 6


def sheets(report: Report, *, outside: bool = False) -> dict[str, ROWS]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report, outside=outside)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def packed(report: Report) -> dict[str, list[list[str]]]:
    data, ending = csv_file(report)
    assert ending == "zip"
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: lines(found.read(name)) for name in found.namelist()}


def words_of(report: Report) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_file(report))).pages)


def test_a_workbook_has_a_sheet_about_it_and_one_for_each_table() -> None:
    found = sheets(EVERYTHING)
    assert list(found) == ["About", "Figures", "Attendance by week", "Attendance by form"]
    about = {row[0]: row[1] for row in found["About"] if row[0] and len(row) > 1}
    assert about["School"] == "Oakfield School"
    assert about["Days and pupils"] == "Mon 7 Sep to Fri 20 Nov 2026 · everybody"
    assert about["Read at"] == "Tue 24 Nov 2026, 9:20"
    assert about["How it was counted"] == "Leavers count to their last day."


def test_in_a_workbook_numbers_and_dates_are_what_they_are() -> None:
    head, first, second, third, foot = sheets(EVERYTHING)["Attendance by form"]
    assert head == ["Form", "Pupils", "Attendance", "Change", "Since"]
    assert first == ["7A", 28, 0.93, 1.2, date(2026, 9, 7)]
    assert second[:4] == ["10D", 30, 373 / 400, -2]
    assert third[2] == "–", "nothing was possible: no percentage, and no nought either"
    assert foot[:3] == ["All", 1308, 1303 / 1400]


def test_a_percentage_in_a_workbook_is_its_two_whole_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(a_report(FORMS)))) as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
    assert "<f>930/1000</f><v>0.93</v>" in sheet
    assert "<pane " in sheet
    assert '<autoFilter ref="A1:E4"/>' in sheet, "the row of the whole is no row to be filtered"


@pytest.mark.parametrize("nasty", NASTY)
def test_no_word_becomes_a_formula_or_a_link(nasty: str) -> None:
    report = a_report(Table("T", (words(nasty),), ((nasty,), (Person(nasty, MAYA),))))
    with zipfile.ZipFile(io.BytesIO(workbook(report))) as book:
        inside = book.read("xl/worksheets/sheet2.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in inside
    data, _ = csv_file(report)
    for (cell,) in lines(data):
        assert cell == (nasty if nasty.startswith("http") else f"'{nasty}")


def test_in_csv_numbers_stay_numbers() -> None:
    data, ending = csv_file(a_report(FORMS))
    assert ending == "csv"
    assert data.startswith(b"\xef\xbb\xbfForm,Pupils,Attendance %,Attendance: part,Attendance: of,Change,Since\r\n")
    assert lines(data)[1:] == [
        ["7A", "28", "93.0", "930", "1000", "1.2", "2026-09-07"],
        ["10D", "30", "93.3", "373", "400", "-2.0", ""],
        ["9B", "1250", "", "0", "0", "", ""],
        ["All", "1308", "93.1", "1303", "1400", "0.0", ""],
    ]


def test_words_that_are_numbers_are_left_as_they_are() -> None:
    data, _ = csv_file(a_report(Table("T", (words("Balance"),), (("-12.50",), ("+3",), ("-x",)))))
    assert lines(data)[1:] == [["-12.50"], ["+3"], ["'-x"]]


def test_several_tables_are_several_files() -> None:
    found = packed(EVERYTHING)
    assert list(found) == ["1 Figures.csv", "2 Attendance by week.csv", "3 Attendance by form.csv"]
    assert found["1 Figures.csv"][1] == ["Attendance", "93.1", "1303", "1400", "-1.2", "1,303 of 1,400 sessions"]


def test_a_title_cannot_name_a_file_elsewhere() -> None:
    found = packed(a_report(replace(FORMS, title="../../etc/passwd"), replace(FORMS, title="*/?")))
    assert list(found) == ["1 etcpasswd.csv", "2 Table.csv"]


def test_sheets_of_one_title_and_of_odd_titles_are_told_apart() -> None:
    titles = ("Weeks [a/b]:*?", "weeks  a b", "A" * 60, "A" * 50, "'", "about")
    found = sheets(a_report(*(replace(FORMS, title=title) for title in titles)))
    assert len(found) == 7
    assert all(len(name) <= 31 for name in found)


SAID = (
    *("Oakfield School", "Attendance by form", "93.1 %", "1.2 points less, worse", "42", "10D lost most."),
    *("Mon 7 Sep 2026", "Illness explains most.", "Leavers count to their last day.", "Page 1 of 1"),
    *("read at Tue 24 Nov 2026, 9:20 by A. Osei", "Forms that meet twice count once."),
)


def test_a_pdf_says_what_the_page_says() -> None:
    said = " ".join(words_of(EVERYTHING).replace("\u00a0", " ").split())
    assert [part for part in SAID if part not in said] == []


def test_a_pdf_is_tagged_and_its_picture_is_described() -> None:
    reader = PdfReader(io.BytesIO(pdf_file(EVERYTHING)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]
    assert b"pdfuaid:part>1<" in pdf_file(EVERYTHING)
    (picture,) = [part for part in data_of(EVERYTHING)["sections"] if part["kind"] == "picture"]  # type: ignore[attr-defined]
    assert picture["alt"].startswith("Chart: Attendance by week. It fell by two points.")


def test_a_pdf_is_the_same_each_time() -> None:
    assert pdf_file(EVERYTHING) == pdf_file(EVERYTHING)


def test_a_wide_table_lies_and_is_parted_with_its_first_column_in_each() -> None:
    report = a_report(pupils(3, 40))
    sections = data_of(report)["sections"]
    assert data_of(report)["wide"]
    assert len(sections) > 2  # type: ignore[arg-type]
    assert {part["columns"][0]["title"] for part in sections} == {"Pupil"}  # type: ignore[attr-defined]
    assert sum(len(part["columns"]) - 1 for part in sections) == 39  # type: ignore[attr-defined]


def test_heads_repeat_on_every_sheet() -> None:
    pages = PdfReader(io.BytesIO(pdf_file(a_report(pupils(150))))).pages
    assert len(pages) > 1
    assert all("Measure 1" in page.extract_text() for page in pages)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize(
    "report",
    [
        a_report(),
        a_report(says=""),
        a_report(Words("", ())),
        a_report(Table("", (words("Form"),), ())),
        a_report(pupils(1)),
        a_report(Table(LONG, (words(LONG), number(LONG)), ((LONG, LONG),)), title=LONG),
        a_report(Table("T", (words("A"),), (("\x00\x0b\ud800".encode("utf-8", "replace").decode(),),))),
        a_report(Table("#set text(red) $x$ *b* `c` @d <e>", (words("[#sys]"),), (("\\ // /* */ ~ --",),))),
    ],
    ids=["nothing", "not even words", "empty words", "no row", "one pupil", "long", "control letters", "markup"],
)
def test_odd_reports_are_drawn(report: Report, form: Form) -> None:
    file = file_of(report, form)
    assert len(file.data) > 8
    assert file.name.startswith("attendance-by-2026-11-24.")


def test_markup_in_a_name_is_a_name_on_paper() -> None:
    said = words_of(a_report(Table("T", (words("A"),), (("#panic(1) *b* [x]",),))))
    assert "#panic(1) *b* [x]" in said


def test_a_whole_school_is_a_workbook() -> None:
    found = sheets(a_report(pupils(1500, 40)))["Pupils"]
    assert len(found) == 1501
    assert found[1500][0] == "Shah 1499, Maya"
    assert found[380][1] == 379 / 380


def test_the_libraries_are_not_loaded_before_they_are_needed() -> None:
    heavy = "{'xlsxwriter', 'typst', 'vl_convert', 'numpy'}"
    asks = f"import sys, rollbook.reports.drawing.files; sys.exit(str({heavy} & set(sys.modules) or ''))"
    assert run([sys.executable, "-c", asks], check=False, capture_output=True, text=True).stderr.strip() == ""
