"""The review of an upload, and the list of what was imported."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rollbook.audit.keys import decrypt
from rollbook.formats.problems import Problem
from rollbook.pupils.models import ImportRun, Provenance
from rollbook.pupils.queries.importing.changes import RowReview, Verdict
from rollbook.pupils.queries.importing.planning import plan, read_file
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

_ORDER = (Verdict.NEW, Verdict.SAME, Verdict.CHANGED, Verdict.CONFLICT, Verdict.ERROR)
NO_RUN = "There is no such import in this school."


class ContentGone(Refused):
    """The upload was imported already, or deleted after seven days."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One upload as lists show it; the counts are those of the commit, zero before it."""

    public_id: UUID
    kind: str
    kind_title: str
    file_name: str
    uploaded_at: datetime
    uploaded_by: str
    state: str
    state_title: str
    committed_at: datetime | None
    committed_by: str
    new: int
    changed: int
    same: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each verdict."""

    new: int
    same: int
    changed: int
    conflict: int
    error: int

    @property
    def left_out(self) -> int:
        return self.conflict + self.error


@dataclass(frozen=True, slots=True)
class Review:
    """What a commit of this upload would do now, row by row; nothing is written until then."""

    run: RunLine
    rows: tuple[RowReview, ...]
    counts: Counts
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]
    unrecognised: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ProvenanceLine:
    """Which row of which file told of a pupil: whether it entered them, and the names of the fields it changed."""

    run: UUID
    file_name: str
    committed_at: datetime | None
    committed_by: str
    row: int
    created: bool
    fields: tuple[str, ...]


def provenance_of(actor: Actor, pupil: UUID) -> tuple[ProvenanceLine, ...]:
    """Where what is held of a pupil came from, the latest file first: one statement; empty for nobody's pupil."""
    told = (
        Provenance.objects.filter(seen(actor, "pupil__"), pupil__public_id=pupil)
        .order_by("-run__committed_at", "-id")
        .values_list(
            "run__public_id", "run__file_name", "run__committed_at", "run__committed_by", "row", "created", "fields"
        )
    )
    return tuple(
        ProvenanceLine(run, file, at, by, row, created, tuple(fields))
        for run, file, at, by, row, created, fields in told
    )


def import_run(actor: Actor, public_id: UUID) -> RunLine:
    """One upload: one statement. Raises NotFound for another school's."""
    return _line(_run(actor, public_id))


def import_runs(actor: Actor, limit: int = 50) -> tuple[RunLine, ...]:
    """The latest uploads of the school, newest first: one statement."""
    actor.require(Permission.IMPORT_DATA)
    runs = ImportRun.objects.filter(school_id=actor.school).defer("content").order_by("-uploaded_at", "-id")
    return tuple(_line(run) for run in runs[:limit])


def review(actor: Actor, public_id: UUID) -> Review:
    """Read the upload again and lay it against the register as it stands: eleven statements.

    Raises NotFound for another school's upload, ContentGone after commit or seven days.
    """
    run = _run(actor, public_id)
    file = read_file(run.kind, run.file_name, content_of(run))
    planned = plan(actor, file, decisions=run.decisions)
    return Review(
        run=_line(run),
        rows=planned.rows,
        counts=counted(planned.rows),
        warnings=planned.warnings,
        notes=file.notes,
        unrecognised=file.unrecognised,
        source=file.source,
    )


def counted(rows: tuple[RowReview, ...]) -> Counts:
    found = Counter(row.verdict for row in rows)
    return Counts(*(found[verdict] for verdict in _ORDER))


def content_of(run: ImportRun) -> bytes:
    """The uploaded bytes; raises ContentGone when they are no longer kept."""
    if run.state != ImportRun.State.WAITING:
        raise ContentGone(f"“{run.file_name}” is no longer kept here ({run.get_state_display().lower()}).")
    return base64.b64decode(decrypt(bytes(run.content), place=place_of(run.public_id)))


def place_of(public_id: UUID) -> str:
    """Where an upload belongs, to which its encryption is bound."""
    return f"import:{public_id}"


def _run(actor: Actor, public_id: UUID) -> ImportRun:
    actor.require(Permission.IMPORT_DATA)
    run = ImportRun.objects.filter(school_id=actor.school, public_id=public_id).first()
    if run is None:
        raise NotFound(NO_RUN)
    return run


def _line(run: ImportRun) -> RunLine:
    counts: dict[str, int] = run.counts
    return RunLine(
        public_id=run.public_id,
        kind=run.kind,
        kind_title=run.get_kind_display(),
        file_name=run.file_name,
        uploaded_at=run.uploaded_at,
        uploaded_by=run.uploaded_by,
        state=run.state,
        state_title=run.get_state_display(),
        committed_at=run.committed_at,
        committed_by=run.committed_by,
        new=counts.get("new", 0),
        changed=counts.get("changed", 0),
        same=counts.get("same", 0),
        left_out=counts.get("left_out", 0),
    )
