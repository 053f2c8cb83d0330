"""How calls ended: told by the machine that rang, or ticked by the person who did; each kept once (COM-A)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt, encrypt
from rollbook.comms.events import CallEnded, ReplyCame
from rollbook.comms.models import CallOutcome, Message, Reply
from rollbook.comms.providers.heard import CallTold
from rollbook.comms.words import address_place, reply_place
from rollbook.files.actions import keep_file
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

NO_CALL = "There is no such call on the list."
_O = CallOutcome.Outcome
_S = Message.State
# What an outcome makes of the message: somebody heard it, or nobody did.
REACHED = frozenset({_O.ANSWERED, _O.VOICEMAIL})
RECORDED = "(a recorded message)"
NOT_KEPT = "(a recorded message that could not be kept: ring them)"


@action(Permission.SEND_MESSAGES)
def tick_call(actor: Actor, *, message: uuid.UUID, outcome: str, tick: uuid.UUID) -> None:
    """Note how a call from the list ended; the same `tick` again changes nothing."""
    if outcome not in _O.values:
        raise Refused("Choose how the call ended.")
    row = Message.objects.select_for_update().filter(school_id=actor.school, public_id=message, channel="voice").first()
    if row is None or row.state not in (_S.HANDED, _S.DELIVERED, _S.FAILED):
        raise NotFound(NO_CALL)
    if not _keep(actor, row, CallTold(str(tick), "", outcome, "", actor.now), by=actor.name):
        record_nothing_changed()


@action(Permission.HAND_OVER_MESSAGES)
def take_calls(actor: Actor, *, provider: str, calls: Sequence[CallTold]) -> int:
    """Keep what a provider says of its calls, in whatever order and however often; how many were new.

    What somebody recorded is kept as a file, and waits among the replies.
    """
    new = 0
    for told in calls:
        row = _message(actor, provider, told)
        if row is not None and _keep(actor, row, told, by="Rollbook"):
            new += 1
            if told.recording:
                _keep_recording(actor, provider, row, told)
    record_nothing_changed()
    return new


def _message(actor: Actor, provider: str, told: CallTold) -> Message | None:
    rows = Message.objects.select_for_update().filter(school_id=actor.school, channel="voice", provider=provider)
    found = rows.filter(provider_ref=told.ref).first()
    return found or (rows.filter(public_id=told.ours).first() if told.ours else None)


def _keep(actor: Actor, row: Message, told: CallTold, by: str) -> bool:
    """Store the outcome and move the message on; false where it was stored before."""
    outcome = _O(told.outcome)
    _, made = CallOutcome.objects.get_or_create(
        school_id=actor.school,
        ref=told.ref,
        defaults={
            "message": row,
            "outcome": outcome,
            "key": told.key,
            "at": min(told.at, actor.now),
            "came_at": actor.now,
            "by_name": by,
        },
    )
    if not made:
        return False
    # A later try that nobody answered takes nothing back from one that somebody did.
    if outcome in REACHED or row.state != _S.DELIVERED:
        state = _S.DELIVERED if outcome in REACHED else _S.FAILED
        Message.objects.filter(pk=row.pk).update(state=state, why=_why(outcome, told.key), changed_at=actor.now)
    record(actor, CallEnded(row.public_id, outcome.value, told.key))
    return True


def _why(outcome: CallOutcome.Outcome, key: str) -> str:
    if outcome is _O.ANSWERED and key:
        return "Answered: knows about it" if key == "1" else "Answered, and left a message"
    return str(outcome.label)


def _keep_recording(actor: Actor, provider: str, row: Message, told: CallTold) -> None:
    pupils = tuple(row.about.order_by("pupil_id").values_list("pupil_id", flat=True))
    ending = "mp3" if "mpeg" in told.media else "wav"
    words, file = RECORDED, None
    try:
        file = keep_file(actor, name=f"recorded.{ending}", data=told.recording, kind="voicemail", pupils=pupils)
    except Refused:
        words = NOT_KEPT
    ref = uuid.uuid4()
    number = decrypt(row.address, place=address_place(row.public_id))
    Reply.objects.create(
        school_id=actor.school,
        public_id=ref,
        provider=provider,
        provider_ref=f"{told.ref}:recorded"[:120],
        message=row,
        address=encrypt(number, place=f"{reply_place(ref)}|from"),
        words=encrypt(words, place=reply_place(ref)),
        came_at=min(told.at, actor.now),
        file=file,
    )
    record(actor, ReplyCame(ref, stops=False))
