"""A reply that is about an absence comes to the absence line; dealt with in one place, it is in the other too."""

from __future__ import annotations

import uuid

from rollbook.absence.actions.line import Reported, take_report
from rollbook.absence.actions.line_states import reject_report
from rollbook.absence.models import Report
from rollbook.comms.actions import deal_with
from rollbook.comms.queries.reply_in import ReplyIn, reply_in
from rollbook.rules.actor import Actor
from rollbook.rules.told_days import said_days
from rollbook.rules.told_reasons import suggested

SOURCE = "reply:"
ELSEWHERE = "Dealt with among the messages."
# What the absence desk asks families about; an answer to anything else is about an absence only if its words say so.
ABOUT_ABSENCE = ("first-day", "chase")


def take_reply(actor: Actor, reply: uuid.UUID) -> uuid.UUID | None:
    """Make a reply a report, once; None for one that is about something else (ABS-A, ABS-C).

    Whoever wrote STOP has been answered already.
    """
    came = reply_in(actor, reply)
    if came is None or not came.waits or came.stops or not _is_about_absence(came):
        return None
    reported = Reported(
        way="voicemail" if came.file else "text",
        words=came.words or "(A recording.)",
        number=came.sender,
        pupils=came.pupils,
        files=(came.file,) if came.file else (),
        source=f"{SOURCE}{came.public_id}",
        at=came.came_at,
    )
    return take_report(actor, reported=reported)


def reply_answered(actor: Actor, report: uuid.UUID) -> None:
    """Say among the messages that a reply is dealt with, once its report was filed or put aside."""
    row = Report.objects.filter(school_id=actor.school, public_id=report, source__startswith=SOURCE).first()
    if row is not None and row.state in (Report.State.FILED, Report.State.REJECTED):
        deal_with(actor, reply=uuid.UUID(row.source.removeprefix(SOURCE)))


def reply_dealt_with(actor: Actor, reply: uuid.UUID) -> None:
    """Put the report of a reply aside that somebody has dealt with among the messages."""
    row = Report.objects.filter(school_id=actor.school, source=f"{SOURCE}{reply}").first()
    if row is not None and row.state in (Report.State.NEW, Report.State.RING_BACK):
        reject_report(actor, report=row.public_id, seen=row.version, why=ELSEWHERE)


def _is_about_absence(came: ReplyIn) -> bool:
    if not came.purpose or came.purpose.startswith(ABOUT_ABSENCE):
        return True
    said = said_days(came.words, came.came_at)
    return bool(suggested(came.words).words) or (said is not None and said.words[-1] != "no other day")
