"""The absence desk's work in the background."""

from __future__ import annotations

import uuid

from rollbook.absence.actions import calls_in, mail_in, parents, replies_in, sent_elsewhere
from rollbook.absence.actions.contact_round import begin_when_closed, take_due_steps
from rollbook.absence.actions.corrections import correct_by_policy
from rollbook.absence.actions.daily import announce_daily_lists
from rollbook.absence.actions.visits_out import raise_overdue
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half


@job("absence.watch_visitors")
def watch_visitors(actor: Actor) -> None:
    """Tell whoever waits of visitors who are not back from a home when they should be (VIS-2)."""
    raise_overdue(actor)


@job("absence.file_mail")
def file_mail(actor: Actor, mail: str) -> None:
    """Put a mail that came to the absence mailbox among the reports (ABS-A)."""
    mail_in.file_mail(actor, uuid.UUID(mail))


@job("absence.take_reply")
def take_reply(actor: Actor, reply: str) -> None:
    """Bring a reply that is about an absence to the absence line (ABS-A)."""
    replies_in.take_reply(actor, uuid.UUID(reply))


@job("absence.take_call")
def take_call(actor: Actor, message: str) -> None:
    """Note what came of a call about an absence (ABS-B)."""
    calls_in.take_call(actor, message=uuid.UUID(message))


@job("absence.note_sent_elsewhere")
def note_sent_elsewhere(actor: Actor, message: str) -> None:
    """Note among the tries of the morning that a text which failed went to another address (ABS-B)."""
    sent_elsewhere.note_sent_elsewhere(actor, message=uuid.UUID(message))


@job("absence.answer_reply")
def answer_reply(actor: Actor, report: str) -> None:
    """Say among the messages that a reply is dealt with, once its report is."""
    replies_in.reply_answered(actor, uuid.UUID(report))


@job("absence.reply_dealt_with")
def reply_dealt_with(actor: Actor, reply: str) -> None:
    """Put the report of a reply aside that was dealt with among the messages."""
    replies_in.reply_dealt_with(actor, uuid.UUID(reply))


@job("absence.reach_families")
def reach_families(actor: Actor) -> None:
    """Begin what begins by itself, take every due step, and put right what was wrong (ABS-B)."""
    for half in Half:
        begin_when_closed(actor, half=half)
        take_due_steps(actor, on=actor.today, half=half)
        correct_by_policy(actor, half=half)


@job("absence.send_code")
def send_code(actor: Actor, visit: str) -> None:
    """Send whoever asked for it the code for the form for parents, if the school holds the number (ABS-A)."""
    parents.send_code(actor, visit=uuid.UUID(visit))


@job("absence.forget_parent_visits")
def forget_parent_visits(actor: Actor) -> None:
    """Delete what the form for parents kept of visits that are two days old."""
    parents.forget_visits(actor)


@job("absence.announce_daily_lists")
def announce_lists(actor: Actor) -> None:
    """Announce each daily list once on its day, when its time has come (ABS-F)."""
    announce_daily_lists(actor)
