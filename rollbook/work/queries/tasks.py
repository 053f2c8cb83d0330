"""What a person has to do: their own tasks, their roles', and those of the colleagues for whom they stand in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import PreparedRows, given
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission, Role
from rollbook.rules.act_by import act_by, falls_in_a_holiday
from rollbook.rules.actor import Actor
from rollbook.schools.queries import calendar_of
from rollbook.work.models import Task
from rollbook.work.queries.standing_in import StandingIn, may_read, may_read_for, standing_in


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as lists show it. `act_by` is `due`, or the last school day before a holiday into which it falls.

    `whose` says for whom it is, in words, where it is not the reader's own by name; `pupil` is None
    where it is about nobody, or about a pupil whom the reader may not see.
    """

    public_id: uuid.UUID
    says: str
    due: date
    act_by: date
    in_holiday: bool
    whose: str
    own: bool
    pupil: PupilLine | None
    source: str
    made_at: datetime
    made_by: str

    def is_overdue(self, today: date) -> bool:
        return self.due < today


def tasks_for(actor: Actor) -> tuple[TaskLine, ...]:
    """Every open task that this person may do something about, the most urgent first: six statements at most."""
    if actor.user_id is None:
        return ()
    around = standing_in(actor)
    rows = [row for row in _open(actor, around) if _reads(actor, around, row)]
    if not rows:
        return ()
    pupils = {p.id: p for p in pupil_lines(actor, {r.pupil_id for r in rows if r.pupil_id}, actor.today)}
    calendar = calendar_of(actor, first=actor.today, last=max(max(r.due for r in rows), actor.today))
    lines = [
        TaskLine(
            public_id=r.public_id,
            says=decrypt(r.says, place=place_of(r.public_id)),
            due=r.due,
            act_by=act_by(calendar, r.due, actor.today),
            in_holiday=falls_in_a_holiday(calendar, r.due, actor.today),
            whose=_whose(actor, around, r),
            own=r.owner_id == actor.user_id,
            pupil=pupils.get(r.pupil_id or 0),
            source=r.source,
            made_at=r.made_at,
            made_by=r.made_by_name,
        )
        for r in rows
        if _may_know(actor, r, pupils)
    ]
    return tuple(sorted(lines, key=lambda line: (line.act_by, line.due, line.made_at)))


def open_task(actor: Actor, task: uuid.UUID) -> Task | None:
    """The row of an open task that this person may do something about; None for any other."""
    row = Task.objects.select_for_update().filter(school_id=actor.school, public_id=task, done_at=None).first()
    if row is None or not _reads(actor, standing_in(actor), row):
        return None
    pupils = {p.id: p for p in pupil_lines(actor, {row.pupil_id} if row.pupil_id else (), actor.today)}
    return row if _may_know(actor, row, pupils) else None


def place_of(task: uuid.UUID) -> str:
    """Where what a task says belongs, to which its encryption is bound."""
    return f"task:{task}:says"


def _open(actor: Actor, around: StandingIn) -> list[Task]:
    people = [actor.user_id, *(one.user_id for one in around.colleagues)]
    roles = around.roles.union(*(one.roles for one in around.colleagues))
    return _OPEN.rows(school=actor.school, people=tuple(people), roles=tuple(roles))


def _of_these() -> QuerySet[Task]:
    theirs = Q(owner_id__in=given("people", many=True))
    roles = Q(owner_id=None, role__in=given("roles", "text", many=True))
    return Task.objects.filter(theirs | roles, school_id=given("school"), done_at=None).order_by("due", "id")


_OPEN = PreparedRows(Task, _of_these)


def _reads(actor: Actor, around: StandingIn, row: Task) -> bool:
    """Given by name: always. To a role: with what the task needs. Standing in: with one's own permissions alone."""
    if row.owner_id == actor.user_id:
        return True
    if row.owner_id is not None:
        about_pupil = Permission.SEE_REASONS.value if row.pupil_id else ""
        known = any(one.user_id == row.owner_id for one in around.colleagues)
        return known and may_read(actor, row.needs or about_pupil)
    if row.role in around.roles:
        return may_read(actor, row.needs)
    return around.through(row.role) is not None and may_read(actor, row.needs) and may_read_for(actor, Role(row.role))


def _may_know(actor: Actor, row: Task, pupils: Mapping[int, PupilLine]) -> bool:
    """A task about a pupil is for those who may see the pupil, and for whom it was given to by name."""
    return row.pupil_id is None or row.pupil_id in pupils or row.owner_id == actor.user_id


def _whose(actor: Actor, around: StandingIn, row: Task) -> str:
    if row.owner_id == actor.user_id:
        return ""
    if row.owner_id is not None:
        return next(f"for {one.name}" for one in around.colleagues if one.user_id == row.owner_id)
    through = around.through(row.role)
    return f"{Role(row.role).label}, for {through.name}" if through else Role(row.role).label
