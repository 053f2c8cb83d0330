"""Registers made at random, with a plain reading of the rule beside: what the counts are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from hypothesis import strategies as st

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import Standing, standing_of
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import T

BORN = date(2013, 3, 14)
CLOSED = frozenset({"#", "Y4"})
# Long runs come of few kinds of marks, most of them the same.
_LIKELY = ["O"] * 12 + ["N"] * 4 + ["G"] * 4 + ["U", "I", "/", "#", "Y4", "C", "L", None]
_ILL = ["I"] * 14 + ["#", "Y4", "/", "O", "M", None]

Marks = Mapping[Session, str]


def stands(marks: Marks, on: date, *, born: date = BORN, first_day: date | None = None) -> Standing:
    years = {year_of(session.on) for session in marks}
    rows = {y: row_of({s: c for s, c in marks.items() if year_of(s.on) == y}, y) for y in years}
    return standing_of(T, rows, on, born=born, first_day=first_day)


def whole(days: Iterable[date], code: str) -> dict[Session, str]:
    return {Session(day, half): code for day in days for half in Half}


@st.composite
def registers(draw: st.DrawFn, *, ill: bool = False) -> tuple[dict[Session, str], date]:
    """Marks of up to fifty school days, most of them alike, and the day on which they are looked at."""
    start = draw(st.integers(0, len(T.days) - 52))
    length = draw(st.integers(1, 50))
    codes = draw(st.lists(st.sampled_from(_ILL if ill else _LIKELY), min_size=length, max_size=length))
    days = T.days[start : start + length]
    marks = {Session(day, half): code for day, code in zip(days, codes, strict=True) if code for half in Half}
    for _ in range(draw(st.integers(0, 4))):  # half days that differ
        session = Session(draw(st.sampled_from(days)), draw(st.sampled_from(list(Half))))
        marks[session] = draw(st.sampled_from(["O", "N", "I", "U", "#", "Y4"]))
    proper = {s: ("\\" if c == "/" and s.half is Half.PM else c) for s, c in marks.items()}
    return proper, days[-1]


def read_back(calendar: SchoolCalendar, marks: Marks, on: date, wanted: str, *, strict: bool = False) -> list[date]:
    """The run of school days up to a day, read as a person would: back day by day until something else was marked."""
    found: list[date] = []
    for day in reversed(calendar.between(calendar.days[0], on)):
        codes = [marks.get(Session(day, half)) for half in Half]
        said = [code for code in codes if code is not None and code not in CLOSED]
        if any(code not in wanted.split() for code in said):
            break
        if None in codes:
            if strict and found:
                break
            continue
        if said:
            found.append(day)
    return sorted(found)
