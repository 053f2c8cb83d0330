"""Telling people of a meeting: by e-mail with a calendar file, or by letter; each alone, once for each version.

Families are written to by comms' own rules: nobody who may not be told, none held back, no address shown to another.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt
from rollbook.comms.facts import held
from rollbook.comms.queries.reaching import addresses
from rollbook.meetings.actions.standing import locked, pupils_in
from rollbook.meetings.actions.writing import (
    EMAIL,
    HAND,
    LETTER,
    Outcome,
    Reader,
    Telling,
    by_letter,
    by_mail_to_family,
    by_mail_to_others,
    by_mail_to_staff,
    telling_of,
)
from rollbook.meetings.events import PeopleInvited
from rollbook.meetings.models import Meeting, Person
from rollbook.meetings.places import person_place
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import Part, Reply
from rollbook.rules.refused import Refused
from rollbook.staff.queries import ways_to_staff

NO_EMAIL = "has no e-mail address; tell them yourself"
_CHANGED = ["left_out", "invited_way", "message", "letters", "invited_at", "invited_sequence", "reply", "told_off_at"]


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """What became of telling one person: the way, or why they could not be written to."""

    person: uuid.UUID
    name: str
    way: str
    left_out: str = ""


@action(Permission.SEND_MESSAGES)
def invite(actor: Actor, *, meeting: uuid.UUID, by: Mapping[uuid.UUID, str] | None = None) -> tuple[ToldPerson, ...]:
    """Tell everybody who does not know of the meeting as it stands now; what became of each, in order.

    New people are invited; after it was moved, everybody is told again; after it was cancelled, or they were
    taken off, those who had been told. By e-mail where there is an address, else by letter; `by` says otherwise
    for a person (`email`, `letter`, or `hand` where they are told by other means). Asked again it changes nothing.
    """
    row = locked(actor, meeting)
    if row.signed_at is not None:
        raise Refused("This meeting is over and its minutes are signed.")
    people = Person.objects.select_for_update().filter(school_id=actor.school, meeting=row).order_by("id")
    waiting = [one for one in people if _waits(one, row)]
    if not waiting:
        record_nothing_changed()
        return ()
    telling = telling_of(actor, row, pupils_in(actor, row))
    readers = _readers(actor, telling, waiting, by or {})
    outcomes = _written(actor, telling, readers)
    for one in waiting:
        _note(actor, row, one, outcomes[one.pk])
    Person.objects.bulk_update(waiting, _CHANGED)
    told = tuple(ToldPerson(r.ref, r.name, outcomes[r.id].way, outcomes[r.id].left_out) for r in readers)
    left_out = sum(bool(one.left_out) for one in told)
    record(actor, PeopleInvited(meeting, row.sequence, len(told) - left_out, left_out))
    return told


def _waits(one: Person, row: Meeting) -> bool:
    """Whether somebody is to be told; who is called off needs to know only where they knew."""
    if one.withdrawn_at is not None:
        return one.invited_at is not None and one.told_off_at is None
    knows = one.invited_sequence == row.sequence and not one.left_out
    return not knows and (row.cancelled_at is None or one.invited_at is not None)


def _readers(
    actor: Actor, telling: Telling, waiting: Sequence[Person], by: Mapping[uuid.UUID, str]
) -> tuple[Reader, ...]:
    """Those who are to be told, each with an address and the way that is tried first: eight statements at most."""
    family = {one.contact_id for one in waiting if one.contact_id}
    ways = ways_to_reach(actor, telling.pupils) if family else {}
    mails = {way.contact_id: addresses(way, EMAIL)[:1] for those in ways.values() for way in those}
    staff = ways_to_staff(actor, {one.user_id for one in waiting if one.user_id})
    holds = held(actor, list(telling.pupils)) if family else {}
    return tuple(_reader(telling, one, by.get(one.public_id, ""), mails, staff, holds) for one in waiting)


def _reader(
    telling: Telling,
    one: Person,
    way: str,
    mails: Mapping[int, tuple[str, ...]],
    staff: Mapping[int, object],
    holds: Mapping[tuple[int, int | None], str],
) -> Reader:
    name = decrypt(one.name, place=person_place(one.public_id, "name"))
    email, why = "", ""
    if one.contact_id is not None:
        email = next(iter(mails.get(one.contact_id, ())), "")
        keys = [key for pupil in telling.pupils for key in ((pupil, None), (pupil, one.contact_id))]
        why = next((holds[key] for key in keys if holds.get(key)), "")
        first = way or (EMAIL if email else LETTER)
    elif one.user_id is not None:
        email, first = str(getattr(staff.get(one.user_id), "email", "")), way or EMAIL
    else:
        email = decrypt(one.email, place=person_place(one.public_id, "email")) if one.email else ""
        first = HAND if one.part == Part.PUPIL else way or EMAIL
        why = "" if email or first == HAND else NO_EMAIL
    return Reader(
        id=one.pk,
        ref=one.public_id,
        name=name,
        email=email,
        contact=one.contact_id,
        user=one.user_id,
        way=first,
        may_fall_back=not way,
        held=why,
        gone=one.withdrawn_at is not None or telling.row.cancelled_at is not None,
        knew=one.invited_at is not None,
    )


def _written(actor: Actor, telling: Telling, readers: Sequence[Reader]) -> dict[int, Outcome]:
    """Write to all of them, those of a kind in one act."""
    told = {one.id: Outcome(HAND) for one in readers if one.way == HAND}
    told |= {one.id: Outcome(one.way, left_out=one.held) for one in readers if one.held}
    rest = [one for one in readers if one.id not in told]
    family = [one for one in rest if one.contact is not None]
    told |= by_mail_to_family(actor, telling, [one for one in family if one.way == EMAIL])
    back = [one for one in family if one.id in told and told[one.id].left_out and one.may_fall_back]
    told |= by_letter(actor, telling, [*(one for one in family if one.way == LETTER), *back])
    told |= by_mail_to_staff(actor, telling, [one for one in rest if one.user is not None])
    return told | by_mail_to_others(actor, telling, [one for one in rest if one.id not in told])


def _note(actor: Actor, row: Meeting, one: Person, outcome: Outcome) -> None:
    """Keep how somebody was told; who could not be is asked for again at the next writing."""
    one.left_out, one.invited_way = outcome.left_out[:200], outcome.way
    one.message, one.letters = outcome.message, outcome.letters
    if outcome.left_out:
        return
    if one.withdrawn_at is not None:
        one.told_off_at = actor.now
        return
    # An answer was given to the time before: whoever is told of another is asked again.
    if one.invited_sequence not in (None, row.sequence):
        one.reply = Reply.NONE.value
    one.invited_at, one.invited_sequence = actor.now, row.sequence
