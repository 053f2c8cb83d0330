"""Cells as clerks and systems type them, read as values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.codes import (
    read_boarder,
    read_enrolment_status,
    read_sen,
    read_sex,
    read_year_group,
    read_yes_no,
)
from rollbook.formats.values.dates import read_date
from rollbook.formats.values.names import read_lines, read_name, split_full_name
from rollbook.formats.values.phones import Phone, as_dialled_here, read_phones

SEVENTH = date(2026, 9, 7)


@pytest.mark.parametrize(
    "typed",
    [
        "07/09/2026", "7/9/26", "07-09-2026", "7.9.2026", "2026-09-07", "2026/9/7", "20260907", "7 Sep 2026",
        "07-Sep-26",
        "7th September 2026", "7 Sept. 2026", "Mon 07/09/2026", "Monday, 7 September 2026", "2026-09-07T00:00:00",
        "2026-09-07 00:00:00", "07/09/2026 00:00", "2026-09-07T00:00:00.000Z", "46272", "46272.0", SEVENTH,
        " 07/09/2026 ",
    ],
)  # fmt: skip
def test_dates_are_read_day_first_in_every_form(typed: str | date) -> None:
    assert read_date(typed) == SEVENTH


@pytest.mark.parametrize(
    ("typed", "born"), [("31/12/59", 2059), ("01/01/60", 1960), ("1/9/14", 2014), ("1/9/99", 1999)]
)
def test_two_digits_of_a_year_are_a_year_in_which_people_were_born(typed: str, born: int) -> None:
    read = read_date(typed)
    assert read is not None
    assert read.year == born


@pytest.mark.parametrize(
    ("typed", "says"),
    [("09/25/2014", "no month 25"), ("31/02/2014", "does not exist"), ("soon", "not a date"), ("01/01/0014", "year 14"),
     ("٠٧/٠٩/٢٠٢٦x", "not a date"), ("7", "not a date"), ("00/00/0000", "does not exist")],
)  # fmt: skip
def test_a_date_that_cannot_be_says_why(typed: str, says: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_date(typed)
    assert says in unreadable.value.says


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_survives_each_way_of_writing(on: date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%A %d %B %Y", "%d.%m.%Y"):
        assert read_date(on.strftime(form)) == on


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("Year 7", "7"), ("Year 7 (2026/27)", "7"), ("Year  7", "7"), ("7", "7"), ("Yr 07", "7"), ("Y7", "7"),
        ("yr. 10", "10"),
        ("NC Year 13", "13"),
        ("R", "R"), ("Reception", "R"), ("Year R", "R"), ("YR", "R"), ("0", "R"), ("N1", "N1"), ("N2", "N2"),
        ("Nursery", "N2"),
        ("Nursery 1", "N1"), ("14", "14"), ("X", "X"), ("E1", "E1"), ("Curriculum Year 6", "6"),
        ("Lower Sixth", "12"),
        ("Year Eleven", "11"), ("7.0", "7"), ("National Curriculum Year 3", "3"), ("", None),
    ],
)  # fmt: skip
def test_year_groups_become_the_national_code(typed: str, year: str | None) -> None:
    assert read_year_group(typed) == year


@pytest.mark.parametrize("typed", ["15", "Year 70", "Maple", "7A", "-1"])
def test_what_is_no_year_group_is_said_so(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_year_group(typed)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("Yes", True), ("y", True), ("T", True), ("TRUE", True), ("1", True), ("✓", True), ("No", False), ("F", False),
     ("0", False), ("False", False), ("", None), ("Not known", None), (None, None)],
)  # fmt: skip
def test_yes_and_no(typed: str | None, answer: bool | None) -> None:
    assert read_yes_no(typed) is answer


def test_codes_with_their_meaning_beside_them() -> None:
    assert (read_sex("Female"), read_sex("m"), read_sex("Boy"), read_sex("")) == ("F", "M", "M", None)
    assert read_enrolment_status("C - Current, single registration") == "C"
    assert read_enrolment_status("Current - Single registration at this school") == "C"
    assert read_enrolment_status("Guest") == "G"
    assert (read_sen("K"), read_sen("SEN Support"), read_sen("EHCP"), read_sen("N - No SEN")) == ("K", "K", "E", "N")
    assert (read_boarder("Not a boarder"), read_boarder("B - Boarder")) == ("N", "B")
    with pytest.raises(Unreadable):
        read_sex("X")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Mary   Ann ", "Mary Ann"), ("O’Neill-Smith", "O’Neill-Smith"), ("Zoe\u0308", "Zoë"), ("X", "X"),
        ("محمد الأمين", "محمد الأمين"), ("\u200fمحمد\u200e", "محمد"), ("Ng", "Ng"), ("李", "李"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("N" * 200, "N" * 200), ("", None), ("Anne\tMarie", "Anne Marie"), ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)  # fmt: skip
def test_names_are_kept_as_they_are(typed: str, name: str | None) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize("typed", ["N" * 201, "A\x07lice", "Al\u202eice", "\x1b[31m"])
def test_names_too_long_or_with_hidden_characters_are_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_name(typed)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Mrs Sarah Jones", ("Mrs", "Sarah", "Jones")), ("Jones, Sarah", (None, "Sarah", "Jones")), ("Jones",
        (None, None, "Jones")),
        ("Jones, Mr Tom Lee", ("Mr", "Tom Lee", "Jones")), ("Mr Jones", ("Mr", None, "Jones")),
        ("Dr. A B Cole", ("Dr.", "A B", "Cole")),
        ("Mr Jones, Tom", ("Mr", "Tom", "Jones")),
    ],
)  # fmt: skip
def test_whole_names_are_taken_apart(full: str, parts: tuple[str | None, str | None, str]) -> None:
    assert split_full_name(full) == parts


def test_an_address_is_its_lines() -> None:
    assert read_lines("1 High St\nLeeds\r\n LS1 1AA ") == ("1 High St", "Leeds", "LS1 1AA")
    assert read_lines("1 High St, Leeds, ") == ("1 High St", "Leeds")
    assert read_lines(None) is None


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("07700 900123", "mobile", "+447700900123"), ("7700900123", "mobile", "+447700900123"),
        ("+44 (0)7700 900123", "mobile", "+447700900123"), ("0044 7700 900123", "mobile", "+447700900123"),
        ("(01632) 960 001", "other", "+441632960001"), ("Mum: 07700900123", "mobile", "+447700900123"),
        ("07700 900123 (work)", "mobile", "+447700900123"), ("+353 1 234 5678", "other", "+35312345678"),
    ],
)  # fmt: skip
def test_numbers_that_can_be_dialled(typed: str, kind: str, number: str) -> None:
    (phone,) = read_phones(typed, "other")
    assert (phone.kind, phone.number, phone.valid) == (kind, number, True)


def test_numbers_that_cannot_be_dialled_are_kept_and_two_in_a_cell_are_two() -> None:
    assert read_phones("ask gran", "home") == (Phone("home", "ask gran", "ask gran", False),)
    assert not read_phones("07700 90012", "mobile")[0].valid
    assert [phone.number for phone in read_phones("07700900123 / 01632 960001", "other")] == [
        "+447700900123",
        "+441632960001",
    ]
    assert read_phones("", "home") == ()


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("+447700900123", "07700 900123"),
        ("+442079460000", "020 7946 0000"),
        ("+33123456789", "+33123456789"),
        ("+44", "+44"),
        ("07700 900142", "07700 900142"),
        ("ask gran", "ask gran"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled_here(number: str, says: str) -> None:
    assert as_dialled_here(number) == says
