"""Letters that were written: runs with what became of them, and each letter as it stands for good (COM-B)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.comms.models import Letter, LetterPupil, LetterRun
from rollbook.comms.words import letter_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.letter_words import Block
from rollbook.rules.refused import NotFound
from rollbook.rules.told import Kind, Told

NO_LETTERS = "There are no such letters in this school."
MOST_RUNS = 60


@dataclass(frozen=True, slots=True)
class RunLine:
    """Letters written in one act: which, how many, by whom, and where they stand; `file` is what is printed."""

    public_id: uuid.UUID
    template: str
    version: int
    count: int
    made_at: datetime
    by_name: str
    state: str
    says: str
    changed_at: datetime
    changed_by: str
    file: uuid.UUID | None
    sha256: str
    is_word: bool

    @property
    def is_open(self) -> bool:
        """Whether they can still be posted or taken back."""
        return self.state == LetterRun.State.WRITTEN


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter of a run, as its row in a list says it."""

    public_id: uuid.UUID
    number: int
    to: str
    about: str
    postcode: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run with its letters in the order in which they are printed, and what stands on all of them."""

    line: RunLine
    frame: Mapping[str, Any]
    document: uuid.UUID | None
    letters: tuple[LetterLine, ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter with everything that is on it; `sheet` is what its page is drawn from, `sha256` the hash of that."""

    line: RunLine
    public_id: uuid.UUID
    frame: Mapping[str, Any]
    sheet: Mapping[str, Any]
    sha256: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(Block(kind, tuple(tuple(row) for row in rows)) for kind, rows in self.sheet["blocks"])


def letter_runs(actor: Actor) -> tuple[RunLine, ...]:
    """What was written lately, the newest first: one statement."""
    actor.require(Permission.SEND_MESSAGES)
    rows = LetterRun.objects.filter(school_id=actor.school).select_related("version__template")
    return tuple(_line(row) for row in rows.order_by("-made_at", "-id")[:MOST_RUNS])


def letter_run(actor: Actor, run: uuid.UUID) -> RunPage:
    """One run with its letters; that they were opened is noted: three statements."""
    row = _run(actor, run)
    log_access(actor, what="letters", subject=f"letters:{run}")
    letters = Letter.objects.filter(school_id=actor.school, run=row).order_by("position")
    return RunPage(_line(row), row.frame, row.version.document, tuple(_letter_line(one) for one in letters))


def sheets_of(
    actor: Actor, run: uuid.UUID
) -> tuple[RunLine, Mapping[str, Any], uuid.UUID | None, list[dict[str, Any]]]:
    """What the pages of a run are drawn from: the run, what stands on all, its Word document if any, each letter."""
    row = _run(actor, run)
    letters = Letter.objects.filter(school_id=actor.school, run=row).order_by("position")
    return _line(row), row.frame, row.version.document, [_sheet(one) for one in letters]


def letter(actor: Actor, public_id: uuid.UUID) -> LetterPage:
    """One letter as it was written; that it was opened is noted: two statements."""
    actor.require(Permission.SEND_MESSAGES)
    rows = Letter.objects.filter(school_id=actor.school, public_id=public_id).select_related("run__version__template")
    row = rows.first()
    if row is None:
        raise NotFound("There is no such letter in this school.")
    log_access(actor, what="letter", subject=f"letter:{public_id}")
    return LetterPage(_line(row.run), public_id, row.run.frame, _sheet(row), row.sha256)


def letters_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """The letters about a pupil written from a day to a day, for the pupil's line of history: one statement.

    For those who may read reasons; its page is for whoever writes letters.
    """
    if not (actor.may(Permission.SEE_REASONS) and actor.may(Permission.SEE_CONTACTS)):
        return ()
    opens = actor.may(Permission.SEND_MESSAGES)
    since, until = datetime.combine(first, time(), LONDON), datetime.combine(last, time.max, LONDON)
    rows = LetterPupil.objects.filter(
        school_id=actor.school, pupil_id=pupil, letter__run__made_at__range=(since, until)
    ).select_related("letter__run__version__template")
    return tuple(
        Told(
            at=run.made_at,
            kind=Kind.LETTER,
            says=f"Letter “{run.version.template.name}”, {run.get_state_display().lower()}",
            by=run.by_name,
            url_name="comms:letter" if opens else "",
            url_id=str(row.letter.public_id) if opens else "",
        )
        for row in rows.order_by("letter__run__made_at", "id")
        for run in (row.letter.run,)
    )


def _run(actor: Actor, run: uuid.UUID) -> LetterRun:
    actor.require(Permission.SEND_MESSAGES)
    rows = LetterRun.objects.filter(school_id=actor.school, public_id=run).select_related("version__template")
    row = rows.first()
    if row is None:
        raise NotFound(NO_LETTERS)
    return row


def _line(row: LetterRun) -> RunLine:
    return RunLine(
        public_id=row.public_id,
        template=row.version.template.name,
        version=row.version.number,
        count=row.count,
        made_at=row.made_at,
        by_name=row.by_name,
        state=row.state,
        says=row.get_state_display(),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        file=row.file,
        sha256=row.file_sha256,
        is_word=row.version.document is not None,
    )


def _letter_line(row: Letter) -> LetterLine:
    sheet = _sheet(row)
    return LetterLine(row.public_id, row.position, " and ".join(sheet["to"]), sheet["about"], sheet["postcode"])


def _sheet(row: Letter) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(decrypt(row.kept, place=letter_place(row.public_id)))
    return kept
