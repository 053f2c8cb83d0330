"""Weeks: their letters as the school set them, and the grid of a teacher, a group or a room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from rollbook.pupils.queries.joins import group_facts
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import monday_of
from rollbook.schools.queries import calendar_of, lesson_time_rows
from rollbook.staff.queries import name_of, staff_of
from rollbook.timetable.models import DayChange, Lesson, WeekLetter
from rollbook.timetable.queries.periods import find_time, period_key

_WEEK = timedelta(days=7)
_DAYS = 5
_BY_GROUP = ("group_name", "id")


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week by its Monday: the letter said for it (empty for none) and its school days."""

    monday: date
    letter: str
    days: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A lesson in a week's grid, as it takes place on its day."""

    lesson: UUID
    on: date
    period: str
    group: str
    subject: str
    room: str
    teacher: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """A week: its letter, its days (those without school are known), and a row of cells for each period."""

    monday: date
    letter: str
    days: tuple[date, ...]
    meets: frozenset[date]
    rows: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]


def week_letters(actor: Actor, first: date, last: date) -> tuple[WeekLine, ...]:
    """Every week from a day to a day, with its letter and how many days the school meets: three statements."""
    monday = monday_of(first)
    days = calendar_of(actor, first=monday, last=last + _WEEK).days
    letters = _letters(actor, monday, last)
    lines = []
    while monday <= last:
        met = sum(monday <= day < monday + _WEEK for day in days)
        lines.append(WeekLine(monday, letters.get(monday, ""), met))
        monday += _WEEK
    return tuple(lines)


def week_grid(
    actor: Actor, on: date, *, teacher: int | None = None, group: UUID | None = None, room: str = ""
) -> WeekGrid:
    """The week of a day for a teacher, a group or a room: a fixed number of statements."""
    monday = monday_of(on)
    days = tuple(monday + timedelta(days=n) for n in range(_DAYS))
    letter = _letters(actor, monday, monday).get(monday, "")
    meets = frozenset(calendar_of(actor, first=days[0], last=days[-1]).days)
    cells = [c for c in _cells(actor, days, letter) if c[0].on in meets and _is_of(c, teacher, group, room)]
    order = _order(actor, monday, [cell for cell, *_ in cells])
    rows = tuple((period, tuple(_at(cells, period, day) for day in days)) for period in order)
    return WeekGrid(monday, letter, days, meets, rows)


def rooms_of(actor: Actor, on: date) -> tuple[str, ...]:
    """The rooms in which lessons are put at that time, by name: one statement."""
    rows = Lesson.objects.filter(school_id=actor.school, first__lte=on).exclude(last__lt=on).exclude(room="")
    return tuple(rows.order_by("room").values_list("room", flat=True).distinct())


_Placed = tuple[Cell, int, UUID]


def _cells(actor: Actor, days: Sequence[date], letter: str) -> list[_Placed]:
    """Each lesson on each of its days, with who takes it and which group: three statements."""
    changes = _changes(actor, days)
    names = {line.id: line.name for line in staff_of(actor)}
    rows = (
        Lesson.objects.filter(school_id=actor.school, first__lte=days[-1], week__in=("", letter))
        .exclude(last__lt=days[0])
        .annotate(**group_facts("group__"), teacher_name=name_of("teacher__"))
        .order_by(*_BY_GROUP)
        .values_list(
            *("id", "public_id", "weekday", "period", "group_name", "group_public_id", "subject", "room"),
            *("teacher_id", "teacher_name", "first", "last"),
        )
    )
    found: list[_Placed] = []
    for key, public, weekday, period, group, group_id, subject, room, teacher, name, first, last in rows:
        if weekday >= len(days) or days[weekday] < first or (last is not None and days[weekday] > last):
            continue
        day = days[weekday]
        cell = Cell(public, day, period, group, subject, room, name or "")
        change = changes.get((key, day))
        if change is not None:
            cell, teacher = _changed(cell, change, teacher, names)
        found.append((cell, teacher or 0, group_id))
    return found


def _changed(cell: Cell, change: DayChange, teacher: int | None, names: Mapping[int, str]) -> tuple[Cell, int | None]:
    if change.cancelled:
        return replace(cell, changed="does not take place"), teacher
    if change.room:
        cell = replace(cell, room=change.room, changed="other room")
    if change.cover_id:
        usual = f"cover for {cell.teacher}" if cell.teacher else "cover"
        return replace(cell, teacher=names.get(change.cover_id, "cover"), changed=usual), change.cover_id
    return cell, teacher


def _changes(actor: Actor, days: Sequence[date]) -> Mapping[tuple[int, date], DayChange]:
    rows = DayChange.objects.filter(school_id=actor.school, date__range=(days[0], days[-1]))
    return {(row.lesson_id, row.date): row for row in rows}


def _is_of(placed: _Placed, teacher: int | None, group: UUID | None, room: str) -> bool:
    cell, taker, group_id = placed
    if teacher is not None:
        return taker == teacher
    if group is not None:
        return group_id == group
    return not room or cell.room.casefold() == room.casefold()


def _order(actor: Actor, monday: date, cells: Iterable[Cell]) -> list[str]:
    """The periods of the grid as the day runs; those without hours last, by name."""
    times = lesson_time_rows(actor)
    first: dict[str, tuple[str, int]] = {}
    for cell in cells:
        hours = find_time(times, cell.period, cell.on)
        starts = hours.starts if hours else 24 * 60
        known = first.get(period_key(cell.period))
        name = hours.name if hours else cell.period
        first[period_key(cell.period)] = (name, min(starts, known[1]) if known else starts)
    return [name for name, _ in sorted(first.values(), key=lambda f: (f[1], f[0]))]


def _at(cells: Iterable[_Placed], period: str, day: date) -> tuple[Cell, ...]:
    key = period_key(period)
    return tuple(cell for cell, *_ in cells if cell.on == day and period_key(cell.period) == key)


def _letters(actor: Actor, first: date, last: date) -> dict[date, str]:
    rows = WeekLetter.objects.filter(school_id=actor.school, monday__range=(first, last))
    return dict(rows.values_list("monday", "letter"))
