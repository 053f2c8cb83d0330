"""Writing to colleagues and to people of other services: the same outbox, and each told once (COM-A).

Such words carry no more about a pupil than the reader needs; who wants to know more opens Rollbook.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.comms.actions.enclosing import (
    ENCLOSES_NOT,
    Enclosure,
    check_enclosures,
    keep_enclosures,
    takes_enclosures,
)
from rollbook.comms.actions.making import check_words, made_message
from rollbook.comms.actions.outbox import HOLD
from rollbook.comms.events import MessagesPutOut
from rollbook.comms.models import Message, MessagePupil, ProviderAccount, Recipient
from rollbook.comms.words import address_key, recipient_place
from rollbook.formats.values.phones import dialled, takes_texts
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.staff.queries import StaffWay, ways_to_staff

AT_ONCE = timedelta()
NOT_HERE = "holds no role in this school today"
NO_WAY = "has no mobile number and no e-mail address that the school can write to"
NO_PROVIDER = "the school has not said through whom such messages go"
FILLED = "Somebody else has just put the same message into the outbox. Nothing was sent twice: look there."


@dataclass(frozen=True, slots=True)
class StaffNote:
    """A message to be, to a member of staff (id). `slot` is what it is about and which try: once for each person.

    By text or e-mail, whichever is asked for first; by the other where the first cannot reach them.
    `pupils` (ids) are those it is about, for their history. What is `enclosed` goes with an e-mail alone: who is
    reached by text gets the words.
    """

    user: int
    channel: str
    subject: str
    words: str
    slot: str
    pupils: tuple[int, ...] = ()
    enclosed: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfessionalNote:
    """A message to be, to somebody of another service: `name` with their post, `to` an address or number."""

    name: str
    to: str
    channel: str
    subject: str
    words: str
    slot: str
    pupils: tuple[int, ...]
    enclosed: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a note: the message it is now (or was already), or why it was left out."""

    message: uuid.UUID | None
    left_out: str = ""
    was_there: bool = False


_Made = tuple[Message, tuple[int, ...], tuple[Enclosure, ...]]


@action()
def write_to_staff(
    actor: Actor, *, notes: Sequence[StaffNote], purpose: str, hold: timedelta = AT_ONCE
) -> tuple[Written, ...]:
    """Put notes to colleagues into the outbox, to go at once; what became of each, in order.

    Whoever may do what the note is about may have it told: the verb that asks has said so. A channel
    without a provider is left out, so that nothing lies in the outbox for months.
    """
    check_enclosures(actor, [("email", note.enclosed) for note in notes])
    carries = not any(note.enclosed for note in notes) or takes_enclosures(actor)
    ways = ways_to_staff(actor, {note.user for note in notes})
    there = _staff_slots(actor, notes)
    channels = _channels(actor)
    answers: list[Written] = []
    made: list[_Made] = []
    for note in notes:
        before = there.get((note.user, note.slot))
        channel, to = _way(ways.get(note.user), note.channel, channels)
        if before is not None:
            answers.append(Written(before, was_there=True))
        elif not to:
            answers.append(Written(None, left_out=_why_not(ways.get(note.user), channels)))
        else:
            sent = StaffNote(note.user, channel, note.subject, note.words, note.slot, note.pupils)
            check_words(sent)
            row = made_message(
                actor, sent, to=to, purpose=purpose, hold=hold,
                recipient=Recipient.STAFF, user_id=note.user, slot=note.slot,
            )  # fmt: skip
            there[(note.user, note.slot)] = row.public_id
            made.append((row, note.pupils, note.enclosed if carries and channel == "email" else ()))
            answers.append(Written(row.public_id))
    _keep(actor, made, purpose, answers)
    return tuple(answers)


