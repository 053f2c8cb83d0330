"""What happened in the cases of some processes, each case as a whole, for figures that count them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rollbook.cases.known import processes
from rollbook.cases.models import Case
from rollbook.cases.queries.situations import facts_of, taken_of
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess, Taken


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case with its facts and the steps that stand in it, in order; `outcome` is the key of how it ended.

    `contact` is the key of the parent whom it is about, where a process is about one.
    """

    public_id: uuid.UUID
    process: AnyProcess
    pupil: PupilLine
    contact: int | None
    opened_on: date
    closed_on: date | None
    outcome: str
    facts: object
    taken: tuple[Taken, ...]

    def first(self, step: str) -> Taken | None:
        """The first time that a step (or `step:choice`) was taken."""
        return next((one for one in self.taken if step in one.marks), None)


def case_records(actor: Actor, keys: Collection[str], first: date, last: date) -> tuple[CaseRecord, ...]:
    """The cases of these processes that were open at any time of these days, the oldest first: three statements.

    Without those whose process or pupil this person may not see; none for whoever may not see cases.
    """
    if not actor.may(Permission.SEE_CASES):
        return ()
    seen = [key for key in keys if key in processes() and actor.may(processes()[key].sees)]
    then = Q(closed_on=None) | Q(closed_on__gte=first)
    rows = list(
        Case.objects.filter(then, school_id=actor.school, process__in=seen, opened_on__lte=last).order_by(
            "opened_on", "id"
        )
    )
    pupils = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in rows}, actor.today)}
    taken = taken_of(actor, rows)
    return tuple(
        CaseRecord(
            row.public_id,
            processes()[row.process],
            pupils[row.pupil_id],
            row.contact_id,
            row.opened_on,
            row.closed_on,
            row.outcome,
            facts_of(processes()[row.process], row),
            taken.get(row.pk, ()),
        )
        for row in rows
        if row.pupil_id in pupils
    )
