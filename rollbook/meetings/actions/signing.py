"""Signing minutes: drawn as pages with the figures as they stood, frozen with their hash; correcting them (MTG-2)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rollbook.audit.actions import action, record
from rollbook.audit.keys import decrypt, encrypt
from rollbook.files.actions import keep_made
from rollbook.meetings.actions.standing import locked, standing
from rollbook.meetings.events import CorrectionBegun, MinutesSigned
from rollbook.meetings.models import Meeting, Minute, SignedCopy, SignedFile
from rollbook.meetings.paper import drawn_minutes
from rollbook.meetings.places import meeting_place, minute_place
from rollbook.meetings.queries.freezing import Sheet, to_sign
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sources import refuse

MEDIA = "application/pdf"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages ready to be kept: of the whole meeting (`pupil` None) or of one pupil (key)."""

    pupil: int | None
    name: str
    data: bytes


def sign_and_freeze(actor: Actor, *, meeting: uuid.UUID) -> str:
    """Sign the minutes as they stand: drawn, kept, and never changed again; gives the hash of the whole.

    The figures are those at the end of the meeting's day, as they stand now. The pages are drawn before
    the act, so that nobody waits for them; who wrote meanwhile is read first. Of a meeting about many pupils
    there is a file for each besides, which says nothing of the others.
    """
    actor.require(Permission.HOLD_MEETINGS)
    sheet = to_sign(actor, meeting)
    drawn = [
        Drawn(page.pupil, page.name, drawn_minutes(page.said, made_at=actor.now, title=page.title))
        for page in sheet.pages
    ]
    return keep_signed(actor, meeting=meeting, sheet=sheet, drawn=drawn)


@action(Permission.HOLD_MEETINGS)
def keep_signed(actor: Actor, *, meeting: uuid.UUID, sheet: Sheet, drawn: Sequence[Drawn]) -> str:
    """Keep what was drawn as the signed copy, unless the minutes moved meanwhile."""
    row = standing(actor, meeting)
    if _versions(actor, row) != sheet.versions or row.sequence != sheet.sequence:
        raise Refused("Somebody wrote on the minutes while they were drawn. Read them once more, and sign again.")
    copy = SignedCopy.objects.create(
        school_id=actor.school,
        meeting=row,
        edition=row.edition,
        signed_at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
        by_role=actor.role,
        why=_why(row, sheet.why),
        frozen=_frozen(row, sheet.said),
    )
    everybody = tuple(row.pupils.order_by("position").values_list("pupil_id", flat=True))
    whole = ""
    for one in drawn:
        about = everybody if one.pupil is None else (one.pupil,)
        file = keep_made(actor, name=one.name, media=MEDIA, data=one.data, kind="minutes", pupils=about)
        digest = hashlib.sha256(one.data).hexdigest()
        whole = digest if one.pupil is None else whole
        SignedFile.objects.create(school_id=actor.school, copy=copy, pupil_id=one.pupil, file=file, sha256=digest)
    row.signed_at = actor.now
    row.save(update_fields=["signed_at"])
    record(actor, MinutesSigned(meeting, row.edition, whole, row.source))
    return whole


@action(Permission.HOLD_MEETINGS)
def begin_correction(actor: Actor, *, meeting: uuid.UUID, why: str) -> int:
    """Begin a new edition of signed minutes, with the words of the old to start from; gives its number.

    The old edition stands, with its file and its hash; the new one names it, and says why (MTG-2).
    """
    row = locked(actor, meeting)
    if row.signed_at is None:
        raise Refused("These minutes are not signed yet: write on them as they are.")
    if not why.strip():
        raise refuse("MTG-2", "Write what was wrong with the signed minutes.")
    old = list(Minute.objects.filter(school_id=actor.school, meeting=row, edition=row.edition).order_by("id"))
    row.edition, row.signed_at = row.edition + 1, None
    row.correction = encrypt(why.strip(), place=meeting_place(meeting, "correction", row.edition))
    row.save(update_fields=["edition", "signed_at", "correction"])
    Minute.objects.bulk_create([_again(actor, row, one) for one in old])
    record(actor, CorrectionBegun(meeting, row.edition))
    return row.edition


def _again(actor: Actor, row: Meeting, old: Minute) -> Minute:
    ref = uuid.uuid4()
    words = decrypt(old.words, place=minute_place(old.public_id))
    return Minute(
        school_id=actor.school,
        public_id=ref,
        meeting=row,
        edition=row.edition,
        pupil_id=old.pupil_id,
        words=encrypt(words, place=minute_place(ref)),
        kept_at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
    )


def _versions(actor: Actor, row: Meeting) -> dict[int | None, int]:
    rows = Minute.objects.filter(school_id=actor.school, meeting=row, edition=row.edition)
    return dict(rows.order_by("id").values_list("pupil_id", "version"))


def _why(row: Meeting, why: str) -> bytes:
    return encrypt(why, place=meeting_place(row.public_id, "correction", row.edition)) if why else b""


def _frozen(row: Meeting, said: Mapping[str, Any]) -> bytes:
    kept = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return encrypt(kept, place=meeting_place(row.public_id, "frozen", row.edition))
