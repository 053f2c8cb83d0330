"""What a person decides about messages that failed, or of which nobody knows whether they went."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions.calling import BY_PEOPLE
from rollbook.comms.actions.outbox import HOLD, NO_MESSAGE
from rollbook.comms.events import DoubtSettled
from rollbook.comms.models import Message
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

_S = Message.State


@action(Permission.SEND_MESSAGES)
def settle_doubt(actor: Actor, *, message: uuid.UUID, it_went: bool) -> None:
    """Say that a message in doubt went (somebody answered it, or the provider's own list has it), or did not."""
    row = _locked(actor, message)
    state = _S.HANDED if it_went else _S.FAILED
    if row.state == state:
        record_nothing_changed()
        return
    if row.state != _S.DOUBT:
        raise Refused("There is no doubt about this message any more. Look at what became of it.")
    _become(actor, row, state, f"{actor.name} says that it {'went' if it_went else 'did not go'}")


@action(Permission.SEND_MESSAGES)
def try_again(actor: Actor, *, message: uuid.UUID) -> None:
    """Put a message that failed back into the outbox, held for a minute; a call for people back on their list."""
    row = _locked(actor, message)
    if row.state == _S.WAITING:
        record_nothing_changed()
        return
    if row.state != _S.FAILED:
        raise Refused("Only a message that failed can be tried again.")
    if Message.objects.filter(instead_of=row).exists():
        raise Refused("This message has been sent to another address instead. Look there what became of it.")
    if row.provider == BY_PEOPLE:
        _become(actor, row, _S.HANDED, f"To be rung again, says {actor.name}")
        return
    Message.objects.filter(pk=row.pk).update(held_until=actor.now + HOLD)
    _become(actor, row, _S.WAITING, f"Tried again by {actor.name}")


def _locked(actor: Actor, message: uuid.UUID) -> Message:
    row = Message.objects.select_for_update().filter(school_id=actor.school, public_id=message).first()
    if row is None:
        raise NotFound(NO_MESSAGE)
    return row


def _become(actor: Actor, row: Message, state: Message.State, why: str) -> None:
    Message.objects.filter(pk=row.pk).update(state=state, why=why[:200], changed_at=actor.now)
    record(actor, DoubtSettled(row.public_id, state.value))
