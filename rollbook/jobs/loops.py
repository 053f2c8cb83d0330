"""The worker and the scheduler: plain loops over an injected clock, ended by an event.

Nothing that goes wrong inside ends a loop: it says so in the log, pauses and carries on.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from rollbook.jobs import queue
from rollbook.jobs.queue import Claimed
from rollbook.jobs.registry import the_job
from rollbook.jobs.scheduling import Scheduled, Schools, adopt, queue_due
from rollbook.rules.actor import Actor, system_actor

Clock = Callable[[], datetime]
Hear = Callable[[datetime], int]
ActorFor = Callable[[int | None, datetime], Actor]

log = logging.getLogger("rollbook.jobs")


def work(now: Clock, stop: Event, *, hear: Hear, actor_for: ActorFor = system_actor, pause: float = 1.0) -> None:
    """Do jobs until `stop`; between jobs, `hear` what was done in the office and queue what follows."""
    while not stop.is_set():
        heard = _carrying_on(lambda: bool(hear(now())))
        did = _carrying_on(lambda: _did_one(now, actor_for))
        if not (heard or did):
            stop.wait(pause)
    connection.close()


def keep_schedule(
    entries: Sequence[Scheduled], now: Clock, stop: Event, *, schools: Schools, pause: float = 5.0
) -> None:
    """Queue the jobs of the day and put back what dead workers held, until `stop`."""
    while not _carrying_on(lambda: _adopted(entries, now())) and not stop.wait(pause):
        pass
    while not stop.is_set():
        _carrying_on(lambda: bool(queue_due(now(), schools)))
        _carrying_on(lambda: bool(queue.reap(now())))
        stop.wait(pause)
    connection.close()


def work_off(now: Clock, *, hear: Hear) -> int:
    """Do everything that is due now and what follows from it, then return; how many jobs were tried."""
    tried = 0
    while True:
        heard = hear(now())
        claimed = queue.claim(now())
        if claimed is not None:
            do(claimed, now)
            tried += 1
        elif not heard:
            return tried


def do(claimed: Claimed, now: Clock, actor_for: ActorFor = system_actor) -> bool:
    """Do one claimed job and note how it went; whether it was done."""
    try:
        actor = actor_for(claimed.school_id, now())
        the_job(claimed.name).work(actor, **claimed.args)
    except Exception as error:  # whatever a job raises must not end the worker
        kind = type(error).__name__
        log.warning("job %s failed (attempt %d): %s at %s", claimed.name, claimed.attempts, kind, _place(error))
        _noted(lambda: queue.fail(claimed, kind[:100], now()))
        return False
    _noted(lambda: queue.finish(claimed))
    return True


def _did_one(now: Clock, actor_for: ActorFor) -> bool:
    """Do the next job; whether there was one."""
    claimed = queue.claim(now())
    if claimed is None:
        return False
    do(claimed, now, actor_for)
    return True


def _adopted(entries: Sequence[Scheduled], now: datetime) -> bool:
    adopt(entries, now)
    return True


def _carrying_on(step: Callable[[], bool]) -> bool:
    """Do a step; a database that is locked, restarting or away makes it False and nothing worse."""
    try:
        return step()
    except Exception as error:  # a loop that ends would stop the house's memory without a word
        log.warning("background work was interrupted (%s at %s); trying again", type(error).__name__, _place(error))
        close_old_connections()
        return False


def _noted(note: Callable[[], object]) -> None:
    """Write down how a job went, three tries; if none succeeds its lease runs out and it is done again."""
    for _ in range(3):
        try:
            note()
            return
        except (DatabaseError, InterfaceError):
            close_old_connections()
    log.warning("could not note how a job went; it will be done again when its lease runs out")


def _place(error: BaseException) -> str:
    """File and line where it went wrong: never the message, which may name a child."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "?"
    here = Path(__file__).parent
    office = [f for f in frames if here.parent in Path(f.filename).parents and Path(f.filename).parent != here]
    frame = (office or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
