"""The lessons of a day as they take place: with cover, other rooms and those that do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.queries.joins import group_facts
from rollbook.pupils.queries.seeing import may_take
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import monday_of
from rollbook.rules.refused import NotFound
from rollbook.schools.queries import LessonLine, lesson_times
from rollbook.schools.queries.days import meets_on
from rollbook.schools.queries.times import moment
from rollbook.staff.queries import name_of
from rollbook.timetable.models import Lesson, WeekLetter
from rollbook.timetable.queries.periods import find_time

_BY_GROUP = ("group_name", "id")
EARLY = timedelta(minutes=10)
NO_LESSON = "There is no such lesson on that day, or it is not yours to see."
_COLUMNS = (
    "public_id", "group_id", "group_public_id", "group_name", "group_nc_year", "group_site_id",
    "week", "period", "subject", "room", "where", "teacher_id", "teacher_name", "c__cover_id", "cover_name",
    "c__cancelled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LessonOn:
    """A lesson on a date. `room` is where it meets that day, `usual_room` where it does otherwise.

    `teacher_id` and `teacher` are whoever takes it that day (0 and empty for nobody), `usual_teacher`
    the timetable's when it is covered. `starts` and `ends` are None where the school has no such period.
    """

    public_id: UUID
    on: date
    group_id: int
    group_public_id: UUID
    group: str
    nc_year: str
    site_id: int | None
    week: str
    period: str
    subject: str
    room: str
    usual_room: str
    teacher_id: int
    teacher: str
    usual_teacher: str
    covered: bool
    cancelled: bool
    starts: datetime | None
    ends: datetime | None

    @property
    def key(self) -> str:
        """What a lesson's register is known by."""
        return str(self.public_id)

    @property
    def title(self) -> str:
        return " · ".join(part for part in (self.group, self.subject, self.period) if part)


def lessons_on(
    actor: Actor, on: date, *, teacher: int | None = None, group: UUID | None = None, room: str = ""
) -> tuple[LessonOn, ...]:
    """The lessons of a day, of a teacher (as it is covered), a group or a room: two statements.

    In order of their hours and group. None on a day on which the school does not meet.
    """
    if teacher is None and group is None and not room:
        return _lines(actor, _DAY.rows(**_asked(actor, on)), on)
    rows = _of_day(**_asked(actor, on))
    if teacher is not None:
        rows = rows.filter(Q(taker=teacher))
    if group is not None:
        rows = rows.filter(Q(group_public_id=group))
    if room:
        rows = rows.filter(Q(where__iexact=room))
    return _lines(actor, tuple(_told(rows)), on)


def lessons_named(actor: Actor, on: date, public_ids: Collection[UUID]) -> tuple[LessonOn, ...]:
    """Those of these lessons that belong to a day, in order of their hours: two statements, none for no lessons."""
    return _lines(actor, _SOME.rows(**_asked(actor, on), lessons=public_ids), on) if public_ids else ()


def lesson_on(actor: Actor, public_id: UUID, on: date) -> LessonOn:
    """One lesson on a date on which it takes place: two statements; NotFound for any other."""
    found = _lines(actor, _ONE.rows(**_asked(actor, on), lesson=public_id), on)
    if not found:
        raise NotFound(NO_LESSON)
    return found[0]


def lessons_now(actor: Actor) -> tuple[LessonOn, ...]:
    """What this person takes at this moment, from ten minutes before it starts: two statements."""
    own = lessons_on(actor, actor.today, teacher=actor.user_id or 0)
    return tuple(
        lesson
        for lesson in own
        if lesson.starts and lesson.ends and not lesson.cancelled and lesson.starts - EARLY <= actor.now < lesson.ends
    )


def may_take_lesson(actor: Actor, lesson: LessonOn) -> bool:
    """Whether this person takes the lesson's register: its teacher or cover that day, the group's, or the office."""
    if lesson.cancelled:
        return False
    if actor.may(Permission.TAKE_OWN_REGISTERS) and lesson.teacher_id and lesson.teacher_id == actor.user_id:
        return True
    return may_take(actor, lesson.group_id, lesson.on)


def _asked(actor: Actor, on: date) -> dict[str, Any]:
    return {"school": actor.school, "on": on, "monday": monday_of(on), "weekday": on.weekday()}


def _of_day(*, school: int, on: date, monday: date, weekday: int) -> QuerySet[Lesson]:
    lettered = WeekLetter.objects.filter(school_id=school, monday=monday, letter=OuterRef("week"))
    in_force = Q(first__lte=on) & (Q(last__isnull=True) | Q(last__gte=on))
    return (
        Lesson.objects.filter(in_force, meets_on(on, "school_id"), school_id=school, weekday=weekday)
        .filter(Q(week="") | Exists(lettered))
        .annotate(
            c=FilteredRelation("changes", condition=Q(changes__date=on)),
            taker=Coalesce("c__cover_id", "teacher_id"),
            where=Coalesce(NullIf("c__room", Value("")), "room", output_field=CharField()),
            teacher_name=name_of("teacher__"),
            cover_name=name_of("c__cover__"),
            **group_facts("group__"),
        )
    )


def _told(rows: QuerySet[Lesson]) -> QuerySet[Lesson, tuple[Any, ...]]:
    return rows.order_by(*_BY_GROUP).values_list(*_COLUMNS)


def _of_any_day() -> QuerySet[Lesson]:
    day, monday = given("on", "day"), given("monday", "day")
    return _of_day(school=given("school"), on=day, monday=monday, weekday=given("weekday", "number"))


_DAY = Prepared(lambda: _told(_of_any_day()))
_SOME = Prepared(lambda: _told(_of_any_day().filter(public_id__in=given("lessons", "public id", many=True))))
_ONE = Prepared(lambda: _told(_of_any_day().filter(public_id=given("lesson", "public id"))))


def _lines(actor: Actor, found: Sequence[tuple[Any, ...]], on: date) -> tuple[LessonOn, ...]:
    times = lesson_times(actor, on) if found else ()
    lines = [_line(row, on, times) for row in found]
    return tuple(sorted(lines, key=_by_hours))


def _by_hours(line: LessonOn) -> tuple[bool, float, str, str, str]:
    return line.starts is None, line.starts.timestamp() if line.starts else 0.0, line.period, line.group, line.key


def _line(row: tuple[Any, ...], on: date, times: Iterable[LessonLine]) -> LessonOn:
    values = dict(zip(_COLUMNS, row, strict=True))
    hours = find_time(times, values["period"], on, values["group_nc_year"], values["group_site_id"])
    covered = values["c__cover_id"] is not None
    return LessonOn(
        public_id=values["public_id"],
        on=on,
        group_id=values["group_id"],
        group_public_id=values["group_public_id"],
        group=values["group_name"],
        nc_year=values["group_nc_year"],
        site_id=values["group_site_id"],
        week=values["week"],
        period=values["period"],
        subject=values["subject"],
        room=values["where"],
        usual_room=values["room"],
        teacher_id=values["c__cover_id"] or values["teacher_id"] or 0,
        teacher=(values["cover_name"] if covered else values["teacher_name"]) or "",
        usual_teacher=values["teacher_name"] or "",
        covered=covered,
        cancelled=bool(values["c__cancelled"]),
        starts=moment(on, hours.starts) if hours else None,
        ends=moment(on, hours.ends) if hours else None,
    )
