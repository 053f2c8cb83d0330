"""The people around a pupil: who may be rung, told, or must be kept away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.audit.once import kept_beside
from rollbook.audit.prepared import Prepared, given
from rollbook.formats.values.phones import as_dialled_here
from rollbook.pupils.models import ContactEmail, ContactPhone, Pupil, PupilContact
from rollbook.pupils.queries.seeing import NO_PUPIL, seen, sees_everybody
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import name_of
from rollbook.rules.refused import NotFound

SOCIAL_WORKER = "SWR"


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A number; `dead_since` is the day it was found not to work."""

    number: str
    kind: str
    dead_since: date | None

    @property
    def says(self) -> str:
        return as_dialled_here(self.number)

    @property
    def works(self) -> bool:
        return self.dead_since is None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact as one pupil's page shows them, in the order to ring (ADM-4, ADM-6).

    For those who may not see flags, `court_order_note` is empty, whoever must be kept away or stands under
    a court order has a name and no address, number or e-mail, and a social worker is not in the list.
    """

    id: int
    public_id: UUID
    priority: int
    name: str
    relationship: str
    relationship_code: str
    phones: tuple[PhoneLine, ...]
    emails: tuple[str, ...]
    address_lines: tuple[str, ...]
    postcode: str
    parental_responsibility: bool
    lives_with: bool
    may_be_told: bool
    no_contact: bool
    court_order: bool
    court_order_note: str
    withheld: bool = False

    @property
    def may_be_rung(self) -> bool:
        return self.may_be_told and not self.no_contact


@dataclass(frozen=True, slots=True)
class RingLine:
    """The person to ring about a pupil's absence, and the number to ring first."""

    pupil_id: int
    contact_id: int
    name: str
    relationship: str
    number: str

    @property
    def says(self) -> str:
        """The number as an office reads and dials it."""
        return as_dialled_here(self.number)


def contacts_of(actor: Actor, public_id: UUID) -> tuple[ContactLine, ...]:
    """A pupil's contacts in the order to ring: five statements, one of which notes who opened them.

    Raises NotAllowed without leave to see contacts, NotFound for a pupil this person may not see.
    """
    actor.require(Permission.SEE_CONTACTS)
    pupil_id = Pupil.objects.filter(seen(actor), public_id=public_id).values_list("pk", flat=True).first()
    if pupil_id is None:
        raise NotFound(NO_PUPIL)
    rows = PupilContact.objects.filter(_known(actor), pupil_id=pupil_id)
    links = tuple(rows.select_related("contact").order_by("priority", "contact_id"))
    ids = [link.contact_id for link in links]
    phones, emails = _phones(ids), _emails(ids)
    log_access(actor, what="contacts", subject=f"pupil:{public_id}")
    return tuple(_line(actor, public_id, link, phones[link.contact_id], emails[link.contact_id]) for link in links)


def contacts_to_ring(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, RingLine]:
    """For each pupil the first contact with a working number who may be told: one statement.

    Never one with whom there must be no contact. Empty for those who may not see contacts; a
    pupil without a usable contact is not in it.
    """
    if not pupil_ids or not actor.may(Permission.SEE_CONTACTS):
        return {}
    known = kept_beside(actor, "contacts to ring")
    if known is None:
        return _read_first(actor, pupil_ids)
    if missing := set(pupil_ids) - known.keys():
        known |= dict.fromkeys(missing)
        known |= dict(_read_first(actor, missing).items())
    return {pupil: line for pupil in pupil_ids if isinstance(line := known[pupil], RingLine)}


def _read_first(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, RingLine]:
    """By a statement that is written once for whoever sees every pupil; else by one with the person's own."""
    if sees_everybody(actor):
        statement = _TO_RING if actor.may(Permission.SEE_FLAGS) else _TO_RING_WITHOUT_FLAGS
        rows: Iterable[tuple[Any, ...]] = statement.rows(school=actor.school, pupils=tuple(pupil_ids))
    else:
        rows = _to_ring(_known(actor) & seen(actor, "pupil__") & Q(pupil_id__in=pupil_ids))
    first: dict[int, RingLine] = {}
    for pupil_id, contact_id, title, forename, surname, relationship, number in rows:
        if pupil_id not in first:
            name = full_name(title, forename, surname)
            first[pupil_id] = RingLine(pupil_id, contact_id, name, name_of("relationship", relationship), number)
    return first


def _to_ring(which: Q) -> QuerySet[PupilContact, tuple[Any, ...]]:
    return (
        PupilContact.objects.filter(
            which,
            may_be_told=True,
            no_contact=False,
            contact__phones__dead_since__isnull=True,
            contact__phones__isnull=False,
        )
        .order_by("pupil_id", "priority", "contact_id", "contact__phones__position", "contact__phones__id")
        .values_list(
            "pupil_id",
            "contact_id",
            "contact__title",
            "contact__forename",
            "contact__surname",
            "relationship",
            "contact__phones__number",
        )
    )


def _of_anybody() -> Q:
    return Q(pupil__school_id=given("school"), pupil_id__in=given("pupils", many=True))


_TO_RING = Prepared(lambda: _to_ring(_of_anybody()))
_TO_RING_WITHOUT_FLAGS = Prepared(lambda: _to_ring(~Q(relationship=SOCIAL_WORKER) & _of_anybody()))


def note_place(pupil: UUID, contact: UUID) -> str:
    """Where a court-order note belongs, to which its encryption is bound."""
    return f"court-order:{pupil}:{contact}"


def full_name(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _known(actor: Actor) -> Q:
    """A social worker is known to who may see flags: that there is one says what the flag would."""
    return Q() if actor.may(Permission.SEE_FLAGS) else ~Q(relationship=SOCIAL_WORKER)


def _line(
    actor: Actor, pupil: UUID, link: PupilContact, phones: Iterable[PhoneLine], emails: Iterable[str]
) -> ContactLine:
    contact = link.contact
    sees = actor.may(Permission.SEE_FLAGS)
    note = bytes(link.court_order_note) if sees else b""
    reachable = sees or not (link.no_contact or link.court_order)
    return ContactLine(
        id=contact.pk,
        public_id=contact.public_id,
        priority=link.priority,
        name=full_name(contact.title, contact.forename, contact.surname),
        relationship=name_of("relationship", link.relationship),
        relationship_code=link.relationship,
        phones=tuple(phones) if reachable else (),
        emails=tuple(emails) if reachable else (),
        address_lines=tuple(contact.address_lines.splitlines()) if reachable else (),
        postcode=contact.postcode if reachable else "",
        withheld=not reachable,
        parental_responsibility=link.parental_responsibility,
        lives_with=link.lives_with,
        may_be_told=link.may_be_told,
        no_contact=link.no_contact,
        court_order=link.court_order,
        court_order_note=decrypt(note, place=note_place(pupil, contact.public_id)) if note else "",
    )


def _phones(contact_ids: list[int]) -> defaultdict[int, list[PhoneLine]]:
    found: defaultdict[int, list[PhoneLine]] = defaultdict(list)
    for phone in ContactPhone.objects.filter(contact_id__in=contact_ids).order_by("contact_id", "position", "id"):
        found[phone.contact_id].append(PhoneLine(phone.number, phone.get_kind_display(), phone.dead_since))
    return found


def _emails(contact_ids: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for email in ContactEmail.objects.filter(contact_id__in=contact_ids).order_by("contact_id", "position", "id"):
        found[email.contact_id].append(email.address)
    return found
