"""Tasks: made once for each source, finished, taken over."""

from __future__ import annotations

import uuid
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.work.events import TaskDone, TaskMade, TaskTakenOver
from rollbook.work.models import Task
from rollbook.work.queries.tasks import open_task, place_of

LONGEST = 500
NO_TASK = "There is no such task, it is done already, or it is not yours to do."


@action()
def make_task(
    actor: Actor,
    *,
    says: str,
    due: date,
    owner: int | None = None,
    role: str = "",
    pupil: int | None = None,
    source: str = "",
    needs: Permission | None = None,
) -> uuid.UUID:
    """Something is to be done by a day, by a person (`owner`, a user's id) or by whoever holds a role.

    Asked again for the same `source` it is the same task, done or not. `pupil` is the pupil's key.
    With `needs`, nobody reads it who does not hold that permission, unless it is theirs by name.
    """
    if source and (made := Task.objects.filter(school_id=actor.school, source=source).first()):
        record_nothing_changed()
        return made.public_id
    _check(says, owner, role)
    task = uuid.uuid4()
    row = Task(
        school_id=actor.school,
        public_id=task,
        says=encrypt(says.strip(), place=place_of(task)),
        due=due,
        owner_id=owner,
        role=role,
        needs=needs.value if needs else "",
        pupil_id=pupil,
        source=source,
        made_at=actor.now,
        made_by_name=actor.name,
    )
    # Two jobs that tell of the same source at once make one task; neither fails for the other.
    Task.objects.bulk_create([row], ignore_conflicts=True)
    if source and (first := Task.objects.get(school_id=actor.school, source=source)).public_id != task:
        record_nothing_changed()
        return first.public_id
    record(actor, TaskMade(task, due, role))
    return task


@action(Permission.HAVE_TASKS)
def finish_task(actor: Actor, *, task: uuid.UUID) -> None:
    """It is done: who and when. NotFound for a task that is not this person's to do."""
    _end(actor, _mine(actor, task))


@action()
def finish_from(actor: Actor, *, source: str) -> None:
    """What a task came from is settled, so the task is done; without such a task nothing changes."""
    row = Task.objects.select_for_update().filter(school_id=actor.school, source=source, done_at=None).first()
    if not source or row is None:
        return record_nothing_changed()
    return _end(actor, row)


@action(Permission.HAVE_TASKS)
def take_over(actor: Actor, *, task: uuid.UUID) -> None:
    """Make a task one's own that is a role's, or a colleague's for whom one stands in."""
    row = _mine(actor, task)
    if row.owner_id == actor.user_id:
        return record_nothing_changed()
    Task.objects.filter(pk=row.pk).update(owner_id=actor.user_id)
    return record(actor, TaskTakenOver(task))


def _mine(actor: Actor, task: uuid.UUID) -> Task:
    row = open_task(actor, task)
    if row is None:
        raise NotFound(NO_TASK)
    return row


def _end(actor: Actor, row: Task) -> None:
    Task.objects.filter(pk=row.pk).update(done_at=actor.now, done_by_name=actor.name)
    record(actor, TaskDone(row.public_id))


def _check(says: str, owner: int | None, role: str) -> None:
    if not says.strip():
        raise Refused("Say what is to be done.")
    if len(says) > LONGEST:
        raise Refused(f"Say in at most {LONGEST} characters what is to be done; this has {len(says)}.")
    if owner is None and not role:
        raise Refused("Say who is to do it: a person, or whoever holds a role.")
    if role and role not in set(Role):
        raise Refused("Choose one of the school’s roles.")
