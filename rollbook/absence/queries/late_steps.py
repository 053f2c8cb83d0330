"""Which of the school's steps about lateness were taken in a period: for reports (PUN-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time

from rollbook.absence.models import LateStepTaken
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.lateness import Act, LateStep


def late_steps_taken(actor: Actor, first: date, last: date) -> Mapping[int, tuple[LateStep, ...]]:
    """Every pupil's steps taken from a day to a day, in order: one statement, none for who may not follow lateness."""
    if not actor.may(Permission.SEE_WATCH_LISTS):
        return {}
    when = (datetime.combine(first, time(), LONDON), datetime.combine(last, time.max, LONDON))
    rows = LateStepTaken.objects.filter(school_id=actor.school, taken_at__range=when).order_by("taken_at", "id")
    found: defaultdict[int, list[LateStep]] = defaultdict(list)
    for pupil, at, act in rows.values_list("pupil_id", "at", "act"):
        found[pupil].append(LateStep(at, Act(act)))
    return {pupil: tuple(steps) for pupil, steps in found.items()}
