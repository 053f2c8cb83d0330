"""Who has one of some characteristics, without which: for rules that must be the same whoever asks (RWD-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from rollbook.pupils.models import Characteristic
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


def allowed_for(actor: Actor, kinds: Collection[str], first: date, last: date) -> frozenset[int]:
    """The keys of all who had one of these at any time of the days: one statement.

    Whoever gives awards gets the answer without the names of the characteristics, so that a head of year's awards
    are as kind as the office's.
    """
    actor.require(Permission.GIVE_AWARDS)
    if not kinds:
        return frozenset()
    had = Q(last__isnull=True) | Q(last__gte=first)
    rows = Characteristic.objects.filter(had, school_id=actor.school, kind__in=tuple(kinds), first__lte=last)
    return frozenset(rows.values_list("pupil_id", flat=True))
