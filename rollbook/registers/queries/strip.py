"""A pupil's day on one line: AM, each lesson, PM, with the mark that won for each half and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.taught import groups_of_pupil
from rollbook.registers.models import LessonMark, Mark, RegisterSave
from rollbook.registers.queries.rules import RuleLine, rule_for, rules_on
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.chain import STORED, marks_in
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half
from rollbook.timetable.queries import LessonOn, lessons_on


@dataclass(frozen=True, slots=True)
class StripBox:
    """One place of the strip: AM, a period or PM; `code` empty where nothing is marked."""

    label: str
    code: str
    minutes: int | None
    group: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class DayStrip:
    """A pupil's day; `why` says of each half where its mark comes from."""

    pupil: PupilLine
    on: date
    boxes: tuple[StripBox, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """The save that told a mark as it stands."""

    basis: str
    lesson: str
    by_name: str
    at: str
    kind: str


def day_strip(actor: Actor, public_id: uuid.UUID, on: date) -> DayStrip:
    """A pupil's day: a fixed number of statements; NotFound for a pupil this person may not know of."""
    found = pupil_lines(actor, tuple(ids_of(actor, [str(public_id)]).values()), on)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    pupil = found[0]
    groups = groups_of_pupil(actor, pupil.id, on)
    lessons = [lesson for lesson in lessons_on(actor, on) if lesson.group_id in groups]
    held = {Half(m.half): m for m in Mark.objects.filter(school_id=actor.school, pupil_id=pupil.id, date=on)}
    marks = {m.lesson: m for m in LessonMark.objects.filter(school_id=actor.school, pupil_id=pupil.id, date=on)}
    told, rules = _told(actor, pupil, on), rules_on(actor, on)
    boxes = [_half_box(Half.AM, held), *(_lesson_box(lesson, marks) for lesson in lessons), _half_box(Half.PM, held)]
    names = {lesson.key: lesson for lesson in lessons}
    why = tuple(_why(half, held.get(half), told.get(half), rules, names, pupil) for half in Half)
    return DayStrip(pupil, on, tuple(boxes), why)


def _half_box(half: Half, held: Mapping[Half, Mark]) -> StripBox:
    mark = held.get(half)
    return StripBox(half.name, mark.code if mark else "", mark.minutes if mark else None)


def _lesson_box(lesson: LessonOn, marks: Mapping[str, LessonMark]) -> StripBox:
    mark = marks.get(lesson.key)
    return StripBox(
        lesson.period, mark.code if mark else "", mark.minutes if mark else None, lesson.group, lesson.teacher
    )


def _told(actor: Actor, pupil: PupilLine, on: date) -> Mapping[Half, _Told]:
    """For each half the last save that stored a mark of it: one statement."""
    rows = RegisterSave.objects.filter(school_id=actor.school, date=on, half__isnull=False)
    found: dict[Half, _Told] = {}
    for row in rows.order_by("chain_year", "seq"):
        for leaf in marks_in(row.marks):
            if leaf.pupil == str(pupil.public_id) and leaf.outcome == STORED and leaf.date == on.isoformat():
                at = row.made_at.astimezone(LONDON)
                moment = f"{at.hour}:{at.minute:02}"
                kind = row.get_kind_display().lower()
                found[Half(leaf.half)] = _Told(leaf.basis, row.lesson, row.by_name, moment, kind)
    return found


def _why(
    half: Half,
    mark: Mark | None,
    told: _Told | None,
    rules: tuple[RuleLine, ...],
    lessons: Mapping[str, LessonOn],
    pupil: PupilLine,
) -> str:
    rule = rule_for(rules, half, pupil.nc_year)
    if mark is None:
        where = rule.source if rule else "its own registration"
        return f"The {half.label} has no mark yet; it comes from {where}."
    if told is None:
        return f"The {half.label} mark {mark.code} came in with many others; who entered it stands in its history."
    if told.basis.startswith("rule:"):
        version = told.basis.removeprefix("rule:")
        lesson = lessons.get(told.lesson)
        where = f"the lesson in {lesson.period}" if lesson else "a lesson"
        since = next((f" in force from {r.valid_from:%d/%m/%Y}" for r in rules if str(r.version) == version), "")
        return (
            f"The {half.label} mark {mark.code} comes from {where} ({told.by_name}, {told.at}), by rule "
            f"{version}{since}."
        )
    other = f" although the rule names {rule.source}" if rule and rule.period else ""
    return f"The {half.label} mark {mark.code} was entered by {told.by_name} at {told.at} ({told.kind}){other}."
