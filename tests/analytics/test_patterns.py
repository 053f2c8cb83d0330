"""Weekdays, spells, runs of days and minutes late of many pupils at once, both kernels against the rule book."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.analytics.minutes import Late, minutes_by_group, minutes_by_pupil, minutes_by_weekday
from rollbook.analytics.patterns import days_seen, runs_until, weekday_patterns
from rollbook.rules.day_runs import ILLNESS, NOT_SEEN, UNAUTHORISED, Kind, run_until
from rollbook.rules.days_seen import DaysSeen
from rollbook.rules.days_seen import days_seen as plain_days_seen
from rollbook.rules.patterns import WEEKDAYS, PatternKind, measures
from rollbook.rules.year_row import year_of, year_starts
from tests.analytics.matrices import BOTH, MANY, using
from tests.analytics.schools import Trust, trusts


@MANY
@given(trusts(), st.sampled_from((120, 120, 30, 0)))
def test_the_days_seen_are_the_rule_books(trust: Trust, looked_back: int) -> None:
    """PA-11: by weekday outside long spells, and the spells"""
    said = [
        plain_days_seen(trust.calendar(pupil), rows, trust.on, looked_back=looked_back) if looked_back else None
        for pupil, rows in enumerate(trust.rows)
    ]
    for kernel in BOTH:
        with using(kernel):
            found = days_seen(trust.years, trust.schools, trust.on, looked_back=looked_back)
            for pupil, seen in enumerate(said):
                counted = (found.of[pupil].tolist(), found.missed[pupil].tolist())
                assert counted == _by_weekday(seen)
                spells = (found.spells[pupil], found.spell_days[pupil], found.longest[pupil])
                assert spells == _spells(seen)


def _by_weekday(seen: DaysSeen | None) -> tuple[list[int], list[int]]:
    single = seen.single if seen else ()
    of, missed = Counter(day.on.weekday() for day in single), Counter(d.on.weekday() for d in single if d.absent)
    return [of[n] for n in range(7)], [missed[n] for n in range(7)]


def _spells(seen: DaysSeen | None) -> tuple[int, int, int]:
    lengths, run = [], 0
    for day in seen.days if seen else ():
        run = run + 1 if day.whole else 0
        lengths += [run] if run == 1 else []
        if run:
            lengths[-1] = run
    long = [length for length in lengths if length >= 5]
    assert sum(long) == (len(seen.days) - len(seen.single) if seen else 0)
    return len(long), sum(long), max(lengths, default=0)


@MANY
@given(trusts())
def test_the_weekdays_named_are_the_rule_books(trust: Trust) -> None:
    """PA-11: the same fractions, so the same names"""
    said = []
    for pupil, rows in enumerate(trust.rows):
        found = measures(plain_days_seen(trust.calendar(pupil), rows, trust.on))
        named = {one.what for one in found if one.kind is PatternKind.WEEKDAY and one.is_pattern}
        said.append([what in named for what in WEEKDAYS])
    for kernel in BOTH:
        with using(kernel):
            assert weekday_patterns(days_seen(trust.years, trust.schools, trust.on)).tolist() == said


@MANY
@given(trusts(), st.sampled_from((UNAUTHORISED, ILLNESS, NOT_SEEN)))
def test_the_runs_of_days_are_the_rule_books(trust: Trust, kind: Kind) -> None:
    """RET-3, RET-4, DEL-5: what is closed or not marked neither counts nor breaks, unless the run is strict"""
    begins = year_starts(year_of(trust.on) - 1)
    said = [
        len(run_until(trust.calendar(pupil).between(begins, trust.on), rows, kind))
        for pupil, rows in enumerate(trust.rows)
    ]
    for kernel in BOTH:
        with using(kernel):
            assert runs_until(trust.years, trust.schools, trust.on, kind).tolist() == said


@MANY
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 731), st.integers(0, 240)), max_size=40),
    st.lists(st.integers(-1, 2), min_size=6, max_size=6),
    st.integers(2005, 2026),
)
def test_minutes_late_are_summed_by_pupil_group_and_weekday(
    arrivals: list[tuple[int, int, int]], group_of: list[int], year: int
) -> None:
    """PUN-1"""
    pupils, slots, minutes = (np.array([one[n] for one in arrivals], dtype=np.int64) for n in range(3))
    late, groups = Late(year, pupils, slots, minutes), np.array(group_of)
    by_pupil, by_group = np.zeros((6, 2), int), np.zeros((3, 7, 2), int)
    for pupil, slot, spent in arrivals:
        by_pupil[pupil] += (1, spent)
        if group_of[pupil] >= 0:
            day = year_starts(year) + timedelta(days=slot // 2)
            by_group[group_of[pupil], day.weekday()] += (1, spent)
    assert np.array_equal(minutes_by_pupil(late, 6), by_pupil)
    assert np.array_equal(minutes_by_weekday(late, groups, 3), by_group)
    assert np.array_equal(minutes_by_group(late, groups, 3), by_group.sum(axis=1))


def test_minutes_of_part_of_a_year() -> None:
    """Both days are included."""
    late = Late(2025, np.zeros(4, int), np.array([61, 62, 65, 66]), np.array([1, 2, 4, 8]))
    part = late.between(date(2025, 9, 1), date(2025, 9, 2))
    assert minutes_by_pupil(part, 1).tolist() == [[2, 6]]
    with pytest.raises(ValueError, match="each arrival"):
        Late(2025, np.zeros(1, int), np.zeros(1, int), np.zeros(2, int))
