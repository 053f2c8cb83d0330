"""Lessons attended and missed, by subject, period and teaching group; who was in school and not in a lesson."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rollbook.pupils.queries.groups import natural, year_order
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.registers.queries.lesson_counts import LessonCount, lesson_counts, lessons_missed, lessons_of
from rollbook.reports.asked import Asked
from rollbook.reports.queries.roll import Roll, roll_for
from rollbook.reports.report import Share
from rollbook.rules.actor import Actor
from rollbook.rules.codes import ever_known, in_force
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import SYMBOL_OF, slot_of, year_of
from rollbook.timetable.queries.named import NamedLesson

# What lines are put in order by: tuples of one shape in each split.
Order = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """One line of a split of lessons: lesson marks that count, how many of them attended or late, missed in school.

    `in_school` are marks of absence from the lesson by a pupil whose session says that they were on the premises.
    """

    title: str
    possible: int
    attended: int
    late: int
    in_school: int

    @property
    def attendance(self) -> Share:
        return Share(self.attended, self.possible)


@dataclass(frozen=True, slots=True)
class Missed:
    """A lesson that a pupil missed while their session's mark says that they were in school."""

    pupil: OnTheRoll
    session: Session
    lesson: NamedLesson


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lesson marks of the pupils asked about, and the lessons that they missed while in school."""

    counted: tuple[LessonCount, ...]
    named: Mapping[str, NamedLesson]
    missed: tuple[Missed, ...]

    def lines(
        self, key: Callable[[NamedLesson], str], order: Callable[[NamedLesson], Order] | None = None
    ) -> tuple[LessonLine, ...]:
        """The marks split by what `key` says of a lesson, in the order of the titles, or of the lessons if said."""
        in_school: defaultdict[str, int] = defaultdict(int)
        for one in self.missed:
            in_school[key(one.lesson)] += 1
        found: dict[str, list[int]] = {}
        orders: dict[str, Order] = {}
        for count in self.counted:
            lesson, code = self.named.get(count.lesson), ever_known()[count.code]
            if lesson is None or not code.possible:
                continue
            own = found.setdefault(key(lesson), [0, 0, 0])
            orders.setdefault(key(lesson), order(lesson) if order else (natural(key(lesson)),))
            own[0] += count.times
            own[1] += count.times * code.attends
            own[2] += count.times * code.late
        lines = (LessonLine(title, own[0], own[1], own[2], in_school[title]) for title, own in found.items())
        return tuple(sorted(lines, key=lambda line: (orders[line.title], line.title)))

    @property
    def whole(self) -> LessonLine:
        return next(iter(self.lines(lambda _: "All lessons")), LessonLine("All lessons", 0, 0, 0, 0))


def the_lessons(actor: Actor, asked: Asked) -> Lessons:
    """Of the pupils asked about, among those whom this person may see: four statements of the roll and up to seven."""
    roll = roll_for(actor, asked)
    theirs = {roll.pupils[n].id: int(n) for n in roll.which(asked.whose)}
    counted = tuple(one for one in lesson_counts(actor, asked.first, asked.last) if one.pupil_id in theirs)
    missed = (
        Missed(roll.pupils[theirs[one.pupil_id]], one.session, one.lesson)
        for one in lessons_missed(actor, asked.first, asked.last)
        if one.pupil_id in theirs and _was_in(roll, theirs[one.pupil_id], one.session)
    )
    return Lessons(counted, lessons_of(actor, counted), tuple(missed))


def _was_in(roll: Roll, row: int, session: Session) -> bool:
    """Whether the session's own mark says that the pupil was on the premises (L and U too)."""
    matrix = next((m for m in roll.matrices if m.year == year_of(session.on)), None)
    symbol = SYMBOL_OF.get(int(matrix.codes[row, slot_of(session)])) if matrix is not None else None
    return symbol is not None and in_force(session.on)[symbol].on_site


def by_period(lesson: NamedLesson) -> str:
    return lesson.period


def by_subject(lesson: NamedLesson) -> str:
    return lesson.subject or "No subject named"


def by_group(lesson: NamedLesson) -> str:
    return ", ".join(part for part in (lesson.group, lesson.subject) if part)


def year_then_name(lesson: NamedLesson) -> Order:
    """By year, and 7En2 before 7En10."""
    parts = re.split(r"(\d+)", lesson.group)
    return (year_order(lesson.nc_year), [(part.isdecimal(), int(part) if part.isdecimal() else part) for part in parts])


def often(missed: Iterable[Missed]) -> tuple[tuple[OnTheRoll, tuple[Missed, ...]], ...]:
    """The lessons missed, by pupil: the most first."""
    found: defaultdict[int, list[Missed]] = defaultdict(list)
    for one in missed:
        found[one.pupil.id].append(one)
    theirs = ((own[0].pupil, tuple(own)) for own in found.values())
    return tuple(sorted(theirs, key=lambda one: (-len(one[1]), one[0].order)))
