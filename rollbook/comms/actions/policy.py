"""The school's dated choices about messages: quiet hours, and what a part of a text costs; and keeping to them."""

from __future__ import annotations

from datetime import date, time

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.events import MessagePolicySet, QuietHoursKept
from rollbook.comms.models import Message, MessagePolicy
from rollbook.comms.queries.policy import message_policy
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.quiet_hours import goes_at
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.wordings import AT_ANY_HOUR

DEAREST = 100_00  # a pound for a part is a slip of the finger
KEPT = "Waits until the quiet hours are over"


@action(Permission.SET_UP_SCHOOL)
def set_message_policy(
    actor: Actor, *, from_day: date, quiet_from: time, quiet_until: time, quiet_weekends: bool, part_price: int | None
) -> int:
    """From a day on, set the quiet hours and the price of a part (hundredths of a penny, or not known); the version."""
    if from_day < actor.today:
        raise Refused(f"These rules cannot begin on {in_words(from_day)}, which is over. They may begin today.")
    if part_price is not None and part_price > DEAREST:
        raise Refused("That is more than a pound for one part of a text. Enter the price in pence, as 3.2.")
    latest = MessagePolicy.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    MessagePolicy.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        quiet_from=quiet_from.hour * 60 + quiet_from.minute,
        quiet_until=quiet_until.hour * 60 + quiet_until.minute,
        quiet_weekends=quiet_weekends,
        part_price=part_price,
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, MessagePolicySet(version, from_day))
    return version


@action(Permission.HAND_OVER_MESSAGES)
def keep_quiet_hours(actor: Actor) -> int:
    """In the quiet hours let everything that is due and can wait go when they are over; how many that is.

    What cannot wait (a missing child, a code just asked for, a correction) goes at any hour.
    """
    until = goes_at(actor.now, message_policy(actor, actor.today).quiet)
    if until <= actor.now:
        record_nothing_changed()
        return 0
    due = Message.objects.filter(school_id=actor.school, state=Message.State.WAITING, held_until__lte=actor.now)
    kept = due.exclude(purpose__in=AT_ANY_HOUR).update(held_until=until, why=KEPT, changed_at=actor.now)
    if kept:
        record(actor, QuietHoursKept(until.isoformat(), kept))
    else:
        record_nothing_changed()
    return kept
