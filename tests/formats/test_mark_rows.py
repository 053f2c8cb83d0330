"""Historic marks in a row each, in a column for each session, and in strings for each week."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.formats.mark_rows import MarkFile, read_marks
from rollbook.formats.mark_rows.codes import split_marks
from rollbook.formats.refusals import FileRefused
from tests.formats.files import a_upn, csv_of, xlsx_of

MONDAY = date(2026, 9, 7)


def marks(*rows: tuple[str, ...]) -> MarkFile:
    return read_marks("marks.csv", csv_of(*rows))


def told(file: MarkFile) -> list[tuple[int, int, str]]:
    """Each mark as day of the month, half and code."""
    return [(mark.on.day, mark.half, mark.code) for mark in file.marks]


def test_a_row_for_each_mark() -> None:
    file = marks(
        ("UPN", "MIS ID", "Date", "Session", "Mark", "Minutes Late", "Comment"),
        (a_upn(1), "5", "07/09/2026", "AM", "L", "12", "bus"),
        (a_upn(1), "5", "07/09/2026", "2", "\\", "", ""),
        (a_upn(1), "5", "2026-09-08", "Morning", "i", "0", ""),
        (a_upn(1), "5", "2026-09-08", "PM", "-", "", ""),
    )
    assert (file.shape, file.problems, file.no_mark) == ("long", (), 1)
    assert told(file) == [(7, 0, "L"), (7, 1, "\\"), (8, 0, "I")]
    late = file.marks[0]
    assert (late.row, late.upn, late.mis_id, late.minutes, late.comment) == (2, a_upn(1), "5", 12, "bus")


def test_a_row_for_each_day_with_morning_and_afternoon() -> None:
    file = marks(("Adno", "Date", "AM", "PM"), ("0012", "07/09/2026", "/", "\\"), ("0012", "08/09/2026", "!", "N"))
    assert told(file) == [(7, 0, "/"), (7, 1, "\\"), (8, 1, "N")]
    assert file.marks[0].admission_number == "0012"


@pytest.mark.parametrize(
    "headers",
    [
        ("07/09/2026 AM", "07/09/2026 PM", "08/09/2026 AM", "08/09/2026 PM"),
        ("Mon 07/09/2026 AM", "Mon 07/09/2026 PM", "Tue 08/09/2026 AM", "Tue 08/09/2026 PM"),
        ("2026-09-07 AM", "2026-09-07 PM", "2026-09-08 AM", "2026-09-08 PM"),
        ("07-Sep-2026 1", "07-Sep-2026 2", "08-Sep-2026 1", "08-Sep-2026 2"),
        ("AM 07/09/2026", "PM 07/09/2026", "AM 08/09/2026", "PM 08/09/2026"),
        ("07/09/26:AM", "07/09/26:PM", "08/09/26:AM", "08/09/26:PM"),
        ("07/09/2026", "07/09/2026", "08/09/2026", "08/09/2026"),
    ],
)
def test_a_column_for_each_session(headers: tuple[str, ...]) -> None:
    file = marks(("UPN", "Name", *headers), (a_upn(1), "Bo Lee", "/", "C1", "", "Y4"))
    assert (file.shape, file.unrecognised, file.problems) == ("sessions", ("Name",), ())
    assert told(file) == [(7, 0, "/"), (7, 1, "C1"), (8, 1, "Y4")]


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ("/\\/\\/\\/\\II", [(7, 0, "/"), (7, 1, "\\"), (8, 0, "/"), (8, 1, "\\"), (9, 0, "/"), (9, 1, "\\"),
        (10, 0, "/"),
                          (10, 1, "\\"), (11, 0, "I"), (11, 1, "I")]),
        ("/,\\,C1,Y4,,X01,-,*,@,?", [(7, 0, "/"), (7, 1, "\\"), (8, 0, "C1"), (8, 1, "Y4"), (9, 1, "X")]),
        ("/\\ LU ##", [(7, 0, "/"), (7, 1, "\\"), (8, 0, "L"), (8, 1, "U"), (9, 0, "#"), (9, 1, "#")]),
        ("/ \\ C1 Y4", [(7, 0, "/"), (7, 1, "\\"), (8, 0, "C1"), (8, 1, "Y4")]),
        ("  --/\\!!HJ", [(9, 0, "/"), (9, 1, "\\"), (11, 0, "H"), (11, 1, "J")]),
        ("/\\/\\/\\/\\/\\####", [*[(day, half, "/\\"[half]) for day in range(7, 12) for half in (0, 1)],
                              (12, 0, "#"), (12, 1, "#"), (13, 0, "#"), (13, 1, "#")]),
    ],
)  # fmt: skip
def test_a_string_for_each_week(week: str, expected: list[tuple[int, int, str]]) -> None:
    named = marks(("MIS ID", "Week commencing", "Marks"), ("5", "07/09/2026", week))
    headed = marks(("MIS ID", "W/C 07/09/2026"), ("5", week))
    assert told(named) == told(headed) == expected
    assert (named.shape, headed.shape) == ("weeks", "weeks")


def test_sub_codes_come_back_to_their_code_and_are_noted() -> None:
    file = marks(
        ("UPN", "Date", "Session", "Mark"), (a_upn(1), "07/01/2022", "AM", "I01"), (a_upn(1), "07/01/2022", "PM", "x01")
    )
    assert [(mark.code, mark.typed) for mark in file.marks] == [("I", "I01"), ("X", "x01")]
    assert file.notes == ("Sub codes were read as the code they belong to: I01 as I, X01 as X.",)


def test_each_bad_mark_is_named_and_the_others_stay() -> None:
    file = marks(
        ("UPN", "Date", "Session", "Mark", "Minutes Late"),
        (a_upn(1), "07/09/2026", "AM", "QQ", ""),
        (a_upn(1), "32/09/2026", "AM", "/", ""),
        (a_upn(1), "07/09/2026", "noon", "/", ""),
        ("A1", "07/09/2026", "AM", "/", ""),
        ("", "07/09/2026", "AM", "/", ""),
        (a_upn(1), "", "AM", "/", ""),
        (a_upn(1), "07/09/2026", "PM", "L", "soon"),
    )
    assert told(file) == [(7, 1, "L")]
    assert [(p.row, p.column) for p in file.problems] == [
        (2, "Mark"), (3, "Date"), (4, "Session"), (5, "UPN"), (6, ""), (7, "Date"), (8, "Minutes Late"),
    ]  # fmt: skip
    assert "07/09/2026 AM" in file.problems[0].says


def test_a_string_that_would_run_into_the_next_week_is_refused() -> None:
    file = marks(
        ("UPN", "Week commencing", "Marks"),
        (a_upn(1), "09/09/2026", "/\\" * 7),
        (a_upn(1), "06/09/2026", "--" * 6 + "/\\"),
    )
    assert "run past the Sunday" in file.problems[0].says
    assert told(file) == [(12, 0, "/"), (12, 1, "\\")]


def test_excel_with_dates_as_headings() -> None:
    file = read_marks("m.xlsx", xlsx_of(("UPN", MONDAY, MONDAY), (a_upn(1), "/", "\\")))
    assert told(file) == [(7, 0, "/"), (7, 1, "\\")]


@pytest.mark.parametrize("headers", [("UPN", "Surname"), ("Date", "Session", "Mark"), ("UPN", "Date", "Session")])
def test_other_lists_are_refused(headers: tuple[str, ...]) -> None:
    with pytest.raises(FileRefused) as refused:
        marks(headers, tuple("x" for _ in headers))
    assert "is not a list of marks" in refused.value.says


@given(st.lists(st.sampled_from(["/", "\\", "I", "C1", "Y4", "L", "-", "#", "N"]), min_size=2, max_size=14))
def test_a_string_and_its_comma_form_say_the_same(codes: list[str]) -> None:
    assert split_marks(",".join(codes)) == tuple(codes)
    assert split_marks("".join(codes)) == tuple(codes)
