"""From a pupil's public id to the key that other tables hold, and back; names are not in it."""

from __future__ import annotations

from collections.abc import Iterable

from rollbook.pupils.models import Pupil
from rollbook.rules.actor import Actor


def ids_of(actor: Actor, public_ids: Iterable[str]) -> dict[str, int]:
    """The keys of these pupils of the actor's school, by public id; unknown ones are left out."""
    rows = Pupil.objects.filter(school_id=actor.school, public_id__in=set(public_ids))
    return {str(public): pk for public, pk in rows.values_list("public_id", "id")}


def public_ids_of(actor: Actor, keys: Iterable[int]) -> dict[int, str]:
    """The public ids of these pupils of the actor's school, by key."""
    rows = Pupil.objects.filter(school_id=actor.school, pk__in=set(keys))
    return {pk: str(public) for pk, public in rows.values_list("id", "public_id")}


def all_public_ids(actor: Actor) -> tuple[str, ...]:
    """The public id of every pupil whom the actor's school has ever had."""
    rows = Pupil.objects.filter(school_id=actor.school).order_by("id")
    return tuple(str(public) for public in rows.values_list("public_id", flat=True))
