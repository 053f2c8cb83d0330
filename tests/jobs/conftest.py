"""A chosen clock, and jobs that only these tests know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest

from rollbook.jobs import registry
from rollbook.rules.actor import Actor

MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)


class Clock:
    """The moment that a test has chosen."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **much: float) -> None:
        self.now += timedelta(**much)


class Diary:
    """What the jobs did: (school, argument), in order, by whichever thread."""

    def __init__(self) -> None:
        self.lines: list[tuple[int | None, object]] = []
        self.fails = False
        self._lock = Lock()

    def write(self, actor: Actor, what: object) -> None:
        with self._lock:
            self.lines.append((actor.school_id, what))
        if self.fails:
            raise ValueError("Tolu Abiodun is not at home")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diary() -> Iterator[Diary]:
    """Declares the jobs `tests.write` (what=…), `tests.follow` (day=…) and `tests.daily` for one test."""
    kept = dict(registry._known)
    diary = Diary()

    @registry.job("tests.write", lease=timedelta(minutes=2))
    def write(actor: Actor, *, what: object) -> None:
        diary.write(actor, what)

    @registry.job("tests.follow")
    def follow(actor: Actor, *, day: str) -> None:
        diary.write(actor, day)

    @registry.job("tests.daily")
    def daily(actor: Actor) -> None:
        diary.write(actor, actor.now)

    yield diary
    registry._known.clear()
    registry._known.update(kept)
