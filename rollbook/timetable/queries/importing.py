"""What taking over a timetable would do, lesson by lesson; nothing is written until then."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from rollbook.audit.keys import decrypt
from rollbook.formats.problems import Problem
from rollbook.formats.timetables import LessonRow, TimetableFile, read_timetable
from rollbook.pupils.queries.taught import GroupKey, groups_by_name
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import LessonLine, lesson_time_rows
from rollbook.staff.queries import staff_members
from rollbook.timetable import models
from rollbook.timetable.models import Lesson, TeacherCode
from rollbook.timetable.queries.periods import period_key, same_period, when

NO_FILE = "There is no such timetable in this school, or its content is gone."
_JOINED_BY = (" ", "/", "-", "")


class Verdict(StrEnum):
    """What becomes of one lesson of the file, or of one that the file no longer has."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ENDS = "ends"
    UNKNOWN_GROUP = "unknown group"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class FileLine:
    """An uploaded timetable as lists show it; `counts` are those of the take-over."""

    public_id: UUID
    name: str
    uploaded_at: datetime
    uploaded_by: str
    waiting: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a lesson stands in the week of its group: no group has two there."""

    group_id: int
    weekday: int
    week: str
    period: str

    @property
    def key(self) -> tuple[int, int, str, str]:
        return self.group_id, self.weekday, self.week, period_key(self.period)


@dataclass(frozen=True, slots=True)
class Planned:
    """One lesson of the review: what it says, what it becomes, and the row that stands (`held`)."""

    verdict: Verdict
    row: int
    group: str
    slot: Slot | None
    teacher_id: int | None
    teacher: str
    room: str
    subject: str
    held: int | None = None
    says: str = ""

    @property
    def when(self) -> str:
        return when(self.slot.week, self.slot.weekday, self.slot.period) if self.slot else ""


@dataclass(frozen=True, slots=True)
class TimetableReview:
    """A timetable against what stands: the lessons, codes of teachers and groups nobody knows, and problems."""

    file: FileLine
    kind: str
    from_day: date
    lessons: tuple[Planned, ...]
    unknown_teachers: tuple[tuple[str, int], ...]
    unknown_groups: tuple[tuple[str, int], ...]
    periods_without_hours: tuple[str, ...]
    problems: tuple[Problem, ...]

    def count(self, *verdicts: Verdict) -> int:
        return sum(lesson.verdict in verdicts for lesson in self.lessons)


def timetable_files(actor: Actor) -> tuple[FileLine, ...]:
    """Every timetable uploaded so far, the newest first: one statement."""
    rows = models.TimetableFile.objects.filter(school_id=actor.school).order_by("-uploaded_at", "-id")
    return tuple(_line(row) for row in rows.defer("content"))


def review_timetable(actor: Actor, public_id: UUID, from_day: date) -> TimetableReview:
    """What taking this file over from a day on would do: a fixed number of statements."""
    held = models.TimetableFile.objects.filter(school_id=actor.school, public_id=public_id).first()
    if held is None or not held.content:
        raise NotFound(NO_FILE)
    return plan(actor, held, from_day)


def plan(actor: Actor, held: models.TimetableFile, from_day: date) -> TimetableReview:
    """The review of a file whose content is still kept."""
    found = content_of(held)
    times = lesson_time_rows(actor)
    groups = _groups(groups_by_name(actor, year_of(from_day)))
    teachers = _teachers(actor)
    standing = _standing(actor, from_day)
    lessons = tuple(_planned(found.lessons, groups, teachers, times, standing))
    return TimetableReview(
        file=_line(held),
        kind=found.kind,
        from_day=from_day,
        lessons=lessons,
        unknown_teachers=_counted(r.teacher for r in found.lessons if r.teacher and _plain(r.teacher) not in teachers),
        unknown_groups=_counted(_called(r) for r in found.lessons if _group_of(r, groups) is None),
        periods_without_hours=_without_hours(lessons, times),
        problems=found.problems,
    )


def content_of(held: models.TimetableFile) -> TimetableFile:
    data = base64.b64decode(decrypt(held.content, place=place_of(held.public_id)))
    return read_timetable(held.file_name, data)


def place_of(public_id: UUID) -> str:
    """Where a timetable's ciphertext belongs."""
    return f"timetable:{public_id}"


