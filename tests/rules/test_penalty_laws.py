"""The ten weeks against a plain reading of the rule, day by day, on random registers, calendars and corrections.

`ROLLBOOK_PENALTY_CASES` says how many cases are tried; `make penalty-cases` tries 20,000.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.line_crossings import current_window
from rollbook.rules.penalty import Notice, NoticeOutcome, Tier, penalty_for
from rollbook.rules.penalty_occasions import occasion_of, occasions, penalty_trigger
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import standing_of
from rollbook.rules.ten_boxes import Stands, Told, Why, ten_boxes
from rollbook.rules.year_row import row_of, year_of

CASES = int(os.environ.get("ROLLBOOK_PENALTY_CASES", "300"))
MANY = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))

WEEKS = 30
UNAUTHORISED = "GNOU"
OTHERWISE = "////////LICEDY"
# Of 256 sessions: from hardly any to most, so that the threshold is missed by one, met, undone and far exceeded.
DENSITIES = (4, 10, 20, 26, 32, 60, 160)


@dataclass(frozen=True)
class Register:
    """A random school and pupil: the days met at first and after closures, the marks at first and as corrected."""

    days: frozenset[date]
    closed: frozenset[date]
    first: dict[Session, str]
    marks: dict[Session, str]
    until: date
    born: date
    count_no_reason: bool

    @property
    def met(self) -> frozenset[date]:
        return self.days - self.closed


def _code(byte: int, session: Session, density: int) -> str:
    code = UNAUTHORISED[byte % 4] if 255 - byte < density else OTHERWISE[byte % len(OTHERWISE)]
    return {"/": "/\\"[session.half], "Y": "Y4"}.get(code, code)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Thirty weeks, some without school and some of a single day, from any week of two years."""
    monday = date(2025, 1, 6) + timedelta(weeks=draw(st.integers(0, 60)))
    shapes = draw(st.binary(min_size=WEEKS, max_size=WEEKS))
    days = [monday + timedelta(weeks=n, days=d) for n, shape in enumerate(shapes) for d in _weekdays(shape)]
    sessions = [Session(day, half) for day in days for half in Half]
    density = draw(st.sampled_from(DENSITIES))
    dealt = draw(st.binary(min_size=len(sessions), max_size=len(sessions)))
    first = {s: _code(byte, s, density) for s, byte in zip(sessions, dealt, strict=True)}
    changed = draw(st.lists(st.tuples(st.integers(0, 10**4), st.integers(0, 255)), max_size=8))
    marks = dict(first)
    for at, byte in changed if sessions else ():
        session = sessions[at % len(sessions)]
        marks[session] = _code(byte, session, 128)
    closed = {days[at % len(days)] for at in draw(st.lists(st.integers(0, 10**4), max_size=6))} if days else set()
    until = monday + timedelta(days=draw(st.integers(0, WEEKS * 7 + 20)))
    return Register(frozenset(days), frozenset(closed), first, marks, until, draw(_born(monday)), draw(st.booleans()))


def _weekdays(shape: int) -> list[int]:
    """A third of the weeks are holidays, a few are broken, the rest are whole."""
    if shape % 3 == 2:
        return []
    return [d for d in range(5) if shape >> 3 & 1 << d] if shape % 3 == 1 else list(range(5))


def _born(monday: date) -> st.SearchStrategy[date]:
    """Of compulsory age all along, or crossing into it or out of it within the weeks."""
    around = timedelta(days=400)
    fifth, sixteenth = monday.replace(year=monday.year - 5, day=1), monday.replace(year=monday.year - 16, day=1)
    return st.one_of(
        st.just(date(2014, 5, 20)),
        st.dates(fifth - around, fifth + around),
        st.dates(sixteenth - around, sixteenth + around),
    )


def plain_age(born: date, on: date) -> bool:
    """Section 8, read day by day: from the first prescribed day at five to the last Friday in June at sixteen."""
    starts, leaves = _plain_years(born)
    return starts <= on <= leaves


@cache
def _plain_years(born: date) -> tuple[date, date]:
    starts = _years_on(born, 5)
    while (starts.month, starts.day) not in {(3, 31), (8, 31), (12, 31)}:
        starts += timedelta(days=1)
    ends = _years_on(born, 16)
    while (ends.month, ends.day) != (8, 31):
        ends += timedelta(days=1)
    leaves = date(ends.year, 6, 30)
    while leaves.weekday() != 4:
        leaves -= timedelta(days=1)
    return starts, leaves


def _years_on(born: date, years: int) -> date:
    if (born.month, born.day) == (2, 29):
        return date(born.year + years, 3, 1)
    return date(born.year + years, born.month, born.day)


def plain_ten_weeks(register: Register, marks: dict[Session, str]) -> tuple[list[Session], list[date]]:
    """The rule read aloud: go back from the day, a calendar week at a time, until ten had a session."""
    counted: list[Session] = []
    weeks: list[date] = []
    sunday = register.until + timedelta(days=6 - register.until.weekday())
    earliest = min(register.met, default=register.until)
    while len(weeks) < 10 and sunday >= earliest:
        week = [sunday - timedelta(days=n) for n in range(7)]
        sunday -= timedelta(days=7)
        if not any(day in register.met for day in week):
            continue
        weeks.append(week[-1])
        for day in week:
            if day > register.until or day not in register.met or not plain_age(register.born, day):
                continue
            for half in Half:
                code = marks.get(Session(day, half), "")
                if code and code in UNAUTHORISED and (code != "N" or register.count_no_reason):
                    counted.append(Session(day, half))
    return sorted(counted), sorted(weeks)


