"""What is known ahead of a session, for those who may know the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.registers.models import PlannedMark
from rollbook.registers.notes import plan_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A planned absence; `note` is empty for a person who may not see reasons."""

    id: int
    pupil_id: int
    code: str
    first: date
    last: date
    note: str
    basis_id: str = ""


def plans_on(actor: Actor, on: date, half: int, pupil_ids: Iterable[int]) -> Mapping[int, PlannedLine]:
    """What is planned for these pupils in one session, the latest plan first: at most two statements."""
    plans = PlannedMark.objects.filter(
        PlannedMark.covers(on, half), school_id=actor.school, pupil_id__in=list(pupil_ids)
    )
    return {line.pupil_id: line for line in _lines(actor, plans.order_by("id"))}


def plans_of_pupil(actor: Actor, pupil_id: int, since: date) -> tuple[PlannedLine, ...]:
    """A pupil's planned absences that end on or after a day, by first day: at most two statements."""
    plans = PlannedMark.objects.filter(school_id=actor.school, pupil_id=pupil_id, last__gte=since, ended_by=None)
    return _lines(actor, plans.order_by("first", "id"))


def _lines(actor: Actor, plans: QuerySet[PlannedMark]) -> tuple[PlannedLine, ...]:
    found = tuple(plans)
    may_know = actor.may(Permission.SEE_REASONS) and any(p.note for p in found)
    public = public_ids_of(actor, {p.pupil_id for p in found}) if may_know else {}
    return tuple(
        PlannedLine(
            id=p.pk,
            pupil_id=p.pupil_id,
            code=p.code,
            first=p.first,
            last=p.last,
            note=decrypt(p.note, place=plan_place(public[p.pupil_id])) if public and p.note else "",
            basis_id=p.basis_id,
        )
        for p in found
    )
