"""Lunch passes, who is out on one, and who is not back."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries import times_of, window_of
from rollbook.site.models import LunchPass, Movement


@dataclass(frozen=True, slots=True)
class PassLine:
    """A lunch pass: whose, on which weekdays (numbers from 0, Monday), from when to when, and who agreed."""

    public_id: uuid.UUID
    pupil: PupilLine
    weekdays: tuple[int, ...]
    first: date
    last: date | None
    agreed_by: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OutLine:
    """A pupil who is out at lunch: since when, when the afternoon's register opens, and whether a pass allows it."""

    pupil: PupilLine
    at: datetime
    due: datetime | None
    has_pass: bool
    late: bool


def passes(actor: Actor) -> tuple[PassLine, ...]:
    """The passes in force and to come, by surname: two statements."""
    actor.require(Permission.RUN_FRONT_DESK)
    rows = list(_kept(actor).filter(Q(last=None) | Q(last__gte=actor.today)).order_by("first", "id"))
    by_pupil = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in rows}, actor.today)}
    found = [_line(row, by_pupil[row.pupil_id]) for row in rows if row.pupil_id in by_pupil]
    return tuple(sorted(found, key=lambda line: line.pupil.order))


def has_pass(actor: Actor, pupil_ids: Collection[int]) -> frozenset[int]:
    """Which of these pupils may go out at lunch today: one statement."""
    on = actor.today
    rows = _kept(actor).filter(Q(last=None) | Q(last__gte=on), pupil_id__in=pupil_ids, first__lte=on)
    found = rows.filter(weekdays__contains=str(on.weekday())).order_by("pupil_id").values_list("pupil_id", flat=True)
    return frozenset(found)


def out_at_lunch(actor: Actor) -> tuple[OutLine, ...]:
    """Who went out at lunch today and is not back, who is late first: one statement, four where anybody is.

    Late is who is out when the afternoon's register of their year opens: a missing pupil.
    """
    rows = Movement.objects.filter(school_id=actor.school, on=actor.today, taken_back_at=None)
    last = {pupil: (kind, reason, at) for pupil, kind, reason, at in _in_order(rows)}
    out = {
        pupil: at
        for pupil, (kind, reason, at) in last.items()
        if kind == Movement.Kind.LEFT and reason == Movement.Reason.LUNCH
    }
    if not out:
        return ()
    allowed, times = has_pass(actor, out), times_of(actor, actor.today).rows
    found = []
    for line in pupil_lines(actor, tuple(out), actor.today):
        window = window_of(times, actor.today, Half.PM, line.nc_year)
        due = window.opens if window else None
        late = due is not None and actor.now >= due
        found.append(OutLine(line, out[line.id], due, line.id in allowed, late))
    return tuple(sorted(found, key=lambda one: (not one.late, one.at, one.pupil.id)))


def not_back(actor: Actor) -> tuple[OutLine, ...]:
    """Who is still out though the afternoon's register has opened: as `out_at_lunch`."""
    return tuple(one for one in out_at_lunch(actor) if one.late)


def place_of(pass_id: uuid.UUID) -> str:
    """Where the name of who agreed belongs, to which its encryption is bound."""
    return f"lunch-pass:{pass_id}"


def _kept(actor: Actor) -> QuerySet[LunchPass]:
    return LunchPass.objects.filter(school_id=actor.school, ended_at=None)


def _in_order(rows: QuerySet[Movement]) -> QuerySet[Movement, tuple[int, str, str, datetime]]:
    return rows.order_by("at", "id").values_list("pupil_id", "kind", "reason", "at")


def _line(row: LunchPass, pupil: PupilLine) -> PassLine:
    return PassLine(
        public_id=row.public_id,
        pupil=pupil,
        weekdays=tuple(int(day) for day in row.weekdays),
        first=row.first,
        last=row.last,
        agreed_by=decrypt(row.agreed_by, place=place_of(row.public_id)),
        made_by=row.made_by_name,
        made_at=row.made_at,
    )
