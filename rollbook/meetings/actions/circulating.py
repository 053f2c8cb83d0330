"""Giving signed minutes to people: to each by their own way, and no family more than its own child's copy (MTG-1)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rollbook.audit.actions import action, record
from rollbook.audit.keys import decrypt
from rollbook.comms.actions import (
    Draft,
    Enclosure,
    ProfessionalNote,
    StaffNote,
    put_in_outbox,
    write_letters,
    write_to_professional,
    write_to_staff,
)
from rollbook.comms.facts import held
from rollbook.comms.queries.reaching import addresses
from rollbook.meetings.actions.inviting import NO_EMAIL, ToldPerson
from rollbook.meetings.actions.standing import locked, pupils_in
from rollbook.meetings.actions.writing import EMAIL, HAND, LETTER, Outcome, Telling, telling_of
from rollbook.meetings.events import MinutesCirculated
from rollbook.meetings.models import Circulation, Person, SignedCopy, SignedFile
from rollbook.meetings.places import person_place
from rollbook.meetings.queries.letter_facts import facts_about
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.meetings import Part
from rollbook.rules.refused import NotFound, Refused

PURPOSE, MEDIA = "minutes", "application/pdf"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody who is to get a copy, with the address that it goes to."""

    row: Person
    name: str
    email: str
    held: str
    way: str


@action(Permission.SEND_MESSAGES)
def circulate(
    actor: Actor,
    *,
    meeting: uuid.UUID,
    people: Collection[uuid.UUID] | None = None,
    by: Mapping[uuid.UUID, str] | None = None,
) -> tuple[ToldPerson, ...]:
    """Give the signed copy to everybody who was asked (or to these people of it); what became of each, in order.

    Families and other services get the file by e-mail, families without an address a letter that encloses it
    on paper; colleagues read it in Rollbook, and are told that it is there. `by` says otherwise for a person:
    `email`, `letter`, or `hand` for who was given it. Refused before the minutes are signed.
    """
    row = locked(actor, meeting)
    copy = SignedCopy.objects.filter(school_id=actor.school, meeting=row, edition=row.edition).first()
    if row.signed_at is None or copy is None:
        raise Refused("The minutes are not signed yet. Sign them first: what goes out never changes.")
    chosen = _chosen(actor, row.pk, people)
    telling = telling_of(actor, row, pupils_in(actor, row))
    readers = _readers(actor, telling, chosen, by or {})
    file = SignedFile.objects.get(school_id=actor.school, copy=copy, pupil=None)
    slot = f"minutes:{meeting}:{copy.edition}"
    outcomes = _given(actor, telling, readers, file, slot, number=copy.circulated.count())
    Circulation.objects.bulk_create(
        [
            Circulation(
                school_id=actor.school, copy=copy, person=one.row, way=done.way, at=actor.now, by_name=actor.name,
                message=done.message, letters=done.letters, left_out=done.left_out[:200],
            )
            for one in readers
            for done in (outcomes[one.row.pk],)
        ]
    )  # fmt: skip
    told = tuple(
        ToldPerson(one.row.public_id, one.name, outcomes[one.row.pk].way, outcomes[one.row.pk].left_out)
        for one in readers
    )
    left_out = sum(bool(one.left_out) for one in told)
    record(actor, MinutesCirculated(meeting, copy.edition, len(told) - left_out, left_out))
    return told


def _chosen(actor: Actor, meeting: int, people: Collection[uuid.UUID] | None) -> list[Person]:
    rows = Person.objects.filter(school_id=actor.school, meeting_id=meeting, withdrawn_at=None).order_by("id")
    found = [one for one in rows if people is None or one.public_id in people]
    if people is not None and len(found) != len(set(people)):
        raise NotFound("Nobody of that kind is asked to this meeting.")
    chosen = [one for one in found if one.part != Part.PUPIL]
    if not chosen:
        raise Refused("Choose who is to get the minutes.")
    return chosen


