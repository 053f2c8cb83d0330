"""What was sent home about many pupils at once: letters and messages, for lists that say what has been done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from rollbook.comms.models import LetterPupil, LetterRun, Message, MessagePupil
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.told import Kind, Told, by_pupil
from rollbook.rules.wordings import PURPOSES

_WENT = (Message.State.WAITING, Message.State.HANDING, Message.State.HANDED, Message.State.DELIVERED)


def done_about(actor: Actor, pupils: Collection[int], first: date, last: date) -> Mapping[int, tuple[Told, ...]]:
    """Letters written and messages that went about these pupils, by pupil's key: two statements.

    For those who may read reasons and contacts; what they say stands on their own pages.
    """
    if not pupils or not (actor.may(Permission.SEE_REASONS) and actor.may(Permission.SEE_CONTACTS)):
        return {}
    since, until = datetime.combine(first, time(), LONDON), datetime.combine(last, time.max, LONDON)
    letters = (
        LetterPupil.objects.filter(
            school_id=actor.school, pupil_id__in=pupils, letter__run__made_at__range=(since, until)
        )
        .exclude(letter__run__state=LetterRun.State.TAKEN_BACK)
        .values_list("pupil_id", "letter__run__made_at", "letter__run__version__template__name", "letter__run__by_name")
    )
    found = [(pupil, Told(at, Kind.LETTER, f"Letter “{name}”", by)) for pupil, at, name, by in letters]
    messages = MessagePupil.objects.filter(
        school_id=actor.school,
        pupil_id__in=pupils,
        message__made_at__range=(since, until),
        message__recipient="contact",
        message__state__in=_WENT,
    ).values_list("pupil_id", "message__made_at", "message__channel", "message__purpose", "message__by_name")
    for pupil, at, channel, purpose, by in messages:
        kind = Kind.CALL if channel == "voice" else Kind.MESSAGE
        label = PURPOSES[purpose].label if purpose in PURPOSES else "Message"
        found.append((pupil, Told(at, kind, label, by)))
    return by_pupil(found)
