"""What lessons that were registered before are called, and their hours on the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rollbook.pupils.queries.joins import group_facts
from rollbook.rules.actor import Actor
from rollbook.schools.queries import LessonLine, lesson_time_rows
from rollbook.schools.queries.times import moment
from rollbook.timetable.models import Lesson
from rollbook.timetable.queries.periods import find_time

_COLUMNS = ("public_id", "group_name", "group_nc_year", "group_site_id", "period", "subject")


@dataclass(frozen=True, slots=True)
class NamedLesson:
    """A lesson by its key, with what its hours follow from."""

    key: str
    group: str
    nc_year: str
    site_id: int | None
    period: str
    subject: str

    def hours(self, rows: Iterable[LessonLine], on: date) -> tuple[datetime, datetime] | None:
        """When it began and ended that day, aware; None where the school has no such period."""
        found = find_time(rows, self.period, on, self.nc_year, self.site_id)
        return (moment(on, found.starts), moment(on, found.ends)) if found else None


def lessons_named(actor: Actor, keys: Iterable[str]) -> tuple[Mapping[str, NamedLesson], tuple[LessonLine, ...]]:
    """Lessons by key, whenever they were, and every period the school ever set: two statements, none for no keys."""
    wanted = [UUID(key) for key in keys]
    if not wanted:
        return {}, ()
    rows = Lesson.objects.filter(school_id=actor.school, public_id__in=wanted).annotate(**group_facts("group__"))
    found = (NamedLesson(str(key), *rest) for key, *rest in rows.values_list(*_COLUMNS))
    return {lesson.key: lesson for lesson in found}, lesson_time_rows(actor)
