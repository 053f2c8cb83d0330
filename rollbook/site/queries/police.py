"""Messages from the police, for those who keep children safe; every opening is noted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import Prepared, given, in_one_row
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.models import PoliceMessage

NO_MESSAGE = "There is no such message, or it is not for you."


@dataclass(frozen=True, slots=True)
class PoliceLine:
    """A message in the list: about whom, taken by whom, and whether somebody has opened or closed it."""

    public_id: uuid.UUID
    pupil: PupilLine
    received_at: datetime
    taken_by: str
    opened_at: datetime | None
    opened_by: str
    closed_at: datetime | None
    closed_by: str


def police_messages(actor: Actor) -> tuple[PoliceLine, ...]:
    """What is still open and what came today, the latest first, without what was said: two statements."""
    actor.require(Permission.SEE_POLICE_MESSAGES)
    midnight = actor.now.replace(hour=0, minute=0)
    rows = PoliceMessage.objects.filter(Q(closed_at=None) | Q(received_at__gte=midnight), school_id=actor.school)
    return _lines(actor, list(rows.order_by("-received_at", "-id")))


def police_waiting(actor: Actor) -> int:
    """How many messages nobody has opened: one statement, and none for those they are not for."""
    if not actor.may(Permission.SEE_POLICE_MESSAGES):
        return 0
    (unread,) = _UNREAD.one(school=actor.school)
    return int(unread)


_UNREAD = Prepared(
    lambda: in_one_row(PoliceMessage.objects.filter(school_id=given("school"), opened_at=None), n=Count("id"))
)


def said_in(actor: Actor, public_id: uuid.UUID) -> tuple[PoliceLine, str, str]:
    """A message with what was said and what was done: two statements. Only after `open_message` has noted it."""
    actor.require(Permission.SEE_POLICE_MESSAGES)
    row = PoliceMessage.objects.filter(school_id=actor.school, public_id=public_id).first()
    found = _lines(actor, [row]) if row else ()
    if row is None or not found:
        raise NotFound(NO_MESSAGE)
    done = decrypt(row.done, place=place_of(public_id, "done")) if row.done else ""
    return found[0], decrypt(row.said, place=place_of(public_id, "said")), done


def place_of(public_id: uuid.UUID, what: str) -> str:
    """Where a message's words belong, to which their encryption is bound."""
    return f"police-message:{public_id}:{what}"


def _lines(actor: Actor, rows: list[PoliceMessage]) -> tuple[PoliceLine, ...]:
    pupils = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in rows}, actor.today)}
    return tuple(
        PoliceLine(
            r.public_id,
            pupils[r.pupil_id],
            r.received_at,
            r.taken_by_name,
            r.opened_at,
            r.opened_by_name,
            r.closed_at,
            r.closed_by_name,
        )
        for r in rows
        if r.pupil_id in pupils
    )
