"""Who may not simply be handed over: pupils of whom the office must be asked first."""

from __future__ import annotations

from collections.abc import Collection

from rollbook.pupils.models import PupilContact
from rollbook.rules.actor import Actor


def ask_before_collecting(actor: Actor, pupil_ids: Collection[int]) -> frozenset[int]:
    """Those with a court order or a contact who must be kept away: one statement; whom and why is not told."""
    if not pupil_ids:
        return frozenset()
    rows = PupilContact.objects.filter(school_id=actor.school, pupil_id__in=pupil_ids)
    kept_away = rows.filter(no_contact=True) | rows.filter(court_order=True)
    return frozenset(kept_away.order_by("pupil_id").values_list("pupil_id", flat=True))
