"""Which meetings about many pupils were held, for lists that say what has been done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from rollbook.meetings.models import MeetingPupil
from rollbook.meetings.queries.opening import rows_for
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.meetings import kind_of
from rollbook.rules.told import Kind, Told, by_pupil


def done_about(actor: Actor, pupils: Collection[int], first: date, last: date) -> Mapping[int, tuple[Told, ...]]:
    """Meetings held about these pupils, by pupil's key: one statement. For those who hold meetings; nothing said."""
    if not pupils or not actor.may(Permission.HOLD_MEETINGS):
        return {}
    until = min(datetime.combine(last, time.max, LONDON), actor.now)
    held = rows_for(actor).filter(cancelled_at=None, at__gte=datetime.combine(first, time(), LONDON), at__lte=until)
    rows = MeetingPupil.objects.filter(school_id=actor.school, pupil_id__in=pupils, meeting__in=held)
    columns = ("pupil_id", "meeting__at", "meeting__kind", "meeting__stage", "meeting__public_id")
    return by_pupil(
        (
            pupil,
            Told(
                at,
                Kind.MEETING,
                f"{kind_of(kind).titled(stage)} held",
                url_name="meetings:meeting",
                url_id=str(meeting),
            ),
        )
        for pupil, at, kind, stage, meeting in rows.order_by("meeting__at", "id").values_list(*columns)
    )
