"""Marks that disagree with what was planned, with the time on roll, or that name no suspension."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from django.db.models import Max, Min

from rollbook.pupils.queries.spans import partly_on_roll, times_on_roll_by_key
from rollbook.registers.models import Mark, PlannedMark
from rollbook.registers.queries.conflicts.values import Side
from rollbook.rules.actor import Actor
from rollbook.rules.code_table import CODES
from rollbook.rules.sessions import Half, Session

ON_SITE = sorted({code.symbol for code in CODES if code.on_site})

Place: TypeAlias = tuple[int, Session]
Plans: TypeAlias = Mapping[int, Sequence[PlannedMark]]


def plans_since(actor: Actor, first: date) -> Plans:
    """What was planned since a day and never withdrawn, by pupil: one statement."""
    plans = (
        PlannedMark.objects.filter(school_id=actor.school, first__lte=actor.today, last__gte=first, ended_by=None)
        .select_related("save_row")
        .defer("save_row__marks")
        .order_by("id")
    )
    by_pupil: dict[int, list[PlannedMark]] = {}
    for plan in plans:
        by_pupil.setdefault(plan.pupil_id, []).append(plan)
    return by_pupil


def present_though_planned(actor: Actor, first: date, plans: Plans) -> Mapping[Place, Side]:
    """Marks that say on site, of pupils for whom something else was planned: one statement."""
    rows = Mark.objects.filter(
        school_id=actor.school, date__range=(first, actor.today), pupil_id__in=list(plans), code__in=ON_SITE
    )
    found = {}
    for pupil, on, half in rows.order_by("date", "half", "pupil_id").values_list("pupil_id", "date", "half"):
        for plan in covering(plans[pupil], on, half):
            by = plan.save_row
            found[pupil, Session(on, Half(half))] = Side(plan.code, by.by_name, by.by_id, by.made_at)
    return found


def without_suspension(actor: Actor, first: date, plans: Plans) -> Mapping[Place, None]:
    """Marks E that neither a note nor anything planned ties to a suspension (COD-12): one statement."""
    rows = Mark.objects.filter(school_id=actor.school, date__range=(first, actor.today), code="E", has_detail=False)
    return {
        (pupil, Session(on, Half(half))): None
        for pupil, on, half in rows.order_by("date", "half", "pupil_id").values_list("pupil_id", "date", "half")
        if all(plan.code != "E" for plan in covering(plans.get(pupil, ()), on, half))
    }


def outside_roll(actor: Actor, first: date) -> Mapping[Place, None]:
    """Marks of days on which the pupil was not on roll (COD-17): an enrolment was changed after them.

    At most four statements, one where nobody came or left in these days.
    """
    partly = partly_on_roll(actor, first, actor.today)
    if not partly:
        return {}
    rows = Mark.objects.filter(school_id=actor.school, date__gte=first, pupil_id__in=partly)
    spans = {p: (a, b) for p, a, b in rows.values_list("pupil_id").annotate(Min("date"), Max("date")).order_by()}
    people = {person.id: person for person in times_on_roll_by_key(actor, spans).values()}
    doubtful = [p for p, (a, b) in spans.items() if p in people and not (people[p].covers(a) and people[p].covers(b))]
    if not doubtful:
        return {}
    marks = rows.filter(pupil_id__in=doubtful).order_by("date", "half", "pupil_id")
    return {
        (pupil, Session(on, Half(half))): None
        for pupil, on, half in marks.values_list("pupil_id", "date", "half")
        if not people[pupil].covers(on)
    }


def covering(plans: Iterable[PlannedMark], on: date, half: int) -> Iterable[PlannedMark]:
    return (
        plan
        for plan in plans
        if plan.first <= on <= plan.last and str(on.isoweekday()) in plan.weekdays and str(half) in plan.halves
    )
