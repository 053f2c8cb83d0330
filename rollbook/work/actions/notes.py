"""Hand-over notes: left, read, done (RUN-F)."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.staff.queries import staff_names
from rollbook.work.events import NoteDone, NoteLeft, NoteRead
from rollbook.work.models import HandOverNote, NoteReading
from rollbook.work.queries.notes import note_of, place_of

LONGEST_NOTE = 2000


@action(Permission.HAVE_TASKS)
def leave_note(actor: Actor, *, note: uuid.UUID, says: str, to: int | None = None, role: str = "") -> None:
    """Leave a note for a person (a user's id) or for whoever holds a role; the same `note` again changes nothing."""
    if HandOverNote.objects.filter(public_id=note).exists():
        return record_nothing_changed()
    name = _checked(actor, says, to, role)
    HandOverNote.objects.create(
        school_id=actor.school,
        public_id=note,
        on=actor.today,
        says=encrypt(says.strip(), place=place_of(note)),
        for_id=to,
        for_name=name,
        role="" if to is not None else role,
        made_at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    return record(actor, NoteLeft(note, role))


@action(Permission.HAVE_TASKS)
def read_note(actor: Actor, *, note: uuid.UUID) -> None:
    """Note that it was read, by whom and when: the first time alone. Whoever left it sees that."""
    row = note_of(actor, note)
    if row is None or actor.user_id is None:
        raise NotFound("There is no such note, or it is not for you.")
    if row.by_id == actor.user_id:
        return record_nothing_changed()
    _, first = NoteReading.objects.get_or_create(
        note=row, user_id=actor.user_id, defaults={"school_id": actor.school, "name": actor.name, "at": actor.now}
    )
    return record(actor, NoteRead(note)) if first else record_nothing_changed()


@action(Permission.HAVE_TASKS)
def finish_note(actor: Actor, *, note: uuid.UUID) -> None:
    """What it says is done; it no longer stands on top, and is kept."""
    row = note_of(actor, note)
    if row is None:
        raise NotFound("There is no such note, or it is not for you.")
    if row.done_at is not None:
        return record_nothing_changed()
    HandOverNote.objects.filter(pk=row.pk).update(done_at=actor.now, done_by_name=actor.name)
    return record(actor, NoteDone(note))


def _checked(actor: Actor, says: str, to: int | None, role: str) -> str:
    """The name of the person it is for; refused where it says nothing or is for nobody."""
    if not says.strip():
        raise Refused("Write what the next person needs to know.")
    if len(says) > LONGEST_NOTE:
        raise Refused(f"A note has at most {LONGEST_NOTE} characters; this has {len(says)}.")
    if to is not None:
        name = staff_names(actor, [to]).get(to)
        if name is None:
            raise Refused("Nobody with this account works in the school.")
        return name
    if role not in set(Role):
        raise Refused("Say who it is for: a person, or whoever holds a role.")
    return ""
