"""Who stays behind on a day, and who came; and what of lateness stands on a pupil's history."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.absence.models import Detention, LateStepTaken
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.lateness import Act
from rollbook.rules.told import Kind, Told


@dataclass(frozen=True, slots=True)
class DetentionLine:
    """A pupil who stays behind; `attended` None until somebody has said."""

    public_id: uuid.UUID
    pupil: PupilLine
    on: date
    room: str
    by_name: str
    attended: bool | None
    told_by: str


def detentions_on(actor: Actor, on: date) -> tuple[DetentionLine, ...]:
    """A day's list, by room and name: two statements."""
    actor.require(Permission.SEE_WATCH_LISTS)
    return _lines(actor, list(Detention.objects.filter(school_id=actor.school, on=on)))


def detentions_open(actor: Actor) -> tuple[DetentionLine, ...]:
    """Those still to come, and the past ones of which nobody has said who came: two statements."""
    actor.require(Permission.SEE_WATCH_LISTS)
    return _lines(actor, list(Detention.objects.filter(school_id=actor.school, attended=None)))


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """Steps about lateness and detentions of one pupil, for who sees the watch lists: two statements."""
    if not actor.may(Permission.SEE_WATCH_LISTS):
        return ()
    begins, ends = (datetime.combine(day, datetime.min.time(), LONDON) for day in (first, last + timedelta(days=1)))
    steps = LateStepTaken.objects.filter(
        school_id=actor.school, pupil_id=pupil, taken_at__gte=begins, taken_at__lt=ends
    ).order_by("-taken_at")
    stays = Detention.objects.filter(school_id=actor.school, pupil_id=pupil, made_at__gte=begins, made_at__lt=ends)
    told = [Told(row.taken_at, Kind.LATENESS, _step(row), row.by_name) for row in steps]
    told += [Told(row.made_at, Kind.LATENESS, _stay(row), row.by_name) for row in stays.order_by("-made_at")]
    return tuple(told)


def _step(row: LateStepTaken) -> str:
    return f"{row.times} late: {Act(row.act).label.lower()}"


def _stay(row: Detention) -> str:
    return f"Detention on {row.on:%A} {row.on.day} {row.on:%B}, {_came(row)}"


def _came(row: Detention) -> str:
    return {None: "not said yet who came", True: "came", False: "did not come"}[row.attended]


def _lines(actor: Actor, rows: list[Detention]) -> tuple[DetentionLine, ...]:
    pupils = {p.id: p for p in pupil_lines(actor, {row.pupil_id for row in rows}, actor.today)}
    lines = [
        DetentionLine(r.public_id, pupils[r.pupil_id], r.on, r.room, r.by_name, r.attended, r.told_by_name)
        for r in rows
        if r.pupil_id in pupils
    ]
    return tuple(sorted(lines, key=lambda one: (one.on, one.room, one.pupil.surname, one.pupil.forename)))
