"""Patterns against a reading by hand: counts, what is expected, and what chance would do (PA-11)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.rules.calendar import Days, SchoolCalendar, monday_of
from rollbook.rules.codes import code_on
from rollbook.rules.days_seen import DaysSeen, days_seen
from rollbook.rules.patterns import LessonSeen, Measure, PatternKind, by_chance, measures, patterns
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import AUTUMN, T, am, pm

FIRST, LAST = AUTUMN.days.first, date(2026, 12, 18)
SCHOOL = T.between(FIRST, LAST)
Marks = dict[Session, str]
CODES = st.sampled_from(["/", "/", "/", "I", "O", "N", "C", "D", "Y4", ""])


def rows(marks: Marks) -> dict[int, bytes]:
    years = {year_of(session.on) for session in marks}
    return {year: row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year) for year in years}


def seen_in(marks: Marks, on: date = LAST, calendar: SchoolCalendar = T) -> DaysSeen:
    return days_seen(calendar, rows(marks), on)


def term(**absent: str) -> Marks:
    """A whole autumn term attended, but for these days: `sep14="I"`."""
    marks = {Session(day, half): "/" if half is Half.AM else "\\" for day in SCHOOL for half in Half}
    for day in SCHOOL:
        if code := absent.get(f"{day:%b}{day.day}".lower()):
            marks |= {Session(day, half): code for half in Half}
    return marks


@st.composite
def registers(draw: st.DrawFn) -> Marks:
    codes = draw(st.lists(CODES, min_size=2 * len(SCHOOL), max_size=2 * len(SCHOOL)))
    sessions = [Session(day, half) for day in SCHOOL for half in Half]
    marks = {s: ("\\" if code == "/" and s.half else code) for s, code in zip(sessions, codes, strict=True) if code}
    away = draw(st.integers(0, len(SCHOOL) - 1)), draw(st.integers(0, 12))
    return marks | {Session(day, half): "I" for day in SCHOOL[away[0] : sum(away)] for half in Half}


def by_hand(marks: Marks, on: date) -> tuple[list[date], list[date], list[date]]:
    """The days with a possible session, those of them missed, and those that lie in a long spell."""
    possible, missed, whole = [], [], []
    for day in (d for d in SCHOOL if d <= on):
        codes = [code_on(marks[s], day) for s in (Session(day, h) for h in Half) if s in marks]
        held = [code for code in codes if code.possible]
        if held:
            possible.append(day)
            missed += [day] if any(code.absent for code in held) else []
            whole += [day] if all(code.absent for code in held) else []
    spells = [
        day
        for n, day in enumerate(possible)
        if any(
            0 <= start <= n < start + 5 <= len(possible) and set(possible[start : start + 5]) <= set(whole)
            for start in range(n - 4, n + 1)
        )
    ]
    return possible, missed, spells


@settings(deadline=None, max_examples=60)
@given(registers(), st.sampled_from(SCHOOL))
def test_days_possible_missed_and_in_long_spells_are_those_found_by_hand(marks: Marks, on: date) -> None:
    """PA-1, PA-11"""
    possible, missed, spells = by_hand(marks, on)
    seen = seen_in(marks, on)
    assert [day.on for day in seen.days] == possible
    assert [day.on for day in seen.days if day.absent] == missed
    assert [day.on for day in seen.single] == [day for day in possible if day not in spells]
    absent = {s for s, code in marks.items() if s.on <= on and code_on(code, s.on).absent}
    assert {s for day in seen.single for s in day.absent} | set(seen.spells) == absent
    assert len(absent) == sum(len(day.absent) for day in seen.single) + len(seen.spells)


@settings(deadline=None, max_examples=60)
@given(registers(), st.sampled_from(SCHOOL))
def test_each_weekday_is_counted_as_by_hand_and_together_they_are_all(marks: Marks, on: date) -> None:
    """PA-11: the explanation sums to the figure"""
    possible, missed, spells = by_hand(marks, on)
    days = [day for day in possible if day not in spells]
    absent = [day for day in missed if day not in spells]
    found = [m for m in measures(seen_in(marks, on)) if m.kind is PatternKind.WEEKDAY]
    for measure in found:
        weekday = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays"].index(measure.what)
        assert measure.counted == sum(day.weekday() == weekday for day in absent)
        assert measure.of == sum(day.weekday() == weekday for day in days)
        assert {s.on for s in measure.sessions} == {day for day in absent if day.weekday() == weekday}
        chance = by_chance(measure.counted, of=measure.of, absent=len(absent), days=len(days))
        assert measure.is_pattern == (measure.counted >= 3 and chance * len(found) <= Fraction(1, 50))
    assert sum(m.counted for m in found) == len(absent)
    assert sum(m.expected for m in found) == len(absent)


@settings(deadline=None, max_examples=60)
@given(registers(), st.sampled_from(SCHOOL))
def test_what_lies_beside_holidays_and_at_the_ends_of_term_is_found_by_hand(marks: Marks, on: date) -> None:
    """PA-11"""
    possible, missed, _ = by_hand(marks, on)
    ends = {SCHOOL[0], SCHOOL[-1]}
    known = set(T.days)

    def lonely(day: date) -> bool:
        return any(
            not known & {day + timedelta(days=n * way) for n in range(1, 4)} and min(known) < day < max(known)
            for way in (1, -1)
        )

    (beside, term_ends) = (
        next(m for m in measures(seen_in(marks, on), terms=[AUTUMN.days]) if m.kind is kind)
        for kind in (PatternKind.HOLIDAYS, PatternKind.TERM_ENDS)
    )
    assert beside.counted == sum(lonely(day) and day not in ends for day in missed)
    assert beside.of == sum(lonely(day) and day not in ends for day in possible)
    assert (term_ends.counted, term_ends.of) == (sum(d in ends for d in missed), sum(d in ends for d in possible))


@settings(deadline=None, max_examples=60)
@given(registers(), st.sampled_from(SCHOOL))
def test_broken_weeks_are_counted_as_by_hand(marks: Marks, on: date) -> None:
    """PA-11"""
    possible, missed, spells = by_hand(marks, on)
    days = [day for day in possible if day not in spells]
    (found,) = (m for m in measures(seen_in(marks, on)) if m.kind is PatternKind.BROKEN_WEEKS)
    weeks = {monday_of(day) for day in days}
    broken = [
        week
        for week in weeks
        if 0 < sum(d in missed for d in days if monday_of(d) == week) < sum(monday_of(d) == week for d in days)
    ]
    assert (found.counted, found.of) == (len(broken), len(weeks))
    assert {monday_of(s.on) for s in found.sessions} == set(broken)


@settings(deadline=None, max_examples=60)
@given(registers(), registers())
def test_siblings_are_counted_on_the_days_both_could_come(mine: Marks, theirs: Marks) -> None:
    """PA-11"""
    (possible, missed, spells), (common, also, _) = by_hand(mine, LAST), by_hand(theirs, LAST)
    found = measures(seen_in(mine), siblings={"Ada": seen_in(theirs)})
    (together,) = (m for m in found if m.kind is PatternKind.SIBLINGS)
    days = [day for day in possible if day in common and day not in spells]
    assert together.days == len(days)
    assert together.of == sum(day in also for day in days)
    assert together.counted == sum(day in also and day in missed for day in days)


@given(st.integers(1, 9), st.data())
def test_chance_is_the_share_of_all_ways_to_place_the_absences(days: int, data: st.DataObject) -> None:
    """PA-11"""
    of, absent = data.draw(st.integers(0, days)), data.draw(st.integers(0, days))
    counted = data.draw(st.integers(0, days))
    ways = list(combinations(range(days), absent))
    such = sum(sum(day < of for day in way) >= counted for way in ways)
    assert by_chance(counted, of=of, absent=absent, days=days) == Fraction(such, len(ways))


def named(marks: Marks, **more: object) -> list[Measure]:
    return list(patterns(seen_in(marks), **more))  # type: ignore[arg-type]  # as `patterns` takes them


def test_mondays_are_named_in_one_sentence_with_their_sessions() -> None:
    """PA-11"""
    marks = term(sep14="I", sep28="O", oct5="I", nov9="I", nov23="N", nov25="I")
    (found,) = named(marks)
    assert found.says == (
        "Mondays: absent on 5 of 14. 6 days of absence over 74 school days, so 1.1 would be expected."
    )
    assert found.sessions[:2] == (am(9, 14), pm(9, 14))
    assert len(found.sessions) == 10


def test_a_fortnight_of_illness_is_no_pattern_and_hides_none() -> None:
    """PA-11"""
    fortnight = {f"nov{n}": "I" for n in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)}
    assert named(term(**fortnight)) == []
    (found,) = named(term(**fortnight, sep14="I", sep28="I", oct5="I", nov30="I"))
    assert (found.what, len(found.left_out)) == ("Mondays", 20)


def test_two_days_are_never_a_pattern_and_three_may_be_chance() -> None:
    """PA-11"""
    assert named(term(sep14="I", sep28="I")) == []
    assert named(term(sep14="I", sep28="I", oct5="I")) == [], "once in 27 times it would be chance on some weekday"


def test_fridays_and_mondays_are_named_when_neither_is_alone() -> None:
    """PA-11"""
    marks = term(sep11="I", sep14="I", oct2="I", oct5="I", nov13="I", nov16="I")
    assert [one.kind for one in named(marks)] == [PatternKind.WEEKENDS]


def test_days_beside_half_term_and_the_ends_of_term() -> None:
    """PA-11"""
    assert [one.kind for one in named(term(oct23="C", nov2="I", sep1="I", dec18="I"), terms=[AUTUMN.days])] == []
    spring = {Session(day, half): "/" for day in T.between(date(2027, 1, 4), date(2027, 2, 12)) for half in Half}
    spring |= {Session(date(2027, 1, 4), half): "I" for half in Half}
    ends = term(sep1="I", dec18="I") | spring
    seen = days_seen(T, rows(ends), date(2027, 2, 12))
    terms = [AUTUMN.days, Days(date(2027, 1, 4), date(2027, 3, 25))]
    (found,) = patterns(seen, terms=terms)
    assert (found.kind, found.counted, found.of) == (PatternKind.TERM_ENDS, 3, 3)


def test_broken_weeks_are_held_against_the_same_days_in_a_row() -> None:
    """PA-11"""
    marks = term(sep2="I", sep10="I", sep15="I", sep25="I", sep30="I", oct6="I", oct15="I", oct20="I")
    (found,) = named(marks)
    assert found.says == (
        "Broken weeks: 8 of 15 school weeks were missed in part. The same 8 days in a row would have touched 2."
    )


def test_one_lesson_missed_while_in_school() -> None:
    """PA-11"""
    mondays = [day for day in SCHOOL if day.weekday() == 0]
    maths = [LessonSeen(Session(day, Half.PM), "Maths", n in (1, 3, 4, 8)) for n, day in enumerate(mondays)]
    others = [LessonSeen(Session(day, Half.AM), "Science", n == 2) for n, day in enumerate(SCHOOL)]
    (found,) = patterns(seen_in(term()), lessons=[*maths, *others])
    assert found.says == (
        "Maths: missed 4 of 14. 5 lessons missed over 88 lessons while in school, so 0.8 would be expected."
    )
    assert [s.on for s in found.sessions] == [mondays[n] for n in (1, 3, 4, 8)]


@pytest.mark.parametrize("looked_back", [1, 10, 40])
def test_only_the_last_days_are_looked_at(looked_back: int) -> None:
    """PA-11"""
    seen = days_seen(T, rows(term()), LAST, looked_back=looked_back)
    assert [day.on for day in seen.days] == list(SCHOOL[-looked_back:])
    assert seen.first == SCHOOL[-looked_back]
