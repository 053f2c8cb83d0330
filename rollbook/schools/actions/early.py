"""The school finishes early on one day: its own times for that day alone (REG-4, REG-5)."""

from __future__ import annotations

from datetime import date, time

from rollbook.audit.actions import action, record
from rollbook.rules import register_times
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, in_words
from rollbook.rules.sources import refuse
from rollbook.schools.actions.days_going import lock
from rollbook.schools.events import SessionTimesEnded, SessionTimesSet
from rollbook.schools.models import SessionTime
from rollbook.schools.queries.days import is_school_day
from rollbook.schools.queries.times import times_of


@action(Permission.SET_UP_SCHOOL)
def finish_early(actor: Actor, *, on: date, morning_ends: time, opens: time, closes: time, ends: time) -> int:
    """Give one day its own end: when the morning ends, and when the afternoon's register opens, closes and ends.

    The afternoon counts as a session only because it is held, after a break, with its own register
    (REG-5); for everybody, also those with times of their own. How many rows of times were made.
    """
    lock(actor)
    register_times.Window(opens, closes)
    if on < actor.today:
        raise Refused(f"{in_words(on)} has passed: its registers were taken by the times of that day.")
    if not is_school_day(actor, on):
        raise refuse("REG-6", f"The school is not due to meet on {in_words(on)}.")
    if ends < closes:
        raise refuse("REG-4", f"The day would end at {ends:%H:%M}, before its register closes at {closes:%H:%M}.")
    if opens < morning_ends:
        raise refuse("REG-5", f"The afternoon would open at {opens:%H:%M}; the morning ends at {morning_ends:%H:%M}.")
    if _of_one_day(actor, on):
        raise Refused(f"{in_words(on)} has times of its own already. Take them back first.")
    return _make(actor, on, morning_ends, opens, closes, ends)


@action(Permission.SET_UP_SCHOOL)
def finish_as_ever(actor: Actor, *, on: date) -> None:
    """Take an early finish back, while the day has not come: the times are those of any other such day."""
    lock(actor)
    rows = _of_one_day(actor, on)
    if not rows:
        raise NotFound("That day has no times of its own.")
    if on <= actor.today:
        raise Refused("That day has begun: its registers are taken by these times.")
    for row in rows:
        record(actor, SessionTimesEnded(row.pk, on))
    SessionTime.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _make(actor: Actor, on: date, morning_ends: time, opens: time, closes: time, ends: time) -> int:
    made = 0
    for row in times_of(actor, on).rows:
        if row.weekday not in (None, on.weekday()):
            continue
        window = (row.opens, row.closes, _minute(morning_ends))
        if row.half is Half.PM:
            window = (_minute(opens), _minute(closes), _minute(ends))
        if row.half is Half.AM and row.closes > window[2]:
            raise refuse("REG-4", "The morning would end before its register closes. Check when it ends.")
        kept = SessionTime.objects.create(
            school_id=actor.school,
            half=row.half,
            weekday=on.weekday(),
            nc_year=row.nc_year,
            site_id=row.site_id,
            opens=window[0],
            closes=window[1],
            ends=window[2],
            valid_from=on,
            valid_to=on,
        )
        record(actor, SessionTimesSet(kept.pk, row.half, on))
        made += 1
    if not made:
        raise Refused(f"No session times are set for {in_words(on)}. Set them first: Set-up, Times.", rule="REG-4")
    return made


def _of_one_day(actor: Actor, on: date) -> list[SessionTime]:
    return list(SessionTime.objects.filter(school_id=actor.school, valid_from=on, valid_to=on, weekday=on.weekday()))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
