"""The absence line takes down what the school is told: once, in its own words, by whoever was told (ABS-A)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.absence.events import ReportTaken
from rollbook.absence.models import Report, ReportFile, ReportPupil
from rollbook.absence.queries.line_words import number_key, sealed
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.reaching import contact_names
from rollbook.pupils.queries.whose import whose
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.web.plain_text import kept

LONGEST_WORDS = 20_000
LONGEST_NAME = 200
LONGEST_NUMBER = 254
# What comes without a person having listened: whoever sent it is known by the number or address alone.
_BY_ITSELF = (Report.Way.VOICEMAIL, Report.Way.TEXT, Report.Way.EMAIL)


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody told the school about an absence.

    `way` is phone, voicemail, email, text, form, desk or staff; `number` a telephone number or e-mail
    address; `contact` and `pupils` are keys; `files` are kept files. The pupils of a voicemail, text or e-mail
    are those whom it answers, and no more than a hint beside its words. `source` names where it came from, so that the
    same voicemail is taken once. `half` None is the whole day. `doubt` is not-sure, withheld, pupil
    or unknown: such a report waits until a number that we hold was rung. `at` is when it was said.
    """

    way: str
    words: str
    said_by: str = ""
    contact: int | None = None
    number: str = ""
    pupils: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    half: Half | None = None
    expected_back: date | None = None
    files: tuple[uuid.UUID, ...] = ()
    source: str = ""
    code: str = ""
    doubt: str = ""
    at: datetime | None = None


@action(Permission.TAKE_REPORTS)
def take_report(actor: Actor, *, reported: Reported) -> uuid.UUID:
    """Keep what was told about an absence, once for each source (ABS-A); which report it is.

    What came by itself from a number or address that is on nobody waits to be rung back. NotFound for
    a pupil or contact whom this person may not know of.
    """
    before = Report.objects.filter(school_id=actor.school, source=reported.source).first() if reported.source else None
    if before is not None:
        record_nothing_changed()
        return before.public_id
    _check(actor, reported)
    doubt = reported.doubt or _doubt(actor, reported)
    row = _kept(actor, reported, doubt)
    ReportPupil.objects.bulk_create(
        ReportPupil(school_id=actor.school, report=row, pupil_id=pupil, asked=row.way in _BY_ITSELF)
        for pupil in dict.fromkeys(reported.pupils)
    )
    ReportFile.objects.bulk_create(
        ReportFile(school_id=actor.school, report=row, file=file) for file in dict.fromkeys(reported.files)
    )
    record(actor, ReportTaken(row.public_id, row.way))
    return row.public_id


def _kept(actor: Actor, reported: Reported, doubt: str) -> Report:
    ref = uuid.uuid4()
    last = reported.last or reported.first
    return Report.objects.create(
        school_id=actor.school,
        public_id=ref,
        source=reported.source or f"own:{ref}",
        way=reported.way,
        state=Report.State.RING_BACK if doubt else Report.State.NEW,
        doubt=doubt,
        words=sealed(kept(reported.words).strip()[:LONGEST_WORDS], ref, "words"),
        said_by=sealed(_line(reported.said_by)[:LONGEST_NAME], ref, "said-by"),
        number=sealed(_line(reported.number)[:LONGEST_NUMBER], ref, "number"),
        number_key=number_key(_line(reported.number)[:LONGEST_NUMBER]),
        contact_id=reported.contact,
        told_at=min(reported.at or actor.now, actor.now),
        taken_at=actor.now,
        taken_by=actor.user_id,
        taken_by_name=actor.name,
        taken_by_role=actor.role,
        first=reported.first or last,
        last=last,
        halves="" if last is None else "01" if reported.half is None else str(int(reported.half)),
        expected_back=reported.expected_back,
        code=reported.code,
    )


def _check(actor: Actor, reported: Reported) -> None:
    if reported.way not in Report.Way.values:
        raise Refused(f"“{reported.way}” is not a way in which absences are reported.")
    if reported.doubt and reported.doubt not in Report.Doubt.values:
        raise Refused(f"“{reported.doubt}” is not a doubt about who called.")
    if reported.first and reported.last and reported.last < reported.first:
        raise Refused("The last day of the absence is before its first day. Check the two dates.")
    if reported.code:
        code_on(reported.code, reported.first or actor.today)
    if len(pupil_lines(actor, set(reported.pupils), actor.today)) < len(set(reported.pupils)):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    if reported.contact is not None and not contact_names(actor, [reported.contact]):
        raise NotFound("There is no such contact in this school.")


def _doubt(actor: Actor, reported: Reported) -> str:
    """Whether somebody has to ring back before what came by itself is believed; empty where not."""
    if reported.way not in _BY_ITSELF or reported.contact is not None:
        return ""
    if not reported.number.strip():
        return Report.Doubt.WITHHELD
    return "" if whose(actor, [reported.number]) else Report.Doubt.UNKNOWN


def _line(text: str) -> str:
    return " ".join(kept(text).split())
