"""Study leave for public examinations: granted ahead, to those it may be granted to (COD-15, COD-16)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from rollbook.audit.actions import action
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.queries.proposed import STUDY, for_study_leave
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

BASIS = "study leave"


@action(Permission.AMEND_MARKS)
def grant_study_leave(actor: Actor, *, pupils: Collection[str], first: date, last: date) -> int:
    """Grant study leave from a day to a day: planned S, which no family is asked about; how many pupils.

    A pupil who comes in, for an examination or to revise, is marked as present as on any day.
    """
    check_days(actor, first, last)
    rows = for_study_leave(actor, pupils, first, last)
    if not rows or len(rows) < len(set(pupils)):
        raise Refused("Choose at least one pupil of this school.")
    stops = next((row for row in rows if not row.may), None)
    if stops is not None:
        raise refuse("COD-15", f"{stops.pupil.name}: {stops.says}.")
    plan_absences(actor, pupils=[row.key for row in rows], first=first, last=last, code=STUDY, basis=BASIS)
    return len(rows)


def check_days(actor: Actor, first: date, last: date) -> None:
    """Leave is granted before the session or not at all."""
    if first < actor.today:
        raise refuse("COD-16", f"Study leave is agreed in advance; {in_words(first)} has passed.")
    if last < first:
        raise Refused("The last day of study leave cannot be before its first day. Check the two dates.")
