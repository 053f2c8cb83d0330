"""What a colleague asks of a pupil in passing: where they are now, today's marks, whom to ring (REP-H)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rollbook.pupils.queries import RingLine, contacts_to_ring
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries import marks_on
from rollbook.registers.queries.where_now import where_now
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.timetable.queries import LessonOn, lessons_on


@dataclass(frozen=True, slots=True)
class Glance:
    """Today of one pupil: `marks` by session, `where` the room they are in, else the lesson they should be in."""

    marks: tuple[tuple[str, str], ...]
    where: str
    ring: RingLine | None


def glances(actor: Actor, pupils: Collection[int]) -> Mapping[int, Glance]:
    """Each of these pupils (such as this person may open) at this moment: eight statements at most."""
    if not pupils:
        return {}
    marks = {half: marks_on(actor, actor.today, half, pupils) for half in Half}
    rooms, lessons = where_now(actor, pupils), _lessons_now(actor, pupils)
    ring = contacts_to_ring(actor, pupils)
    return {
        pupil: Glance(
            marks=tuple((half.name, mark.code) for half in Half if (mark := marks[half].get(pupil))),
            where=rooms.get(pupil) or lessons.get(pupil, ""),
            ring=ring.get(pupil),
        )
        for pupil in pupils
    }


def _lessons_now(actor: Actor, pupils: Collection[int]) -> Mapping[int, str]:
    """The lesson in which each should be at this moment: three statements, two when no lesson goes on."""
    going_on = {lesson.group_id: lesson for lesson in lessons_on(actor, actor.today) if _goes_on(lesson, actor)}
    if not going_on:
        return {}
    members = members_of(actor, going_on, actor.today)
    return {
        pupil: _says(going_on[group]) for group, theirs in members.items() for pupil in theirs if pupil in set(pupils)
    }


def _goes_on(lesson: LessonOn, actor: Actor) -> bool:
    if lesson.cancelled or lesson.starts is None or lesson.ends is None:
        return False
    return lesson.starts <= actor.now < lesson.ends


def _says(lesson: LessonOn) -> str:
    """“P2 Maths, room S4, Ms Hanif”."""
    what = " ".join(part for part in (lesson.period, lesson.subject or lesson.group) if part)
    room = f"room {lesson.room}" if lesson.room else ""
    return ", ".join(part for part in (what, room, lesson.teacher) if part)
