"""By which numbers and addresses each contact of some pupils can be reached, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from rollbook.formats.values.phones import dialled, takes_texts
from rollbook.pupils.models import Contact, ContactEmail, ContactPhone, PupilContact
from rollbook.pupils.queries.contacts import full_name
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import name_of
from rollbook.rules.refused import NotFound


@dataclass(frozen=True, slots=True)
class Way:
    """One contact of one pupil: working numbers and addresses in their order, and whether they may be told.

    `mobiles` are the numbers a text can reach, `numbers` all that can be rung.
    """

    pupil_id: int
    contact_id: int
    contact: UUID
    priority: int
    name: str
    relationship: str
    mobiles: tuple[str, ...]
    numbers: tuple[str, ...]
    emails: tuple[str, ...]
    may_be_told: bool
    no_contact: bool


def ways_to_reach(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[Way, ...]]:
    """Each pupil's contacts in the order to ring: three statements. Nobody's without leave to see contacts."""
    actor.require(Permission.SEE_CONTACTS)
    links = list(
        PupilContact.objects.filter(seen(actor, "pupil__"), pupil_id__in=pupil_ids)
        .select_related("contact")
        .order_by("pupil_id", "priority", "contact_id")
    )
    contacts = {link.contact_id for link in links}
    phones: dict[int, list[str]] = defaultdict(list)
    working = ContactPhone.objects.filter(contact_id__in=contacts, dead_since=None)
    for phone in working.order_by("contact_id", "position", "id"):
        phones[phone.contact_id] += dialled(phone.number)
    emails: dict[int, list[str]] = defaultdict(list)
    for email in ContactEmail.objects.filter(contact_id__in=contacts).order_by("contact_id", "position", "id"):
        emails[email.contact_id].append(email.address)
    found: dict[int, list[Way]] = defaultdict(list)
    for link in links:
        found[link.pupil_id].append(_way(link, phones[link.contact_id], emails[link.contact_id]))
    return {pupil: tuple(ways) for pupil, ways in found.items()}


def contact_id_of(actor: Actor, contact: UUID) -> int:
    """A contact of this school by public id; NotFound for any other."""
    found = Contact.objects.filter(school_id=actor.school, public_id=contact).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("There is no such contact in this school.")
    return found


def contact_names(actor: Actor, contact_ids: Collection[int]) -> Mapping[int, str]:
    """What these contacts are called: one statement, for who may see contacts."""
    actor.require(Permission.SEE_CONTACTS)
    rows = Contact.objects.filter(school_id=actor.school, pk__in=contact_ids).order_by("pk")
    return {row.pk: full_name(row.title, row.forename, row.surname) for row in rows}


def pupils_of_contacts(actor: Actor, contact_ids: Collection[int]) -> Mapping[int, int]:
    """For each of these contacts one of their children whom this person may know of: one statement."""
    rows = PupilContact.objects.filter(seen(actor, "pupil__"), contact_id__in=contact_ids)
    return dict(rows.order_by("-priority", "-pupil_id").values_list("contact_id", "pupil_id"))


def _way(link: PupilContact, numbers: list[str], emails: list[str]) -> Way:
    contact = link.contact
    return Way(
        pupil_id=link.pupil_id,
        contact_id=link.contact_id,
        contact=contact.public_id,
        priority=link.priority,
        name=full_name(contact.title, contact.forename, contact.surname),
        relationship=name_of("relationship", link.relationship),
        mobiles=tuple(number for number in numbers if takes_texts(number)),
        numbers=tuple(numbers),
        emails=tuple(emails),
        may_be_told=link.may_be_told,
        no_contact=link.no_contact,
    )
