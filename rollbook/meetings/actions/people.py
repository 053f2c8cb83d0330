"""Who is asked to a meeting: put on the list, taken off it, and what they answered (MTG-1)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.meetings.actions.standing import pupils_in, standing
from rollbook.meetings.events import MeetingChanged, ReplyNoted
from rollbook.meetings.models import Meeting, Person
from rollbook.meetings.places import person_place
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import Part, Presence, Reply, check_contact, check_families, kind_of
from rollbook.rules.refused import NotFound, Refused
from rollbook.staff.queries import staff_names

LONGEST_NAME = 200
NO_PERSON = "Nobody of that kind is asked to this meeting."


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody to ask to a meeting. A contact and a pupil by key, staff by user id; others by name and e-mail.

    `minutes` is said of whoever writes the minutes, `chairs` of whoever leads.
    """

    part: Part
    contact: int | None = None
    pupil: int | None = None
    user: int | None = None
    name: str = ""
    email: str = ""
    chairs: bool = False
    minutes: bool = False


@action(Permission.HOLD_MEETINGS)
def ask_people(actor: Actor, *, meeting: uuid.UUID, people: Sequence[Asked]) -> None:
    """Put people on the list of a meeting; who stands there already stays as they are.

    Refused for a contact who may not be told of every pupil in it, or with whom there must be no contact (MTG-1).
    """
    row = standing(actor, meeting)
    if not keep_people(actor, row, people, pupils_in(actor, row)):
        return record_nothing_changed()
    return record(actor, MeetingChanged(meeting, "people"))


@action(Permission.HOLD_MEETINGS)
def take_off(actor: Actor, *, meeting: uuid.UUID, person: uuid.UUID) -> None:
    """Take somebody off the list; who was written to stays on record, and gets the cancellation at the next writing."""
    row = standing(actor, meeting)
    one = _person(actor, row, person)
    if one.withdrawn_at is not None:
        return record_nothing_changed()
    if one.invited_at is None:
        one.delete()
    else:
        one.withdrawn_at = actor.now
        one.save(update_fields=["withdrawn_at"])
    return record(actor, MeetingChanged(meeting, "people"))


@action(Permission.HOLD_MEETINGS)
def note_reply(actor: Actor, *, meeting: uuid.UUID, person: uuid.UUID, reply: Reply) -> None:
    """Note whether somebody comes, or take the note back with no answer."""
    row = standing(actor, meeting)
    one = _person(actor, row, person)
    if one.reply == reply:
        return record_nothing_changed()
    one.reply, one.replied_at, one.reply_by_name = reply.value, actor.now, actor.name
    one.save(update_fields=["reply", "replied_at", "reply_by_name"])
    return record(actor, ReplyNoted(meeting, person, reply.value))


@action(Permission.HOLD_MEETINGS, Permission.HAVE_TASKS)
def note_presence(actor: Actor, *, meeting: uuid.UUID, person: uuid.UUID, presence: Presence) -> None:
    """Note whether somebody was there; for whoever holds the meeting or was asked to it."""
    row = standing(actor, meeting)
    one = _person(actor, row, person)
    if one.presence == presence:
        return record_nothing_changed()
    one.presence = presence.value
    one.save(update_fields=["presence"])
    return record(actor, MeetingChanged(meeting, "presence"))


def keep_people(actor: Actor, row: Meeting, people: Sequence[Asked], pupils: Collection[int]) -> int:
    """Keep those who are not on the list yet, each checked; how many: four statements at most, and one to write."""
    kind = kind_of(row.kind)
    check_families(kind, any(one.part in (Part.PARENT, Part.PUPIL) for one in people))
    there = Person.objects.filter(school_id=actor.school, meeting=row)
    contacts = {key for key in there.values_list("contact_id", flat=True) if key}
    users = {key for key in there.values_list("user_id", flat=True) if key}
    own = {key for key in there.filter(part=Part.PUPIL).values_list("pupil_id", flat=True) if key}
    lines = {line.id: line for line in pupil_lines(actor, pupils, actor.today)}
    ways = _ways(actor, people, lines)
    names = staff_names(actor, {one.user for one in people if one.user})
    new = [
        _row(row, one, ways, names, lines)
        for one in dict.fromkeys(people)
        if not (one.contact in contacts or one.user in users or (one.part is Part.PUPIL and one.pupil in own))
    ]
    Person.objects.bulk_create(new)
    again = there.filter(withdrawn_at__isnull=False).filter(
        Q(contact_id__in=[one.contact for one in people if one.contact])
        | Q(user_id__in=[one.user for one in people if one.user])
    )
    return len(new) + again.update(withdrawn_at=None, told_off_at=None, invited_sequence=None)


def _ways(actor: Actor, people: Sequence[Asked], lines: dict[int, PupilLine]) -> dict[int, Way]:
    """The contacts who are asked, by key; refused for who may not be told."""
    wanted = {one.contact for one in people if one.contact}
    if not wanted:
        return {}
    found: dict[int, list[Way]] = {}
    for ways in ways_to_reach(actor, lines).values():
        for way in ways:
            if way.contact_id in wanted:
                found.setdefault(way.contact_id, []).append(way)
    if set(found) != wanted:
        raise NotFound("There is no such contact of this pupil.")
    for theirs in found.values():
        check_contact(
            theirs[0].name,
            of_every_pupil={way.pupil_id for way in theirs} == set(lines),
            no_contact=any(way.no_contact for way in theirs),
            may_be_told=all(way.may_be_told for way in theirs),
        )
    return {contact: theirs[0] for contact, theirs in found.items()}


def _row(
    row: Meeting, one: Asked, ways: dict[int, Way], names: Mapping[int, str], lines: dict[int, PupilLine]
) -> Person:
    ref = uuid.uuid4()
    name = _name(one, ways, names, lines)
    return Person(
        school_id=row.school_id,
        public_id=ref,
        meeting=row,
        part=one.part.value,
        contact_id=one.contact,
        pupil_id=one.pupil or (ways[one.contact].pupil_id if one.contact else None),
        user_id=one.user,
        name=encrypt(name, place=person_place(ref, "name")),
        email=encrypt(one.email.strip(), place=person_place(ref, "email")) if one.email.strip() else b"",
        chairs=one.chairs,
        minutes=one.minutes,
    )


def _name(one: Asked, ways: dict[int, Way], names: Mapping[int, str], lines: dict[int, PupilLine]) -> str:
    if one.contact:
        return ways[one.contact].name
    if one.user:
        found = names.get(one.user)
        if not found:
            raise NotFound("There is no such member of staff in this school.")
        return found
    if one.part is Part.PUPIL:
        if one.pupil not in lines:
            raise NotFound("This meeting is not about that pupil.")
        return lines[one.pupil].name
    if not one.name.strip():
        raise Refused("Say who is to be asked: a name, and what they are.")
    return one.name.strip()[:LONGEST_NAME]


def _person(actor: Actor, row: Meeting, person: uuid.UUID) -> Person:
    one = Person.objects.filter(school_id=actor.school, meeting=row, public_id=person).first()
    if one is None:
        raise NotFound(NO_PERSON)
    return one
