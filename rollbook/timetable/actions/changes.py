"""What one day changes of a lesson: cover, another room, or that it does not take place."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import staff_of
from rollbook.timetable.events import LessonChangedForDay
from rollbook.timetable.models import DayChange, Lesson
from rollbook.timetable.queries.days import NO_LESSON, LessonOn, lesson_on, lessons_on


class Clash(Refused):
    """Somebody or some room is wanted twice at one time; a person may say that it is right all the same."""


@action(Permission.SET_COVER)
def set_cover(actor: Actor, *, lesson: UUID, on: date, user_id: int | None, anyway: bool = False) -> None:
    """Say who takes a lesson on one day; None gives it back to its teacher.

    Raises Clash where that person takes another lesson at the time, unless `anyway`.
    """
    found = _lesson(actor, lesson, on)
    if user_id is not None:
        name = next((s.name for s in staff_of(actor) if s.id == user_id and s.is_active), None)
        if name is None:
            raise NotFound("There is no such member of staff in this school.")
        if not anyway:
            _refuse_two(found, lessons_on(actor, on, teacher=user_id), f"{name} takes")
    change = _change(actor, lesson, on)
    if change.cover_id == user_id:
        return record_nothing_changed()
    change.cover_id = user_id
    return _keep(actor, change, lesson, "cover")


@action(Permission.SET_COVER)
def change_room(actor: Actor, *, lesson: UUID, on: date, room: str, anyway: bool = False) -> None:
    """Say where a lesson meets on one day; empty gives it its own room back.

    Raises Clash where another lesson meets there at the time, unless `anyway`.
    """
    found, room = _lesson(actor, lesson, on), " ".join(room.split())
    if len(room) > 50:
        raise Refused("The room has at most 50 letters.")
    room = "" if room.casefold() == found.usual_room.casefold() else room
    if room and not anyway:
        _refuse_two(found, lessons_on(actor, on, room=room), f"{room} is taken by")
    change = _change(actor, lesson, on)
    if change.room == room:
        return record_nothing_changed()
    change.room = room
    return _keep(actor, change, lesson, "room")


@action(Permission.SET_COVER)
def cancel_lesson(actor: Actor, *, lesson: UUID, on: date, cancelled: bool = True) -> None:
    """Say that a lesson does not take place on one day, or that it does after all."""
    _lesson(actor, lesson, on)
    change = _change(actor, lesson, on)
    if change.cancelled == cancelled:
        return record_nothing_changed()
    change.cancelled = cancelled
    return _keep(actor, change, lesson, "cancelled")


def _lesson(actor: Actor, lesson: UUID, on: date) -> LessonOn:
    if on < actor.today:
        raise Refused(f"{in_words(on)} is over. Cover and rooms are set for today or a day to come.")
    return lesson_on(actor, lesson, on)


def _refuse_two(lesson: LessonOn, others: tuple[LessonOn, ...], says: str) -> None:
    for other in others:
        if other.public_id != lesson.public_id and not other.cancelled and _at_one_time(lesson, other):
            raise Clash(f"{says} {other.group} in {other.period} that day. Choose another, or say that it is right.")


def _at_one_time(one: LessonOn, other: LessonOn) -> bool:
    if one.starts and one.ends and other.starts and other.ends:
        return one.starts < other.ends and other.starts < one.ends
    return one.period == other.period


def _change(actor: Actor, lesson: UUID, on: date) -> DayChange:
    row = Lesson.objects.select_for_update().filter(school_id=actor.school, public_id=lesson).first()
    if row is None:
        raise NotFound(NO_LESSON)
    held = DayChange.objects.filter(school_id=actor.school, lesson=row, date=on).first()
    return held or DayChange(school_id=actor.school, lesson=row, date=on)


def _keep(actor: Actor, change: DayChange, lesson: UUID, what: str) -> None:
    """A change that changes nothing any more is taken away."""
    if change.cover_id or change.room or change.cancelled:
        change.save()
    elif change.pk:
        change.delete()
    record(actor, LessonChangedForDay(lesson=lesson, on=change.date, what=what))
