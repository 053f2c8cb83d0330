"""How many messages ask for a person: replies, failures, and those of which nobody knows whether they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Min, Q

from rollbook.comms.models import Message, Reply
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor


@dataclass(frozen=True, slots=True)
class MessagesWaiting:
    """Counts alone; `oldest_reply` is when the reply that has waited longest came."""

    replies: int = 0
    failed: int = 0
    doubt: int = 0
    oldest_reply: datetime | None = None


def messages_waiting(actor: Actor) -> MessagesWaiting:
    """Replies nobody dealt with, today's failures, and whatever is in doubt: two statements; none without leave."""
    if not actor.may(Permission.SEND_MESSAGES):
        return MessagesWaiting()
    midnight = datetime.combine(actor.today, time(), LONDON)
    replies = Reply.objects.filter(school_id=actor.school, dealt_at=None).aggregate(n=Count("id"), first=Min("came_at"))
    failed = Q(state=Message.State.FAILED, changed_at__gte=midnight)
    states = Message.objects.filter(failed | Q(state=Message.State.DOUBT), school_id=actor.school).aggregate(
        failed=Count("id", filter=failed), doubt=Count("id", filter=Q(state=Message.State.DOUBT))
    )
    return MessagesWaiting(replies["n"], states["failed"], states["doubt"], replies["first"])
