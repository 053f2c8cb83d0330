"""The board of a whole day: both sessions and each lesson between them, with what was done about the late ones."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from rollbook.pupils.queries.groups import GroupPerson
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.board import BoardRow, RegisterState, Saved, both_halves
from rollbook.registers.queries.chasing import ChaseLine, Ladder, Step, chases_on, ladder_on
from rollbook.registers.queries.lessons import LessonRow, lesson_list
from rollbook.registers.queries.rules import RuleLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries import is_school_day

LATE = (RegisterState.MISSING, RegisterState.PARTLY)


@dataclass(frozen=True, slots=True)
class Line:
    """One register of a day. `register` is its key there; `due` is the moment from which it is late.

    `overdue` is whole minutes since then, for those who may see lateness of staff. `next_step` is
    the step of the ladder to come, and `next_at` its moment, while the register is late.
    """

    register: str
    public_id: uuid.UUID
    group_id: int | None
    name: str
    nc_year: str
    state: RegisterState
    size: int
    marked: int
    absent: int
    late: int
    opens: datetime | None
    due: datetime | None
    overdue: int | None
    people: tuple[GroupPerson, ...]
    covered: bool
    room: str
    saved: Saved | None
    rule: RuleLine | None = None
    cancelled: bool = False
    chased: tuple[ChaseLine, ...] = ()
    next_step: Step | None = None
    next_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.state in LATE

    @property
    def people_names(self) -> str:
        return ", ".join(person.name for person in self.people)

    @property
    def takers(self) -> tuple[GroupPerson, ...]:
        """Who is asked for it: cover where there is any, else those named for it."""
        cover = tuple(p for p in self.people if p.part == "cover")
        return cover or self.people


@dataclass(frozen=True, slots=True)
class Part:
    """The registers of one session (`am`, `pm`) or of one period (its name)."""

    key: str
    label: str
    starts: datetime | None
    lines: tuple[Line, ...]

    def count(self, *states: RegisterState) -> int:
        return sum(line.state in states for line in self.lines)


@dataclass(frozen=True, slots=True)
class DayBoard:
    """Every register of a day, in the order of the day."""

    on: date
    meets: bool
    parts: tuple[Part, ...]
    ladder: Ladder | None

    @property
    def lines(self) -> Iterator[Line]:
        return (line for part in self.parts for line in part.lines)

    def line(self, register: str) -> Line | None:
        return next((line for line in self.lines if line.register == register), None)


def day_board(actor: Actor, on: date) -> DayBoard:
    """The board of a day: at most seventeen statements, however many groups, lessons or pupils."""
    ladder = ladder_on(actor, on)
    if not is_school_day(actor, on):
        return DayBoard(on, False, (), ladder)
    chased: dict[str, list[ChaseLine]] = {}
    for chase in chases_on(actor, on):
        chased.setdefault(chase.register, []).append(chase)
    parts = [_session(actor, half, rows, chased, ladder) for half, rows in both_halves(actor, on)]
    parts += _periods(actor, on, chased, ladder)
    return DayBoard(on, True, tuple(sorted((p for p in parts if p.lines), key=_in_order)), ladder)


def next_change(actor: Actor, board: DayBoard) -> datetime | None:
    """The next moment at which the board looks different though nobody has done anything; None for none."""
    waiting = [line for line in board.lines if line.state is not RegisterState.TAKEN and not line.cancelled]
    moments = [m for line in waiting for m in (line.opens, line.due, line.next_at) if m is not None and m > actor.now]
    if any(line.overdue is not None for line in waiting) and board.on == actor.today:
        moments.append(actor.now.replace(second=0, microsecond=0) + timedelta(minutes=1))
    return min(moments, default=None)


def _in_order(part: Part) -> tuple[bool, float, bool]:
    """By their beginnings, a session before the lesson that begins with it."""
    return part.starts is None, part.starts.timestamp() if part.starts else 0.0, part.key not in ("am", "pm")


def _session(
    actor: Actor,
    half: Half,
    rows: Iterable[BoardRow],
    chased: Mapping[str, list[ChaseLine]],
    ladder: Ladder | None,
) -> Part:
    key = half.name.lower()
    lines = tuple(_of_group(actor, key, row, chased, ladder) for row in rows)
    starts = min((line.opens for line in lines if line.opens), default=None)
    return Part(key, half.label.capitalize(), starts, lines)


def _of_group(
    actor: Actor, half: str, row: BoardRow, chased: Mapping[str, list[ChaseLine]], ladder: Ladder | None
) -> Line:
    group = row.group
    register = f"{half}:{group.public_id}"
    about = tuple(chased.get(register, ()))
    step, at = _next(ladder, about, row.closes) if row.state in LATE else (None, None)
    return Line(
        register=register,
        public_id=group.public_id,
        group_id=group.id,
        name=group.name,
        nc_year=group.nc_year,
        state=row.state,
        size=row.size,
        marked=row.marked,
        absent=row.absent,
        late=row.late,
        opens=row.opens,
        due=row.closes,
        overdue=row.overdue,
        people=group.staff,
        covered=any(person.part == "cover" for person in group.staff),
        room=group.room,
        saved=row.saved,
        chased=about,
        next_step=step,
        next_at=at,
    )


def _periods(actor: Actor, on: date, chased: Mapping[str, list[ChaseLine]], ladder: Ladder | None) -> Iterator[Part]:
    rows = [row for row in lesson_list(actor, on, own=False) if row.size]
    saves = _lesson_saves(actor, on) if rows else {}
    lines = [(row, _of_lesson(actor, row, saves.get(row.lesson.key), chased, ladder)) for row in rows]
    ordered = sorted(lines, key=lambda pair: pair[0].lesson.period)
    for period, found in groupby(ordered, key=lambda pair: pair[0].lesson.period):
        own = tuple(line for _, line in found)
        yield Part(period, period, min((line.opens for line in own if line.opens), default=None), own)


def _of_lesson(
    actor: Actor, row: LessonRow, saved: Saved | None, chased: Mapping[str, list[ChaseLine]], ladder: Ladder | None
) -> Line:
    lesson = row.lesson
    register = f"lesson:{lesson.key}"
    about = tuple(chased.get(register, ()))
    due = _due(row, ladder)
    state = _lesson_state(actor, row, due)
    step, at = _next(ladder, about, due) if state in LATE else (None, None)
    part = "cover" if lesson.covered else "teacher"
    return Line(
        register=register,
        public_id=lesson.public_id,
        group_id=None,
        name=" ".join(words for words in (lesson.group, lesson.subject) if words),
        nc_year=lesson.nc_year,
        state=state,
        size=row.size,
        marked=row.marked,
        absent=0,
        late=0,
        opens=lesson.starts,
        due=due,
        overdue=_overdue(actor, state, due),
        people=(GroupPerson(lesson.teacher_id, lesson.teacher, part),) if lesson.teacher_id else (),
        covered=lesson.covered,
        room=lesson.room,
        saved=saved,
        rule=row.rule,
        cancelled=lesson.cancelled,
        chased=about,
        next_step=step,
        next_at=at,
    )


def _due(row: LessonRow, ladder: Ladder | None) -> datetime | None:
    """A lesson's register is late at its end, or as many minutes after its start as the school says."""
    lesson = row.lesson
    if lesson.starts is None or lesson.ends is None or ladder is None:
        return lesson.ends
    return min(lesson.starts + timedelta(minutes=ladder.lesson_after), lesson.ends)


