"""Many pupils at once, with their families and groups: an August intake, or a training school (ADM-E)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.pupils.events import IntakeTaken
from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactEmail,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    GroupStaff,
    Pupil,
    PupilAddress,
    PupilContact,
)
from rollbook.pupils.queries.contacts import note_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group of one academic year and who takes its register; `key` is the caller's own name for it."""

    key: str
    kind: str
    year: int
    name: str
    nc_year: str
    room: str
    staff: tuple[tuple[int, str], ...]
    first: date


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person to contact; phones are (kind, number, dead since)."""

    key: str
    title: str
    forename: str
    surname: str
    address_lines: str
    postcode: str
    phones: tuple[tuple[str, str, date | None], ...]
    email: str


@dataclass(frozen=True, slots=True)
class NewLink:
    """What a contact is to a pupil."""

    contact: str
    priority: int
    relationship: str
    parental_responsibility: bool
    lives_with: bool
    may_be_told: bool
    no_contact: bool
    court_order: str


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    first_day: date
    last_day: date | None
    status: str
    leaving_reason: str = ""
    destination: str = ""


@dataclass(frozen=True, slots=True)
class NewPupil:
    """A pupil with everything that is dated about them; dates include both days."""

    key: str
    upn: str
    former_upn: str
    admission_number: str
    legal_forename: str
    legal_surname: str
    middle_names: str
    preferred_forename: str
    preferred_surname: str
    sex: str
    born: date
    ethnicity: str
    first_language: str
    address_lines: str
    postcode: str
    enrolments: tuple[NewEnrolment, ...]
    memberships: tuple[tuple[str, date, date | None], ...]
    characteristics: tuple[tuple[str, str, date, date | None], ...]
    links: tuple[NewLink, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The public ids of pupils and the keys of groups that were made, by the caller's own names."""

    pupils: Mapping[str, UUID]
    groups: Mapping[str, int]


@action(Permission.IMPORT_DATA)
def take_in(
    actor: Actor, *, groups: Sequence[NewGroup], contacts: Sequence[NewContact], pupils: Sequence[NewPupil]
) -> Taken:
    """Put many new pupils on the admission register with their groups and contacts, or none of them.

    Everything is new: what a school already holds is changed by an import, which is looked at first.
    """
    made = _groups(actor, groups)
    people = _contacts(actor, contacts)
    rows = {new.key: _pupil(actor, new) for new in pupils}
    Pupil.objects.bulk_create(rows.values(), batch_size=BATCH)
    _dated(actor, pupils, rows, made)
    _links(actor, pupils, rows, people)
    record(actor, IntakeTaken(pupils=len(rows), contacts=len(people)))
    return Taken({key: row.public_id for key, row in rows.items()}, {key: row.pk for key, row in made.items()})


def _groups(actor: Actor, groups: Iterable[NewGroup]) -> Mapping[str, Group]:
    rows = {
        new.key: Group(
            school_id=actor.school,
            kind=new.kind,
            year=new.year,
            name=new.name,
            nc_year=new.nc_year,
            room=new.room,
        )
        for new in groups
    }
    Group.objects.bulk_create(rows.values(), batch_size=BATCH)
    GroupStaff.objects.bulk_create(
        GroupStaff(school_id=actor.school, group=rows[new.key], user_id=user, part=part, first=new.first)
        for new in groups
        for user, part in new.staff
    )
    return rows


def _contacts(actor: Actor, contacts: Iterable[NewContact]) -> Mapping[str, Contact]:
    rows = {
        new.key: Contact(
            school_id=actor.school,
            title=new.title,
            forename=new.forename,
            surname=new.surname,
            address_lines=new.address_lines,
            postcode=new.postcode,
        )
        for new in contacts
    }
    Contact.objects.bulk_create(rows.values(), batch_size=BATCH)
    ContactPhone.objects.bulk_create(
        (
            ContactPhone(
                school_id=actor.school,
                contact=rows[new.key],
                kind=kind,
                number=number,
                position=position,
                dead_since=dead,
            )
            for new in contacts
            for position, (kind, number, dead) in enumerate(new.phones, start=1)
        ),
        batch_size=BATCH,
    )
    ContactEmail.objects.bulk_create(
        (
            ContactEmail(school_id=actor.school, contact=rows[new.key], address=new.email)
            for new in contacts
            if new.email
        ),
        batch_size=BATCH,
    )
    return rows


def _pupil(actor: Actor, new: NewPupil) -> Pupil:
    return Pupil(
        school_id=actor.school,
        upn=new.upn,
        former_upn=new.former_upn,
        admission_number=new.admission_number,
        legal_forename=new.legal_forename,
        legal_surname=new.legal_surname,
        middle_names=new.middle_names,
        preferred_forename=new.preferred_forename,
        preferred_surname=new.preferred_surname,
        sex=new.sex,
        born=new.born,
        ethnicity=new.ethnicity,
        first_language=new.first_language,
    )


def _dated(actor: Actor, pupils: Sequence[NewPupil], rows: Mapping[str, Pupil], groups: Mapping[str, Group]) -> None:
    school = actor.school
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                school_id=school,
                pupil=rows[new.key],
                status=stay.status,
                first_day=stay.first_day,
                last_day=stay.last_day,
                leaving_reason=stay.leaving_reason,
                destination=stay.destination,
            )
            for new in pupils
            for stay in new.enrolments
        ),
        batch_size=BATCH,
    )
    GroupMembership.objects.bulk_create(
        (
            GroupMembership(school_id=school, group=groups[group], pupil=rows[new.key], first=first, last=last)
            for new in pupils
            for group, first, last in new.memberships
        ),
        batch_size=BATCH,
    )
    Characteristic.objects.bulk_create(
        (
            Characteristic(school_id=school, pupil=rows[new.key], kind=kind, value=value, first=first, last=last)
            for new in pupils
            for kind, value, first, last in new.characteristics
        ),
        batch_size=BATCH,
    )
    PupilAddress.objects.bulk_create(
        (
            PupilAddress(
                school_id=school,
                pupil=rows[new.key],
                lines=new.address_lines,
                postcode=new.postcode,
                first=new.enrolments[0].first_day,
            )
            for new in pupils
        ),
        batch_size=BATCH,
    )


def _links(actor: Actor, pupils: Sequence[NewPupil], rows: Mapping[str, Pupil], people: Mapping[str, Contact]) -> None:
    PupilContact.objects.bulk_create(
        (
            PupilContact(
                school_id=actor.school,
                pupil=rows[new.key],
                contact=people[link.contact],
                priority=link.priority,
                relationship=link.relationship,
                parental_responsibility=link.parental_responsibility,
                lives_with=link.lives_with,
                may_be_told=link.may_be_told,
                no_contact=link.no_contact,
                court_order=bool(link.court_order),
                court_order_note=_note(rows[new.key], people[link.contact], link),
            )
            for new in pupils
            for link in new.links
        ),
        batch_size=BATCH,
    )


def _note(pupil: Pupil, contact: Contact, link: NewLink) -> bytes:
    if not link.court_order:
        return b""
    return encrypt(link.court_order, place=note_place(pupil.public_id, contact.public_id))
