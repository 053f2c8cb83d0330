"""Timetables of Untis, aSc and grids: what is read, what is left out and why, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.formats.refusals import FileRefused
from rollbook.formats.timetables import LessonRow, read_timetable
from tests.formats.files import csv_of, xlsx_of
from tests.timetable.files import asc_of, untis_of, whole_school

FEW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(name: str, data: bytes) -> list[tuple[str, int, str, str, str, str, str]]:
    """Week, weekday, period, group, subject, teacher and room of every lesson."""
    return [
        (r.week, r.weekday, r.period, r.group, r.subject, r.teacher, r.room) for r in read_timetable(name, data).lessons
    ]


UNTIS = ((12, "9A", "OSE", "Ma", "S4", 1, 3), (12, "9A", "OSE", "Ma", "S4", 2, 4), (13, "9B", "?", "En", "", 5, 1))


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_untis_in_any_dress(separator: str, encoding: str) -> None:
    data = untis_of((1, "9Ü", "KÖN", "Ma", "S4", 1, 3), *UNTIS[1:], separator=separator, encoding=encoding)
    assert told("GPU001.TXT", data) == [
        ("", 0, "3", "9Ü", "Ma", "KÖN", "S4"),
        ("", 1, "4", "9A", "Ma", "OSE", "S4"),
        ("", 4, "1", "9B", "En", "", ""),
    ]


def test_untis_that_counts_ten_days_has_two_weeks() -> None:
    found = read_timetable(
        "GPU001.TXT", untis_of((1, "9A", "OSE", "Ma", "S4", 1, 3), (2, "9A", "OSE", "Ma", "S4", 8, 3))
    )
    assert [(r.week, r.weekday) for r in found.lessons] == [("A", 0), ("B", 2)]
    assert found.weeks == ("A", "B")


def test_untis_lines_without_a_class_a_day_or_enough_fields_are_told_and_left_out() -> None:
    lines = untis_of(*UNTIS, (14, "", "OSE", "Duty", "", 1, 1), (15, "9C", "X", "Y", "Z", 0, 1)) + b"16;9D\r\n"
    found = read_timetable("GPU001.TXT", lines)
    assert [(p.row, p.column) for p in found.problems] == [(4, "class"), (5, "day"), (6, "")]
    assert len(found.lessons) == 3


def test_the_same_untis_line_twice_is_one_lesson() -> None:
    assert len(read_timetable("GPU001.TXT", untis_of(*UNTIS, *UNTIS)).lessons) == 3


def test_a_whole_schools_untis_export_is_read_whole() -> None:
    found = read_timetable("GPU001.TXT", whole_school())
    assert len(found.lessons) == 2820
    assert not found.problems


def test_asc_cards_are_joined_to_their_lessons() -> None:
    assert told("tt.xml", asc_of()) == [
        ("", 0, "P1", "9A", "Ma", "OSE", "S4"),
        ("A", 1, "P2", "9A Set 2", "Sc", "KAU", "L1"),
        ("A", 1, "P3", "9A Set 2", "Sc", "KAU", "L1"),
        ("", 4, "P4", "9A", "Tut", "", ""),
        ("", 4, "P4", "9B", "Tut", "", ""),
    ]


@pytest.mark.parametrize("encoding", ["windows-1250", "windows-1252", "utf-8", "utf-16", "iso-8859-2"])
def test_asc_in_the_alphabet_it_says(encoding: str) -> None:
    data = asc_of(encoding=encoding, teacher="KÖN")
    assert ("", 0, "P1", "9A", "Ma", "KÖN", "S4") in told("tt.xml", data)


def test_older_asc_files_number_their_days() -> None:
    data = b"""<?xml version="1.0" encoding="windows-1252"?><timetable>
    <days><day name="Monday" short="Mo" day="0"/><day name="Tuesday" short="Tu" day="1"/></days>
    <subjects><subject id="s" name="Maths"/></subjects><classes><class id="c" name="9A"/></classes>
    <teachers><teacher id="t" name="A. Osei"/></teachers><classrooms><classroom id="r" name="S4"/></classrooms>
    <lessons><lesson id="l" subjectid="s" classid="c" teacherid="t"/></lessons>
    <cards><card lessonid="l" classroomid="r" day="1" period="5"/></cards></timetable>"""
    assert told("old.xml", data) == [("", 1, "5", "9A", "Maths", "A. Osei", "S4")]


def test_asc_cards_that_lead_nowhere_are_told() -> None:
    more = '<card lessonid="*9" period="1" days="10000"/><card lessonid="*1" period="" days="10000"/>'
    found = read_timetable("tt.xml", asc_of(cards=more))
    assert [problem.says for problem in found.problems] == [
        "The card belongs to no lesson of the file.",
        "The card names no day or no period of the school's day.",
    ]


BOMB = """<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<timetable><cards><card lessonid="&b;"/></cards></timetable>"""
FILE = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><timetable><card>&x;</card></timetable>'
)


@pytest.mark.parametrize("text", [BOMB, FILE, BOMB.replace("<!DOCTYPE", "<! doctype")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_read(text: str, encoding: str) -> None:
    with pytest.raises(FileRefused, match=r"document type|not a whole XML file"):
        read_timetable("tt.xml", text.encode(encoding))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<timetable>" + b"<a/>" * 500_000 + b"</timetable>", "more than 400,000 entries"),
        (b"<timetable><card/>", "not a whole XML file"),
        (b"<?xml version='1.0'?><ctfile/>", "no timetable with cards"),
        (b"<?xml version='1.0' encoding='rot13'?><timetable/>", "alphabet not known here"),
        (b"<?xml version='1.0' encoding='utf-8'?><timetable a='\xe9'/>", "letters that are not utf-8"),
        (b"", "is empty"),
        (b"Class,Teacher\r\n9A,OSE\r\n", "says for no class when it meets"),
        (b"Teacher,Slot\r\nOSE,MonA:1\r\n", "no column called Class"),
        (b"Class,Slot\r\n9A,sometime\r\n", "no lesson that can be read"),
        (b"%PDF-1.4", "PDF"),
    ],
)
def test_what_is_no_timetable_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        read_timetable("file", data)


def test_a_grid_with_a_row_a_lesson() -> None:
    rows = (
        ("Class", "Day:Period", "Teacher", "Room"),
        ("9A/Ma1", "MonA:1", "OSE", "S4"),
        ("9A/Ma1", "Tuesday B:P3", "OSE", ""),
        ("9A/Ma1", "Thu - Tut", "", "S4"),
        ("9A/Ma1", "Christmas", "OSE", "S4"),
        ("", "MonA:1", "OSE", "S4"),
    )
    expected = [
        ("A", 0, "1", "9A/Ma1", "", "OSE", "S4"),
        ("B", 1, "P3", "9A/Ma1", "", "OSE", ""),
        ("", 3, "Tut", "9A/Ma1", "", "", "S4"),
    ]
    for name, data in (("t.csv", csv_of(*rows)), ("t.xlsx", xlsx_of(*rows)), ("t.csv", csv_of(*rows, separator=";"))):
        assert told(name, data) == expected
        assert [problem.row for problem in read_timetable(name, data).problems] == [5, 6]


def test_a_grid_with_day_period_and_week_in_columns_of_their_own() -> None:
    rows = (
        ("Class", "Week", "Day", "Period", "Subject"),
        ("9A", "2", "Wed", "4", "Art"),
        ("9A", "all", "5", "1", "Art"),
    )
    assert told("t.csv", csv_of(*rows)) == [("B", 2, "4", "9A", "Art", "", ""), ("", 4, "1", "9A", "Art", "", "")]


def test_a_grid_with_a_column_a_period() -> None:
    rows = (
        ("Class", "MonA:1", "MonA:2", "TueB:1"),
        ("9A", "OSE S4", "Ma\nKAU\nL1", ""),
        ("9B", "", "one two three four", "OSE"),
    )
    assert told("t.xlsx", xlsx_of(*rows)) == [
        ("A", 0, "1", "9A", "", "OSE", "S4"),
        ("A", 0, "2", "9A", "Ma", "KAU", "L1"),
        ("B", 1, "1", "9B", "", "OSE", ""),
    ]


def test_a_name_longer_than_any_room_is_told_and_left_out() -> None:
    rows = (("Class", "Slot", "Room"), ("9A", "Mon:1", "x" * 51), ("9A", "Mon:2", "S4"))
    found = read_timetable("t.csv", csv_of(*rows))
    assert found.lessons == (LessonRow(3, "", 0, "2", "9A", room="S4"),)
    assert "longer than 50 letters" in found.problems[0].says


def read_or_refuse(name: str, data: bytes) -> None:
    says = "It was read."
    try:
        read_timetable(name, data)
    except FileRefused as refused:
        says = refused.says
    assert says.endswith(".")
    assert len(says) < 900


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("GPU001.TXT", untis_of(*UNTIS)),
        ("tt.xml", asc_of()),
        ("t.csv", csv_of(("Class", "MonA:1"), ("9A", "OSE S4"))),
    ],
)
@FEW
@given(choices=st.data())
def test_a_garbled_timetable_is_read_or_refused(name: str, data: bytes, choices: st.DataObject) -> None:
    garbled = bytearray(data)
    for _ in range(choices.draw(st.integers(1, 6))):
        garbled[choices.draw(st.integers(0, len(data) - 1))] = choices.draw(st.integers(0, 255))
    read_or_refuse(name, bytes(garbled[: choices.draw(st.integers(0, len(data))) or None]))


@FEW
@given(text=st.text(max_size=300))
def test_nonsense_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    read_or_refuse("file.txt", data)
    read_or_refuse("file.xml", b"<timetable>" + data)
    read_or_refuse("GPU001.TXT", b"1;9A;OSE;Ma;S4;1;1\r\n" + data)