def _lesson_state(actor: Actor, row: LessonRow, due: datetime | None) -> RegisterState:
    if row.lesson.cancelled:
        return RegisterState.NOT_OPEN
    if row.state is RegisterState.OPEN and due is not None and actor.now >= due:
        return RegisterState.PARTLY if row.marked else RegisterState.MISSING
    return row.state


def _overdue(actor: Actor, state: RegisterState, due: datetime | None) -> int | None:
    if due is None or state not in LATE or not actor.may(Permission.SEE_STAFF_LATENESS):
        return None
    return int((actor.now - due).total_seconds() // 60)


def _next(
    ladder: Ladder | None, chased: Iterable[ChaseLine], due: datetime | None
) -> tuple[Step | None, datetime | None]:
    """The first step of the ladder that was not told yet, and its moment."""
    told = max((chase.step for chase in chased if chase.kind == "step"), default=0)
    if ladder is None or due is None or told >= len(ladder.steps):
        return None, None
    step = ladder.steps[told]
    return step, due + timedelta(minutes=step.minutes)


def _lesson_saves(actor: Actor, on: date) -> dict[str, Saved]:
    """When each lesson of a day was saved first and last: one statement."""
    rows = RegisterSave.objects.filter(school_id=actor.school, date=on).exclude(lesson="")
    saves = sorted(rows.order_by().values_list("chain_year", "seq", "lesson", "made_at", "by_name"))
    found: dict[str, Saved] = {}
    for _, _, lesson, at, by in saves:
        found[lesson] = Saved(found[lesson].first if lesson in found else at, at, by)
    return found
