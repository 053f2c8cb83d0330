"""How often families were written to: counts alone, for those who look at what has been done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from rollbook.comms.models import LetterPupil, LetterRun, Message, MessagePupil, Recipient
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Sent:
    """What went about a pupil: letters that were not taken back, and messages to contacts that went out."""

    letters: int = 0
    messages: int = 0


def sent_about(actor: Actor, pupils: Collection[int], since: datetime) -> Mapping[int, Sent]:
    """By pupil (key) what went since a moment: two statements; who got nothing is left out."""
    letters = (
        LetterPupil.objects.filter(school_id=actor.school, pupil_id__in=pupils, letter__run__made_at__gte=since)
        .exclude(letter__run__state=LetterRun.State.TAKEN_BACK)
        .values_list("pupil_id")
        .annotate(n=Count("letter__run_id", distinct=True))
        .order_by("pupil_id")
    )
    went = (Message.State.HANDED, Message.State.DELIVERED)
    messages = (
        MessagePupil.objects.filter(
            school_id=actor.school,
            pupil_id__in=pupils,
            message__made_at__gte=since,
            message__recipient=Recipient.CONTACT,
            message__state__in=went,
        )
        .values_list("pupil_id")
        .annotate(n=Count("message_id", distinct=True))
        .order_by("pupil_id")
    )
    by_letter, by_message = dict(letters), dict(messages)
    return {
        pupil: Sent(by_letter.get(pupil, 0), by_message.get(pupil, 0)) for pupil in sorted({*by_letter, *by_message})
    }