@MANY
@given(registers())
def test_the_boxes_are_the_plain_reading_before_and_after_every_correction(register: Register) -> None:
    """PEN-1, PEN-2, PEN-5, PEN-14; T-38, T-42, T-43, A-4, A-6 are cases of it"""
    calendar = SchoolCalendar(register.met)
    for marks in (register.first, register.marks):
        counted, weeks = plain_ten_weeks(register, marks)
        found = ten_boxes(
            calendar, marks.items(), register.until, born=register.born, count_no_reason=register.count_no_reason
        )
        assert [one.session for one in found.counted] == counted
        assert [box.monday for box in found.boxes] == weeks
        assert found.figure == len(counted) == sum(len(box.counted) for box in found.boxes)
        assert found.is_met == (len(counted) >= 10)
        assert (found.stands is Stands.ABOVE) == (len(counted) > 10)
        assert found.met_on == (counted[9].on if len(counted) >= 10 else None)


@MANY
@given(registers())
def test_what_counts_and_what_is_left_out_are_all_the_absences_there_are(register: Register) -> None:
    """PEN-14: nothing is hidden: each unauthorised mark of the weeks stands once, and so does each authorised since"""
    told = {s: Told(was=code) for s, code in register.first.items() if register.marks[s] != code}
    found = ten_boxes(
        SchoolCalendar(register.met),
        register.marks.items(),
        register.until,
        born=register.born,
        count_no_reason=register.count_no_reason,
        told=told,
    )
    first = found.boxes[0].monday if found.boxes else date.max
    inside = {s: c for s, c in register.marks.items() if first <= s.on <= register.until}
    expected = {s for s, c in inside.items() if c in UNAUTHORISED or register.first[s] in UNAUTHORISED}
    stands = [*(one.session for one in found.counted), *(one.session for one in found.left_out)]
    assert sorted(stands) == sorted(expected)
    for one in found.left_out:
        assert (one.why is Why.AUTHORISED) == (one.code not in UNAUTHORISED)
        assert one.why is not Why.NO_SESSION or one.session.on in register.closed
        assert one.why is not Why.AGE or not plain_age(register.born, one.session.on)


@MANY
@given(registers())
def test_the_watch_list_the_standing_and_the_boxes_say_one_figure(register: Register) -> None:
    """PEN-1: from the year rows or from the marks, it is the same"""
    years = {year_of(s.on) for s in register.marks} | {year_of(register.until)}
    rows = {y: row_of({s: c for s, c in register.marks.items() if year_of(s.on) == y}, y) for y in years}
    calendar = SchoolCalendar(register.met)
    counted, weeks = plain_ten_weeks(register, register.marks)
    if weeks and year_of(weeks[0]) < year_of(register.until) - 1:
        return  # closed for a whole year: further back than the rows that are read
    window = current_window(
        calendar, rows, register.until, born=register.born, count_no_reason=register.count_no_reason
    )
    assert list(window.sessions) == counted
    standing = standing_of(calendar, rows, register.until, born=register.born, count_no_reason=register.count_no_reason)
    assert list(standing.window.sessions) == counted
    met = occasion_of(standing)
    assert (met is not None) == (len(counted) >= 10 and plain_age(register.born, register.until))
    assert (penalty_trigger(standing) is None) == (met is None)


@MANY
@given(registers())
def test_occasions_share_no_session_and_none_is_wider_than_ten_school_weeks(register: Register) -> None:
    """PEN-2"""
    calendar = SchoolCalendar(register.met)
    sessions = [s for s, c in register.marks.items() if c in UNAUTHORISED]
    found = occasions(calendar, sessions)
    used = [s for met in found for s in met.sessions]
    assert len(used) == len(set(used)) == 10 * len(found)
    for met in found:
        first, last = met.sessions[0].on, met.sessions[-1].on
        mondays = {day - timedelta(days=day.weekday()) for day in register.met if first <= day <= last}
        assert len(mondays) <= 10
        assert last == met.met_on


NOTICES = st.lists(
    st.builds(Notice, st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.sampled_from(NoticeOutcome)), max_size=8
)


@MANY
@given(NOTICES, st.dates(date(2024, 8, 19), date(2031, 1, 1)))
def test_the_ladder_never_goes_above_what_three_years_allow(history: list[Notice], on: date) -> None:
    """PEN-7, PEN-8; A-11, A-12, T-48, T-50: counted a day at a time over the three years before"""
    penalty = penalty_for(on, on, history)
    start = date(on.year - 3, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 3)
    days = [start + timedelta(days=n) for n in range(1, (on - start).days + 1)]
    live = [n.issued for n in history if n.outcome is not NoticeOutcome.WITHDRAWN and n.issued >= date(2024, 8, 19)]
    inside = sum(live.count(day) for day in set(days))
    assert penalty.tier is (Tier.FIRST, Tier.SECOND, Tier.NONE)[min(inside, 2)]
    assert [pounds for pounds, _ in penalty.pay] == ([80, 160], [160], [])[min(inside, 2)]


@MANY
@given(st.lists(st.dates(date(2024, 8, 19), date(2034, 1, 1)), max_size=30))
def test_whoever_follows_the_ladder_never_issues_a_third_in_three_years(days: list[date]) -> None:
    """PEN-7: each notice is asked for only where the ladder allows one"""
    issued: list[Notice] = []
    for day in sorted(days):
        if penalty_for(day, day, issued).tier is not Tier.NONE:
            issued.append(Notice(day, NoticeOutcome.UNPAID))
    for one in issued:
        since = (
            date(one.issued.year - 3, 2, 28)
            if (one.issued.month, one.issued.day) == (2, 29)
            else (one.issued.replace(year=one.issued.year - 3))
        )
        assert sum(since < other.issued <= one.issued for other in issued) <= 2
