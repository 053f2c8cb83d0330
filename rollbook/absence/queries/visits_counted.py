"""How often a pupil's home was visited: counts alone, for those who look at what has been done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count

from rollbook.absence.models import VisitPupil
from rollbook.rules.actor import Actor


def visits_made(actor: Actor, pupils: Collection[int], since: datetime) -> Mapping[int, int]:
    """By pupil (key) the visits made since a moment: one statement; who had none is left out."""
    rows = VisitPupil.objects.filter(school_id=actor.school, pupil_id__in=pupils, visit__done_at__gte=since)
    return dict(rows.values_list("pupil_id").annotate(n=Count("visit_id")).order_by("pupil_id"))
