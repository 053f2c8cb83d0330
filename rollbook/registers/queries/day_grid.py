"""Everybody's day on one page: pupils down; AM, each period, PM and minutes late across."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollbook.pupils.queries import PupilFilters, pupils_list
from rollbook.pupils.queries.groups import GroupLine, groups_of
from rollbook.pupils.queries.lines import PupilLine
from rollbook.pupils.queries.members import members_of
from rollbook.registers.models import LessonMark, Mark
from rollbook.registers.queries.board import REGISTRATION
from rollbook.registers.queries.conflicts.lessons import disagree
from rollbook.registers.queries.lessons import half_of
from rollbook.rules.actor import Actor
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools.queries import SessionTimes, Window, is_school_day, times_of
from rollbook.timetable.queries import LessonOn, lessons_on

EVERYBODY = 10_000


class Only(StrEnum):
    """What a row is picked out for."""

    GAP = "gap"
    ABSENCE = "absence"
    LATE = "late"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class DayCell:
    """A pupil's place in a half or a lesson; without a code it is a `gap` once its register has closed.

    `disagrees`: the half says here and the lesson absent, or the reverse (REG-E).
    """

    code: str
    minutes: int | None
    lesson: uuid.UUID | None = None
    gap: bool = False
    disagrees: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """A pupil with a cell for each column, None where nobody expects them; `late` in minutes."""

    pupil: PupilLine
    cells: tuple[DayCell | None, ...]
    late: int
    picked: frozenset[Only]


@dataclass(frozen=True, slots=True)
class Total:
    """What a column comes to, in pupils."""

    here: int
    absent: int
    gap: int


@dataclass(frozen=True, slots=True)
class DayGrid:
    """The grid of a day; `columns` are AM, the periods in their order, PM. `groups` are the forms of the day."""

    on: date
    meets: bool
    groups: tuple[GroupLine, ...]
    columns: tuple[str, ...]
    rows: tuple[DayRow, ...]

    def only(self, what: Only | None) -> tuple[DayRow, ...]:
        return self.rows if what is None else tuple(row for row in self.rows if what in row.picked)

    def count(self, what: Only) -> int:
        return sum(what in row.picked for row in self.rows)

    def totals(self) -> tuple[Total, ...]:
        known = in_force(self.on)
        here = {symbol for symbol, code in known.items() if code.attends}
        absent = {symbol for symbol, code in known.items() if code.absent}
        columns = [[row.cells[n] for row in self.rows] for n in range(len(self.columns))]
        return tuple(
            Total(
                here=sum(cell is not None and cell.code in here for cell in cells),
                absent=sum(cell is not None and cell.code in absent for cell in cells),
                gap=sum(cell is not None and cell.gap for cell in cells),
            )
            for cells in columns
        )


def day_grid(actor: Actor, on: date, *, nc_year: str = "", form: uuid.UUID | None = None) -> DayGrid:
    """Everybody on roll that day, or a year group or form: a fixed number of statements.

    Without pupils who board: they have no morning and afternoon register (REG-3).
    """
    groups = groups_of(actor, REGISTRATION, on)
    if not is_school_day(actor, on):
        return DayGrid(on, meets=False, groups=groups, columns=(), rows=())
    filters = PupilFilters(on=on, nc_year=nc_year, registration=form)
    people = [p for p in pupils_list(actor, filters, size=EVERYBODY).pupils if not p.boarder]
    lessons = tuple(lesson for lesson in lessons_on(actor, on) if not lesson.cancelled)
    times = times_of(actor, on)
    day = _Day(
        actor=actor,
        columns=("AM", *dict.fromkeys(lesson.period for lesson in lessons), "PM"),
        codes=in_force(on),
        windows=_Windows(times, {g.name: g for g in groups}),
        halves=_halves_held(actor, on),
        held=_lessons_held(actor, on),
        places=_places(lessons, members_of(actor, {lesson.group_id for lesson in lessons}, on)),
        half_of={lesson.key: half_of(times, lesson) for lesson in lessons},
    )
    return DayGrid(on, meets=True, groups=groups, columns=day.columns, rows=tuple(day.row(p) for p in people))


_Held = tuple[str, int | None]


def _halves_held(actor: Actor, on: date) -> Mapping[tuple[int, int], _Held]:
    rows = Mark.objects.filter(school_id=actor.school, date=on).values_list("pupil_id", "half", "code", "minutes")
    return {(pupil, half): (code, minutes) for pupil, half, code, minutes in rows}


def _lessons_held(actor: Actor, on: date) -> Mapping[tuple[int, str], _Held]:
    rows = LessonMark.objects.filter(school_id=actor.school, date=on)
    found = rows.values_list("pupil_id", "lesson", "code", "minutes")
    return {(pupil, lesson): (code, minutes) for pupil, lesson, code, minutes in found}


def _places(lessons: Iterable[LessonOn], members: Mapping[int, Sequence[int]]) -> Mapping[int, list[LessonOn]]:
    """The lessons of each pupil, in the order of the day."""
    found: dict[int, list[LessonOn]] = {}
    for lesson in lessons:
        for pupil in members.get(lesson.group_id, ()):
            found.setdefault(pupil, []).append(lesson)
    return found


class _Windows:
    """When the register of a half opens and closes, by form: looked up once for each form."""

    def __init__(self, times: SessionTimes, forms: Mapping[str, GroupLine]) -> None:
        self._times = times
        self._forms = forms
        self._found: dict[tuple[Half, str], Window | None] = {}

    def of(self, half: Half, pupil: PupilLine) -> Window | None:
        key = (half, pupil.registration)
        if key not in self._found:
            self._found[key] = self._look_up(half, pupil)
        return self._found[key]

    def _look_up(self, half: Half, pupil: PupilLine) -> Window | None:
        form = self._forms.get(pupil.registration)
        try:
            return self._times.for_(half, form.nc_year if form else pupil.nc_year, form.site_id if form else None)
        except Refused:
            return None


@dataclass(frozen=True, slots=True)
class _Day:
    """What was read of a day, by which each pupil's row is put together."""

    actor: Actor
    columns: tuple[str, ...]
    codes: Mapping[str, Code]
    windows: _Windows
    halves: Mapping[tuple[int, int], _Held]
    held: Mapping[tuple[int, str], _Held]
    places: Mapping[int, list[LessonOn]]
    half_of: Mapping[str, Half]

    def row(self, pupil: PupilLine) -> DayRow:
        halves = {half: self._half(half, pupil) for half in Half}
        lessons: dict[str, DayCell] = {}
        clash: set[Half] = set()
        for lesson in self.places.get(pupil.id, ()):
            cell = self._lesson(lesson, pupil)
            half = self.half_of[lesson.key]
            if cell.code and self._disagree(halves[half], cell, lesson, self.windows.of(half, pupil)):
                cell = replace(cell, disagrees=True)
                clash.add(half)
            if lesson.period not in lessons or cell.code:
                lessons[lesson.period] = cell
        for half in clash:
            halves[half] = replace(halves[half], disagrees=True)
        cells = (halves[Half.AM], *(lessons.get(p) for p in self.columns[1:-1]), halves[Half.PM])
        late = sum(cell.minutes or 0 for cell in cells if cell)
        return DayRow(pupil, cells, late, self._picked(cells))

    def _half(self, half: Half, pupil: PupilLine) -> DayCell:
        code, minutes = self.halves.get((pupil.id, half), ("", None))
        if code:
            return DayCell(code, minutes)
        window = self.windows.of(half, pupil)
        return DayCell("", None, gap=window is not None and window.closes <= self.actor.now)

    def _lesson(self, lesson: LessonOn, pupil: PupilLine) -> DayCell:
        code, minutes = self.held.get((pupil.id, lesson.key), ("", None))
        gap = not code and lesson.ends is not None and lesson.ends <= self.actor.now
        return DayCell(code, minutes, lesson.public_id, gap=gap)

    def _disagree(self, half: DayCell, lesson: DayCell, when: LessonOn, window: Window | None) -> bool:
        if not disagree(half.code, lesson.code):
            return False
        said = self.codes.get(half.code)
        if said is None or not said.late or window is None or when.starts is None:
            return True
        return when.starts >= _came(half, window)

    def _picked(self, cells: Iterable[DayCell | None]) -> frozenset[Only]:
        found = set()
        for cell in cells:
            if cell is None:
                continue
            if cell.gap:
                found.add(Only.GAP)
            if cell.disagrees:
                found.add(Only.CONFLICT)
            code = self.codes.get(cell.code)
            if code is not None and code.absent:
                found.add(Only.ABSENCE)
            if code is not None and code.late:
                found.add(Only.LATE)
        return frozenset(found)


def _came(half: DayCell, window: Window) -> datetime:
    """When a late pupil came: a lesson before it was rightly missed."""
    return window.closes if half.minutes is None else window.opens + timedelta(minutes=half.minutes)
