"""Bringing pupils and contacts in from a file: upload, decide, commit."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.formats.refusals import FileRefused
from rollbook.pupils.actions.applying import write_down
from rollbook.pupils.events import FileUploaded, MatchDecided, PupilsImported, UploadsForgotten
from rollbook.pupils.models import ImportRun
from rollbook.pupils.queries.importing.changes import Verdict
from rollbook.pupils.queries.importing.matching import NEW, SKIP
from rollbook.pupils.queries.importing.planning import FileRead, plan, read_file
from rollbook.pupils.queries.importing.reviewing import NO_RUN, Counts, content_of, counted, place_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

LARGEST_UPLOAD = 20 * 1024 * 1024
KEPT_FOR = timedelta(days=7)
_FIRST_SHOWN = 3


class RowsRefused(Refused):
    """The file has rows that cannot be taken, and was to be taken whole or not at all."""


@action(Permission.IMPORT_DATA)
def start_import(actor: Actor, *, name: str, data: bytes, kind: str = ImportRun.Kind.PUPILS) -> UUID:
    """Take in a file for review; its public id. The same file waiting already is not taken in twice.

    Raises FileRefused when the file cannot be read or is not what it is said to be.
    """
    if len(data) > LARGEST_UPLOAD:
        raise FileRefused(f"“{name[:100]}” is larger than {LARGEST_UPLOAD // 1024 // 1024} MB. Export fewer columns.")
    kind = ImportRun.Kind(kind)
    sha256 = hashlib.sha256(data).hexdigest()
    waiting = ImportRun.objects.filter(
        school_id=actor.school, kind=kind, sha256=sha256, state=ImportRun.State.WAITING
    ).first()
    if waiting is not None:
        record_nothing_changed()
        return waiting.public_id
    read_file(kind, name, data)
    run = ImportRun(
        school_id=actor.school,
        kind=kind,
        file_name=name[-200:],
        sha256=sha256,
        uploaded_at=actor.now,
        uploaded_by=actor.name,
    )
    run.content = encrypt(base64.b64encode(data).decode(), place=place_of(run.public_id))
    run.save()
    record(actor, FileUploaded(run=run.public_id, kind=kind))
    return run.public_id


@action(Permission.IMPORT_DATA)
def decide_match(actor: Actor, *, run: UUID, row: int, choice: str) -> None:
    """Say who a row is: a pupil's public id, `new`, or `skip` to leave the row out; empty takes the word back."""
    held = _waiting(actor, run)
    if choice not in ("", NEW, SKIP):
        choice = str(UUID(choice))
    decisions: dict[str, str] = dict(held.decisions)
    decisions[str(row)] = choice
    held.decisions = {number: said for number, said in decisions.items() if said}
    held.save(update_fields=["decisions"])
    record(actor, MatchDecided(run=run, row=row))


@action(Permission.IMPORT_DATA)
def commit_import(actor: Actor, *, run: UUID, stop_on_error: bool = False) -> Counts:
    """Import a reviewed file: all good rows in one transaction, or with `stop_on_error` all rows or none.

    Asked again for a run that is imported already, it changes nothing. Raises RowsRefused when a
    row cannot be taken and `stop_on_error` is set.
    """
    held = _locked(actor, run)
    if held.state == ImportRun.State.COMMITTED:
        record_nothing_changed()
        return Counts(0, held.counts["same"], 0, held.counts["left_out"], 0)
    file = read_file(held.kind, held.file_name, content_of(held))
    counts = _take(actor, held, file, stop_on_error=stop_on_error)
    said = PupilsImported(run=run, new=counts.new, changed=counts.changed, same=counts.same, left_out=counts.left_out)
    record(actor, said)
    return counts


@action(Permission.IMPORT_DATA)
def forget_uploads(actor: Actor) -> int:
    """Delete the content of uploads that nobody imported within seven days; how many."""
    old = ImportRun.objects.filter(
        school_id=actor.school, state=ImportRun.State.WAITING, uploaded_at__lt=actor.now - KEPT_FOR
    )
    ids = tuple(old.order_by("id").values_list("public_id", flat=True))
    if not ids:
        record_nothing_changed()
        return 0
    ImportRun.objects.filter(public_id__in=ids).update(state=ImportRun.State.FORGOTTEN, content=b"", decisions={})
    record(actor, UploadsForgotten(runs=ids))
    return len(ids)


def _take(actor: Actor, held: ImportRun, file: FileRead, *, stop_on_error: bool) -> Counts:
    planned = plan(actor, file, decisions=held.decisions)
    refused = [row for row in planned.rows if row.verdict in (Verdict.ERROR, Verdict.CONFLICT)]
    if refused and stop_on_error:
        shown = "; ".join(f"row {row.row}: {row.says}" for row in refused[:_FIRST_SHOWN])
        raise RowsRefused(f"{len(refused)} rows cannot be taken, so nothing was imported. {shown}")
    write_down(held, planned.writing)
    counts = counted(planned.rows)
    held.state, held.content = ImportRun.State.COMMITTED, b""
    held.counts = {"new": counts.new, "changed": counts.changed, "same": counts.same, "left_out": counts.left_out}
    held.committed_at, held.committed_by = actor.now, actor.name
    held.save(update_fields=["state", "content", "counts", "committed_at", "committed_by"])
    return counts


def _waiting(actor: Actor, run: UUID) -> ImportRun:
    held = _locked(actor, run)
    content_of(held)
    return held


def _locked(actor: Actor, run: UUID) -> ImportRun:
    """The run, with every open run of the school locked: two imports never write at the same time."""
    runs = ImportRun.objects.select_for_update().filter(school_id=actor.school)
    waiting = {each.public_id: each for each in runs.filter(state=ImportRun.State.WAITING).order_by("id")}
    held = waiting.get(run) or runs.filter(public_id=run).first()
    if held is None:
        raise NotFound(NO_RUN)
    return held
