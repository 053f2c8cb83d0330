"""From a pupil's public id to the key that other tables hold, and back; names are not in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Enrolment, Pupil
from rollbook.rules.actor import Actor


def real_ids(public_ids: Iterable[str]) -> set[UUID]:
    """Those that are ids at all: what else was sent names nobody."""
    found = set()
    for public_id in public_ids:
        try:
            found.add(UUID(str(public_id)))
        except ValueError:
            continue
    return found


def ids_of(actor: Actor, public_ids: Iterable[str]) -> dict[str, int]:
    """The keys of these pupils of the actor's school, by public id; what is no pupil's id is left out."""
    rows = Pupil.objects.filter(school_id=actor.school, public_id__in=real_ids(public_ids))
    return {str(public): pk for public, pk in rows.values_list("public_id", "id")}


def public_ids_of(actor: Actor, keys: Iterable[int]) -> dict[int, str]:
    """The public ids of these pupils of the actor's school, by key."""
    rows = Pupil.objects.filter(school_id=actor.school, pk__in=set(keys))
    return {pk: str(public) for pk, public in rows.values_list("id", "public_id")}


def all_public_ids(actor: Actor) -> tuple[str, ...]:
    """The public id of every pupil whom the actor's school has ever had."""
    rows = Pupil.objects.filter(school_id=actor.school).order_by("id")
    return tuple(str(public) for public in rows.values_list("public_id", flat=True))


def keys_on_roll(actor: Actor, on: date) -> tuple[int, ...]:
    """The keys of everybody who is on the school's roll that day or joins later."""
    return tuple(key for (key,) in _ON_ROLL.rows(school=actor.school, on=on))


_ON_ROLL = Prepared(
    lambda: (
        Enrolment.objects.filter(school_id=given("school"))
        .exclude(last_day__lt=given("on", "day"))
        .order_by("pupil_id")
        .values_list("pupil_id")
        .distinct()
    )
)


def pupils_by_reference(actor: Actor) -> tuple[tuple[str, str, str, str], ...]:
    """For matching a file: public id, UPN, MIS id and admission number of every pupil the school ever had."""
    rows = Pupil.objects.filter(school_id=actor.school).order_by("id")
    found = rows.values_list("public_id", "upn", "mis_id", "admission_number")
    return tuple((str(public), upn, mis, number) for public, upn, mis, number in found)
