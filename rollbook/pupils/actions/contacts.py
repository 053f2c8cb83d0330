"""The people around a pupil: added, changed, put in order; a number found dead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.formats.values.phones import read_phones
from rollbook.pupils.actions.finding import locked_contact, locked_pupil
from rollbook.pupils.events import ContactsChanged
from rollbook.pupils.models import Contact, ContactEmail, ContactPhone, Pupil, PupilContact
from rollbook.pupils.queries.contacts import note_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import find
from rollbook.rules.refused import NotFound, Refused

_PERSON = ("title", "forename", "surname", "address_lines", "postcode", "mis_id")
_LINK = (
    "relationship", "parental_responsibility", "lives_with", "may_be_told", "no_contact", "court_order",
)  # fmt: skip
_KINDS = {"mobile": "M", "home": "H", "work": "W", "other": "O"}


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as a person types it in; `phones` pairs a kind (mobile, home, work, other) with a number."""

    surname: str
    forename: str = ""
    title: str = ""
    phones: tuple[tuple[str, str], ...] = ()
    emails: tuple[str, ...] = ()
    address_lines: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What the contact is to this pupil. `court_order_note` is kept encrypted."""

    relationship: str = ""
    parental_responsibility: bool = False
    lives_with: bool = False
    may_be_told: bool = True
    no_contact: bool = False
    court_order: bool = False
    court_order_note: str = ""


@action(Permission.EDIT_PUPILS)
def add_contact(actor: Actor, *, pupil: UUID, who: Person | UUID, part: Part) -> UUID:
    """Give a pupil a contact, last in order: a new person, or one held already (a sibling's). Its public id."""
    held = locked_pupil(actor, pupil)
    contact = locked_contact(actor, who) if isinstance(who, UUID) else _new(actor, who)
    links = PupilContact.objects.filter(pupil=held)
    if links.filter(contact=contact).exists():
        raise Refused("This person is a contact of the pupil already.")
    _require_relationship(part.relationship)
    last = links.order_by("-priority", "-id").values_list("priority", flat=True).first() or 0
    PupilContact.objects.create(
        school_id=actor.school,
        pupil=held,
        contact=contact,
        priority=last + 1,
        court_order_note=_note(held, contact, part.court_order_note),
        **{name: getattr(part, name) for name in _LINK},
    )
    record(actor, ContactsChanged(pupil=pupil, contact=contact.public_id, fields=("added",)))
    return contact.public_id


@action(Permission.EDIT_PUPILS)
def change_contact(actor: Actor, *, pupil: UUID, contact: UUID, changes: Mapping[str, str | bool]) -> None:
    """Change some of what is held of a contact, of the person or of the part played for this pupil."""
    held = locked_pupil(actor, pupil)
    person = locked_contact(actor, contact)
    link = PupilContact.objects.filter(pupil=held, contact=person).first()
    if link is None:
        raise NotFound("This person is no contact of the pupil.")
    if unknown := set(changes) - {*_PERSON, *_LINK, "court_order_note"}:
        raise LookupError(f"nothing that is held of a contact: {', '.join(sorted(unknown))}")
    _require_relationship(str(changes.get("relationship", "")))
    told = _set(person, changes, _PERSON) + _set(link, changes, _LINK)
    if "court_order_note" in changes:
        link.court_order_note = _note(held, person, str(changes["court_order_note"]))
        link.save(update_fields=["court_order_note"])
        told.append("court_order_note")
    if not told:
        record_nothing_changed()
        return
    record(actor, ContactsChanged(pupil=pupil, contact=contact, fields=tuple(told)))


@action(Permission.EDIT_PUPILS)
def order_contacts(actor: Actor, *, pupil: UUID, contacts: Sequence[UUID]) -> None:
    """Say in which order a pupil's contacts are rung: all of them, each once."""
    held = locked_pupil(actor, pupil)
    links = {link.contact.public_id: link for link in PupilContact.objects.filter(pupil=held).select_related("contact")}
    if set(links) != set(contacts) or len(links) != len(contacts):
        raise Refused("The pupil's contacts have changed meanwhile. Load the page again and put them in order.")
    for place, public_id in enumerate(contacts, start=1):
        links[public_id].priority = place
    PupilContact.objects.bulk_update(links.values(), ["priority"])
    record(actor, ContactsChanged(pupil=pupil, contact=None, fields=("priority",)))


@action(Permission.EDIT_PUPILS)
def mark_number(actor: Actor, *, pupil: UUID, contact: UUID, number: str, works: bool) -> None:
    """Note that a contact's number was found dead today, or works again."""
    held, person = locked_pupil(actor, pupil), locked_contact(actor, contact)
    if not PupilContact.objects.filter(pupil=held, contact=person).exists():
        raise NotFound("This person is no contact of the pupil.")
    since = None if works else actor.today
    if not ContactPhone.objects.filter(contact=person, number=number).update(dead_since=since):
        raise NotFound("This contact has no such number.")
    record(actor, ContactsChanged(pupil=pupil, contact=contact, fields=("phone",)))


def _new(actor: Actor, who: Person) -> Contact:
    if not who.surname.strip():
        raise Refused("A contact needs a surname.")
    contact = Contact.objects.create(
        school_id=actor.school,
        title=who.title,
        forename=who.forename,
        surname=who.surname,
        address_lines=who.address_lines,
        postcode=who.postcode.upper(),
    )
    numbers = {phone.number: phone.kind for kind, typed in who.phones for phone in read_phones(typed, kind)}
    ContactPhone.objects.bulk_create(
        ContactPhone(school_id=actor.school, contact=contact, kind=_KINDS[kind], number=number[:40], position=place)
        for place, (number, kind) in enumerate(numbers.items(), start=1)
    )
    ContactEmail.objects.bulk_create(
        ContactEmail(school_id=actor.school, contact=contact, address=address, position=place)
        for place, address in enumerate(dict.fromkeys(who.emails), start=1)
    )
    return contact


def _set(row: Contact | PupilContact, changes: Mapping[str, str | bool], names: Sequence[str]) -> list[str]:
    told = [name for name in names if name in changes and changes[name] != getattr(row, name)]
    for name in told:
        setattr(row, name, changes[name])
    if told:
        row.save(update_fields=told)
    return told


def _require_relationship(code: str) -> None:
    if code and find("relationship", code) is None:
        raise Refused(f"“{code}” is not a known relationship. Choose one from the list.")


def _note(pupil: Pupil, contact: Contact, text: str) -> bytes:
    return encrypt(text, place=note_place(pupil.public_id, contact.public_id)) if text else b""
