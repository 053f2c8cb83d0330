"""The ten school weeks as ten boxes: what counts, what does not and why, always summing to the figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.line_crossings import current_window
from rollbook.rules.sessions import Half, Session
from rollbook.rules.ten_boxes import Stands, TenBoxes, Told, Why, ten_boxes
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import T, am, pm, whole_days

BORN = date(2013, 3, 14)
TODAY = date(2026, 11, 24)


def week_of(monday: date, sessions: int) -> list[Session]:
    return whole_days(monday, date.fromordinal(monday.toordinal() + 6))[:sessions]


def boxes_of(marks: Mapping[Session, str], until: date = TODAY, **more: object) -> TenBoxes:
    settings: dict[str, object] = {"born": BORN, **more}
    return ten_boxes(T, marks.items(), until, **settings)  # type: ignore[arg-type]  # settings named one by one


def codes(sessions: list[Session], symbols: str) -> dict[Session, str]:
    return dict(zip(sessions, symbols, strict=True))


MIXED = dict.fromkeys(week_of(date(2026, 9, 14), 6), "G") | dict.fromkeys(week_of(date(2026, 11, 23), 4), "U")


def test_T_38_six_G_and_four_U_fill_ten_boxes_across_a_half_term() -> None:
    """PEN-1, PEN-2: the week of half-term is skipped, the first and the last box hold the ten"""
    found = boxes_of(MIXED)
    assert [len(box.counted) for box in found.boxes] == [6, 0, 0, 0, 0, 0, 0, 0, 0, 4]
    assert found.skipped == (date(2026, 10, 26),)
    assert (found.figure, found.stands, found.met_on) == (10, Stands.AT, TODAY)
    assert found.says == (
        "10 unauthorised sessions in 10 school weeks up to Tuesday 24 November 2026: at the threshold of 10, "
        "reached on Tuesday 24 November 2026."
    )


@pytest.mark.parametrize(
    ("vector", "marks", "until", "figure", "stands"),
    [
        ("A-4", dict.fromkeys(week_of(date(2026, 9, 7), 10), "G"), date(2026, 9, 11), 10, Stands.AT),
        (
            "A-6",
            dict.fromkeys([am(7, 21), pm(7, 21), *week_of(date(2026, 9, 7), 8)], "O"),
            date(2026, 9, 10),
            10,
            Stands.AT,
        ),
        ("T-43", codes(week_of(date(2026, 9, 7), 10), "OOOOOOOOOI"), date(2026, 9, 11), 9, Stands.BELOW),
        ("T-42", codes(week_of(date(2026, 9, 7), 10), "OOOOOOOOON"), date(2026, 9, 11), 10, Stands.AT),
        (
            "eleven",
            dict.fromkeys([*week_of(date(2026, 9, 7), 10), am(9, 14)], "U"),
            date(2026, 9, 14),
            11,
            Stands.ABOVE,
        ),
        ("the eleventh week back", MIXED | {am(9, 11): "G"}, TODAY, 10, Stands.AT),
        ("none", {}, TODAY, 0, Stands.BELOW),
    ],
)
def test_below_at_and_above(vector: str, marks: dict[Session, str], until: date, figure: int, stands: Stands) -> None:
    """PEN-1, PEN-2"""
    found = boxes_of(marks, until)
    assert (found.figure, found.stands) == (figure, stands)


def test_T_42_an_open_N_is_warned_of_and_the_figure_falls_when_it_becomes_I() -> None:
    """PEN-14, COD-4"""
    week = week_of(date(2026, 9, 7), 10)
    open_n = boxes_of(codes(week, "OOOOOOOOON"), date(2026, 9, 11))
    assert [one.session for one in open_n.open_marks] == [week[-1]]
    assert open_n.warns == (
        "1 of them has no reason yet (Friday 11 September 2026, afternoon). The threshold does not stand without it."
    )
    settled = boxes_of(codes(week, "OOOOOOOOOI"), date(2026, 9, 11), told={week[-1]: Told("Ms Okafor", was="N")})
    assert (settled.figure, settled.warns) == (9, "")
    (left,) = settled.left_out
    assert (left.code, left.why, left.told.by) == ("I", Why.AUTHORISED, "Ms Okafor")


def test_T_64_a_mark_authorised_since_is_left_out_by_name() -> None:
    """PEN-14: the first code and who made it stay to be seen"""
    told = {am(9, 14): Told("Mr Shah", datetime(2026, 11, 2, 9, tzinfo=UTC), was="O")}
    found = boxes_of(MIXED | {am(9, 14): "I"}, told=told)
    assert (found.figure, found.stands) == (9, Stands.BELOW)
    assert [(one.why.says, one.why.rule) for one in found.left_out] == [
        ("authorised since it was first marked", "PEN-14")
    ]


def test_each_counted_session_says_who_entered_it_and_what_was_sent_home() -> None:
    """PEN-1"""
    told = {am(9, 14): Told("Ms Okafor", datetime(2026, 9, 14, 8, 55, tzinfo=UTC), ("Text, 9.40: not at school",))}
    (first, *_) = boxes_of(MIXED, told=told).counted
    assert (first.code, first.told.by, first.told.sent) == ("G", "Ms Okafor", ("Text, 9.40: not at school",))


def test_T_15_outside_compulsory_age_nothing_counts() -> None:
    """PEN-5: born in March 2022, of compulsory school age from 31 March 2027"""
    found = boxes_of(MIXED | {am(11, 18): "O", pm(11, 18): "O"}, born=date(2022, 3, 1))
    assert found.figure == 0
    assert {one.why for one in found.left_out} == {Why.AGE}
    assert len(found.left_out) == 12


def test_T_51_the_other_schools_sessions_are_shown_and_not_added() -> None:
    """PEN-15: six there, four here"""
    here = dict.fromkeys(week_of(date(2026, 11, 23), 4), "O")
    there = dict.fromkeys(week_of(date(2026, 9, 14), 6), "O") | {am(9, 18): "I"}
    found = boxes_of(here, elsewhere=there.items())
    assert (found.figure, found.stands) == (4, Stands.BELOW)
    assert [one.why for one in found.left_out] == [Why.OTHER_SCHOOL] * 6


def test_N_is_left_out_with_its_reason_where_the_school_does_not_count_it_yet() -> None:
    """PEN-1"""
    found = boxes_of(MIXED | {am(9, 14): "N"}, count_no_reason=False)
    assert (found.figure, [one.why for one in found.left_out]) == (9, [Why.NOT_YET_COUNTED])


def test_a_closure_declared_afterwards_takes_its_marks_out_and_moves_the_window() -> None:
    """PEN-2: the whole week from 9 November was shut, and the window reaches back a week further"""
    shut = SchoolCalendar(day for day in T.days if not date(2026, 11, 9) <= day <= date(2026, 11, 13))
    marks = MIXED | {am(9, 11): "G", am(11, 10): "O"}
    found = ten_boxes(shut, marks.items(), TODAY, born=BORN)
    assert found.boxes[0].monday == date(2026, 9, 7)
    assert found.figure == 11
    assert found.skipped == (date(2026, 10, 26), date(2026, 11, 9))
    assert [(one.session, one.why) for one in found.outside] == [(am(11, 10), Why.NO_SESSION)]
    assert found.left_out == found.outside


def test_an_inset_week_is_no_school_week_and_a_week_of_one_day_is() -> None:
    """PEN-2, REG-6"""
    inset = SchoolCalendar(day for day in T.days if not date(2026, 11, 2) <= day <= date(2026, 11, 6))
    assert ten_boxes(inset, MIXED.items(), TODAY, born=BORN).boxes[0].monday == date(2026, 9, 7)
    one_day = SchoolCalendar({*inset.days, date(2026, 11, 4)})
    found = ten_boxes(one_day, MIXED.items(), TODAY, born=BORN)
    assert found.boxes[0].monday == date(2026, 9, 14)
    assert {box.monday: box.days for box in found.boxes}[date(2026, 11, 2)] == 1


def test_the_boxes_run_across_the_year_and_over_the_summer() -> None:
    """PEN-1, PEN-2: the last weeks of July stand beside the first of September"""
    marks = dict.fromkeys(week_of(date(2026, 7, 13), 4), "G") | dict.fromkeys(week_of(date(2026, 9, 7), 6), "G")
    found = boxes_of(marks, date(2026, 9, 9))
    assert found.is_met
    assert [box.monday for box in found.boxes][-4:] == [
        date(2026, 7, 13),
        date(2026, 7, 20),
        date(2026, 8, 31),
        date(2026, 9, 7),
    ]
    assert len(found.skipped) == 5


def test_the_figure_is_that_of_the_watch_list() -> None:
    """PEN-1: one figure everywhere"""
    rows = {2026: row_of(MIXED, 2026)}
    assert {year_of(session.on) for session in MIXED} == {2026}
    assert current_window(T, rows, TODAY, born=BORN).sessions == tuple(one.session for one in boxes_of(MIXED).counted)


def test_without_a_calendar_there_is_nothing_to_show() -> None:
    """PEN-2"""
    found = ten_boxes(SchoolCalendar(()), [(Session(TODAY, Half.AM), "O")], TODAY, born=BORN)
    assert (found.boxes, found.figure, found.met_on) == ((), 0, None)
    assert found.says == "0 unauthorised sessions in 0 school weeks up to Tuesday 24 November 2026: 10 below the " + (
        "threshold of 10."
    )
