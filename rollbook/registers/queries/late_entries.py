"""Registers of a day that were first entered on a later one: lawful, and said (REG-B)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rollbook.pupils.queries.groups import groups_of
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.board import REGISTRATION
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half


@dataclass(frozen=True, slots=True)
class LateEntry:
    """A register by its group's name and session, and the moment of its first save."""

    group: str
    half: Half
    at: datetime
    by_name: str


def late_entries(actor: Actor, on: date) -> tuple[LateEntry, ...]:
    """The registers of a day whose first save came after it: one statement, and three more where there are any."""
    rows = RegisterSave.objects.filter(school_id=actor.school, date=on, group__isnull=False, half__isnull=False)
    first: dict[tuple[int, int], tuple[datetime, str]] = {}
    for at, group, half, by in sorted(rows.order_by().values_list("made_at", "group_id", "half", "by_name")):
        first.setdefault((group or 0, half or 0), (at, by))
    late = {key: told for key, told in first.items() if told[0].astimezone(LONDON).date() > on}
    if not late:
        return ()
    names = {line.id: line.name for line in groups_of(actor, REGISTRATION, on)}
    return tuple(
        LateEntry(names[group], Half(half), at, by) for (group, half), (at, by) in late.items() if group in names
    )
