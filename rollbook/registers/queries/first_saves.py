"""When each register was first saved, and by whom: for reports about registers (REG-B)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.registers.models import RegisterSave
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session


@dataclass(frozen=True, slots=True)
class FirstSave:
    """A register's first save: the moment it was taken, by the device that took it, or else as it arrived."""

    at: datetime
    by_id: int | None
    by_name: str


def first_saves(actor: Actor, first: date, last: date) -> Mapping[tuple[int, Session], FirstSave]:
    """Each register's first save of the sessions from a day to a day, by group and session: one statement.

    A register that was taken without a connection counts from when it was taken, never after it arrived.
    """
    rows = RegisterSave.objects.filter(
        school_id=actor.school, date__range=(first, last), half__isnull=False, group__isnull=False, lesson=""
    )
    columns = ("made_at", "taken_at", "group_id", "date", "half", "by_id", "by_name")
    found: dict[tuple[int, Session], FirstSave] = {}
    for made, taken, group, on, half, by, name in rows.order_by("chain_year", "seq").values_list(*columns):
        if group is not None and on is not None and half is not None:
            at = min(made, taken) if taken else made
            found.setdefault((group, Session(on, Half(half))), FirstSave(at, by, name))
    return found
