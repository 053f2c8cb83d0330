"""The first week of September: a staggered start, coded pupil by pupil in one act (REG-M, ADM-2, COD-17)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from rollbook.audit.actions import action, record_nothing_changed
from rollbook.pupils.actions.starting import agree_starting_day
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.queries.proposed import NEW, NOT_REQUIRED, Proposed, first_day_of_year, starting
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

BASIS = "staggered"


@action(Permission.AMEND_MARKS)
def stagger(actor: Actor, *, pupils: Collection[str], expected: date) -> tuple[int, int]:
    """Say on which day these pupils are first expected, as agreed with their families.

    New pupils start on that day (no mark before it), pupils outside compulsory age are X until then;
    how many of each. Refused, and nothing done, where there is no lawful way for one of them.
    """
    rows = starting(actor, pupils, expected)
    _check(rows, pupils)
    new = [row.key for row in rows if row.code == NEW]
    not_required = [row.key for row in rows if row.code == NOT_REQUIRED]
    first = first_day_of_year(actor, expected)
    moved = agree_starting_day(actor, pupils=new, first_day=expected, since=first) if new else 0
    if not_required:
        plan_absences(
            actor,
            pupils=not_required,
            first=first,
            last=expected - timedelta(days=1),
            code=NOT_REQUIRED,
            basis=BASIS,
        )
    if not moved and not not_required:
        record_nothing_changed()
    return moved, len(not_required)


def _check(rows: Collection[Proposed], pupils: Collection[str]) -> None:
    if not rows or len(rows) < len(set(pupils)):
        raise Refused("Choose at least one pupil of this school.")
    stops = next((row for row in rows if not row.may), None)
    if stops is not None:
        raise Refused(f"{stops.pupil.name}: {stops.says}.", rule="ADM-2" if stops.code == NEW else "COD-18")
