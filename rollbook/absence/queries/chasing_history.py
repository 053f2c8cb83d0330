"""What the chase of reasons tells of a pupil's history: each call; texts, e-mails and letters tell themselves."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from rollbook.absence.models import ReasonChase
from rollbook.absence.queries.chasing import CALL_SAID
from rollbook.absence.words import joined
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.reason_chase import Way
from rollbook.rules.sessions import Half, Session
from rollbook.rules.told import Kind, Told


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """Who rang for the reason of which absences, and what it came to, the earliest first: one statement."""
    if not actor.may(Permission.SEND_MESSAGES):
        return ()
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    rows = ReasonChase.objects.filter(school_id=actor.school, pupil_id=pupil, at__gte=begins, at__lt=ends, way=Way.CALL)
    calls: dict[tuple[datetime, str, str], list[Session]] = defaultdict(list)
    for row in rows.order_by("at", "id"):
        calls[row.at, row.said, row.by_name].append(Session(row.date, Half(row.half)))
    return tuple(
        Told(
            at, Kind.CALL, f"Rang for the reason of {joined(sessions, around=last)}: {CALL_SAID.get(said, '')}", by_name
        )
        for (at, said, by_name), sessions in calls.items()
    )
