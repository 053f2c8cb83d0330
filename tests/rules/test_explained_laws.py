"""The explanation always sums to the figure, and no session stands in it twice or nowhere (PA-1, PEN-1)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.rules.age import compulsory_age
from rollbook.rules.codes import code_on, in_force
from rollbook.rules.explained import Part, window_explained, year_explained
from rollbook.rules.line_crossings import current_window
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import EMPTY, row_of, totals_between, year_of, year_starts
from tests.rules.calendars import T, am, whole_days

Marks = dict[Session, str]
BORN = st.sampled_from([date(2013, 3, 14), date(2021, 10, 2), date(2010, 6, 1)])
MANY = settings(deadline=None, max_examples=150)


@st.composite
def registers(draw: st.DrawFn) -> tuple[Marks, date]:
    sessions = draw(st.lists(st.sampled_from([Session(d, h) for d in T.days for h in Half]), max_size=120, unique=True))
    often = st.sampled_from(["G", "N", "O", "U", "I", "C"])
    marks = {s: draw(st.one_of(often, st.sampled_from(sorted(in_force(s.on))))) for s in sessions}
    return marks, draw(st.sampled_from(T.days))


def rows(marks: Marks) -> dict[int, bytes]:
    years = {year_of(session.on) for session in marks}
    return {year: row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year) for year in years}


def each_once(parts: tuple[Part, ...]) -> set[Session]:
    seen = Counter(session for part in parts for session, _ in part.marks)
    assert not seen or max(seen.values()) == 1
    return set(seen)


@MANY
@given(registers())
def test_the_parts_of_a_year_sum_to_its_figures(register: tuple[Marks, date]) -> None:
    """PA-1, PA-2, PA-3"""
    marks, until = register
    year = year_of(until)
    row = rows(marks).get(year, EMPTY)
    totals = totals_between(row, year, year_starts(year), until)
    due = [day for day in T.days if year_of(day) == year]
    parts = year_explained(row, year, until, due)
    assert sum(len(part) for part in parts if part.counts) == totals.absent
    assert sum(len(part) for part in parts if part.in_whole) == totals.possible
    marked = {s for s in marks if year_of(s.on) == year and s.on <= until}
    unmarked = {Session(day, half) for day in due if day <= until for half in Half} - marked
    assert each_once(parts) == marked | unmarked
    assert all(code == marks.get(session, "") for part in parts for session, code in part.marks)


@MANY
@given(registers(), BORN, st.booleans())
def test_the_parts_of_the_ten_weeks_sum_to_their_figure(
    register: tuple[Marks, date], born: date, count_no_reason: bool
) -> None:
    """PEN-1, PEN-2, PEN-5"""
    marks, until = register
    known = rows(marks)
    window = current_window(T, known, until, born=born, count_no_reason=count_no_reason)
    parts = window_explained(known, window, until, age=compulsory_age(born), count_no_reason=count_no_reason)
    assert [s for part in parts if part.counts for s, _ in part.marks] == list(window.sessions)
    unauthorised = {s for s, code in marks.items() if s.on <= until and code_on(code, s.on).unauthorised}
    assert {s for s in each_once(parts) if code_on(marks[s], s.on).unauthorised} == unauthorised
    authorised = {s for s, code in marks.items() if window.weeks[0] <= s.on <= until and code_on(code, s.on).authorised}
    assert each_once(parts) - unauthorised == authorised


def test_each_part_says_by_which_rule() -> None:
    """PEN-1, PEN-2, PEN-5"""
    marks = dict.fromkeys(whole_days(date(2026, 9, 7), date(2026, 9, 8)), "O") | {
        am(4, 20): "G",
        am(9, 9): "I",
        am(9, 10): "N",
    }
    until = date(2026, 11, 13)
    window = current_window(T, rows(marks), until, born=date(2013, 3, 14), count_no_reason=False)
    parts = window_explained(rows(marks), window, until, age=compulsory_age(date(2013, 3, 14)), count_no_reason=False)
    assert [(part.title, part.rule, len(part)) for part in parts] == [
        ("Unauthorised in the ten weeks", "PEN-1", 4),
        ("Authorised in the ten weeks", "PEN-1", 1),
        ("No reason yet", "PEN-1", 1),
        ("Unauthorised before the ten weeks", "PEN-2", 1),
    ]
