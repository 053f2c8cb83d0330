"""The admission register as it stands, read whole for comparison with a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactEmail,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    Pupil,
    PupilAddress,
    PupilContact,
)

GroupKey = tuple[str, int, str]


@dataclass(slots=True)
class HeldContact:
    """A contact with numbers and addresses, in their order."""

    contact: Contact
    phones: list[ContactPhone] = field(default_factory=list)
    emails: list[ContactEmail] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.contact.forename.casefold(), self.contact.surname.casefold()

    def reached_at(self) -> set[str]:
        return {phone.number for phone in self.phones} | {email.address.casefold() for email in self.emails}


@dataclass(slots=True)
class HeldPupil:
    """A pupil with everything dated about them; `told_by_row` is the row of the file already taken for this pupil."""

    pupil: Pupil
    enrolments: list[Enrolment] = field(default_factory=list)
    memberships: list[GroupMembership] = field(default_factory=list)
    characteristics: dict[str, Characteristic] = field(default_factory=dict)
    address: PupilAddress | None = None
    links: list[PupilContact] = field(default_factory=list)
    told_by_row: int = 0

    @property
    def name(self) -> str:
        return f"{self.pupil.legal_forename} {self.pupil.legal_surname}".strip()


@dataclass(slots=True)
class Held:
    """Everything of one school, found by whatever a file knows it by."""

    school_id: int
    pupils: list[HeldPupil] = field(default_factory=list)
    groups: dict[GroupKey, Group] = field(default_factory=dict)
    by_id: dict[tuple[str, str], HeldPupil] = field(default_factory=dict)
    by_name: defaultdict[tuple[str, str, date], list[HeldPupil]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[int, HeldContact] = field(default_factory=dict)
    contact_by_id: dict[str, HeldContact] = field(default_factory=dict)
    contact_by_reach: dict[tuple[str, ...], HeldContact] = field(default_factory=dict)
    contact_by_home: dict[tuple[str, ...], HeldContact] = field(default_factory=dict)

    def add_pupil(self, held: HeldPupil) -> None:
        self.pupils.append(held)
        pupil = held.pupil
        for name in ("upn", "mis_id", "admission_number"):
            if value := getattr(pupil, name):
                self.by_id[name, value] = held
        if pupil.former_upn:
            self.by_id.setdefault(("former_upn", pupil.former_upn), held)
        for forename in {pupil.legal_forename, pupil.preferred_forename} - {""}:
            for surname in {pupil.legal_surname, pupil.preferred_surname} - {""}:
                self.by_name[forename.casefold(), surname.casefold(), pupil.born].append(held)

    def add_contact(self, held: HeldContact) -> None:
        contact = held.contact
        self.contacts[id(contact)] = held
        if contact.mis_id:
            self.contact_by_id[contact.mis_id] = held
        for reach in held.reached_at():
            self.add_reach(held, reach)
        if contact.address_lines and contact.postcode:
            self.contact_by_home.setdefault((*held.key, contact.address_lines, contact.postcode), held)

    def add_reach(self, held: HeldContact, reach: str) -> None:
        """Let the contact be found by name and this number or address (in small letters)."""
        self.contact_by_reach.setdefault((*held.key, reach), held)

    def contact(self, link: PupilContact) -> HeldContact:
        return self.contacts[id(link.contact)]


def held_of(school_id: int) -> Held:
    """Read a school's whole admission register: ten statements, however many pupils."""
    held = Held(school_id)
    contacts = _contacts(school_id)
    for contact in contacts.values():
        held.add_contact(contact)
    pupils = {pupil.pk: HeldPupil(pupil) for pupil in Pupil.objects.filter(school_id=school_id).order_by("id")}
    _enrolments(school_id, pupils)
    _memberships(held, pupils)
    _dated(school_id, pupils)
    for link in PupilContact.objects.filter(school_id=school_id).order_by("pupil_id", "priority", "id"):
        link.contact = contacts[link.contact_id].contact
        pupils[link.pupil_id].links.append(link)
    for pupil in pupils.values():
        held.add_pupil(pupil)
    return held


def _contacts(school_id: int) -> dict[int, HeldContact]:
    contacts = {c.pk: HeldContact(c) for c in Contact.objects.filter(school_id=school_id).order_by("id")}
    for phone in ContactPhone.objects.filter(school_id=school_id).order_by("contact_id", "position", "id"):
        contacts[phone.contact_id].phones.append(phone)
    for email in ContactEmail.objects.filter(school_id=school_id).order_by("contact_id", "position", "id"):
        contacts[email.contact_id].emails.append(email)
    return contacts


def _enrolments(school_id: int, pupils: dict[int, HeldPupil]) -> None:
    for row in Enrolment.objects.filter(school_id=school_id).order_by("pupil_id", "first_day", "id"):
        pupils[row.pupil_id].enrolments.append(row)


def _memberships(held: Held, pupils: dict[int, HeldPupil]) -> None:
    groups = {group.pk: group for group in Group.objects.filter(school_id=held.school_id).order_by("id")}
    held.groups = {group_key(g.kind, g.year, g.name): g for g in groups.values()}
    rows: Iterable[GroupMembership] = GroupMembership.objects.filter(school_id=held.school_id)
    for row in sorted(rows, key=lambda membership: (membership.first, membership.pk)):
        row.group = groups[row.group_id]
        pupils[row.pupil_id].memberships.append(row)


def group_key(kind: str, year: int, name: str) -> GroupKey:
    return kind, year, name.casefold()


def _dated(school_id: int, pupils: dict[int, HeldPupil]) -> None:
    for address in PupilAddress.objects.filter(school_id=school_id, last__isnull=True):
        pupils[address.pupil_id].address = address
    for true_of in Characteristic.objects.filter(school_id=school_id, last__isnull=True):
        pupils[true_of.pupil_id].characteristics[true_of.kind] = true_of
