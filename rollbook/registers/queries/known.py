"""What is known of the pupils on a register besides their marks: asked for apart, and only on purpose.

A classroom screen is projected, so that none of it is part of the register's own page (REG-D).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.pupils.queries.flags import flags_of
from rollbook.pupils.queries.lines import siblings_of
from rollbook.registers.queries.marks import marks_on
from rollbook.registers.queries.sheet import Sheet
from rollbook.registers.queries.years import year_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import mark_at, year_of
from rollbook.schools.queries import calendar_of

STRIP_DAYS = 15


@dataclass(frozen=True, slots=True)
class PastDay:
    """A school day before this one: its two codes, empty where nothing was marked."""

    on: date
    morning: str
    afternoon: str


@dataclass(frozen=True, slots=True)
class KnownLine:
    """What is known of one pupil: the last three school weeks, flags, and what bears on this session.

    `flags` and `notes` are empty for a person who may not see flags or reasons.
    """

    past: tuple[PastDay, ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]


def known_of(actor: Actor, sheet: Sheet) -> Mapping[str, KnownLine]:
    """What is known of every pupil on a register, by row token: a fixed number of statements."""
    on, half = sheet.day.on, sheet.day.half
    ids = [row.pupil.id for row in sheet.rows]
    past = _past(actor, ids, on)
    flags = flags_of(actor, ids, on)
    siblings = _siblings(actor, ids, on, half)
    return {
        row.token: KnownLine(
            past=past[row.pupil.id],
            flags=tuple(flag.title for flag in flags.get(row.pupil.id, ()) if flag.is_about_care),
            notes=((row.planned.note,) if row.planned and row.planned.note else ()) + siblings.get(row.pupil.id, ()),
        )
        for row in sheet.rows
    }


def _past(actor: Actor, ids: list[int], on: date) -> Mapping[int, tuple[PastDay, ...]]:
    """The last fifteen school days before this one, in the order they came."""
    calendar: SchoolCalendar = calendar_of(actor, first=on - timedelta(days=60), last=on)
    days = [d for d in calendar.days if d < on][-STRIP_DAYS:]
    codes = {(line.pupil_id, line.year): line.codes for line in year_lines(actor, {year_of(d) for d in days}, ids)}

    def mark(pupil: int, day: date, half: Half) -> str:
        row = codes.get((pupil, year_of(day)))
        return (mark_at(row, Session(day, half)) or "") if row else ""

    return {p: tuple(PastDay(d, mark(p, d, Half.AM), mark(p, d, Half.PM)) for d in days) for p in ids}


def _siblings(actor: Actor, ids: list[int], on: date, half: Half) -> Mapping[int, tuple[str, ...]]:
    """A brother or sister whom another register of this session has marked absent."""
    if not actor.may(Permission.SEE_REASONS):
        return {}
    siblings = siblings_of(actor, ids)
    others = {s.id for found in siblings.values() for s in found}
    marks = marks_on(actor, on, half, others) if others else {}
    known = in_force(on)
    return {
        pupil: tuple(
            f"sibling absent ({s.registration})" for s in found if s.id in marks and known[marks[s.id].code].absent
        )
        for pupil, found in siblings.items()
    }
