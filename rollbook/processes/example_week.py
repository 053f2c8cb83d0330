"""A week of unauthorised marks, in which the examples of penalty notices and what surrounds them are drawn."""

from dataclasses import replace
from datetime import date

from rollbook.rules.process import Situation
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import standing_of
from rollbook.rules.year_row import row_of


def with_a_week(plain: Situation) -> Situation:
    """The same with every session unauthorised from Monday 14 to Friday 18 September 2026."""
    week = plain.calendar.between(date(2026, 9, 14), date(2026, 9, 18))
    marks = {Session(day, half): "G" for day in week for half in Half}
    return replace(plain, standing=standing_of(plain.calendar, {2026: row_of(marks, 2026)}, plain.on, born=plain.born))
