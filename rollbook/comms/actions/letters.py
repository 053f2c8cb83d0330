"""Writing letters: to the right people only, frozen as they are written, printed, posted or taken back (COM-B)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.comms.events import LetterRunPosted, LetterRunTakenBack, LettersPrinted, LettersWritten
from rollbook.comms.facts import Facts
from rollbook.comms.letter_texts import BY_KEY
from rollbook.comms.models import Letter, LetterContact, LetterPupil, LetterRun, LetterTemplate, LetterVersion
from rollbook.comms.queries.letter_cases import HOMES, Case, LeftOut, letter_cases
from rollbook.comms.queries.letter_templates import letterhead
from rollbook.comms.queries.letter_templates import template as standing_letter
from rollbook.comms.words import letter_place
from rollbook.files.actions import keep_made
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import school_line

NO_RUN = "There are no such letters in this school."
MOST = 3_000
SORTS = ("form", "postcode")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an act of writing: the run (None where nobody is written to), how many, and who was left out."""

    run: uuid.UUID | None
    count: int
    left_out: tuple[LeftOut, ...]
    was_there: bool = False


@action(Permission.SEND_MESSAGES)
def write_letters(
    actor: Actor,
    *,
    template: str,
    pupils: Collection[int],
    purpose: str,
    slot: str,
    facts: Facts | None = None,
    typed: Mapping[str, str] | None = None,
    whom: str = HOMES,
    sort: str = "form",
    only: Collection[int] = (),
) -> Written:
    """Write a letter about each of these pupils (ids) to each home that may be told, frozen as it stands now.

    To these contacts `only` (ids), where any are named: never to one who may not be told.

    `facts` are the caller's, by pupil, and go before what the office knows; `typed` stand in all of
    them. A letter with an empty field is not written, and is among those left out. `slot` says what
    this act answers: asked a second time, it gives the run that is there. The pages are drawn afterwards.
    """
    there = LetterRun.objects.filter(school_id=actor.school, slot=slot).first()
    if there is not None:
        record_nothing_changed()
        return Written(there.public_id, there.count, (), was_there=True)
    chosen = standing_letter(actor, template)
    cases = letter_cases(
        actor, version=chosen.newest, pupils=pupils, facts=facts, typed=typed, whom=whom, sort=sort, only=only
    )
    left_out = (*cases.left_out, *(_lacking(case) for case in cases.lacking))
    if not cases.ready:
        record_nothing_changed()
        return Written(None, 0, left_out)
    if len(cases.ready) > MOST:
        raise Refused(
            f"These are {len(cases.ready):,} letters; {MOST:,} at most are written at once. Choose fewer groups."
        )
    run = _run(actor, template, purpose, slot, len(cases.ready), sort)
    _keep(actor, run, cases.ready)
    record(actor, LettersWritten(run.public_id, purpose, run.count, len(left_out)))
    return Written(run.public_id, run.count, left_out)


@action(Permission.SEND_MESSAGES)
def keep_printed(actor: Actor, *, run: uuid.UUID, name: str, media: str, data: bytes) -> None:
    """Keep the file that is printed, once: whoever draws it a second time changes nothing."""
    row = _locked(actor, run)
    if row.file is not None:
        record_nothing_changed()
        return
    about = LetterPupil.objects.filter(school_id=actor.school, letter__run=row).order_by("pupil_id")
    pupils = tuple(about.values_list("pupil_id", flat=True).distinct())
    row.file = keep_made(actor, name=name, media=media, data=data, kind="letter", pupils=pupils)
    row.file_sha256 = hashlib.sha256(data).hexdigest()
    row.save(update_fields=["file", "file_sha256"])
    record(actor, LettersPrinted(row.public_id, row.file_sha256))


@action(Permission.SEND_MESSAGES)
def mark_posted(actor: Actor, *, run: uuid.UUID) -> None:
    """Say that a run went to the post; once."""
    row = _locked(actor, run)
    if row.state == LetterRun.State.POSTED:
        record_nothing_changed()
        return
    if row.state == LetterRun.State.TAKEN_BACK:
        raise Refused("These letters were taken back. Write them anew if they are to go.")
    _becomes(actor, row, LetterRun.State.POSTED)
    record(actor, LetterRunPosted(row.public_id))


@action(Permission.SEND_MESSAGES)
def take_back_letters(actor: Actor, *, run: uuid.UUID) -> None:
    """Take back letters that have not been posted; they stay to be read, as taken back."""
    row = _locked(actor, run)
    if row.state == LetterRun.State.TAKEN_BACK:
        record_nothing_changed()
        return
    if row.state == LetterRun.State.POSTED:
        raise Refused("These letters have been posted and cannot be taken back. Write to the families again instead.")
    _becomes(actor, row, LetterRun.State.TAKEN_BACK)
    record(actor, LetterRunTakenBack(row.public_id))


