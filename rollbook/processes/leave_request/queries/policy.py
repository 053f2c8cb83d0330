"""The school's own choices about leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rollbook.processes.leave_request.models import LeavePolicy
from rollbook.rules.actor import Actor

USUAL_DAYS = 5
GRANTING = (
    "The circumstances are exceptional, and the days asked for are no more than they need.",
    "The pupil performs under a licence, and the school is satisfied that schoolwork does not suffer.",
)
REFUSING = (
    "The circumstances of this request were considered; they are not exceptional, and it can wait for the holidays.",
    "The days fall into a time in which the pupil would miss assessments that cannot be made up.",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """Within how many school days a request is answered, and the sentences from which the head begins to write."""

    answer_days: int = USUAL_DAYS
    granting: tuple[str, ...] = GRANTING
    refusing: tuple[str, ...] = REFUSING
    since: datetime | None = None
    by_name: str = ""


def leave_policy(actor: Actor) -> Choices:
    """What the school chose, or what is usual: one statement."""
    row = LeavePolicy.objects.filter(school_id=actor.school).first()
    if row is None:
        return Choices()
    return Choices(row.answer_days, _lines(row.granting), _lines(row.refusing), row.since, row.by_name)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
