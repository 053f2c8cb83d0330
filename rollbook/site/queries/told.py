"""What the site tells of a pupil's history: coming and going, and being looked for."""

from __future__ import annotations

from datetime import date

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.told import Kind, Told
from rollbook.site.models import Movement, Search


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """Late arrivals, leavings and searches of these days, without drills: two statements.

    Why somebody came or went is for those who may see reasons; a search opens for who watches for the missing.
    """
    moved = Movement.objects.filter(school_id=actor.school, pupil_id=pupil, on__range=(first, last), taken_back_at=None)
    sought = Search.objects.filter(school_id=actor.school, pupil_id=pupil, on__range=(first, last), is_drill=False)
    return (
        *(Told(m.at, Kind.SITE, _says(actor, m), m.by_name) for m in moved.order_by("-at", "-id")),
        *(_search(actor, s) for s in sought.order_by("-reported_at", "-id")),
    )


def _says(actor: Actor, row: Movement) -> str:
    why = Movement.Reason(row.reason).label.lower() if row.reason and actor.may(Permission.SEE_REASONS) else ""
    return f"{Movement.Kind(row.kind).label}{f': {why}' if why else ''}"


def _search(actor: Actor, row: Search) -> Told:
    watches = actor.may(Permission.WATCH_MISSING)
    ended = "found or accounted for" if row.ended_at else "still looked for"
    return Told(
        row.reported_at,
        Kind.SITE,
        f"Reported missing, {ended}",
        row.reported_by_name,
        url_name="site:search" if watches else "",
        url_id=str(row.public_id) if watches else "",
    )
