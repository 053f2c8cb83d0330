"""From what was done to what follows: unheard audit entries become the jobs that wiring lists."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rollbook.audit.models import AuditEntry
from rollbook.jobs.queue import Argument, enqueue
from rollbook.jobs.registry import UnknownJob

AT_ONCE = 200

log = logging.getLogger("rollbook.audit")


@dataclass(frozen=True, slots=True)
class Reaction:
    """What follows from an event: a job, given these fields of the event and its school.

    Entries that give the same job the same arguments coalesce: `fields` decides how finely.
    """

    job: str
    fields: tuple[str, ...] = ()


Wiring = Mapping[str, tuple[Reaction, ...]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    job: str
    school: int | None
    args: tuple[tuple[str, Argument], ...]

    @property
    def key(self) -> str:
        words = [f"school={self.school}", *(f"{word}={value}" for word, value in self.args)]
        key = f"{self.job}:{','.join(words)}"
        return key if len(key) <= 200 else f"{self.job}:{hashlib.sha256(key.encode()).hexdigest()}"


def hear(wiring: Wiring, unheard: Collection[str], now: datetime) -> int:
    """Queue what follows from the oldest entries not yet heard and mark them; how many were heard.

    One short transaction for at most 200 entries, and no write lock when there is none. Two
    workers may call it at once. An event that neither `wiring` nor `unheard` names (one of a
    newer or older version) is heard without consequence and named in the log.
    """
    waiting = AuditEntry.objects.filter(heard=False).order_by("id")
    ids = list(waiting.values_list("id", flat=True)[:AT_ONCE])
    if not ids:
        return 0
    with transaction.atomic():
        entries = list(waiting.filter(id__in=ids).select_for_update(skip_locked=True))
        # Each kind of consequence once, in the order in which it was first called for.
        for wanted in dict.fromkeys(w for entry in entries for w in _wanted(entry, wiring, unheard)):
            _queue(wanted, now)
        AuditEntry.objects.filter(id__in=[entry.id for entry in entries]).update(heard=True)
    return len(entries)


def _wanted(entry: AuditEntry, wiring: Wiring, unheard: Collection[str]) -> list[_Wanted]:
    if entry.verb not in wiring and entry.verb not in unheard:
        log.warning("nothing is wired to %s", entry.verb)
    return [
        _Wanted(reaction.job, entry.school_id, tuple((f, _value(entry.detail.get(f))) for f in reaction.fields))
        for reaction in wiring.get(entry.verb, ())
    ]


def _queue(wanted: _Wanted, now: datetime) -> None:
    try:
        enqueue(wanted.job, dict(wanted.args), key=wanted.key, school=wanted.school, run_after=now)
    except (UnknownJob, ValueError) as wrong:
        # One wrong line of wiring must not keep the house from hearing everything else.
        log.error("job %s cannot be queued: %s", wanted.job, type(wrong).__name__)


def _value(kept: Argument) -> Argument:
    """A field of the entry as a job's argument: lists as tuples, so that equal ones coalesce."""
    return tuple(kept) if isinstance(kept, list) else kept
