"""One read of every session: what its figures are against the rule book, and what they come to when they are split."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.analytics.matrix import Matrix
from rollbook.pupils.queries.on_the_roll import Belongs, OnTheRoll
from rollbook.reports.asked import By, Measure, When, Whose
from rollbook.reports.queries.roll import Roll
from rollbook.reports.report import Share, change
from rollbook.rules.attendance import Totals, is_persistent, tally
from rollbook.rules.year_row import SLOTS, SYMBOL_OF, marks_of, session_of, year_starts

pytestmark = pytest.mark.pure
YEAR = 2026
TERM = When(date(2026, 9, 1), date(2026, 12, 18))
IN_FORCE = tuple(b for b, s in SYMBOL_OF.items() if s not in ("J", "H", "Y", "F", "Z", "#"))
FORMS = tuple(Belongs(uuid.uuid4(), "registration", f"9{letter}", "9") for letter in "ABC")


def a_pupil(n: int, form: int) -> OnTheRoll:
    return OnTheRoll(
        id=n,
        public_id=uuid.UUID(int=n + 1),
        forename=f"Pupil{n}",
        surname="Name",
        sex="FM"[n % 2],
        born=date(2013, 1, 1),
        first_day=TERM.first,
        last_day=None,
        groups=(FORMS[form],),
        having=frozenset({"fsm"} if n % 3 == 0 else set()),
    )


rows = st.lists(st.sampled_from((0, *IN_FORCE)), min_size=60, max_size=60).map(
    lambda codes: bytes(62) + bytes(codes) + bytes(SLOTS - 122)
)


@st.composite
def rolls(draw: st.DrawFn) -> Roll:
    years = draw(st.lists(rows, min_size=0, max_size=7))
    pupils = tuple(a_pupil(n, draw(st.integers(0, 2))) for n in range(len(years)))
    return Roll(TERM.first, TERM.last, pupils, (Matrix.of_rows(YEAR, years),))


def by_the_rule_book(roll: Roll, n: int, when: When) -> Totals:
    marks = marks_of(bytes(roll.matrices[0].codes[n]), YEAR)
    return tally(
        (session, symbol)
        for session, symbol in marks
        if when.first <= session.on <= when.last
        and (not when.weekdays or session.on.isoweekday() in when.weekdays)
        and (not when.halves or session.half in when.halves)
    )


whens = st.builds(
    lambda first, length, weekdays, halves: When(first, first + timedelta(days=length), weekdays, halves),
    st.dates(date(2026, 8, 20), date(2026, 10, 20)),
    st.integers(0, 60),
    st.sampled_from(((), (1,), (2, 5), (1, 2, 3, 4, 5))),
    st.sampled_from(((), (0,), (1,))),
)


@given(rolls(), whens)
@settings(max_examples=120, deadline=None)
def test_each_pupils_figures_are_what_the_rule_book_counts(roll: Roll, when: When) -> None:
    """PA-1, PA-2"""
    for n, (pupil, totals) in enumerate(roll.by_pupil(when)):
        assert pupil is roll.pupils[n]
        assert totals == by_the_rule_book(roll, n, when)


@given(rolls(), whens, st.sampled_from((By.FORM, By.NC_YEAR, By.SEX, By.WEEKDAY, By.HALF, By.WEEK, By.PUPIL)))
@settings(max_examples=120, deadline=None)
def test_the_parts_of_a_split_come_to_the_whole(roll: Roll, when: When, by: By) -> None:
    """No session is counted twice or lost, whatever the figures are split by (PA-1)."""
    parts = roll.lines(by, when)
    assert sum((line.totals for line in parts), Totals()) == roll.line(when).totals
    for line in parts:
        assert line.totals == roll.totals(line.when, line.whose)


@given(rolls(), whens)
@settings(max_examples=60, deadline=None)
def test_persistent_pupils_are_counted_among_those_with_a_possible_session(roll: Roll, when: When) -> None:
    """PA-3"""
    own = [by_the_rule_book(roll, n, when) for n in range(len(roll.pupils))]
    line = roll.line(when)
    assert line.pupils == sum(totals.possible > 0 for totals in own)
    assert line.persistent == sum(is_persistent(totals) for totals in own)
    assert line.share(Measure.PERSISTENT).opens is not None


@given(rolls(), whens)
@settings(max_examples=60, deadline=None)
def test_codes_are_counted_once_each(roll: Roll, when: When) -> None:
    assert sum(roll.codes(when).values()) == sum(
        1
        for row in roll.matrices[0].codes
        for session, _ in marks_of(bytes(row), YEAR)
        if when.first <= session.on <= when.last
        and (not when.weekdays or session.on.isoweekday() in when.weekdays)
        and (not when.halves or session.half in when.halves)
    )


@cache
def nine() -> Roll:
    """Two forms of two: one pupil of 9A away all of Monday 7 September, everybody else in."""
    monday = (date(2026, 9, 7) - year_starts(YEAR)).days * 2
    assert session_of(YEAR, monday).on == date(2026, 9, 7)
    there, away = bytearray(SLOTS), bytearray(SLOTS)
    there[monday : monday + 2] = bytes((1, 2))
    away[monday : monday + 2] = bytes((19, 19))  # I
    pupils = tuple(a_pupil(n, n // 2) for n in range(4))
    rows = [bytes(away), bytes(there), bytes(there), bytes(there)]
    return Roll(TERM.first, TERM.last, pupils, (Matrix.of_rows(YEAR, rows),))


def test_a_form_narrowed_by_what_was_asked_stays_narrowed() -> None:
    """Girls of 9A: the one who was away, and nobody of 9B though 9B was not asked away."""
    lines = nine().lines(By.FORM, TERM, Whose(sex="F", groups=(FORMS[0].public_id,)))
    assert [(line.title, str(line.share(Measure.ATTENDANCE))) for line in lines] == [("9A", "0.0 %")]


def test_a_share_says_of_which_sessions_it_was_counted() -> None:
    line = nine().lines(By.FORM, TERM)[0]
    share = line.share(Measure.ABSENCE)
    assert (share.part, share.whole, str(share)) == (2, 4, "50.0 %")
    assert share.opens is not None
    assert share.opens.query == f"measure=absence&from=2026-09-01&to=2026-12-18&in={FORMS[0].public_id}"


def test_nothing_possible_is_no_percentage() -> None:
    """PA-1: neither 0 nor 100 per cent."""
    nobody = nine().line(When(date(2026, 9, 12), date(2026, 9, 13)))
    assert str(nobody.share(Measure.ATTENDANCE)) == "–"
    assert nobody.pupils == 0


@pytest.mark.parametrize(
    ("now", "before", "tenths", "better"),
    [
        ((95, 100), (94, 100), "+1.0", True),
        ((18990, 20000), (95, 100), "−0.1", False),  # half away from nought
        ((18991, 20000), (95, 100), "0.0", None),
        ((1, 3), (1, 3), "0.0", None),
    ],
)
def test_a_change_is_in_tenths_of_a_point(
    now: tuple[int, int], before: tuple[int, int], tenths: str, better: bool | None
) -> None:
    """PA-10"""
    found = change(Share(*now), Share(*before))
    assert found is not None
    assert (str(found), found.better) == (tenths, better)


def test_a_change_from_nothing_cannot_be_told() -> None:
    assert change(Share(1, 2), Share(0, 0)) is None
