"""Mail and voicemail to the absence mailbox become reports, which a person files (ABS-A)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from rollbook.absence.actions.line import Reported, take_report
from rollbook.comms.queries.mailbox import Incoming, incoming
from rollbook.formats.mail import Kind
from rollbook.pupils.queries.whose import whose
from rollbook.rules.actor import Actor

NO_REPORT = (Kind.AUTO_REPLY, Kind.BOUNCE)
BELIEVED = timedelta(days=3)


def file_mail(actor: Actor, mail: uuid.UUID) -> uuid.UUID | None:
    """Make a mail a report, once; None for one that nobody wrote, which stays where it was kept."""
    came = incoming(actor, mail)
    if came is None or came.kind in NO_REPORT:
        return None
    spoken = came.kind == Kind.VOICEMAIL
    number = came.caller if spoken else came.address
    contact, pupils = _whose(actor, came, number)
    reported = Reported(
        way="voicemail" if spoken else "email",
        words=_words(came),
        said_by="" if spoken else came.name,
        contact=contact,
        number=number,
        pupils=pupils,
        files=came.files,
        source=f"mail:{came.public_id}",
        doubt="withheld" if spoken and came.withheld else "",
        at=_told_at(came),
    )
    return take_report(actor, reported=reported)


def _whose(actor: Actor, came: Incoming, number: str) -> tuple[int | None, tuple[int, ...]]:
    """The contact whose number or address it is, if that is one person; whom we asked them about, if they answer."""
    found = whose(actor, [number]).get(number, ()) if number else ()
    contacts = {one.contact_id for one in found}
    if len(contacts) != 1:
        return None, ()
    (contact,) = contacts
    theirs = {one.pupil_id for one in found}
    return contact, tuple(p for p in came.pupils if p in theirs) if came.contact == contact else ()


def _words(came: Incoming) -> str:
    said = [came.subject, came.words, *(f"({problem})" for problem in came.problems)]
    return "\n\n".join(part for part in said if part.strip()) or "(An empty mail.)"


def _told_at(came: Incoming) -> datetime:
    """When the sender's machine says, unless that is plainly wrong."""
    sent = came.sent_at
    return sent if sent and came.taken_at - BELIEVED <= sent <= came.taken_at else came.taken_at
