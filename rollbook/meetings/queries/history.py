"""What meetings tell of a pupil's history: called, held, decided, signed, cancelled; words only on their own page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rollbook.meetings.models import Decision, Meeting
from rollbook.meetings.queries.lines import MeetingLine, lines_of
from rollbook.meetings.queries.opening import rows_for
from rollbook.meetings.queries.page import says_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import in_words
from rollbook.rules.told import Kind, Told


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """The meetings about a pupil (key) in these days, the earliest first: five statements.

    For those who hold meetings, and of those one was asked to; nothing that was said stands here.
    """
    if not (actor.may(Permission.HOLD_MEETINGS) or actor.may(Permission.HAVE_TASKS)):
        return ()
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    rows = list(rows_for(actor).filter(pupils__pupil_id=pupil, called_at__lt=ends).order_by("at", "id"))
    if not rows:
        return ()
    lines = {line.id: line for line in lines_of(actor, rows)}
    decided = Decision.objects.filter(school_id=actor.school, meeting__in=rows).order_by("id")
    by_id = {row.pk: row for row in rows}
    told = [  # before what was signed in the same minute
        _told(lines[one.meeting_id], one.at, f"decided: {says_of(by_id[one.meeting_id], one.choice)}", one.by_name)
        for one in decided
        if one.pupil_id in (None, pupil) and one.meeting_id in lines
    ]
    told += [one for row in rows if row.pk in lines for one in _of(actor, row, lines[row.pk])]
    return tuple(sorted((one for one in told if begins <= one.at < ends), key=lambda one: one.at))


def _of(actor: Actor, row: Meeting, line: MeetingLine) -> list[Told]:
    told = [_told(line, row.called_at, f"called for {in_words(row.at.astimezone(LONDON).date())}", row.called_by_name)]
    if row.cancelled_at is not None:
        return [*told, _told(line, row.cancelled_at, "cancelled", row.cancelled_by_name)]
    if row.at <= actor.now:
        told.append(_told(line, row.at, "held", ""))
    if row.signed_at is not None:
        told.append(_told(line, row.signed_at, f"minutes signed (edition {row.edition})", ""))
    return told


def _told(line: MeetingLine, at: datetime, what: str, by: str) -> Told:
    says = f"{line.title} {what}"
    return Told(at, Kind.MEETING, says, by, url_name="meetings:meeting", url_id=str(line.public_id))
