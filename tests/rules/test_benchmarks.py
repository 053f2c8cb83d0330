"""Published figures: our tables are what was published, and no definition is taken for another (PA-1, PA-2, PA-5)."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import Percentage, Totals, tally_counts
from rollbook.rules.benchmarks import (
    AUTUMN,
    CENSUS,
    YEAR,
    Group,
    Measure,
    OwnYearToDate,
    PublishedPhase,
    bands,
    beside,
    beside_phase,
    census,
    is_counted,
    own_census,
    own_year_to_date,
    to_the_same_week,
    weeks,
    year_to_date,
    year_to_date_of_code,
    years,
)
from rollbook.rules.benchmarks.columns import HEADINGS
from rollbook.rules.benchmarks.rows import decimal, row, rows_of, whole

pytestmark = pytest.mark.pure
YEARS_ROWS = rows_of("year_to_date_2024_25.csv")
AUTHORITIES = [r for r in YEARS_ROWS if r.level == "authority"]
SHOWN = [r for r in AUTHORITIES if r.counts]
PRIMARY, SECONDARY, SPECIAL, ALL = PublishedPhase
IN_YEAR_7 = date(2014, 10, 3)
IN_YEAR_13 = date(2008, 10, 3)
SEPTEMBER, NOVEMBER = date(2026, 9, 2), date(2026, 11, 20)


def agrees(found: object) -> bool:
    counts, totals = found.counts, tally_counts(found.codes)  # type: ignore[attr-defined]  # a row
    ours = (totals.possible, totals.attended, totals.absent, totals.authorised, totals.unauthorised)
    theirs = tuple(counts[name] for name in ("possible", "attended", "absent", "authorised", "unauthorised"))
    return ours == theirs and counts["late"] == totals.late_before_close + totals.late_after_close


def test_the_codes_of_417_of_454_authority_rows_add_up_to_every_published_count() -> None:
    """PA-1, PA-2, COD-20: with the withdrawn codes H and J, which still occur."""
    assert (len(AUTHORITIES), len(AUTHORITIES) - len(SHOWN)) == (454, 3)
    assert sum(agrees(r) for r in SHOWN) == 417
    assert any(r.codes["H"] for r in SHOWN)


def test_what_was_published_of_one_phase_is_the_plain_quotient_of_its_counts() -> None:
    """PA-2: to six decimals, in every row whose codes add up."""
    for found in filter(agrees, SHOWN):
        totals = tally_counts(found.codes)
        for measure in (Measure.ATTENDANCE, Measure.ABSENCE, Measure.AUTHORISED, Measure.UNAUTHORISED):
            ours = Decimal(measure.counted(totals)) * 100 / totals.possible
            published = found.percent(measure)
            assert published is not None
            assert abs(ours - published) < Decimal("0.000001")


def test_all_phases_together_are_weighted_and_say_so() -> None:
    england = year_to_date(Measure.ATTENDANCE, ALL)
    assert england is not None
    assert england.note.startswith("Weighted")
    there = next(r for r in YEARS_ROWS if r.level == "england" and r.phase is ALL)
    plain = there.counts["attended"] * Decimal(100) / there.counts["possible"]
    assert abs(plain - england.percent) > Decimal("0.009")


def test_the_tables_are_those_that_the_arithmetic_is_checked_against() -> None:
    path = Path(__file__).parent / "data" / "local_authority_attendance_2024_25.csv"
    checked = {(r["old_la_code"], r["school_type"]): whole(r["possible_sessions"]) for r in csv.DictReader(path.open())}
    assert {(r.la_number, r.phase.value): r.counts.get("possible") for r in AUTHORITIES} == checked


@pytest.mark.parametrize("mark", ["c", "x", "z", ":", ".", "", "NA", "low", "-", "1e5", "٣"])
def test_a_mark_in_place_of_a_number_is_no_number(mark: str) -> None:
    assert whole(mark) is None
    assert decimal(mark) is None
    found = row({**dict.fromkeys(HEADINGS, f" {mark} "), "level": "authority ", "phase": "Special "})
    assert (found.level, found.phase, found.counts, found.codes, found.percentages) == (
        "authority",
        SPECIAL,
        {},
        {},
        {},
    )
    assert found.percent(Measure.LATE) is None


@given(st.text(max_size=12))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for found in (whole(text), decimal(text)):
        assert found is None or found >= 0


def test_an_authoritys_own_figure_comes_first() -> None:
    found = year_to_date(Measure.PERSISTENT, SECONDARY, "881")
    assert found is not None
    assert (found.whom, str(found.shown), found.why) == ("secondary schools in Essex", "24.2", "")


@pytest.mark.parametrize(
    ("phase", "la_number", "whom", "why"),
    [
        (SECONDARY, "420", "secondary schools in the South West", "Isles of Scilly is not published, so the region"),
        (SPECIAL, "420", "special schools in the South West", "is not published, so the region stands here."),
        (ALL, "881", "schools in the East of England", "All phases together are not published for an authority"),
        (PRIMARY, "999", "primary schools in England", "There is no authority 999"),
        (PRIMARY, "", "primary schools in England", ""),
    ],
)
def test_the_nearest_place_stands_in_and_says_why(phase: PublishedPhase, la_number: str, whom: str, why: str) -> None:
    found = year_to_date(Measure.ATTENDANCE, phase, la_number)
    assert found is not None
    assert found.whom == whom
    assert why in found.why
    assert bool(why) is bool(found.why)


def test_what_is_not_in_the_daily_data_is_no_figure() -> None:
    assert year_to_date(Measure.SEVERE, PRIMARY) is None
    assert year_to_date_of_code("Q", PRIMARY) is None
    assert census(Measure.ATTENDANCE, PRIMARY) is None
    assert to_the_same_week(Measure.PERSISTENT, PRIMARY, NOVEMBER) is None
    assert to_the_same_week(Measure.ATTENDANCE, PRIMARY, date(2027, 1, 8)) is None
    assert to_the_same_week(Measure.ATTENDANCE, PRIMARY, date(2026, 9, 1)) is None


def test_a_code_out_of_all_possible_sessions() -> None:
    illness = year_to_date_of_code("I", PRIMARY)
    assert illness is not None
    # Published for England's primary schools in 2024/25: 2.85806322028393.
    assert f"{illness.percent:.10f}" == "2.8580632203"


def test_the_weeks_of_an_autumn_and_their_sum() -> None:
    shape = weeks(Measure.ATTENDANCE, SECONDARY)
    assert [week.number for week in shape] == [37, 38, 39, 40, 41, 42, 43, 45, 46, 47, 48, 49]
    assert shape[0].starts == date(2024, 9, 9)
    first = to_the_same_week(Measure.ATTENDANCE, SECONDARY, date(2026, 9, 10))
    assert first is not None
    assert (first.shown, first.source) == (Decimal("94.3"), AUTUMN)
    december = to_the_same_week(Measure.ATTENDANCE, SECONDARY, date(2026, 12, 18))
    assert december is not None
    assert december.why == "Week 51 is not published; the figure ends with week 49."
    assert min(w.percent for w in shape) < december.percent < max(w.percent for w in shape)


def test_the_bands_of_the_census() -> None:
    assert years() == ("2016/17", "2017/18", "2018/19", "2020/21", "2021/22", "2022/23")
    latest = census(Measure.PERSISTENT, SECONDARY)
    assert latest is not None
    assert (str(latest.shown), latest.years, latest.source) == ("26.5", "2022/23", CENSUS)
    before = census(Measure.SEVERE, PRIMARY, year="2018/19")
    assert before is not None
    assert before.percent == Decimal("0.391")
    meals = census(Measure.PERSISTENT, SECONDARY, Group.FREE_MEALS)
    assert meals is not None
    assert meals.whom == "pupils with free school meals in secondary schools in England"
    year_9 = census(Measure.PERSISTENT, SECONDARY, Group.YEAR_9)
    assert year_9 is not None
    assert (year_9.whom, year_9.why) == (
        "pupils in year 9 in schools in England",
        "This is published for all phases together only.",
    )


@pytest.mark.parametrize("phase", PublishedPhase)
@pytest.mark.parametrize("group", Group)
def test_the_bands_above_the_lines_add_up_to_what_is_persistent_and_severe(phase: PublishedPhase, group: Group) -> None:
    """PA-3"""
    for year in years():
        found = bands(phase, group, year)
        if found is None:
            continue
        assert abs(sum(found.shares.values()) - 100) < Decimal("0.02")
        assert abs(sum(s for least, s in found.shares.items() if least >= 10) - found.persistent) < Decimal("0.02")
        assert found.shares[50] == found.severe


def test_the_schools_own_figure_counts_the_ages_that_the_published_one_counts() -> None:
    pupils = [(IN_YEAR_7, Totals(100, 92, 5, 3)), (IN_YEAR_13, Totals(100, 10, 90, 0)), (IN_YEAR_7, Totals())]
    own = own_year_to_date(Measure.ATTENDANCE, pupils, SEPTEMBER, NOVEMBER)
    assert own is not None
    assert (own.share, own.pupils, own.left_out) == (Percentage(92, 100), 1, 1)
    assert own.explains == (
        "Counted of 1 pupil aged 5 to 15 on 31 August before the year, from 2 September 2026 to 20 November 2026; "
        "1 younger or older left out, as the published figure is."
    )
    assert own_year_to_date(Measure.PERSISTENT, [], SEPTEMBER, NOVEMBER) is None
    persistent = own_year_to_date(Measure.PERSISTENT, [(IN_YEAR_7, Totals(100, 90, 10, 0))] * 3, SEPTEMBER, NOVEMBER)
    assert persistent is not None
    assert persistent.share == Percentage(3, 3)


def test_who_is_five_on_the_day_before_september() -> None:
    assert is_counted(date(2021, 8, 31), SEPTEMBER)
    assert not is_counted(date(2021, 9, 1), SEPTEMBER)
    assert is_counted(date(2010, 9, 1), date(2027, 7, 1))
    assert not is_counted(date(2010, 8, 31), date(2027, 7, 1))


def own(measure: Measure, part: int, of: int) -> OwnYearToDate:
    return OwnYearToDate(measure, Percentage(part, of), 90, 0, SEPTEMBER, NOVEMBER)


def test_a_sentence_about_the_two() -> None:
    published = year_to_date(Measure.ATTENDANCE, SECONDARY, "881")
    assert published is not None
    both = beside(own(Measure.ATTENDANCE, 920, 1000), published)
    assert both.tenths == 9
    assert both.says == (
        "Attendance is 92.0 %, 0.9 percentage points above the 91.1 % of secondary schools in Essex "
        "(2024/25, year to date, the whole year)."
    )
    assert "The school's figure is of part of a year, the published one of a whole year." in both.notes
    assert "Department for Education" in both.source
    assert "Open Government Licence v3.0" in both.source
    assert set(YEAR.method) <= set(both.notes)


@given(st.integers(0, 10_000))
def test_the_difference_is_that_of_the_two_figures_as_shown(part: int) -> None:
    """PA-10: whoever takes one from the other finds it."""
    published = year_to_date(Measure.ABSENCE, PRIMARY)
    assert published is not None
    both = beside(own(Measure.ABSENCE, part, 10_000), published)
    assert Decimal(str(both.own)) - published.shown == Decimal(both.tenths) / 10
    assert ("the same as" in both.says) is (both.tenths == 0)


def test_the_year_to_date_and_the_census_are_never_set_side_by_side() -> None:
    """PA-5"""
    of_census = census(Measure.PERSISTENT, SECONDARY)
    daily = year_to_date(Measure.PERSISTENT, SECONDARY)
    ours = own_census(Measure.PERSISTENT, [(IN_YEAR_7, Totals(380, 340, 40, 0))] * 2, SEPTEMBER, date(2027, 7, 20))
    assert of_census is not None
    assert daily is not None
    assert ours is not None
    with pytest.raises(TypeError, match="PA-5"):
        beside(own(Measure.PERSISTENT, 1, 9), of_census)  # type: ignore[call-overload]  # the point of the test
    with pytest.raises(TypeError, match="PA-5"):
        beside(ours, daily)  # type: ignore[call-overload]  # the point of the test
    with pytest.raises(TypeError, match="not to be compared"):
        beside(own(Measure.ABSENCE, 1, 9), daily)
    assert beside(ours, of_census).says.endswith("(2022/23, census).")


@pytest.mark.parametrize(
    ("own_phase", "phase"),
    [("Primary", PRIMARY), ("Middle", PRIMARY), ("All-through", SECONDARY), ("Nursery", None), ("Moon base", None)],
)
def test_a_schools_phase_and_the_published_one(own_phase: str, phase: PublishedPhase | None) -> None:
    found = beside_phase(own_phase)
    assert found.phase is phase
    assert bool(found.why) is (own_phase != "Primary")
