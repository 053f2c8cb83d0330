"""What is measured inside one process: registers, boards, lists and the timetable, without HTTP.

Another bench is one more function here, named in `run_within`.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from datetime import time as clock
from functools import partial
from http import HTTPStatus
from itertools import count

from django.http import HttpResponseForbidden
from django.test import RequestFactory
from django.urls import reverse

from rollbook.absence.queries import WatchFilters, crossed_since, watch_list, without_reason
from rollbook.config.bench.drawing import run_drawing
from rollbook.config.bench.evidence import run_evidence
from rollbook.config.bench.letters import run_letters
from rollbook.config.bench.measuring import Bench, Floors, median, once
from rollbook.config.bench.messages import run_messages
from rollbook.config.bench.school import begun_lessons, forms_of, school_at, take_over, timetable_file
from rollbook.config.bench.watching import run_watching
from rollbook.registers.actions import Tap, save_register
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.queries import board, register_sheet
from rollbook.registers.queries.day_grid import day_grid
from rollbook.registers.queries.lessons import lesson_list, lesson_sheet
from rollbook.registers.watching import HEADER, VersionMiddleware, ticket
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries import all_schools
from rollbook.timetable.queries import LessonOn, lessons_on

BOARDS, POLL_EVERY, POLLS = 200, 1.3, 300  # seconds between two polls of a board (board.js); a tenth of a core for all
COMMIT, READ = "a bare commit", "one row read"
GRID_ROWS, GRID_GOAL = 1500, 500.0


def run_within(now: datetime, floor: Floors) -> Iterator[Bench]:
    """Every bench without HTTP, on the first school of this database."""
    actor = school_at(now)
    yield from _register(actor, floor)
    yield from _lesson(school_at(now, clock(9, 20)), floor)
    yield from _boards(actor, floor)
    yield _poll(actor, floor)
    yield from _lists(actor, floor)
    yield from run_watching(actor, floor)
    yield from run_messages(actor, floor)
    yield from run_letters(actor, floor)
    yield from run_evidence(actor, floor)
    yield from run_drawing(actor, floor)
    yield from _timetable(actor, floor)


def _timetable(actor: Actor, floor: Floors) -> Iterator[Bench]:
    data = timetable_file(actor)
    lessons = data.count(b"\n")
    yield Bench(f"Untis import of {lessons} lessons", once(partial(take_over, actor, data)), COMMIT, floor.commit, 5000)


def _register(actor: Actor, floor: Floors) -> Iterator[Bench]:
    form = min(forms_of(actor), key=lambda f: abs(f.size - 30))
    opened = median(lambda: register_sheet(actor, form.public_id, actor.today, Half.AM))
    saved = median(_saving(actor, form.public_id))
    yield Bench(f"open a register of {form.size}", opened, READ, floor.read)
    yield Bench(f"save it, {form.size} marks changed", saved, COMMIT, floor.commit)
    yield Bench("the two together", opened + saved, COMMIT, floor.commit)


def _saving(actor: Actor, form: uuid.UUID) -> Callable[[], float]:
    """Each round changes every mark of the register, as a first taking does."""
    turn = count()

    def save() -> float:
        sheet = register_sheet(actor, form, actor.today, Half.AM)
        code = "/" if next(turn) % 2 else "N"
        taps = [Tap(row.token, code, seen=row.version) for row in sheet.rows if row.code != code]
        started = time.perf_counter()
        save_register(actor, issue=sheet.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)
        return time.perf_counter() - started

    return save


def _lesson(actor: Actor, floor: Floors) -> Iterator[Bench]:
    row = min(begun_lessons(actor), key=lambda one: abs(one.size - 30))
    lesson = row.lesson
    opened = median(lambda: lesson_sheet(actor, lesson.public_id, actor.today))
    saved = median(_saving_lesson(actor, lesson))
    yield Bench(f"open and save a lesson of {row.size}", opened + saved, COMMIT, floor.commit)


def _saving_lesson(actor: Actor, lesson: LessonOn) -> Callable[[], float]:
    turn = count()

    def save() -> float:
        found = lesson_sheet(actor, lesson.public_id, actor.today)
        code = "/" if next(turn) % 2 else "N"
        taps = [Tap(row.token, code, seen=row.version) for row in found.sheet.rows if row.code != code]
        started = time.perf_counter()
        save_lesson(actor, issue=found.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)
        return time.perf_counter() - started

    return save


def _boards(actor: Actor, floor: Floors) -> Iterator[Bench]:
    forms = len(forms_of(actor))
    spent = median(lambda: board(actor, actor.today, Half.AM))
    yield Bench(f"board of {forms} registers", spent, READ, floor.read, 100)
    lessons = len(lessons_on(actor, actor.today))
    spent = median(lambda: lesson_list(actor, actor.today, own=False), rounds=10)
    yield Bench(f"board of {lessons} lessons", spent, READ, floor.read)
    grid = day_grid(actor, actor.today)
    spent = median(lambda: day_grid(actor, actor.today), rounds=10)
    name = f"day grid read, {len(grid.rows)} × {len(grid.columns) + 1}"
    yield Bench(name, spent, READ, floor.read)


def _poll(actor: Actor, floor: Floors) -> Bench:
    """What one question of an open board costs in processor time, asked as often as all boards together ask."""
    factory = RequestFactory(headers={HEADER: ticket(actor)})
    address = reverse("registers:version", kwargs={"school": all_schools()[0].slug})
    asked = VersionMiddleware(lambda _: HttpResponseForbidden())
    spent = 0.0
    for _ in range(POLLS):
        started = time.process_time()
        answered = asked(factory.get(address))
        spent += time.process_time() - started
        if answered.status_code != HTTPStatus.OK:
            raise RuntimeError("A board's ticket was not taken.")
        time.sleep(POLL_EVERY / BOARDS)
    each, most = spent / POLLS * 1000, POLL_EVERY / BOARDS * 1000 / 10
    name = f"a poll; {BOARDS} boards use {each / most * 10:.1f} % of a core"
    return Bench(name, each, READ, floor.read, round(most, 2))


def _lists(actor: Actor, floor: Floors) -> Iterator[Bench]:
    lists = {
        "families without a reason": lambda: without_reason(actor, actor.today, Half.AM),
        "who crossed a line since yesterday": lambda: crossed_since(actor, actor.today - timedelta(days=1)),
        "the persistent list": lambda: watch_list(actor, WatchFilters()),
    }
    for name, work in lists.items():
        yield Bench(name, median(work), READ, floor.read)


def grid_goal(rows: int) -> float:
    """Half a second for 1,500 pupils; less for fewer."""
    return round(GRID_GOAL * rows / GRID_ROWS)
