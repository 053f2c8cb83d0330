"""Reading what is kept: for whom its kind is, and every opening noted."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.files import disk, models
from rollbook.files.kinds import OPEN, OPENED_BY
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NO_FILE = "There is no such file in this school."


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file with its bytes as they were taken in; `media` is its type on the wire."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a list: its name, type, size in bytes, hash of its bytes, when it was kept and by whom."""

    public_id: uuid.UUID
    name: str
    media: str
    size: int
    sha256: str
    kept_at: datetime
    by_name: str

    @property
    def large(self) -> str:
        return f"{max(1, round(self.size / 1024))} kB" if self.size < 1_048_576 else f"{self.size / 1_048_576:.1f} MB"


def read_file(actor: Actor, file: uuid.UUID) -> KeptFile:
    """A file with its bytes; that it was opened is noted where it says anything of people. Two statements.

    NotFound for another school's file; NotAllowed for whom its kind is not. What stands on every letter
    that leaves the school is for everybody in it.
    """
    row = models.KeptFile.objects.filter(school_id=actor.school, public_id=file).first()
    if row is None:
        raise NotFound(NO_FILE)
    if row.kind not in OPEN:
        actor.require(OPENED_BY[row.kind])
        log_access(actor, what=f"file: {row.kind}", subject=f"file:{file}")
    return KeptFile(_name(row), row.media, disk.read(actor.school, file))


def file_lines(actor: Actor, files: Collection[uuid.UUID]) -> Mapping[uuid.UUID, FileLine]:
    """These files by id, without their bytes; without those whose kind this person may not open: one statement."""
    if not files:
        return {}
    rows = models.KeptFile.objects.filter(school_id=actor.school, public_id__in=files).order_by("kept_at", "id")
    return {
        row.public_id: FileLine(row.public_id, _name(row), row.media, row.size, row.sha256, row.kept_at, row.by_name)
        for row in rows
        if actor.may(OPENED_BY[row.kind])
    }


def sizes_of(actor: Actor, files: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """The sizes in bytes of those of these files that the school has, whoever may open them: one statement."""
    rows = models.KeptFile.objects.filter(school_id=actor.school, public_id__in=files).order_by("id")
    return dict(rows.values_list("public_id", "size"))


def files_about(actor: Actor, pupil: int) -> tuple[FileLine, ...]:
    """The files about a pupil that this person may open, the newest first: two statements."""
    about = models.FilePupil.objects.filter(school_id=actor.school, pupil_id=pupil)
    ids = list(about.order_by("-file_id").values_list("file__public_id", flat=True))
    lines = file_lines(actor, ids)
    return tuple(lines[file] for file in ids if file in lines)


def name_place(file: uuid.UUID) -> str:
    """Where a file's name belongs, to which its encryption is bound."""
    return f"files.name|{file}"


def _name(row: models.KeptFile) -> str:
    return decrypt(row.name, place=name_place(row.public_id))
