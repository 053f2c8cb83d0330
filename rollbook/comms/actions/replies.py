"""What families text back: kept once, put beside what it answers, and dealt with by a person (COM-A)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.comms.events import ReplyCame, ReplyDealtWith
from rollbook.comms.models import ChannelChoice, Message, Reply
from rollbook.comms.providers.heard import Told
from rollbook.comms.words import address_key, reply_place
from rollbook.formats.values.phones import dialled
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.told_reasons import wants_no_more

STILL_ABOUT = timedelta(days=14)
LONGEST = 2000


@action(Permission.HAND_OVER_MESSAGES)
def take_replies(actor: Actor, *, provider: str, told: Sequence[Told]) -> int:
    """Keep what came in, each once, beside the newest message to that number; how many were new.

    Who writes STOP gets no more texts from this moment on.
    """
    new = 0
    for one in told:
        sender = next(iter(dialled(one.sender)), one.sender[:40])
        came_at = min(one.at, actor.now)
        message = _answered(actor, sender, came_at)
        ref = uuid.uuid4()
        row, made = Reply.objects.get_or_create(
            school_id=actor.school,
            provider=provider,
            provider_ref=one.ref,
            defaults={
                "public_id": ref,
                "message": message,
                "address": encrypt(sender, place=f"{reply_place(ref)}|from"),
                "words": encrypt(one.words[:LONGEST], place=reply_place(ref)),
                "came_at": came_at,
            },
        )
        if not made:
            continue
        new += 1
        contact = message.contact_id if message else None
        stops = wants_no_more(one.words) and contact is not None
        if stops and contact is not None:
            ChannelChoice.objects.get_or_create(
                school_id=actor.school,
                contact_id=contact,
                channel="text",
                defaults={"since": actor.today, "told_by": "replied STOP"},
            )
        record(actor, ReplyCame(row.public_id, stops))
    record_nothing_changed()
    return new


@action(Permission.SEND_MESSAGES)
def deal_with(actor: Actor, *, reply: uuid.UUID) -> None:
    """Say that a reply has been read and what it asks has been done."""
    rows = Reply.objects.filter(school_id=actor.school, public_id=reply)
    if rows.filter(dealt_at=None).update(dealt_at=actor.now, dealt_by=actor.name):
        record(actor, ReplyDealtWith(reply))
    elif rows.exists():
        record_nothing_changed()
    else:
        raise NotFound("There is no such reply in this school.")


def _answered(actor: Actor, sender: str, came_at: datetime) -> Message | None:
    rows = Message.objects.filter(
        school_id=actor.school, address_key=address_key(sender), made_at__range=(came_at - STILL_ABOUT, came_at)
    )
    return rows.order_by("-made_at", "-id").first()