@action()
def write_to_professional(
    actor: Actor, *, notes: Sequence[ProfessionalNote], purpose: str, hold: timedelta = HOLD
) -> tuple[Written, ...]:
    """Put notes to people of other services into the outbox, held for a minute; what became of each, in order.

    Refused where an address or number cannot be written to. That they may be told is for the verb
    that asks.
    """
    addressed = [_addressed(note) for note in notes]
    check_enclosures(actor, [(note.channel, note.enclosed) for note in addressed])
    carries = not any(note.enclosed for note in addressed) or takes_enclosures(actor)
    there = _professional_slots(actor, addressed)
    channels = _channels(actor)
    answers: list[Written] = []
    made: list[_Made] = []
    for note in addressed:
        place = (address_key(note.to), note.slot)
        if place in there:
            answers.append(Written(there[place], was_there=True))
            continue
        if note.channel not in channels:
            answers.append(Written(None, left_out=NO_PROVIDER))
            continue
        if note.enclosed and not carries:
            answers.append(Written(None, left_out=ENCLOSES_NOT))
            continue
        check_words(note)
        ref = uuid.uuid4()
        row = made_message(
            actor, note, to=note.to, purpose=purpose, hold=hold, public_id=ref, recipient=Recipient.PROFESSIONAL,
            recipient_name=encrypt(note.name[:200], place=recipient_place(ref)), slot=note.slot,
        )  # fmt: skip
        there[place] = ref
        made.append((row, note.pupils, note.enclosed))
        answers.append(Written(ref))
    _keep(actor, made, purpose, answers)
    return tuple(answers)


def _way(way: StaffWay | None, first: str, channels: frozenset[str]) -> tuple[str, str]:
    if way is None:
        return "", ""
    for channel in (first, "email" if first == "text" else "text"):
        to = way.mobile if channel == "text" else way.email
        if to and channel in channels:
            return channel, to
    return "", ""


def _why_not(way: StaffWay | None, channels: frozenset[str]) -> str:
    if way is None:
        return NOT_HERE
    return NO_WAY if channels else NO_PROVIDER


def _addressed(note: ProfessionalNote) -> ProfessionalNote:
    """The note with its address as a provider needs it."""
    to = note.to.strip()
    if note.channel == "email":
        try:
            validate_email(to)
        except ValidationError:
            raise Refused(f"The e-mail address of {note.name} cannot be used. Correct it.") from None
    else:
        number = next(iter(dialled(to)), "")
        if not number or (note.channel == "text" and not takes_texts(number)):
            raise Refused(f"The number of {note.name} cannot be reached this way. Correct it, or write an e-mail.")
        to = number
    return replace(note, to=to)


def _channels(actor: Actor) -> frozenset[str]:
    return frozenset(ProviderAccount.objects.filter(school_id=actor.school).values_list("channel", flat=True))


def _staff_slots(actor: Actor, notes: Sequence[StaffNote]) -> dict[tuple[int, str], uuid.UUID]:
    rows = Message.objects.filter(
        school_id=actor.school,
        recipient=Recipient.STAFF,
        user_id__in={note.user for note in notes},
        slot__in={note.slot for note in notes},
    ).values_list("user_id", "slot", "public_id")
    return {(user or 0, slot): ref for user, slot, ref in rows}


def _professional_slots(actor: Actor, notes: Sequence[ProfessionalNote]) -> dict[tuple[str, str], uuid.UUID]:
    rows = Message.objects.filter(
        school_id=actor.school,
        recipient=Recipient.PROFESSIONAL,
        address_key__in={address_key(note.to) for note in notes},
        slot__in={note.slot for note in notes},
    ).values_list("address_key", "slot", "public_id")
    return {(key, slot): ref for key, slot, ref in rows}


def _keep(actor: Actor, made: Sequence[_Made], purpose: str, answers: Sequence[Written]) -> None:
    if not made:
        record_nothing_changed()
        return
    about = [
        MessagePupil(school_id=actor.school, message=row, pupil_id=pupil, slot=row.slot)
        for row, pupils, _ in made
        for pupil in pupils
    ]
    try:
        Message.objects.bulk_create([row for row, _, _ in made])
    except IntegrityError as filled:
        raise Refused(FILLED) from filled
    MessagePupil.objects.bulk_create(about)
    keep_enclosures(actor, [(row, enclosed) for row, _, enclosed in made])
    ids = tuple(str(row.public_id) for row, _, _ in made)
    record(actor, MessagesPutOut(purpose, ids, sum(bool(one.left_out) for one in answers)))