def _planned(
    rows: Iterable[LessonRow],
    groups: Mapping[str, GroupKey],
    teachers: Mapping[str, int],
    times: Iterable[LessonLine],
    standing: Mapping[tuple[int, int, str, str], Lesson],
) -> Iterable[Planned]:
    times, seen = tuple(times), set()
    for row in rows:
        group = _group_of(row, groups)
        if group is None:
            yield _told(row, Verdict.UNKNOWN_GROUP, says="Nobody here knows this group. Make it under Set-up, Groups.")
            continue
        slot = Slot(group.id, row.weekday, row.week, _period(row.period, times))
        if slot.key in seen:
            yield _told(row, Verdict.TWICE, says="The group stands here already with another teacher, room or subject.")
            continue
        seen.add(slot.key)
        yield _compared(row, group, slot, teachers.get(_plain(row.teacher)), standing.get(slot.key))
    names = {group.id: group.name for group in groups.values()}
    for key, held in standing.items():
        if key not in seen:
            yield _ending(held, names.get(held.group_id, ""))


def _compared(row: LessonRow, group: GroupKey, slot: Slot, teacher: int | None, held: Lesson | None) -> Planned:
    wanted = (teacher, row.room, row.subject)
    verdict, says = Verdict.NEW, ""
    if held is not None:
        stands = (held.teacher_id, held.room, held.subject)
        verdict = Verdict.SAME if stands == wanted else Verdict.CHANGED
        changed = (name for name, a, b in zip(("teacher", "room", "subject"), stands, wanted, strict=True) if a != b)
        says = ", ".join(changed)
    return Planned(
        verdict, row.row, group.name, slot, teacher, row.teacher, row.room, row.subject, held.pk if held else None, says
    )


def _ending(held: Lesson, group: str) -> Planned:
    slot = Slot(held.group_id, held.weekday, held.week, held.period)
    says = "It is not in the file."
    return Planned(Verdict.ENDS, 0, group, slot, held.teacher_id, "", held.room, held.subject, held.pk, says)


def _told(row: LessonRow, verdict: Verdict, *, says: str) -> Planned:
    return Planned(verdict, row.row, _called(row), None, None, row.teacher, row.room, row.subject, None, says)


def _groups(known: Iterable[GroupKey]) -> Mapping[str, GroupKey]:
    """By name; where a teaching and a registration group share one, the teaching group."""
    return {_plain(g.name): g for g in sorted(known, key=lambda g: (g.kind == "teaching", -g.id))}


def _group_of(row: LessonRow, groups: Mapping[str, GroupKey]) -> GroupKey | None:
    """The group that a class and a subject mean: joined where schools name their groups so, else the class."""
    joined = (f"{row.group}{mark}{row.subject}" for mark in _JOINED_BY if row.subject)
    for name in (*joined, row.group):
        if found := groups.get(_plain(name)):
            return found
    return None


def _teachers(actor: Actor) -> Mapping[str, int]:
    """By code as the school said it, initials, user name or name; a name that means two people means nobody."""
    found: dict[str, int] = {}
    doubled: set[str] = set()
    for member in staff_members(actor):
        for name in {_plain(n) for n in (member.initials, member.username, member.name) if n}:
            doubled |= {name} if found.get(name, member.id) != member.id else set()
            found[name] = member.id
    said = TeacherCode.objects.filter(school_id=actor.school).values_list("code", "user_id")
    return {name: i for name, i in found.items() if name not in doubled} | {_plain(c): i for c, i in said}


def _standing(actor: Actor, from_day: date) -> Mapping[tuple[int, int, str, str], Lesson]:
    rows = Lesson.objects.filter(school_id=actor.school).exclude(last__lt=from_day).order_by("first", "id")
    return {Slot(r.group_id, r.weekday, r.week, r.period).key: r for r in rows}


def _period(name: str, times: Iterable[LessonLine]) -> str:
    """The school's own name for the period where it has one, else the file's."""
    return next((line.name for line in times if same_period(line.name, name)), name)


def _without_hours(lessons: Iterable[Planned], times: Iterable[LessonLine]) -> tuple[str, ...]:
    known = {period_key(line.name) for line in times}
    used = {lesson.slot.period for lesson in lessons if lesson.slot and lesson.verdict is not Verdict.ENDS}
    return tuple(sorted(name for name in used if period_key(name) not in known))


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items()))


def _called(row: LessonRow) -> str:
    return f"{row.group} {row.subject}".strip()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _line(row: models.TimetableFile) -> FileLine:
    waiting = row.state == models.TimetableFile.State.WAITING
    return FileLine(row.public_id, row.file_name, row.uploaded_at, row.uploaded_by, waiting, dict(row.counts))
