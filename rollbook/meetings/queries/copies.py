"""Signed copies of minutes: the files with their hashes, and to whom each went (MTG-2)."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.keys import decrypt
from rollbook.meetings.models import Circulation, Meeting, SignedCopy, SignedFile
from rollbook.meetings.places import meeting_place, person_place
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class FileOfCopy:
    """A signed file: of the whole meeting (`pupil` None) or of one pupil alone."""

    pupil: int | None
    file: uuid.UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class SentCopy:
    """To whom a copy went, by which way, when; or why it could not."""

    person: uuid.UUID
    name: str
    way: str
    at: datetime
    by_name: str
    left_out: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """An edition as it was signed; `why` says what was corrected. The last edition is the one that stands."""

    edition: int
    signed_at: datetime
    by_name: str
    by_role: str
    why: str
    files: tuple[FileOfCopy, ...]
    sent: tuple[SentCopy, ...]


def copies_of(actor: Actor, row: Meeting, known: Collection[int], *, whole: bool) -> tuple[CopyLine, ...]:
    """Every signed edition, the newest first: three statements, one where nothing is signed.

    Without files about pupils whom this person may not know of: `whole` says that there are none such.
    """
    copies = list(SignedCopy.objects.filter(school_id=actor.school, meeting=row).order_by("-edition"))
    if not copies:
        return ()
    files: dict[int, list[FileOfCopy]] = defaultdict(list)
    for one in SignedFile.objects.filter(school_id=actor.school, copy__in=copies).order_by("id"):
        if (one.pupil_id is None and whole) or one.pupil_id in known:
            files[one.copy_id].append(FileOfCopy(one.pupil_id, one.file, one.sha256))
    sent: dict[int, list[SentCopy]] = defaultdict(list)
    gone = Circulation.objects.filter(school_id=actor.school, copy__in=copies).select_related("person")
    for circulated in gone.order_by("id"):
        sent[circulated.copy_id].append(_sent(circulated))
    return tuple(
        CopyLine(
            copy.edition,
            copy.signed_at,
            copy.by_name,
            copy.by_role,
            decrypt(copy.why, place=meeting_place(row.public_id, "correction", copy.edition)) if copy.why else "",
            tuple(files[copy.pk]),
            tuple(sent[copy.pk]),
        )
        for copy in copies
    )


def frozen_figures(actor: Actor, meeting: uuid.UUID) -> Mapping[int, tuple[tuple[tuple[str, str], ...], str]]:
    """By pupil (key) the figures of the last signed edition, and the day they are of in words: one statement."""
    copy = SignedCopy.objects.filter(school_id=actor.school, meeting__public_id=meeting).order_by("-edition").first()
    if copy is None:
        return {}
    said = json.loads(decrypt(copy.frozen, place=meeting_place(meeting, "frozen", copy.edition)))
    return {one["key"]: (tuple((name, value) for name, value in one["figures"]), one["on"]) for one in said["pupils"]}


def _sent(one: Circulation) -> SentCopy:
    name = decrypt(one.person.name, place=person_place(one.person.public_id, "name"))
    return SentCopy(one.person.public_id, name, one.way, one.at, one.by_name, one.left_out)
