"""What messages and letters tell of a pupil's history, and every answer that came (COM-A, COM-B)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rollbook.audit.keys import decrypt
from rollbook.comms.models import CallOutcome, Message, Reply
from rollbook.comms.queries.letters import letters_of
from rollbook.comms.queries.outbox import MessageLine, lines_of
from rollbook.comms.words import reply_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.told import Kind, Told, of_call, of_message
from rollbook.rules.wordings import PURPOSES


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """Every message, letter and call about a pupil, and every answer, the earliest first: eight statements.

    For those who may read reasons; what a message says stands on its own page, where opening it is noted.
    """
    if not (actor.may(Permission.SEE_REASONS) and actor.may(Permission.SEE_CONTACTS)):
        return ()
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    rows = Message.objects.filter(school_id=actor.school, about__pupil_id=pupil)
    about = list(rows.filter(made_at__gte=begins, made_at__lt=ends).order_by("made_at", "id"))
    opens = actor.may(Permission.SEND_MESSAGES)
    told = [_of_message(line, opens) for line in lines_of(actor, about)]
    answers = Reply.objects.filter(school_id=actor.school, message__about__pupil_id=pupil)
    for reply in answers.filter(came_at__gte=begins, came_at__lt=ends).select_related("message").order_by("id"):
        told.append(_of_reply(reply, opens))
    calls = CallOutcome.objects.filter(school_id=actor.school, message__about__pupil_id=pupil)
    ended: set[str] = set()
    for call in calls.filter(at__gte=begins, at__lt=ends).select_related("message").order_by("at", "id"):
        key = {"1": ", who knows about it", "2": ", who left a message"}.get(call.key, "")
        # The family's own line notes each ending once; a second try that ended the same way is one more call.
        of = of_call(call.message.public_id, call.outcome)
        says = f"Call: {call.get_outcome_display().lower()}{key}"
        told.append(Told(call.at, Kind.CALL, says, call.by_name, of="" if of in ended else of))
        ended.add(of)
    told += letters_of(actor, pupil, first, last)
    return tuple(sorted(told, key=lambda one: one.at))


def _of_message(line: MessageLine, opens: bool) -> Told:
    purpose = PURPOSES.get(line.purpose)
    why = f" ({line.why.rstrip('.')})" if line.why else ""
    what = f", {purpose.label.lower()}" if purpose else ""
    page = {"url_name": "comms:message", "url_id": str(line.public_id)} if opens else {}
    kind = Kind.CALL if line.channel == "Call" else Kind.MESSAGE
    return Told(
        line.made_at, kind, f"{line.channel} to {line.contact}{what}: {line.says.lower()}{why}", line.by_name,
        of=of_message(line.public_id), **page,
    )  # fmt: skip


def _of_reply(reply: Reply, opens: bool) -> Told:
    page = {"url_name": "comms:message", "url_id": str(reply.message.public_id)} if opens and reply.message else {}
    dealt = f", dealt with by {reply.dealt_by}" if reply.dealt_by else ""
    words = decrypt(reply.words, place=reply_place(reply.public_id))
    return Told(reply.came_at, Kind.MESSAGE, f"An answer came{dealt}", words=words, **page)
