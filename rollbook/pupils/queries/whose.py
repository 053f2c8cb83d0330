"""Whose a number or an address is: the contacts who have it, and their children here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from rollbook.formats.values.phones import as_dialled_here, dialled
from rollbook.pupils.models import ContactEmail, ContactPhone, Enrolment, Pupil, PupilContact
from rollbook.pupils.queries.contacts import full_name
from rollbook.pupils.queries.joins import enrolled
from rollbook.pupils.queries.seeing import named
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import name_of
from rollbook.rules.told_whom import Child


@dataclass(frozen=True, slots=True)
class Belonging:
    """A contact who can be reached at what was asked, and one child of theirs who is on roll today."""

    contact_id: int
    name: str
    relationship: str
    pupil_id: int
    may_be_told: bool
    no_contact: bool
    court_order: bool


def whose(actor: Actor, reached_at: Iterable[str]) -> Mapping[str, tuple[Belonging, ...]]:
    """By number or e-mail address as asked, in any way of writing it, whose it is: three statements at most.

    What nobody has is not in it; a number that was found dead still says whose it was. Needs leave to see contacts.
    """
    actor.require(Permission.SEE_CONTACTS)
    asked = {text: _written(text) for text in set(reached_at) if text.strip()}
    if not asked:
        return {}
    having = _contacts(actor, {form for forms in asked.values() for form in forms})
    links = _links(actor, {contact for found in having.values() for contact in found})
    found = {
        text: tuple(
            b for contact in sorted({c for form in forms for c in having.get(form, ())}) for b in links[contact]
        )
        for text, forms in asked.items()
    }
    return {text: belonging for text, belonging in found.items() if belonging}


def children_of_contacts(actor: Actor, contact_ids: Collection[int]) -> Mapping[int, tuple[Belonging, ...]]:
    """The children on roll today of each of these contacts: one statement, none for nobody."""
    actor.require(Permission.SEE_CONTACTS)
    return {contact: tuple(links) for contact, links in _links(actor, set(contact_ids)).items()}


def children_called(actor: Actor, pupil_ids: Collection[int], names: Collection[str]) -> Mapping[int, Child]:
    """These pupils, and everybody on roll today with one of these forenames (in small letters), as a family calls them.

    One statement; nobody whom this person may not know of.
    """
    by_name = Q(forename_low__in=names) | Q(preferred_low__in=names)
    here = Enrolment.objects.filter(enrolled(actor.today), school_id=actor.school)
    rows = (
        Pupil.objects.annotate(forename_low=Lower("legal_forename"), preferred_low=Lower("preferred_forename"))
        .filter(named(actor), Q(pk__in=list(pupil_ids)) | (by_name & Q(pk__in=here.values("pupil_id"))))
        .order_by("pk")
    )
    columns = ("pk", "preferred_forename", "legal_forename", "preferred_surname", "legal_surname")
    return {
        pk: Child(pk, tuple(dict.fromkeys(n for n in (preferred, legal) if n)), own or surname)
        for pk, preferred, legal, own, surname in rows.values_list(*columns)
    }


def _written(text: str) -> frozenset[str]:
    """The ways in which the same number or address may stand in the admission register."""
    tidy = " ".join(text.split())
    if "@" in tidy:
        return frozenset({tidy.casefold()})
    whole = dialled(tidy)
    here = [as_dialled_here(number) for number in whole]
    return frozenset({tidy, tidy.replace(" ", ""), *whole, *here, *(number.replace(" ", "") for number in here)})


def _contacts(actor: Actor, forms: set[str]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    numbers = {form for form in forms if "@" not in form}
    if numbers:
        phones = ContactPhone.objects.filter(school_id=actor.school, number__in=numbers)
        for number, contact in phones.order_by("id").values_list("number", "contact_id"):
            found[number].add(contact)
    if addresses := forms - numbers:
        emails = ContactEmail.objects.filter(school_id=actor.school).annotate(low=Lower("address"))
        for address, contact in emails.filter(low__in=addresses).order_by("id").values_list("low", "contact_id"):
            found[address].add(contact)
    return found


def _links(actor: Actor, contacts: set[int]) -> defaultdict[int, list[Belonging]]:
    found: defaultdict[int, list[Belonging]] = defaultdict(list)
    if not contacts:
        return found
    here = Enrolment.objects.filter(enrolled(actor.today), school_id=actor.school)
    rows = PupilContact.objects.filter(
        school_id=actor.school, contact_id__in=contacts, pupil_id__in=here.values("pupil_id")
    ).select_related("contact")
    for row in rows.order_by("contact_id", "pupil_id"):
        found[row.contact_id].append(
            Belonging(
                contact_id=row.contact_id,
                name=full_name(row.contact.title, row.contact.forename, row.contact.surname),
                relationship=name_of("relationship", row.relationship),
                pupil_id=row.pupil_id,
                may_be_told=row.may_be_told,
                no_contact=row.no_contact,
                court_order=row.court_order,
            )
        )
    return found
