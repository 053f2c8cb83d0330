"""Arranging that a saved report is sent by e-mail, to whom and when (REP-F)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from rollbook.audit.actions import action, record
from rollbook.reports.events import ReportScheduled, ScheduleEnded
from rollbook.reports.models import SavedReport, Schedule, ScheduleReader
from rollbook.reports.queries.saved import saved_report
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.staff.queries import staff_of

EARLIEST, LATEST = 5 * 60, 20 * 60
MOST_READERS = 50


@dataclass(frozen=True, slots=True)
class Sending:
    """When and to whom: `every` as `Schedule.Every`, `weekday` 1 to 7 for weeks, `at` in minutes after midnight."""

    every: str
    at: int
    readers: tuple[int, ...]
    weekday: int = 1


@action(Permission.SHARE_REPORTS)
def schedule_report(actor: Actor, *, saved: uuid.UUID, sending: Sending) -> uuid.UUID:
    """Send a saved report to members of staff from now on; each gets what they themselves may read."""
    saved_report(actor, saved)
    if sending.every not in Schedule.Every.values or not 1 <= sending.weekday <= 7:
        raise Refused("Choose how often it is sent.")
    if not EARLIEST <= sending.at <= LATEST:
        raise Refused("A report is sent between 5:00 and 20:00. Choose a time between them.")
    readers = tuple(dict.fromkeys(sending.readers))
    if not 1 <= len(readers) <= MOST_READERS:
        raise Refused(f"Choose between 1 and {MOST_READERS} readers.")
    if set(readers) - {line.id for line in staff_of(actor)}:
        raise Refused("One of the readers holds no role in this school today. Choose from the list again.")
    row = Schedule.objects.create(
        school_id=actor.school,
        saved=SavedReport.objects.get(public_id=saved),
        every=sending.every,
        weekday=sending.weekday,
        at=sending.at,
        by_id=actor.user_id,
        by_name=actor.name,
        made_at=actor.now,
    )
    ScheduleReader.objects.bulk_create(
        ScheduleReader(school_id=actor.school, schedule=row, user_id=reader) for reader in readers
    )
    record(actor, ReportScheduled(saved, row.public_id, sending.every, len(readers)))
    return row.public_id


@action(Permission.SHARE_REPORTS)
def end_schedule(actor: Actor, *, schedule: uuid.UUID) -> uuid.UUID:
    """Send it no more; gives the saved report's id."""
    row = Schedule.objects.filter(school_id=actor.school, public_id=schedule, ended_at=None).select_related("saved")
    found = row.first()
    if found is None:
        raise NotFound("This report is sent no more, or there is no such sending in this school.")
    found.ended_at = actor.now
    found.save(update_fields=["ended_at"])
    record(actor, ScheduleEnded(found.saved.public_id, found.public_id))
    return found.saved.public_id
