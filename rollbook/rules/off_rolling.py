"""Signs that a pupil may be leaving for the school's good and not the child's: shown, never a verdict (OFF-1)."""

from __future__ import annotations

from datetime import date, timedelta

from rollbook.rules.age import ENDS_AT, birthday, school_year_end
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.standing import Standing

LOOKED_BACK = 30
_JANUARY, _MAY = 1, 5


def signs(
    on: date,
    born: date,
    standing: Standing | None,
    *,
    has_special_needs: bool | None = None,
    suggested_by_school: bool | None = None,
) -> tuple[str, ...]:
    """What a leader should look at before a pupil leaves, in sentences: a suspension or a part-time timetable in the
    last thirty days, special needs, the months before examinations, a suggestion that came from school.
    """
    found = []
    if suggested_by_school:
        found.append("Somebody at school suggested it. Leaving may never be the school’s suggestion: tell the head.")
    if standing is not None:
        if last := _last(standing, on, "E"):
            found.append(f"Suspended in the last thirty days ({in_words(last)}).")
        if last := _last(standing, on, "C2"):
            found.append(f"On a part-time timetable in the last thirty days ({in_words(last)}).")
    if has_special_needs:
        found.append("Has special educational needs: has the SENCo been asked?")
    if _in_exam_months(on, born):
        found.append("Leaves between January and May of the examination year.")
    return tuple(f"Off-rolling check: {says}" for says in found)


def _last(standing: Standing, on: date, code: str) -> date | None:
    days = (on - timedelta(days=n) for n in range(LOOKED_BACK + 1))
    return next((day for day in days for half in Half if standing.code_at(Session(day, half)) == code), None)


def _in_exam_months(on: date, born: date) -> bool:
    """Year 11: the school year in which the sixteenth birthday falls."""
    sixteen = birthday(born, ENDS_AT)
    return _JANUARY <= on.month <= _MAY and school_year_end(on) == school_year_end(sixteen)
