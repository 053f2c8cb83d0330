"""The training school that is measured: its registers, its clock at ten to nine, and a timetable to take over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from rollbook.pupils.actions.grouping import create_group
from rollbook.pupils.queries import groups_of
from rollbook.pupils.queries.groups import GroupLine
from rollbook.registers.queries.lessons import LessonRow, lesson_list
from rollbook.rules.actor import LONDON, Actor, system_actor
from rollbook.schools.queries import all_schools, calendar_of
from rollbook.timetable.actions import commit_timetable, import_timetable

LESSONS = 2_800
_SLOTS = [(day, period) for day in range(1, 11) for period in range(1, 7)]  # two weeks of six periods
_TOMORROW = timedelta(days=1)


def school_at(now: datetime, clock: time = time(8, 50)) -> Actor:
    """Rollbook, acting in the first school at a time of its last school day; at 8:50 its registers are open."""
    found = all_schools()[0]
    actor = system_actor(found.id, now)
    day = max(d for d in calendar_of(actor).days if d <= actor.today)
    return system_actor(found.id, datetime.combine(day, clock, LONDON))


def forms_of(actor: Actor) -> tuple[GroupLine, ...]:
    """The forms with pupils in them."""
    return tuple(form for form in groups_of(actor, "registration", actor.today) if form.size)


def begun_lessons(actor: Actor) -> tuple[LessonRow, ...]:
    """The lessons of the day that have begun by now, with pupils in them."""
    rows = lesson_list(actor, actor.today, own=False)
    return tuple(row for row in rows if row.size and row.lesson.starts and row.lesson.starts <= actor.now)


def timetable_file(actor: Actor) -> bytes:
    """An Untis export of at least 2,800 lessons: every form in every period, and sets that fill it up."""
    names = [form.name for form in forms_of(actor)]
    while len(names) * len(_SLOTS) < LESSONS:
        names.append(f"To fill {len(names)}")
        create_group(actor, kind="teaching", name=names[-1])
    return untis(names)


def untis(groups: Sequence[str]) -> bytes:
    """GPU001: lesson number, class, teacher, subject, room, day, period; no subject, so the group is the class."""
    rows = (
        f'{n * len(_SLOTS) + m};"{name}";"T{(n + m) % 70}";"";"R{n}";{day};{period};;\r\n'
        for n, name in enumerate(groups)
        for m, (day, period) in enumerate(_SLOTS)
    )
    return "".join(rows).encode()


def take_over(actor: Actor, data: bytes) -> int:
    """Import a timetable from tomorrow on, reviewed and committed; gives how many lessons it names."""
    file = import_timetable(actor, name="GPU001.TXT", data=data)
    return len(commit_timetable(actor, file=file, from_day=actor.today + _TOMORROW).lessons)
