"""How a thing is measured: the median of many rounds, beside a floor of the same run on the same database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Bench:
    """One thing measured, in milliseconds, with its floor's and the goal where there is one.

    A goal is so many milliseconds, or `at_most` so many floors.
    """

    name: str
    milliseconds: float
    floor: str
    floor_milliseconds: float
    goal: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.floor_milliseconds

    @property
    def verdict(self) -> str:
        if self.at_most is not None:
            return f"goal {times(self.at_most)}" + ("" if self.ratio <= self.at_most else ": MISSED")
        if self.goal is None:
            return ""
        return f"goal {self.goal:g} ms" + ("" if self.milliseconds <= self.goal else ": MISSED")


def times(ratio: float) -> str:
    """So many floors: “4.1 ×”, or “1/250 ×” where it is a small part of one."""
    if ratio > 0.5:
        return f"{ratio:g} ×" if ratio == int(ratio) else f"{ratio:.1f} ×"
    return f"1/{1 / ratio:.0f} ×"


@dataclass(frozen=True, slots=True)
class Floors:
    """The least that this machine and database can do: a bare commit and one row read, in milliseconds."""

    commit: float
    read: float


def floors() -> Floors:
    return Floors(commit=median(_bare_commit), read=median(_bare_read))


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of the rounds in milliseconds, after two that are not counted; work may say itself what it took."""
    spent = []
    for turn in range(rounds + 2):
        started = time.perf_counter()
        answer = work()
        took = answer if isinstance(answer, float) else time.perf_counter() - started
        if turn >= 2:
            spent.append(took * 1000)
    return statistics.median(spent)


def once(work: Callable[[], object]) -> float:
    """What doing it once takes, in milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _bare_commit() -> float:
    """One row put into a table of its own, in the same database and with its settings; committed, so on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_floor (at double precision)")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor VALUES (%s)", [started])
    return time.perf_counter() - started


def _bare_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM schools_school LIMIT 1")
        cursor.fetchone()
