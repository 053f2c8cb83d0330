"""The day on which a pupil starts, as it was agreed with the family (ADM-2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.events import StartingDayAgreed
from rollbook.pupils.models import Enrolment, GroupMembership
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound


@action(Permission.EDIT_PUPILS)
def agree_starting_day(actor: Actor, *, pupils: Collection[str], first_day: date, since: date) -> int:
    """Move the starting day of these pupils, who are new since a day, to the day agreed; how many moved.

    Their groups begin with it. Whether a mark stands in the way is for the attendance register to say.
    """
    ids = ids_of(actor, pupils)
    if not ids or len(ids) < len(set(pupils)):
        raise NotFound("Some of these pupils are not in this school. Load the page again.")
    rows = Enrolment.objects.select_for_update().filter(
        school_id=actor.school, pupil_id__in=list(ids.values()), first_day__gte=since, last_day__isnull=True
    )
    moving = [row for row in rows.order_by("pupil_id") if row.first_day != first_day]
    if not moving:
        record_nothing_changed()
        return 0
    for was in {row.first_day for row in moving}:
        own = [row.pupil_id for row in moving if row.first_day == was]
        GroupMembership.objects.filter(pupil_id__in=own, first=was).update(first=first_day)
        Enrolment.objects.filter(pk__in=[row.pk for row in moving if row.first_day == was]).update(first_day=first_day)
    record(actor, StartingDayAgreed(len(moving), first_day))
    return len(moving)
