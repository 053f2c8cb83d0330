"""The queue: put a job in, claim one, say how it went. Every write is one short statement or two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from rollbook.jobs.models import Job
from rollbook.jobs.registry import USUAL_LEASE, known_jobs, the_job

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
TRIES = 10

Argument = int | str | None | Sequence[int] | Sequence[str]

# An id, a date, a code: nothing that a name or a sentence could pass through.
_AN_ID = re.compile(r"[A-Za-z0-9_.:+-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that one worker holds, with the ticket (`attempts`) of its claim."""

    id: int
    name: str
    school_id: int | None
    args: Mapping[str, object]
    key: str
    attempts: int


def enqueue(
    name: str,
    args: Mapping[str, Argument] | None = None,
    *,
    run_after: datetime,
    key: str = "",
    school: int | None = None,
) -> None:
    """Queue a job for `school` in the caller's transaction; one already waiting under `key` stands for both.

    `args` are ids, dates and numbers. Raises UnknownJob, and ValueError for an argument that could
    carry personal data. With a key, the earlier of the two moments counts.
    """
    the_job(name)
    given = dict(args or {})
    for word, value in given.items():
        _require_id(name, word, value)
    new = Job(name=name, school_id=school, args=given, key=key, run_after=run_after)
    if not key:
        new.save(force_insert=True)
        return
    for _ in range(TRIES):
        if _joined(key, run_after):
            return
        try:
            with transaction.atomic():
                new.save(force_insert=True)
            return
        except IntegrityError:
            new.pk = None  # Somebody else's came in between: join that one.
    raise RuntimeError(f"job {name} could not be queued in {TRIES} tries")


def claim(now: datetime) -> Claimed | None:
    """Take the job that is due longest, or None: read without a lock, then one conditional update.

    Jobs whose key is running elsewhere are left for later.
    """
    due = Job.objects.filter(_free(), state=Job.State.WAITING, run_after__lte=now).order_by("run_after", "id")
    while rows := list(due[:8]):
        for row in rows:
            # The conditions stand in the update again: another worker may have been quicker.
            taken = Job.objects.filter(_free(), pk=row.pk, state=Job.State.WAITING).update(
                state=Job.State.RUNNING, attempts=F("attempts") + 1, lease_until=now + _lease(row.name)
            )
            if taken:
                return Claimed(row.pk, row.name, row.school_id, row.args, row.key, row.attempts + 1)
    return None


def finish(done: Claimed) -> bool:
    """The job is done: its row goes. False when the lease had run out and another took it over."""
    return _held(done.id, done.attempts).delete()[0] == 1


def fail(failed: Claimed, error: str, now: datetime) -> None:
    """The attempt failed with an error of this class: try again later, or never after eight."""
    _put_back(failed.id, failed.attempts, failed.key, error, now)


def reap(now: datetime) -> int:
    """Put back the jobs whose worker has not been heard of within its lease; how many."""
    gone = Job.objects.filter(state=Job.State.RUNNING, lease_until__lte=now).order_by("lease_until", "id")
    rows = list(gone.values_list("id", "attempts", "key")[:100])
    return sum(_put_back(id_, attempts, key, "LeaseRanOut", now) for id_, attempts, key in rows)


def pause_after(attempts: int) -> timedelta:
    """How long a job waits after its n-th failed attempt: 10 s, 40 s, 160 s … at most an hour."""
    return min(FIRST_PAUSE * 4.0 ** (attempts - 1), LONGEST_PAUSE)


def _joined(key: str, run_after: datetime) -> bool:
    """Whether a job waits under this key; if so it is locked until the caller's transaction ends.

    The lock matters: without it a worker could claim that job and read the database before the
    caller's change is in it. A job that waits after a failure keeps its pause.
    """
    sooner = Case(When(attempts=0, run_after__gt=run_after, then=run_after), default=F("run_after"))
    return Job.objects.filter(key=key, state=Job.State.WAITING).update(run_after=sooner) == 1


def _free() -> Q:
    same = Job.objects.filter(key=OuterRef("key"), state=Job.State.RUNNING)
    return Q(key="") | Q(~Exists(same))


def _held(id_: int, attempts: int) -> QuerySet[Job]:
    return Job.objects.filter(pk=id_, state=Job.State.RUNNING, attempts=attempts)


def _put_back(id_: int, attempts: int, key: str, error: str, now: datetime) -> bool:
    held = _held(id_, attempts)
    if attempts >= MOST_ATTEMPTS:
        return held.update(state=Job.State.DEAD, lease_until=None, last_error=error) == 1
    try:
        with transaction.atomic():
            back = held.update(
                state=Job.State.WAITING, lease_until=None, last_error=error, run_after=now + pause_after(attempts)
            )
        return back == 1
    except IntegrityError:
        # The same work was asked for again meanwhile and waits already.
        return held.delete()[0] == 1


def _lease(name: str) -> timedelta:
    known = known_jobs().get(name)
    return known.lease if known else USUAL_LEASE


def _require_id(name: str, word: str, value: Argument) -> None:
    for one in value if isinstance(value, (list, tuple)) else (value,):
        if one is None or isinstance(one, int):
            continue
        if not (isinstance(one, str) and _AN_ID.match(one)):
            raise ValueError(f"argument “{word}” of job {name} is not an id, a date or a number")
