"""Keeping a file: checked, encrypted, written once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from datetime import timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.files import disk
from rollbook.files.events import FileKept, StraysCleared
from rollbook.files.kinds import OPENED_BY
from rollbook.files.models import FilePupil, KeptFile
from rollbook.files.queries import NO_FILE, name_place
from rollbook.formats.kept_media import media_of, named_for, shortened
from rollbook.formats.refusals import FileRefused
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

LARGEST = 20 * 1024 * 1024
STRAY_AFTER = timedelta(days=1)


@action()
def keep_file(actor: Actor, *, name: str, data: bytes, kind: str, pupils: Collection[int]) -> uuid.UUID:
    """Keep a file about these pupils (ids, or none yet); gives the id by which it is read again.

    Part of a larger verb, which has asked for the permission: whoever takes a report takes its
    attachment. Raises FileRefused, with a sentence, for what is too large, empty, or of a kind that
    is not kept; NotFound for a pupil of another school. `kind` is one of `files.kinds`.
    """
    if kind not in OPENED_BY:
        raise ValueError(f"no files are kept as “{kind}”: say in files.kinds who may open them")
    if len(data) > LARGEST:
        raise FileRefused(
            f"“{shortened(name)}” has {len(data) / 1024 / 1024:.0f} MB; {LARGEST // 1024 // 1024} MB at most can be "
            "kept. Save a smaller copy, or photograph it anew."
        )
    media = media_of(name, data)
    return _keep(actor, named_for(name, media), media.type, data, kind, pupils)


@action()
def keep_made(actor: Actor, *, name: str, media: str, data: bytes, kind: str, pupils: Collection[int]) -> uuid.UUID:
    """Keep a file that Rollbook made itself, of whatever size: letters as they are printed."""
    return _keep(actor, name, media, data, kind, pupils)


def _keep(actor: Actor, name: str, media: str, data: bytes, kind: str, pupils: Collection[int]) -> uuid.UUID:
    _require_here(actor, pupils)
    row = KeptFile(
        school_id=actor.school,
        kind=kind,
        media=media,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        kept_at=actor.now,
        by_name=actor.name,
    )
    row.name = encrypt(name, place=name_place(row.public_id))
    # The bytes first: a row without its file would be a promise that nobody can keep.
    disk.write(actor.school, row.public_id, data)
    row.save(force_insert=True)
    FilePupil.objects.bulk_create(
        [FilePupil(school_id=actor.school, file=row, pupil_id=pupil) for pupil in dict.fromkeys(pupils)]
    )
    record(actor, FileKept(row.public_id, kind, media, row.size))
    return row.public_id


@action()
def say_whom_about(actor: Actor, *, file: uuid.UUID, pupils: Collection[int]) -> None:
    """Say which pupils a file is about, once that is known; those said before stay."""
    row = KeptFile.objects.filter(school_id=actor.school, public_id=file).first()
    if row is None:
        raise NotFound(NO_FILE)
    _require_here(actor, pupils)
    FilePupil.objects.bulk_create(
        [FilePupil(school_id=actor.school, file=row, pupil_id=pupil) for pupil in dict.fromkeys(pupils)],
        ignore_conflicts=True,
    )
    record(actor, FileKept(row.public_id, row.kind, row.media, row.size))


@action()
def clear_strays(actor: Actor) -> int:
    """Delete bytes, a day old or more, that no row speaks of: what a machine that stopped half-way leaves; how many."""
    written = set(disk.written_before(actor.school, (actor.on_the_wall - STRAY_AFTER).timestamp()))
    spoken_of = KeptFile.objects.filter(school_id=actor.school).values_list("public_id", flat=True)
    strays = written - set(spoken_of) if written else set()
    for file in strays:
        disk.forget(actor.school, file)
    if not strays:
        record_nothing_changed()
        return 0
    record(actor, StraysCleared(len(strays)))
    return len(strays)


def _require_here(actor: Actor, pupils: Collection[int]) -> None:
    if pupils and len(public_ids_of(actor, pupils)) != len(set(pupils)):
        raise NotFound("There is no such pupil in this school.")