def _readers(
    actor: Actor, telling: Telling, chosen: Sequence[Person], by: Mapping[uuid.UUID, str]
) -> tuple[_Reader, ...]:
    family = {one.contact_id for one in chosen if one.contact_id}
    ways = ways_to_reach(actor, telling.pupils) if family else {}
    mails = {way.contact_id: addresses(way, EMAIL)[:1] for those in ways.values() for way in those}
    holds = held(actor, list(telling.pupils)) if family else {}
    readers = []
    for one in chosen:
        name = decrypt(one.name, place=person_place(one.public_id, "name"))
        way, why, email = by.get(one.public_id, ""), "", ""
        if one.contact_id is not None:
            email = next(iter(mails.get(one.contact_id, ())), "")
            keys = [key for pupil in telling.pupils for key in ((pupil, None), (pupil, one.contact_id))]
            why = next((holds[key] for key in keys if holds.get(key)), "")
            way = way or (EMAIL if email else LETTER)
        elif one.user_id is None:
            email = decrypt(one.email, place=person_place(one.public_id, "email")) if one.email else ""
            why = "" if email or way == HAND else NO_EMAIL
        readers.append(_Reader(one, name, email, why, way or EMAIL))
    return tuple(readers)


def _given(
    actor: Actor, telling: Telling, readers: Sequence[_Reader], file: SignedFile, slot: str, *, number: int
) -> dict[int, Outcome]:
    """Each by their way; `number` counts what went before, so that a copy can go once more."""
    told = {one.row.pk: Outcome(one.way, left_out=one.held) for one in readers if one.held}
    told |= {one.row.pk: Outcome(HAND) for one in readers if one.way == HAND and not one.held}
    rest = [one for one in readers if one.row.pk not in told]
    enclosed = (Enclosure(file.file, f"minutes-{telling.row.public_id.hex[:8]}.pdf", MEDIA),)
    day = telling.row.at.astimezone(LONDON)
    subject = f"Minutes of the meeting at {telling.school}, {day:%a} {day.day} {day:%b}"
    again = f"{slot}:{number}"

    family = [one for one in rest if one.row.contact_id and one.way == EMAIL]
    drafts = [
        Draft(
            pupils=tuple(telling.pupils), contact=one.row.contact_id or 0, channel=EMAIL, slot=again, to=one.email,
            subject=subject, enclosed=enclosed,
            words=f"Dear {one.name},\n\nEnclosed are the minutes of the meeting about {telling.children}’s attendance "
            f"on {telling.when}, with what each of us has agreed to do. Please tell us if something is not as you "
            f"remember it.\n\n{telling.school}",
        )
        for one in family
    ]  # fmt: skip
    put = put_in_outbox(actor, drafts=drafts, purpose=PURPOSE)
    told |= {
        one.row.pk: Outcome(EMAIL, done.message, left_out=done.left_out) for one, done in zip(family, put, strict=True)
    }
    told |= _by_letter(actor, telling, [one for one in rest if one.row.contact_id and one.way == LETTER], again)

    staff = [one for one in rest if one.row.user_id]
    notes = [
        StaffNote(
            one.row.user_id or 0, EMAIL, subject,
            f"The minutes of the meeting on {telling.when} are signed. They stand in Rollbook under Meetings.", again,
        )
        for one in staff
    ]  # fmt: skip
    done_staff = write_to_staff(actor, notes=notes, purpose=PURPOSE)
    told |= {
        one.row.pk: Outcome(EMAIL, done.message, left_out=done.left_out)
        for one, done in zip(staff, done_staff, strict=True)
    }

    others = [one for one in rest if one.row.pk not in told]
    outside = [
        ProfessionalNote(
            one.name, one.email, EMAIL, subject,
            f"Dear {one.name},\n\nEnclosed are the minutes of our meeting on {telling.when}. They are confidential."
            f"\n\n{telling.school}",
            again, tuple(telling.pupils), enclosed,
        )
        for one in others
    ]  # fmt: skip
    done_others = write_to_professional(actor, notes=outside, purpose=PURPOSE)
    return told | {
        one.row.pk: Outcome(EMAIL, done.message, left_out=done.left_out)
        for one, done in zip(others, done_others, strict=True)
    }


def _by_letter(actor: Actor, telling: Telling, readers: Sequence[_Reader], slot: str) -> dict[int, Outcome]:
    if not readers:
        return {}
    written = write_letters(
        actor, template="meeting-minutes", pupils=tuple(telling.pupils), purpose=PURPOSE, slot=slot,
        facts=dict.fromkeys(telling.pupils, facts_about(telling.row)),
        only=frozenset(one.row.contact_id or 0 for one in readers),
    )  # fmt: skip
    why = {out.contact: out.why for out in written.left_out}
    fallback = "" if written.run else why.get("", "nobody can be written to")
    return {one.row.pk: Outcome(LETTER, letters=written.run, left_out=why.get(one.name, fallback)) for one in readers}
