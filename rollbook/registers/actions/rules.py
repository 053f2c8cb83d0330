"""The school says where the mark of a session comes from; what was marked before stays as it was."""

from __future__ import annotations

from datetime import date

from rollbook.audit.actions import action, record
from rollbook.registers.events import SessionRuleSet
from rollbook.registers.models import SessionRule
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, in_words
from rollbook.schools.queries import LessonLine, lesson_time_rows, times_of, window_of
from rollbook.schools.queries.times import moment
from rollbook.timetable.queries import same_period

YEAR_GROUPS = frozenset({"", "E1", "E2", "N1", "N2", "R", *(str(n) for n in range(1, 15))})


@action(Permission.SET_UP_SCHOOL)
def set_session_rule(actor: Actor, *, from_day: date, half: Half, nc_year: str = "", period: str = "") -> int:
    """From a day on, take the mark of a half from a named period, or (empty) from its own registration.

    Gives the rule's version. It begins tomorrow at the earliest, so that no mark that stands was
    made under another rule than the one shown for its day.
    """
    if from_day <= actor.today:
        raise Refused(f"A new rule begins tomorrow at the earliest, not on {in_words(from_day)}: marks stand already.")
    if nc_year not in YEAR_GROUPS:
        raise Refused(f"“{nc_year}” is not a year group. Write E1, E2, N1, N2, R or 1 to 14, or leave it empty.")
    period = _checked(actor, period.strip(), from_day, half) if period.strip() else ""
    latest = SessionRule.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    SessionRule.objects.create(
        school_id=actor.school, version=version, valid_from=from_day, half=half, nc_year=nc_year, period=period
    )
    record(actor, SessionRuleSet(version=version, from_day=from_day))
    return version


def _checked(actor: Actor, period: str, on: date, half: Half) -> str:
    """The period's name as the school's times have it; refused where it lies in the other half of the day."""
    rows = [row for row in lesson_time_rows(actor) if same_period(row.name, period) and _in_force(row, on)]
    if not rows:
        raise Refused(f"The school has no period called “{period}” on {in_words(on)}. Set it under Set-up, Times.")
    window = window_of(times_of(actor, on).rows, on, half)
    if window is not None:
        for row in rows:
            starts, ends = moment(on, row.starts), moment(on, row.ends)
            if ends <= window.opens or starts >= window.ends:
                raise Refused(f"{row.name} does not lie in the {half.label}. Choose a period of that half of the day.")
    return rows[0].name


def _in_force(row: LessonLine, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
