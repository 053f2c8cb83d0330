"""The times of day: which job is due when, and queuing it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from croniter import croniter
from django.db import transaction

from rollbook.jobs.models import Schedule
from rollbook.jobs.queue import enqueue
from rollbook.rules.actor import LONDON

Schools = Callable[[], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job of the day: `cron` is five fields of English local time (“30 18 * * *”).

    It is done once, for no school, or once for each school.
    """

    job: str
    cron: str
    each_school: bool = False


def next_moment(cron: str, after: datetime) -> datetime:
    """The first moment after `after` that the cron text names, in English local time, as UTC."""
    found: datetime = croniter(cron, after.astimezone(LONDON)).get_next(datetime)
    return found.astimezone(UTC)


def adopt(entries: Sequence[Scheduled], now: datetime) -> None:
    """Make the schedule in the database what the list says; what is unchanged keeps its next moment."""
    standing = {row.name: row for row in Schedule.objects.all()}
    for entry in entries:
        row = standing.pop(entry.job, None)
        if row is not None and (row.cron, row.each_school) == (entry.cron, entry.each_school):
            continue
        values = {"cron": entry.cron, "each_school": entry.each_school, "next_run": next_moment(entry.cron, now)}
        Schedule.objects.update_or_create(name=entry.job, defaults=values)
    if standing:
        Schedule.objects.filter(name__in=list(standing)).delete()


def queue_due(now: datetime, schools: Schools) -> int:
    """Queue every scheduled job whose moment has come; how many this scheduler was the first to see."""
    due = list(Schedule.objects.filter(next_run__lte=now).order_by("next_run", "id"))
    return sum(_queue(row, now, schools) for row in due)


def _queue(row: Schedule, now: datetime, schools: Schools) -> bool:
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=row.pk, next_run=row.next_run).update(next_run=next_moment(row.cron, now))
        if not mine:
            return False
        for school in schools() if row.each_school else (None,):
            enqueue(row.name, key=f"{row.name}:school={school}", school=school, run_after=now)
    return True
