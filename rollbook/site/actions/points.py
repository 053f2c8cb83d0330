"""Where each year group gathers when the alarm goes."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.site.events import AssemblyPointsSet
from rollbook.site.models.rolls import AssemblyPoint

LONGEST_NAME = 60


@action(Permission.SET_UP_SCHOOL)
def set_assembly_points(actor: Actor, *, names: Mapping[str, str]) -> None:
    """Say where each year group gathers, and under "" everybody else; an empty name takes the place away.

    Lists that are open keep the places they began with.
    """
    told = {year: " ".join(name.split()) for year, name in names.items()}
    long = [name for name in told.values() if len(name) > LONGEST_NAME]
    if long:
        raise Refused(f"“{long[0][:20]}…” has {len(long[0])} characters; at most {LONGEST_NAME} fit on the list.")
    held = dict(AssemblyPoint.objects.filter(school_id=actor.school).values_list("nc_year", "name"))
    changed = {year: name for year, name in told.items() if held.get(year, "") != name}
    if not changed:
        record_nothing_changed()
        return
    AssemblyPoint.objects.filter(school_id=actor.school, nc_year__in=changed).delete()
    made = [AssemblyPoint(school_id=actor.school, nc_year=year, name=name) for year, name in changed.items() if name]
    AssemblyPoint.objects.bulk_create(made)
    record(actor, AssemblyPointsSet(points=sum(bool(name) for name in {**held, **told}.values())))
