"""Notes, files and notices in a case."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.actions.holding import held, written
from rollbook.cases.events import CaseNoted, NoticeSettled
from rollbook.cases.models import Case, CaseFile, CaseNote, CaseNotice
from rollbook.cases.words import kept
from rollbook.files.actions import keep_file
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

FILE_KIND = "case"


@action(Permission.WORK_CASES)
def add_note(actor: Actor, *, case: uuid.UUID, says: str) -> uuid.UUID:
    """Write something down in a case; it is not changed afterwards."""
    row = held(actor, case)
    if not says.strip():
        raise Refused("The note is empty. Write what is to be kept.")
    note = CaseNote(school_id=actor.school, case=row, at=actor.now, by_name=actor.name)
    note.says = kept(written(says, "The note"), row.public_id, f"note:{note.public_id}")
    note.save(force_insert=True)
    record(actor, CaseNoted(row.public_id, row.process))
    return note.public_id


@action(Permission.WORK_CASES)
def keep_in_case(actor: Actor, *, case: uuid.UUID, name: str, data: bytes) -> uuid.UUID:
    """Put a file into a case: checked, encrypted, about its pupil."""
    row = held(actor, case)
    file = keep_file(actor, name=name, data=data, kind=FILE_KIND, pupils=(row.pupil_id,))
    CaseFile.objects.create(school_id=actor.school, case=row, file=file, at=actor.now, by_name=actor.name)
    record(actor, CaseNoted(row.public_id, row.process))
    return file


@action()
def raise_notice(actor: Actor, *, case: uuid.UUID, key: str, says: str) -> None:
    """Raise something that the case must not hide; once for each `key`."""
    row = Case.objects.select_for_update().get(school_id=actor.school, public_id=case)
    if CaseNotice.objects.filter(case=row, key=key).exists():
        return record_nothing_changed()
    notice = CaseNotice(school_id=actor.school, case=row, key=key, at=actor.now)
    notice.says = kept(says, row.public_id, f"notice:{notice.public_id}")
    notice.save(force_insert=True)
    return record(actor, CaseNoted(row.public_id, row.process))


@action(Permission.WORK_CASES)
def settle_notice(actor: Actor, *, case: uuid.UUID, notice: uuid.UUID, why: str) -> None:
    """Say what follows from a notice, so that it no longer waits; it stays to be read."""
    row = held(actor, case)
    found = CaseNotice.objects.filter(case=row, public_id=notice).first()
    if found is None:
        raise NotFound("There is no such notice in this case.")
    if found.settled_at is not None:
        return record_nothing_changed()
    if not why.strip():
        raise Refused("Say what follows from it: what you did, or why nothing is to be done.")
    found.settled_at, found.settled_by_name = actor.now, actor.name
    found.settled_why = kept(written(why, "The reason"), row.public_id, f"notice:{found.public_id}:why")
    found.save(update_fields=["settled_at", "settled_by_name", "settled_why"])
    return record(actor, NoticeSettled(row.public_id, row.process))
