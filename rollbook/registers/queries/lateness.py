"""The late marks of a period, for those who follow lateness up (PUN-1)."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from rollbook.registers.models import Mark
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.lateness import Late
from rollbook.rules.sessions import Half, Session


def late_marks(actor: Actor, first: date, last: date) -> dict[int, list[Late]]:
    """Every late arrival from a day to a day, by pupil: one statement. After the close is absent, before it is not."""
    late = {code.symbol: code.absent for day in (first, last) for code in in_force(day).values() if code.late}
    rows = Mark.objects.filter(school_id=actor.school, date__range=(first, last), code__in=late)
    found: dict[int, list[Late]] = {}
    columns = ("pupil_id", "date", "half", "code", "minutes")
    for pupil, on, half, code, minutes in rows.order_by("date").values_list(*columns):
        found.setdefault(pupil, []).append(Late(Session(on, Half(half)), late[code], minutes))
    return found


def late_minutes(actor: Actor, first: date, last: date) -> dict[int, int]:
    """The minutes late that were written beside marks from a day to a day, added up by pupil: one statement."""
    rows = Mark.objects.filter(school_id=actor.school, date__range=(first, last), minutes__gt=0)
    return dict(rows.order_by().values_list("pupil_id").annotate(Sum("minutes")))
