"""What a timetable file says: one lesson for a group, on a weekday of a week, in a period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rollbook.formats.problems import Problem, Problems

LONGEST_NAME = 50
LONGEST_PERIOD = 20
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|r|urday)?"
SLOT = re.compile(rf"^{_DAY}\s*(?:w(?:ee)?k\s*)?([a-d1-4])?\s*[:.\-]\s*(\S.*)$", re.IGNORECASE)
DAY_ONLY = re.compile(rf"^{_DAY}\s*(?:w(?:ee)?k\s*)?([a-d1-4])?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson of the file.

    `row` is the line or row it stands in, `week` a letter (empty: every week), `weekday` 0 for
    Monday, `period` as the file names it; `group` is the class the file names. `subject`,
    `teacher` (usually initials) and `room` are empty where it says nothing.
    """

    row: int
    week: str
    weekday: int
    period: str
    group: str
    subject: str = ""
    teacher: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class TimetableFile:
    """A timetable as it was read; `kind` is untis, asc or grid."""

    name: str
    kind: str
    lessons: tuple[LessonRow, ...]
    problems: tuple[Problem, ...]

    @property
    def weeks(self) -> tuple[str, ...]:
        return tuple(sorted({lesson.week for lesson in self.lessons} - {""}))


def finished(name: str, kind: str, lessons: Iterable[LessonRow], problems: Problems) -> TimetableFile:
    """The file, with each lesson once however often it was written."""
    once: dict[tuple[str, ...], LessonRow] = {}
    for lesson in _fitting(lessons, problems):
        key = (lesson.week, str(lesson.weekday), lesson.period.casefold(), lesson.group.casefold())
        once.setdefault((*key, lesson.subject.casefold(), lesson.teacher.casefold(), lesson.room.casefold()), lesson)
    return TimetableFile(name, kind, tuple(once.values()), problems.as_tuple())


def slot_of(text: str) -> tuple[str, int, str] | None:
    """Week letter, weekday and period of a slot as grids write it, e.g. `MonA:1` or `Tuesday:P3`."""
    found = SLOT.match(text.strip())
    if found is None or len(found[3].strip()) > LONGEST_PERIOD:
        return None
    return week_letter(found[2] or ""), _DAYS.index(found[1].casefold()), found[3].strip()


def day_of(text: str) -> tuple[str, int] | None:
    """Week letter and weekday of a day as a column of its own writes it: `Mon`, `Tuesday B`, or 1 to 5."""
    text = text.strip()
    if text in ("1", "2", "3", "4", "5"):
        return "", int(text) - 1
    found = DAY_ONLY.match(text)
    return (week_letter(found[2] or ""), _DAYS.index(found[1].casefold())) if found else None


def week_letter(text: str) -> str:
    """A week as the file numbers or letters it, as a letter: 1 is A; empty for every week."""
    text = text.strip().upper().removeprefix("WEEK").removeprefix("WK").strip()
    if text in ("1", "2", "3", "4"):
        return chr(ord("A") + int(text) - 1)
    return text if text in ("A", "B", "C", "D") else ""


def _fitting(lessons: Iterable[LessonRow], problems: Problems) -> Iterator[LessonRow]:
    for lesson in lessons:
        for what in ("group", "subject", "teacher", "room"):
            value = getattr(lesson, what)
            if len(value) > LONGEST_NAME:
                problems.error(lesson.row, what, value, f"It is longer than {LONGEST_NAME} letters. Shorten it.")
                break
        else:
            yield lesson
