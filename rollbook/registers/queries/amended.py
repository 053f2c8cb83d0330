"""What the register tells of a pupil's history: every mark that gave way to another (REG-7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rollbook.registers.models import Amendment
from rollbook.registers.queries.history import told_reason
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half
from rollbook.rules.told import Kind, Told


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """A pupil's amendments made in these days: one statement. The reason only for those who may see reasons."""
    begins, ends = (datetime.combine(day, datetime.min.time(), LONDON) for day in (first, last + timedelta(days=1)))
    rows = Amendment.objects.filter(school_id=actor.school, pupil_id=pupil, at__gte=begins, at__lt=ends)
    return tuple(
        Told(row.at, Kind.MARK, _says(row), row.by_name, words=told_reason(actor, row.reason))
        for row in rows.order_by("-at", "-id")
    )


def _says(row: Amendment) -> str:
    where = "in a lesson" if row.lesson else Half(row.half).label
    return f"{row.old or 'Blank'} became {row.new or 'blank'}, {row.date:%a} {row.date.day} {row.date:%b} {where}"
