"""What the timetable announces when it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class TimetableUploaded(Event):
    verb: ClassVar[str] = "uploaded a timetable for review"
    file: UUID

    @property
    def subject(self) -> str:
        return f"timetable:{self.file}"


@dataclass(frozen=True, slots=True)
class TimetableImported(Event):
    """Counts of lessons; those that end are no longer in the file."""

    verb: ClassVar[str] = "took over a timetable"
    file: UUID
    from_day: date
    new: int
    changed: int
    same: int
    ended: int
    left_out: int

    @property
    def subject(self) -> str:
        return f"timetable:{self.file}"


@dataclass(frozen=True, slots=True)
class TeacherCodeSet(Event):
    verb: ClassVar[str] = "said whom a timetable's teacher code means"
    user_id: int


@dataclass(frozen=True, slots=True)
class WeekLettersSet(Event):
    verb: ClassVar[str] = "set the letters of the timetable's weeks"
    first: date
    last: date
    weeks: int


@dataclass(frozen=True, slots=True)
class LessonChangedForDay(Event):
    """`what` is cover, room or cancelled."""

    verb: ClassVar[str] = "changed a lesson for one day"
    lesson: UUID
    on: date
    what: str

    @property
    def subject(self) -> str:
        return f"lesson:{self.lesson}"


@dataclass(frozen=True, slots=True)
class SetMoved(Event):
    """A pupil goes from one teaching group to another."""

    verb: ClassVar[str] = "moved the pupil between teaching groups"
    pupil: UUID
    out_of: UUID
    into: UUID
    first: date

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"
