"""Keeping licences, and ending them (LEA-4)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.files.actions import keep_file
from rollbook.processes.leave_request.events import LicenceEnded, LicenceKept
from rollbook.processes.leave_request.models import Licence
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sources import refuse
from rollbook.web.plain_text import kept

FILE_KIND = "case"


@dataclass(frozen=True, slots=True)
class Permitted:
    """A licence as it is written down: what it is, by whom it was given, for which days and hours; its file if any."""

    kind: str
    number: str
    authority: str
    first: date
    last: date
    hours: str = ""
    file: tuple[str, bytes] | None = field(default=None, repr=False)


@action(Permission.WORK_CASES)
def keep_licence(actor: Actor, *, pupil: int, licence: Permitted) -> uuid.UUID:
    """Put a licence, or what exempts from one, on record; the same number again is the same licence."""
    if not pupil_lines(actor, [pupil], actor.today):
        raise NotFound("There is no such pupil in this school.")
    number, authority = kept(licence.number).strip()[:80], kept(licence.authority).strip()[:200]
    if not number or not authority:
        raise refuse("LEA-4", "A licence has a number and somebody who gave it. Write both, or by what it is exempt.")
    if licence.last < licence.first:
        raise Refused("The licence ends before it begins. Check its two days.")
    if licence.kind not in Licence.Kind.values:
        raise Refused("Say what it is: a performance licence, an exemption, or a licence to work abroad.")
    there = Licence.objects.filter(school_id=actor.school, pupil_id=pupil, number=number, ended_at=None).first()
    if there is not None:
        record_nothing_changed()
        return there.public_id
    file = None
    if licence.file is not None:
        name, data = licence.file
        file = keep_file(actor, name=name, data=data, kind=FILE_KIND, pupils=(pupil,))
    row = Licence.objects.create(
        school_id=actor.school,
        pupil_id=pupil,
        kind=licence.kind,
        number=number,
        authority=authority,
        first=licence.first,
        last=licence.last,
        hours=kept(licence.hours).strip()[:300],
        file=file,
        kept_at=actor.now,
        kept_by_name=actor.name,
    )
    record(actor, LicenceKept(row.public_id, row.last))
    return row.public_id


@action(Permission.WORK_CASES)
def end_licence(actor: Actor, *, licence: uuid.UUID) -> None:
    """Say that a licence counts no more; leave planned under it is withdrawn where it was asked for."""
    row = Licence.objects.select_for_update().filter(school_id=actor.school, public_id=licence).first()
    if row is None or not pupil_lines(actor, [row.pupil_id], actor.today):
        raise NotFound("There is no such licence in this school.")
    if row.ended_at is not None:
        record_nothing_changed()
        return
    row.ended_at, row.ended_by_name = actor.now, actor.name
    row.save(update_fields=["ended_at", "ended_by_name"])
    record(actor, LicenceEnded(row.public_id))
