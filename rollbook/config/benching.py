"""The benchmarks: what the office waits for, as a ratio to the least that the machine could take.

Every figure stands beside a floor measured in the same run on the same database, so that the ratio
means something on any machine; nothing here is a test.
"""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.db import connection, transaction

from rollbook.absence.queries import crossed_since, watch_list, without_reason
from rollbook.absence.queries.watch import WatchFilters
from rollbook.pupils.queries import groups_of
from rollbook.registers.actions import Tap, save_register
from rollbook.registers.queries import board, register_sheet
from rollbook.rules.actor import LONDON, Actor, system_actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries import all_schools, calendar_of

ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Bench:
    """One thing measured: the median milliseconds, its floor's, and the ratio of the two."""

    name: str
    floor: str
    milliseconds: float
    floor_milliseconds: float

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.floor_milliseconds


def run_all(now: datetime) -> tuple[Bench, ...]:
    """Measure everything on the first school of this database; marks are saved for the day of `now`."""
    school = all_schools()[0]
    actor = _at(school.id, now)
    commit = _median(_bare_commit)
    read = _median(_bare_read)
    groups = groups_of(actor, "registration", actor.today)
    largest = max(groups, key=lambda g: g.size)
    save = _median(_saving(actor, largest.public_id))
    return (
        Bench(f"save a register of {largest.size}", "a bare commit", save, commit),
        Bench("open that register", "one row read", _median(lambda: _open(actor, largest.public_id)), read),
        Bench(
            f"board of {len(groups)} registers",
            "one row read",
            _median(lambda: board(actor, actor.today, Half.AM)),
            read,
        ),
        Bench(
            "families without a reason",
            "one row read",
            _median(lambda: without_reason(actor, actor.today, Half.AM)),
            read,
        ),
        Bench("who crossed a line since yesterday", "one row read", _median(lambda: _crossed(actor)), read),
        Bench("the persistent list", "one row read", _median(lambda: watch_list(actor, WatchFilters())), read),
    )


def _at(school_id: int, now: datetime) -> Actor:
    """Rollbook, acting at 8:50 on the school's last school day, when its registers are open."""
    actor = system_actor(school_id, now)
    day = max(d for d in calendar_of(actor).days if d <= actor.today)
    return system_actor(school_id, datetime(day.year, day.month, day.day, 8, 50, tzinfo=LONDON))


def _saving(actor: Actor, group: uuid.UUID) -> Callable[[], object]:
    """Each round changes every mark of the register, as a first taking does."""
    turn = count()

    def save() -> object:
        sheet = register_sheet(actor, group, actor.today, Half.AM)
        code = "/" if next(turn) % 2 else "N"
        taps = [Tap(row.token, code, seen=row.version) for row in sheet.rows if row.code != code]
        started = time.perf_counter()
        save_register(actor, issue=sheet.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)
        return time.perf_counter() - started

    return save


def _open(actor: Actor, group: uuid.UUID) -> object:
    return register_sheet(actor, group, actor.today, Half.AM)


def _crossed(actor: Actor) -> object:
    return crossed_since(actor, actor.today - timedelta(days=1))


def _bare_commit() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registers_chain SET seq = seq")


def _bare_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM schools_school LIMIT 1")
        cursor.fetchone()


def _median(work: Callable[[], object]) -> float:
    """The median of the rounds in milliseconds, after two that are not counted."""
    spent = []
    for turn in range(ROUNDS + 2):
        started = time.perf_counter()
        answer = work()
        took = answer if isinstance(answer, float) else time.perf_counter() - started
        if turn >= 2:
            spent.append(took * 1000)
    return statistics.median(spent)
