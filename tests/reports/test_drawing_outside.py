"""What leaves the school: nobody's name, no small number of pupils, and none that could be worked out."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.reports.drawing.csv import csv_file
from rollbook.reports.drawing.outside import LISTS_PUPILS, for_outside
from rollbook.reports.report import (
    Cell,
    Number,
    Numbers,
    Person,
    Picture,
    Share,
    Table,
    Words,
    number,
    words,
)
from rollbook.rules.small_numbers import MARK, NOTE
from rollbook.web.charts import Chart, ChartKind, Point, Series
from tests.reports.drawn import EVERYTHING, FIGURES, MAYA, PUPILS, SESSIONS, a_report, pupils

pytestmark = pytest.mark.pure


def table(*rows: tuple[Cell, ...], foot: tuple[Cell, ...] = ()) -> Table:
    columns = (words("Group"), number("Pupils", people=True), number("Persistent"), number("Attendance"))
    return Table("By group", columns, rows, foot, says="Only 2 pupils are in B.")


def test_who_is_named_stays_inside() -> None:
    made = for_outside(a_report(pupils(3), FIGURES))
    assert made.sections[0] == Words("Pupils", (LISTS_PUPILS,))
    assert made.sections[1] == FIGURES
    data, _ = csv_file(a_report(pupils(3)), outside=True)
    assert b"Shah" not in data


def test_a_person_in_a_column_of_words_stays_inside_too() -> None:
    odd = Table("T", (words("Who"),), ((Person("Maya Shah", MAYA),),))
    assert for_outside(a_report(odd)).sections == (Words("T", (LISTS_PUPILS,)),)
    alone = Numbers("", (Number("Most improved", Person("Maya Shah", UUID(int=1)), "Maya Shah gained most"),))
    assert "Maya" not in str(for_outside(a_report(alone)).sections)


def test_a_report_without_small_numbers_is_as_it_was() -> None:
    assert for_outside(EVERYTHING) == EVERYTHING


def test_a_small_group_is_hidden_with_all_that_is_said_of_it_and_one_other() -> None:
    made = for_outside(
        a_report(
            table(
                ("A", 120, Share(20, 120, PUPILS), Share(930, 1000, SESSIONS)),
                ("B", 2, Share(0, 2, PUPILS), Share(19, 20, SESSIONS)),
                ("C", 60, Share(9, 60, PUPILS), Share(500, 600, SESSIONS)),
                foot=("All", 182, Share(29, 182, PUPILS), Share(1449, 1620, SESSIONS)),
            )
        )
    )
    (found,) = made.tables()
    assert found.rows[1] == ("B", MARK, MARK, MARK)
    assert found.rows[2][:3] == ("C", MARK, MARK), "else B is what is left of the total"
    assert found.rows[0][1] == 120
    assert found.foot[1] == 182
    assert found.says == ""
    assert NOTE in made.notes


def test_a_small_part_is_hidden_and_the_attendance_of_a_large_group_is_not() -> None:
    rows = (
        ("A", 100, Share(3, 100, PUPILS), Share(930, 1000, SESSIONS)),
        ("B", 90, Share(20, 90, PUPILS), Share(800, 900, SESSIONS)),
    )
    (found,) = for_outside(a_report(table(*rows))).tables()
    assert found.rows[0] == ("A", MARK, MARK, Share(930, 1000, SESSIONS))
    assert found.rows[1] == rows[1]


def test_all_but_a_few_is_a_small_number_too() -> None:
    rows = (("A", 100, Share(98, 100, PUPILS), Share(930, 1000, SESSIONS)),)
    (found,) = for_outside(a_report(table(*rows))).tables()
    assert found.rows[0][2] == MARK


def test_a_picture_of_what_is_hidden_goes_with_it() -> None:
    chart = Chart(ChartKind.BAR, "By group", "Only 2 in B", (Series("Pupils", (Point("A", 120), Point("B", 2))),))
    small = table(("A", 120, None, None), ("B", 2, None, None))
    large = table(("A", 120, None, None), ("B", 20, None, None))
    made = for_outside(a_report(Picture(chart, small), Picture(chart, large)))
    assert isinstance(made.sections[0], Table)
    assert made.sections[1] == Picture(chart, large)
    assert made.says == ""


def test_a_figure_of_few_pupils_is_hidden_with_its_sentence() -> None:
    few = Number("Severely absent", Share(2, 900, PUPILS), "2 of 900 pupils, both in 7A")
    many = Number("Attendance", Share(2, 900, SESSIONS))
    made = for_outside(a_report(Numbers("", (few, many))))
    assert made.sections == (Numbers("", (Number("Severely absent", MARK), many)),)
    assert NOTE in made.notes


def test_what_was_hidden_once_stays_so() -> None:
    once = for_outside(a_report(table(("A", 120, None, None), ("B", 2, None, None), foot=("All", 122, None, None))))
    assert [row[1] for table_ in once.tables() for row in table_.rows] == [MARK, MARK]
    assert for_outside(once) == once


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_no_small_number_can_be_worked_out_from_the_total(counts: list[int]) -> None:
    rows = tuple((f"G{n}", count, None, None) for n, count in enumerate(counts))
    (found,) = for_outside(a_report(table(*rows, foot=("All", sum(counts), None, None)))).tables()
    shown = [row[1] for row in found.rows]
    assert not [cell for cell in shown if isinstance(cell, int) and 0 < cell < 5]
    hidden = [count for count, cell in zip(counts, shown, strict=True) if cell == MARK]
    if hidden and found.foot[1] != MARK:
        assert len(hidden) > 1
        assert sum(hidden) > len(hidden), "each could be another number"


def test_the_picture_and_the_first_report_are_left_as_they_are() -> None:
    before = a_report(table(("B", 2, None, None)))
    after = for_outside(before)
    assert before == a_report(table(("B", 2, None, None)))
    assert after != before
    assert replace(after, sections=before.sections, says=before.says, notes=before.notes) == before
