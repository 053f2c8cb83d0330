"""When a kind of report was last sent, for reports that say what moved since."""

from __future__ import annotations

from datetime import date

from rollbook.reports.models import Schedule
from rollbook.rules.actor import Actor


def last_sent(actor: Actor, kind: str) -> date | None:
    """The day before today for which a report of this kind last went to this person: one statement.

    To Rollbook itself, that is the last one that went to anybody. None where none has.
    """
    rows = Schedule.objects.filter(school_id=actor.school, saved__kind=kind, sent_for__isnull=False)
    if actor.user_id is not None:
        rows = rows.filter(readers__user_id=actor.user_id)
    days = (day for row in rows for day in (row.sent_for, row.sent_before))
    return max((day for day in days if day is not None and day < actor.today), default=None)
