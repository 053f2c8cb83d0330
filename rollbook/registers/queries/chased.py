"""Days that still have pupils planned elsewhere whom nobody has confirmed: chased until somebody does (REG-F)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.pupils.queries.spans import times_on_roll_by_key
from rollbook.registers.models import Mark, PlannedMark
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.schools.queries import calendar_of

LOOKS_BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class ChasedDay:
    """A day of the past with the number of its sessions that wait for somebody's word."""

    on: date
    sessions: int


def still_unconfirmed(actor: Actor) -> tuple[ChasedDay, ...]:
    """The days before today of the last four weeks, the oldest first: five statements."""
    first, last = actor.today - LOOKS_BACK, actor.today - timedelta(days=1)
    elsewhere = [code.symbol for code in in_force(actor.today).values() if code.claims_elsewhere]
    plans = PlannedMark.objects.filter(
        school_id=actor.school, first__lte=last, last__gte=first, ended_by=None, code__in=elsewhere
    )
    found = list(plans.order_by("id").values_list("pupil_id", "first", "last", "weekdays", "halves"))
    if not found:
        return ()
    pupils = {row[0] for row in found}
    days = [day for day in calendar_of(actor, first=first, last=last).days if first <= day <= last]
    rows = Mark.objects.filter(school_id=actor.school, date__range=(first, last), pupil_id__in=pupils)
    marked = set(rows.values_list("pupil_id", "date", "half"))
    on_roll = {person.id: person for person in times_on_roll_by_key(actor, pupils).values()}
    waiting = {
        (pupil, day, int(half))
        for pupil, begins, ends, weekdays, halves in found
        for day in days
        if begins <= day <= ends and str(day.isoweekday()) in weekdays and pupil in on_roll
        if on_roll[pupil].covers(day) and not on_roll[pupil].nearest(day).boarder
        for half in halves
    } - marked
    return tuple(ChasedDay(day, n) for day, n in sorted(Counter(day for _, day, _ in waiting).items()))
