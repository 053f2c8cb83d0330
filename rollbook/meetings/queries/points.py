"""Action points: what was agreed at a meeting, who does it, and whether it is done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.audit.keys import decrypt
from rollbook.meetings.models import ActionPoint
from rollbook.meetings.places import point_place
from rollbook.meetings.queries.lines import MeetingLine, lines_of
from rollbook.meetings.queries.opening import rows_for
from rollbook.rules.actor import Actor
from rollbook.work.queries.done import done_tasks

MOST = 300


@dataclass(frozen=True, slots=True)
class PointLine:
    """One action point: what, who, by when; done when and by whom, or not yet. `pupil` is a key, or none."""

    public_id: uuid.UUID
    meeting: uuid.UUID
    says: str
    owner: str
    due: date
    pupil: int | None
    task: uuid.UUID
    done_at: datetime | None
    done_by: str
    held_at: datetime

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_overdue(self, today: date) -> bool:
        return not self.is_done and self.due < today


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """An action point that is not done, with its meeting."""

    point: PointLine
    meeting: MeetingLine


def points_of_thread(actor: Actor, thread: uuid.UUID) -> tuple[PointLine, ...]:
    """Every action point of a meeting and of those it follows or that follow it, by due day: two statements."""
    rows = ActionPoint.objects.filter(school_id=actor.school, thread=thread).select_related("meeting")
    return _lines(actor, rows.order_by("due", "id"))


def open_action_points(actor: Actor) -> tuple[OpenPoint, ...]:
    """What is not done of all that was agreed at meetings this person may see, the most urgent first: six statements.

    For whoever holds meetings or was asked to one; the tasks themselves are with their owners.
    """
    meetings = {row.pk: row for row in rows_for(actor).filter(cancelled_at=None, points__isnull=False).distinct()}
    rows = ActionPoint.objects.filter(school_id=actor.school, meeting_id__in=meetings).select_related("meeting")
    points = [one for one in _lines(actor, rows.order_by("due", "id")) if not one.is_done][:MOST]
    held = {one.meeting for one in points}
    lines = {line.public_id: line for line in lines_of(actor, [r for r in meetings.values() if r.public_id in held])}
    return tuple(OpenPoint(one, lines[one.meeting]) for one in points if one.meeting in lines)


def _lines(actor: Actor, rows: Iterable[ActionPoint]) -> tuple[PointLine, ...]:
    kept = list(rows)
    done = done_tasks(actor, [row.task for row in kept])
    return tuple(
        PointLine(
            public_id=row.public_id,
            meeting=row.meeting.public_id,
            says=decrypt(row.says, place=point_place(row.public_id, "says")),
            owner=decrypt(row.owner_name, place=point_place(row.public_id, "owner")),
            due=row.due,
            pupil=row.pupil_id,
            task=row.task,
            done_at=done[row.task].at if row.task in done else None,
            done_by=done[row.task].by if row.task in done else "",
            held_at=row.meeting.at,
        )
        for row in kept
    )
