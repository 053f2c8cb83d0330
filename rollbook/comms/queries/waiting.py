"""How many messages ask for a person: replies, failures, and those of which nobody knows whether they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Min, Q, QuerySet

from rollbook.audit.prepared import Prepared, given, in_one_row
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
    replies, oldest = _REPLIES.one(school=actor.school)
    failed, doubt = _STATES.one(school=actor.school, midnight=midnight)
    return MessagesWaiting(replies, failed, doubt, oldest)


def _states() -> QuerySet[Message, tuple[int, int]]:
    failed = Q(state=Message.State.FAILED, changed_at__gte=given("midnight", "moment"))
    doubt = Q(state=Message.State.DOUBT)
    messages = Message.objects.filter(failed | doubt, school_id=given("school"))
    return in_one_row(messages, failed=Count("id", filter=failed), doubt=Count("id", filter=doubt))


_STATES = Prepared(_states)
_REPLIES = Prepared(
    lambda: in_one_row(
        Reply.objects.filter(school_id=given("school"), dealt_at=None), n=Count("id"), first=Min("came_at")
    )
)
