"""What is measured through HTTP, against the web server as `rollbook serve` starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from datetime import time as clock
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

from django.urls import reverse

from rollbook.config.bench.measuring import Bench, Floors, median
from rollbook.config.bench.reports import run_reports
from rollbook.config.bench.school import begun_lessons, forms_of, school_at
from rollbook.config.bench.trust import run_trust
from rollbook.config.bench.visiting import NotAnswered, Visitor
from rollbook.config.bench.within import COMMIT, grid_goal
from rollbook.config.commands.serve import WEB_THREADS, answers, free_port, web_processes
from rollbook.schools.queries import all_schools

SAVES, SECONDS = 60, 5.0
EMPTY = "an empty page"  # Help: the frame of the office round words that need no question of their own


def run_over_http(now: datetime, home: Path, floor: Floors) -> Iterator[Bench]:
    """Every bench through HTTP; the server is started here and ended."""
    with _serving() as port:
        visitor = _signed_in(port, home)
        slug = all_schools()[0].slug
        empty = reverse("web:help")
        page = median(lambda: visitor.get(empty))
        yield Bench("an empty signed-in page", page, COMMIT, floor.commit)
        yield _today(now, visitor, slug, page)
        grid = reverse("registers:day-grid", kwargs={"school": slug})
        pupils = visitor.get(grid).count('<th scope="row"><a')
        spent = median(lambda: visitor.get(grid), rounds=8)
        yield Bench(f"day grid page of {pupils} pupils", spent, EMPTY, page, grid_goal(pupils))
        registers = _registers(now, slug)
        yield from _open_and_save(visitor, registers, page)
        yield _spread(port, visitor, registers, page)
        yield from _at_once(port, visitor, registers, empty)
        yield from run_reports(now, visitor, slug, page)
        yield from run_trust(now, page, lambda name, password: _as(port, name, password))


def _today(now: datetime, visitor: Visitor, slug: str, page: float) -> Bench:
    """Today as the office opens it; a hundred milliseconds are the goal for a school of 1,500."""
    address = reverse("home:today", kwargs={"school": slug})
    pupils = sum(form.size for form in forms_of(school_at(now)))
    return Bench(f"Today of {pupils} pupils, for the office", median(lambda: visitor.get(address)), EMPTY, page, 100)


def _registers(now: datetime, slug: str) -> list[str]:
    """Sixty registers that can be taken at twenty past nine: the first lesson's, and the morning's."""
    actor = school_at(now, clock(9, 20))
    forms = forms_of(actor)
    on = actor.today.isoformat()
    lessons = [
        reverse("registers:lesson", kwargs={"school": slug, "lesson": row.lesson.public_id, "on": on})
        for row in begun_lessons(actor)
    ]
    mornings = [
        reverse("registers:take", kwargs={"school": slug, "group": form.public_id, "on": on, "half": "am"})
        for form in forms
    ]
    return [*lessons, *mornings][:SAVES]


def _open_and_save(visitor: Visitor, registers: Sequence[str], page: float) -> Iterator[Bench]:
    """A session's register and a lesson's of about thirty, opened and saved one after the other by one person."""
    opened = {address: visitor.opened(address) for address in registers}
    for what, of_lesson in (("a register", False), ("a lesson", True)):
        alike = [register for address, register in opened.items() if ("/lessons/" in address) is of_lesson]
        found = min(alike, key=lambda register: abs(register.rows - 30))
        spent = median(partial(_opened_and_saved, visitor, found.opened_at))
        yield Bench(f"open and save {what} of {found.rows}, HTTP", spent, EMPTY, page, 50)


def _opened_and_saved(visitor: Visitor, address: str) -> float:
    """Both requests; what the browser does between them is not counted."""
    started = time.perf_counter()
    page = visitor.get(address)
    opened = time.perf_counter() - started
    register = visitor.changed(address, page)
    started = time.perf_counter()
    visitor.save(register)
    return opened + time.perf_counter() - started


def _spread(port: int, visitor: Visitor, registers: Sequence[str], page: float) -> Bench:
    """The sixty, one every twelfth of a second, twice; of these 120 the second slowest is the 99th hundredth."""
    spent: list[float] = []
    for _ in range(2):
        gap = SECONDS / len(registers)
        spent += _together(port, visitor, registers, partial(_later, gap))
    p99 = sorted(spent)[-2]
    return Bench(f"{len(registers)} saves over {SECONDS:.0f} s, p99", p99, EMPTY, page, 150)


def _later(gap: float, n: int) -> None:
    time.sleep(n * gap)


def _at_once(port: int, visitor: Visitor, registers: Sequence[str], empty: str) -> Iterator[Bench]:
    """The slowest of sixty saves in the same instant, and of sixty empty pages."""
    gate = Barrier(len(registers))
    pages = max(_together(port, visitor, [empty] * len(registers), lambda _: gate.wait(), page=True))
    saves = max(_together(port, visitor, registers, lambda _: gate.wait()))
    name = f"{len(registers)} saves at once, the slowest"
    yield Bench(name, saves, f"{len(registers)} empty pages at once", pages, round(min(1000.0, 4 * pages)))


def _together(
    port: int, visitor: Visitor, addresses: Sequence[str], wait: Callable[[int], object], *, page: bool = False
) -> list[float]:
    """Each address by a thread of its own; milliseconds of each. What was not stored stops the bench."""
    spent: list[float] = []
    wrong: list[str] = []
    opened = [None if page else visitor.opened(address) for address in addresses]

    def go(n: int) -> None:
        own = Visitor(port, like=visitor)
        register = opened[n]
        try:
            wait(n)
            started = time.perf_counter()
            if register is None:
                own.get(addresses[n])
            else:
                own.save(register)
            spent.append((time.perf_counter() - started) * 1000)
        except (NotAnswered, OSError) as failed:
            wrong.append(str(failed))
        finally:
            own.close()

    threads = [Thread(target=go, args=(n,)) for n in range(len(addresses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise NotAnswered(wrong[0])
    return spent


def _signed_in(port: int, home: Path) -> Visitor:
    accounts = json.loads((home / "accounts.json").read_text())["accounts"]
    office = next(a for a in accounts if a["role"] == "attendance-administrator")
    return _as(port, office["username"], office["password"])


def _as(port: int, username: str, password: str) -> Visitor:
    visitor = Visitor(port)
    visitor.sign_in(username, password)
    return visitor


@contextmanager
def _serving() -> Iterator[int]:
    port = free_port()
    words = [sys.executable, "-m", "rollbook.config.web_server", "127.0.0.1", port, web_processes(), WEB_THREADS]
    env = {**os.environ, "ROLLBOOK_LOG_LEVEL": "ERROR"}
    server = subprocess.Popen([str(word) for word in words], stdin=subprocess.PIPE, env=env)  # noqa: S603
    try:
        end = time.monotonic() + 60
        while not answers("127.0.0.1", port) and time.monotonic() < end:
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()
