"""What the admission register holds of many pupils at once, for lists: as far as the reader may see it (REP-H)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from rollbook.audit.actions import log_list
from rollbook.pupils.models import ContactEmail, ContactPhone, GroupMembership, Pupil, PupilAddress, PupilContact
from rollbook.pupils.queries.contacts import SOCIAL_WORKER, full_name
from rollbook.pupils.queries.joins import covers, days_on_roll, groups_on, shown_name
from rollbook.pupils.queries.lists import OnRoll, standing
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import name_of
from rollbook.rules.names import order_of


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """A pupil on a list. UPN and last school are empty without leave to see contacts; ethnicity and first
    language without leave to see flags or to edit pupils."""

    id: int
    public_id: UUID
    forename: str
    surname: str
    first_day: date | None
    last_day: date | None
    boarder: bool
    registration: str
    house: str
    nc_year: str
    legal_forename: str
    middle_names: str
    legal_surname: str
    former_surname: str
    sex: str
    born: date
    upn: str
    former_upn: str
    admission_number: str
    ethnicity: str
    first_language: str
    last_school_name: str

    @property
    def listed_name(self) -> str:
        return ", ".join(name for name in (self.surname, self.forename) if name)

    @property
    def order(self) -> tuple[object, ...]:
        return (*order_of(self.surname, self.forename), self.id)


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A contact of a pupil on a list, in the order to ring; numbers that are dead are left out.

    As on a pupil's own page, whoever must be kept away or stands under a court order has a name and nothing else
    for those who may not see flags.
    """

    name: str
    relationship: str
    numbers: tuple[str, ...]
    emails: tuple[str, ...]
    address: str
    responsible: bool
    lives_with: bool
    may_be_told: bool
    no_contact: bool

    @property
    def may_be_rung(self) -> bool:
        return self.may_be_told and not self.no_contact


_COLUMNS = tuple(field.name for field in fields(ListedPupil))
_FOR_CONTACTS = ("upn", "former_upn", "last_school_name")
_PARTICULARS = ("ethnicity", "first_language")


def listed_pupils(actor: Actor, status: OnRoll) -> tuple[ListedPupil, ...]:
    """Everybody of that standing today whom this person may see, by surname: one statement."""
    today = actor.today
    annotated = Pupil.objects.annotate(**shown_name(""), **days_on_roll("", today), **groups_on("", today))
    rows = annotated.filter(seen(actor), standing(actor, status, today)).order_by("id").values(*_COLUMNS)
    blank: tuple[str, ...] = () if actor.may(Permission.SEE_CONTACTS) else _FOR_CONTACTS
    if not (actor.may(Permission.SEE_FLAGS) or actor.may(Permission.EDIT_PUPILS)):
        blank += _PARTICULARS
    found = (ListedPupil(**{**row, **dict.fromkeys(blank, "")}) for row in rows)
    return tuple(sorted(found, key=lambda pupil: pupil.order))


def listed_groups(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The names of every pupil's teaching groups today: one statement."""
    wanted, found = frozenset(pupil_ids), defaultdict[int, list[str]](list)
    rows = GroupMembership.objects.filter(covers(actor.today), school_id=actor.school, group__kind="teaching")
    for pupil, name in rows.order_by("group__name", "id").values_list("pupil_id", "group__name"):
        if pupil in wanted:
            found[pupil].append(name)
    return {pupil: tuple(names) for pupil, names in found.items()}


def listed_addresses(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Each pupil's own address in one line, and its postcode: one statement; nobody's without leave to see contacts."""
    if not actor.may(Permission.SEE_CONTACTS):
        return {}
    wanted = frozenset(pupil_ids)
    rows = PupilAddress.objects.filter(covers(actor.today), school_id=actor.school).order_by("first", "id")
    return {
        pupil: (_one_line(lines), postcode)
        for pupil, lines, postcode in rows.values_list("pupil_id", "lines", "postcode")
        if pupil in wanted
    }


def listed_contacts(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[ListedContact, ...]]:
    """Each pupil's contacts in the order to ring: three statements, and one that notes how many pupils' were opened.

    Nobody's without leave to see contacts; a social worker only for those who may see flags.
    """
    if not actor.may(Permission.SEE_CONTACTS):
        return {}
    wanted, sees = frozenset(pupil_ids), actor.may(Permission.SEE_FLAGS)
    rows = PupilContact.objects.filter(school_id=actor.school).select_related("contact")
    if not sees:
        rows = rows.exclude(relationship=SOCIAL_WORKER)
    links = [row for row in rows.order_by("pupil_id", "priority", "contact_id") if row.pupil_id in wanted]
    numbers, emails = _numbers(actor), _emails(actor)
    found: defaultdict[int, list[ListedContact]] = defaultdict(list)
    for link in links:
        open_ = sees or not (link.no_contact or link.court_order)
        key = link.contact_id if open_ else 0
        found[link.pupil_id].append(_contact(link, numbers.get(key, ()), emails.get(key, ()), reachable=open_))
    log_list(actor, what="contacts", count=len(found))
    return {pupil: tuple(contacts) for pupil, contacts in found.items()}


def _contact(
    link: PupilContact, numbers: Collection[str], emails: Collection[str], *, reachable: bool
) -> ListedContact:
    contact = link.contact
    where = ", ".join(part for part in (_one_line(contact.address_lines), contact.postcode) if part)
    return ListedContact(
        name=full_name(contact.title, contact.forename, contact.surname),
        relationship=name_of("relationship", link.relationship),
        numbers=tuple(numbers),
        emails=tuple(emails),
        address=where if reachable else "",
        responsible=link.parental_responsibility,
        lives_with=link.lives_with,
        may_be_told=link.may_be_told,
        no_contact=link.no_contact,
    )


def _numbers(actor: Actor) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = ContactPhone.objects.filter(school_id=actor.school, dead_since=None).order_by("contact_id", "position", "id")
    for contact, number in rows.values_list("contact_id", "number"):
        found[contact].append(number)
    return found


def _emails(actor: Actor) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = ContactEmail.objects.filter(school_id=actor.school).order_by("contact_id", "position", "id")
    for contact, address in rows.values_list("contact_id", "address"):
        found[contact].append(address)
    return found


def _one_line(lines: str) -> str:
    return ", ".join(line.strip() for line in lines.splitlines() if line.strip())
