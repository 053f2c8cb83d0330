"""Who entered the marks of some sessions, and what was entered first (REG-7, PEN-14)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.registers.queries.entered import entered_of
from rollbook.rules.sessions import Half, Session
from tests.processes.office import Office

pytestmark = pytest.mark.django_db

MON, TUE = date(2026, 9, 14), date(2026, 9, 15)


def test_the_mark_that_stands_says_who_made_it_and_what_stood_first() -> None:
    """PEN-14, in three statements for any number of sessions"""
    office = Office(2, on=date(2026, 9, 21))
    office.days(MON, TUE, "O")
    office.days(MON, TUE, "/", n=1)
    office.correct(TUE, "I", halves=(Half.PM,))
    sessions = [Session(day, half) for day in (MON, TUE) for half in Half]
    with CaptureQueriesContext(connection) as made:
        found = entered_of(office.who(), office.pupils[0].pk, sessions)
    assert len(made) == 3
    assert set(found) == set(sessions)
    assert (found[sessions[0]].by_name, found[sessions[0]].first) == ("Mr Dhillon", "")
    assert (found[sessions[3]].by_name, found[sessions[3]].first) == ("A. Osei", "O")
    assert found[sessions[3]].at > found[sessions[2]].at


def test_without_sessions_or_of_another_school_nothing_is_said() -> None:
    office = Office(1, on=date(2026, 9, 21))
    office.days(MON, MON, "O")
    other = Office(1, on=date(2026, 9, 21))
    assert entered_of(office.who(), office.pupils[0].pk, []) == {}
    assert entered_of(other.who(), office.pupils[0].pk, [Session(MON, Half.AM)]) == {}
