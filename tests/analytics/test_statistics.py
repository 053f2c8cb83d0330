"""The statistics of a folder: each equals a count pupil by pupil, shares add in any order, bad files stop the run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.analytics.over_files import Asked, Stopped, count, run, year_asked
from rollbook.analytics.parquet import BadFile, write
from rollbook.analytics.school_year import SchoolYear
from rollbook.analytics.statistics import CODES_FROM, STATISTICS, By, Tally, add, same, tally
from rollbook.rules.attendance import is_persistent, is_severe
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.refused import Refused
from rollbook.rules.thresholds import penalty_window
from rollbook.rules.year_row import BYTE_OF, marks_of, slot_of, totals_of, unauthorised_of
from tests.analytics.made_schools import made_school

pytestmark = pytest.mark.pure


def _rows(school: SchoolYear) -> list[bytes]:
    assert school.codes is not None
    return [row.tobytes() for row in school.codes]


def _of(name: str, school: SchoolYear, by: By = By.NATIONAL) -> Tally:
    return tally(STATISTICS[name], by, school)


def test_attendance_is_the_sum_of_what_the_rule_book_counts() -> None:
    school = made_school(pupils=30)
    totals = [totals_of(row, 2026) for row in _rows(school)]

    pupils, possible, attended, authorised, unauthorised, late, late_after = _of("attendance", school).groups["All"]

    assert pupils == sum(t.possible > 0 for t in totals)
    assert (possible, attended) == (sum(t.possible for t in totals), sum(t.attended for t in totals))
    assert (authorised, unauthorised) == (sum(t.authorised for t in totals), sum(t.unauthorised for t in totals))
    assert (late, late_after) == (
        sum(t.late_before_close for t in totals),
        sum(t.late_after_close for t in totals),
    )


def test_persistent_and_severe_are_those_of_the_rule_book() -> None:
    school = made_school(pupils=30)
    totals = [totals_of(row, 2026) for row in _rows(school)]

    under, persistent, severe = _of("persistent", school).groups["All"]

    assert severe == sum(map(is_severe, totals))
    assert persistent == sum(map(is_persistent, totals)) - severe
    assert under == sum(t.possible > 0 for t in totals) - persistent - severe


def test_a_band_begins_with_its_lower_end() -> None:
    school = made_school(pupils=4)
    totals = np.array([[20, 19, 1, 0, 0, 0], [200, 191, 9, 0, 0, 0], [20, 0, 20, 0, 0, 0], [0, 0, 0, 0, 0, 0]])
    school = replace(school, totals=totals.astype(np.int32))

    bands = _of("bands", school).groups["All"]

    assert {n: int(pupils) for n, pupils in enumerate(bands) if pupils} == {0: 1, 1: 1, 20: 1}


def test_weeks_count_each_code_where_it_stands() -> None:
    school = made_school(pupils=5)
    weeks = _of("weeks", school).groups["All"]
    marks = [(session, code) for row in _rows(school) for session, code in marks_of(row, 2026)]
    monday = date(2026, 9, 7)

    of_week = [code for session, code in marks if 0 <= (session.on - monday).days < 7]

    # 1 August 2026 is a Saturday, so that its week is 0 and the one of 7 September is 6.
    assert weeks[6, CODES_FROM + BYTE_OF["I"]] == of_week.count("I")
    assert weeks[6, CODES_FROM + BYTE_OF["U"]] == of_week.count("U")
    assert weeks[:, CODES_FROM + 1 :].sum() == len(marks)
    assert weeks[:, 1].sum() == _of("attendance", school).groups["All"][1]


def test_weekdays_add_up_to_the_whole() -> None:
    school = made_school(pupils=5)

    days = _of("weekdays", school).groups["All"]

    assert days[:, 1:].sum(axis=0).tolist() == _of("attendance", school).groups["All"][1:].tolist()
    tuesday_mornings = days[2]
    rows = [[(s, c) for s, c in marks_of(row, 2026) if (s.on.weekday(), s.half) == (1, 0)] for row in _rows(school)]
    late = sum(code == "L" for row in rows for _, code in row)
    assert tuesday_mornings[5] == late


def test_ten_weeks_are_those_of_the_rule_book() -> None:
    school = made_school(pupils=60, seed=5)
    assert school.codes is not None
    school.codes[::2][school.codes[::2] == BYTE_OF["O"]] = BYTE_OF["/"]
    school = replace(school, dates={name: np.full(60, "NaT", "datetime64[D]") for name in school.dates})
    calendar = SchoolCalendar(school.heading.school_days)

    met = [penalty_window(calendar, unauthorised_of(row, 2026)) is not None for row in _rows(school)]

    assert _of("ten-weeks", school).groups["All"].tolist() == [60 - sum(met), sum(met)]
    assert 0 < sum(met) < 60


def _with(codes: dict[date, str], year: int, pupils: list[str]) -> SchoolYear:
    """A school-year in which everybody has these codes on whole days, within a long run of school days."""
    from datetime import timedelta

    from rollbook.analytics.school_year import Texts
    from rollbook.rules.sessions import Half, Session

    school = made_school(pupils=len(pupils), year=year)
    assert school.codes is not None
    first = date(year, 9, 1)
    days = tuple(d for n in range(325) if (d := first + timedelta(n)).weekday() < 5)
    rows = np.zeros_like(school.codes)
    for on, code in codes.items():
        for half in Half:
            rows[:, slot_of(Session(on, half))] = BYTE_OF[code]
    return replace(
        school,
        heading=replace(school.heading, school_days=days),
        codes=rows,
        texts={**school.texts, "pupil": Texts.of(pupils)},
        dates={name: np.full(len(pupils), "NaT", "datetime64[D]") for name in school.dates},
    )


def test_ten_weeks_reach_back_into_the_year_before() -> None:
    before = _with({date(2026, 7, d): "G" for d in (13, 14, 15, 16)}, 2025, ["b", "a"])
    now = _with({date(2026, 9, 7): "G"}, 2026, ["a", "new"])

    met = tally(STATISTICS["ten-weeks"], By.NATIONAL, now, before).groups["All"]

    assert met.tolist() == [1, 1]  # pupil a, by the tenth session; whoever is new has only two
    assert tally(STATISTICS["ten-weeks"], By.NATIONAL, now).groups["All"].tolist() == [2, 0]


def test_what_was_met_last_year_is_not_met_again_by_nothing() -> None:
    before = _with({date(2026, 7, d): "G" for d in (6, 7, 8, 9, 13, 14, 15)}, 2025, ["a"])

    for days, expected in (([], 0), ([date(2026, 9, 7)], 1)):
        now = _with(dict.fromkeys(days, "G"), 2026, ["a"])
        assert tally(STATISTICS["ten-weeks"], By.NATIONAL, now, before).groups["All"][1] == expected


@pytest.mark.parametrize("name", STATISTICS)
@pytest.mark.parametrize("by", By)
def test_groups_add_up_to_the_nation(name: str, by: By) -> None:
    schools = [
        made_school(f"10000{n}", seed=n, la=str(301 + n % 2), phase=("Primary", "Special")[n % 2]) for n in range(4)
    ]

    grouped = reduce(add, (_of(name, school, by) for school in schools))
    nation = reduce(add, (_of(name, school) for school in schools))

    assert np.array_equal(sum(grouped.groups.values()), nation.groups["All"])
    assert len(grouped.groups) == {By.NATIONAL: 1, By.PHASE: 2, By.LA: 2, By.SCHOOL: 4, By.YEAR_GROUP: 4}[by]


SHARES = st.builds(
    lambda schools, groups, skipped: Tally(
        schools, schools // 2, schools // 3, {k: np.array(v, np.int64) for k, v in groups.items()}, tuple(skipped)
    ),
    st.integers(0, 30_000),
    st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(0, 2**40), min_size=3, max_size=3)),
    st.lists(st.tuples(st.sampled_from("xyz"), st.just("is damaged")), max_size=2),
)


@settings(max_examples=200)
@given(SHARES, SHARES, SHARES)
def test_shares_add_in_any_order_and_grouping(one: Tally, two: Tally, three: Tally) -> None:
    assert same(add(one, two), add(two, one))
    assert same(add(add(one, two), three), add(one, add(two, three)))
    assert same(add(Tally(), add(one, two)), add(one, two))


def _store(folder: Path, schools: int = 12) -> Asked:
    for n in range(schools):
        write(folder, made_school(f"1000{n:02}", seed=n))
    return Asked("attendance", folder, 2026)


def test_two_processes_count_what_one_does(tmp_path: Path) -> None:
    asked = _store(tmp_path)

    assert same(run(asked, workers=2), run(asked))
    assert run(asked).schools == 12


def test_a_bad_file_stops_the_run_and_is_skipped_only_if_asked(tmp_path: Path) -> None:
    asked = _store(tmp_path)
    bad = tmp_path / "2026/100003.parquet"
    bad.write_bytes(bad.read_bytes()[:-40])
    others = [file for file in asked.files if file != bad]

    for workers in (1, 2):
        with pytest.raises(BadFile, match=r"“2026/100003\.parquet” is no whole Parquet file"):
            run(asked, workers)

        found = run(replace(asked, skip_bad=True), workers)
        assert [file for file, _ in found.skipped] == [str(bad)]
        assert same(replace(found, skipped=()), count(asked, others))


def test_a_worker_that_dies_gives_no_total(tmp_path: Path) -> None:
    asked = _store(tmp_path, schools=8)
    # The eighth is a pipe that nobody fills, so that its worker is surely in the middle when it is killed.
    stuck = tmp_path / "2026/100007.parquet"
    stuck.unlink()
    os.mkfifo(stuck)
    killer = threading.Thread(target=_kill_a_child, daemon=True)
    killer.start()

    with pytest.raises(Stopped, match="nothing was counted"):
        run(asked, workers=2)
    killer.join()


def _kill_a_child() -> None:
    """Once both workers are up."""
    while len(children := multiprocessing.active_children()) < 2:
        time.sleep(0.05)
    time.sleep(1.0)
    for child in children:
        os.kill(child.pid or 0, signal.SIGKILL)


def test_practice_schools_are_not_mixed_with_others(tmp_path: Path) -> None:
    asked = _store(tmp_path, schools=2)
    school = made_school("900001")
    write(tmp_path, replace(school, heading=replace(school.heading, chain=None)))

    with pytest.raises(Refused, match="1 of the 3 schools are practice schools"):
        run(asked)


def test_a_file_that_comes_meanwhile_is_no_part_of_a_wrong_total(tmp_path: Path) -> None:
    asked = _store(tmp_path, schools=3)
    share = count(asked, asked.files)
    write(tmp_path, made_school("100099"))

    from rollbook.analytics.over_files import whole

    with pytest.raises(Stopped, match="3 of 4 files were counted"):
        whole(asked, [share])


def test_the_year_is_the_latest_unless_one_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no school-years"):
        year_asked(tmp_path, None)
    write(tmp_path, made_school(year=2025))
    write(tmp_path, made_school(year=2026))

    assert year_asked(tmp_path, None) == 2026
    assert year_asked(tmp_path, 2025) == 2025
    with pytest.raises(Refused, match="is no folder"):
        year_asked(tmp_path / "gone", None)
    with pytest.raises(Refused, match=r"has no school-years of 2020\. It has 2025, 2026\."):
        _ = Asked("attendance", tmp_path, 2020).files
