"""Of whom the office does not ask today why they are not here: the school knows, or said so itself (REG-M)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.audit.once import once
from rollbook.audit.prepared import Prepared, given
from rollbook.registers.models import ContactStop, PlannedMark
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force

ELSEWHERE_AND_SETTLED = frozenset({"D"})


@dataclass(frozen=True, slots=True)
class StopLine:
    """A sudden closure that stops contact; `halves` as on a plan ("01" or "1"), `save_id` for taking it back."""

    public_id: uuid.UUID
    on: date
    halves: str
    reason: str
    by_name: str
    made_at: datetime
    lifted: bool

    @property
    def is_part_of_day(self) -> bool:
        return self.halves == "1"


def stop_on(actor: Actor, on: date) -> StopLine | None:
    """The sudden closure that holds on a day, if one does: one statement."""
    row = ContactStop.objects.filter(school_id=actor.school, on=on, lifted_at=None).first()
    return _line(row) if row else None


def stops_since(actor: Actor, on: date) -> tuple[StopLine, ...]:
    """Sudden closures of a day and later, the latest first, also those taken back: one statement."""
    rows = ContactStop.objects.filter(school_id=actor.school, on__gte=on).order_by("-on", "-made_at", "-id")
    return tuple(_line(row) for row in rows)


def contact_stopped(actor: Actor, on: date, half: int, pupil_ids: Iterable[int]) -> Mapping[int, str]:
    """Of these pupils, those about whom nobody is asked in a session, each with why: one statement.

    It is known ahead why the pupil is not here: the school closed suddenly, study leave, not required
    to attend, at the other school, no transport. A plan that claims attendance elsewhere stops
    nothing until it is confirmed (COD-7).
    """
    codes, asked = in_force(on), frozenset(pupil_ids)
    return {
        pupil: codes[code].name
        for pupil, code in _planned_in(actor, on, int(half)).items()
        if pupil in asked and code in codes and (not codes[code].claims_elsewhere or code in ELSEWHERE_AND_SETTLED)
    }


@once
def _planned_in(actor: Actor, on: date, half: int) -> Mapping[int, str]:
    """The code planned for each pupil in a session: few beside the school, and asked for by several lists."""
    rows = _PLANNED.rows(school=actor.school, on=on)
    day = str(on.isoweekday())
    return {pupil: code for pupil, code, weekdays, halves in rows if day in weekdays and str(half) in halves}


_PLANNED = Prepared(
    lambda: (
        PlannedMark.objects.filter(
            school_id=given("school"), first__lte=given("on", "day"), last__gte=given("on", "day"), ended_by=None
        )
        .order_by("id")
        .values_list("pupil_id", "code", "weekdays", "halves")
    )
)


def _line(row: ContactStop) -> StopLine:
    return StopLine(row.public_id, row.on, row.halves, row.reason, row.by_name, row.made_at, row.lifted_at is not None)