def frame_of(actor: Actor, run: uuid.UUID, sort: str) -> dict[str, Any]:
    """What stands on all letters of a run, as it is now."""
    head = letterhead(actor)
    return {
        "school": school_line(actor).name,
        "head": list(head.lines),
        "crest": str(head.crest) if head.crest else "",
        "signed_by": head.signed_by,
        "position": head.position,
        "foot": head.foot,
        "envelope": head.envelope,
        "day": in_words(actor.today),
        "sort": sort,
        "reference": run.hex[:6].upper(),
    }


def sheet_of(case: Case, number: int) -> dict[str, Any]:
    """Everything that stands on one letter alone."""
    return {
        "number": number,
        "to": list(case.names),
        "lines": list(case.lines),
        "postcode": case.postcode,
        "about": case.about,
        "subject": case.subject,
        "blocks": [block.plain() for block in case.blocks],
        "language": case.language,
        "own": case.own,
        "facts": dict(case.facts),
    }


def _becomes(actor: Actor, row: LetterRun, state: LetterRun.State) -> None:
    row.state, row.changed_at, row.changed_by = state, actor.now, actor.name
    row.save(update_fields=["state", "changed_at", "changed_by"])


def _locked(actor: Actor, run: uuid.UUID) -> LetterRun:
    row = LetterRun.objects.select_for_update().filter(school_id=actor.school, public_id=run).first()
    if row is None:
        raise NotFound(NO_RUN)
    return row


def _lacking(case: Case) -> LeftOut:
    return LeftOut(case.about, case.to, f"nothing is known for {', '.join(case.missing)}")


def _run(actor: Actor, key: str, purpose: str, slot: str, count: int, sort: str) -> LetterRun:
    if sort not in SORTS:
        raise Refused("Letters are sorted by form or by postcode.")
    version, ref = _frozen_version(actor, key), uuid.uuid4()
    row = LetterRun(
        school_id=actor.school,
        public_id=ref,
        version=version,
        slot=slot,
        purpose=purpose,
        frame=frame_of(actor, ref, sort),
        count=count,
        made_at=actor.now,
        by_name=actor.name,
        changed_at=actor.now,
        changed_by=actor.name,
    )
    try:
        row.save(force_insert=True)
    except IntegrityError as filled:
        raise Refused("Somebody else has just written the same letters. Look there: none is written twice.") from filled
    return row


def _frozen_version(actor: Actor, key: str) -> LetterVersion:
    """The version that is being sent, as a row: what Rollbook brings becomes the school's first when it is used."""
    newest = standing_letter(actor, key).newest
    name = BY_KEY[key].name if key in BY_KEY else key
    row, _ = LetterTemplate.objects.get_or_create(school_id=actor.school, key=key, defaults={"name": name})
    version, _ = LetterVersion.objects.get_or_create(
        school_id=actor.school,
        template=row,
        number=newest.number,
        defaults={
            "subject": newest.subject,
            "words": newest.words,
            "made_at": newest.made_at or actor.now,
            "by_name": newest.by_name,
        },
    )
    return version


def _keep(actor: Actor, run: LetterRun, cases: Sequence[Case]) -> None:
    """Three statements for any number of letters."""
    rows = [_letter(actor, run, number, case) for number, case in enumerate(cases, start=1)]
    Letter.objects.bulk_create(rows, batch_size=500)
    LetterPupil.objects.bulk_create(
        [
            LetterPupil(school_id=actor.school, letter=row, pupil_id=pupil.id)
            for row, case in zip(rows, cases, strict=True)
            for pupil in case.pupils
        ],
        batch_size=1000,
    )
    LetterContact.objects.bulk_create(
        [
            LetterContact(school_id=actor.school, letter=row, contact_id=contact)
            for row, case in zip(rows, cases, strict=True)
            for contact in case.contacts
        ],
        batch_size=1000,
    )


def _letter(actor: Actor, run: LetterRun, number: int, case: Case) -> Letter:
    ref = uuid.uuid4()
    kept = json.dumps(sheet_of(case, number), ensure_ascii=False, sort_keys=True)
    return Letter(
        school_id=actor.school,
        public_id=ref,
        run=run,
        position=number,
        kept=encrypt(kept, place=letter_place(ref)),
        sha256=hashlib.sha256(kept.encode()).hexdigest(),
    )
