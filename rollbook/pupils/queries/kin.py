"""Whom a pupil lives with, and the same family's children at the other schools of the trust."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models.functions import Lower

from rollbook.pupils.models import ContactEmail, ContactPhone, Enrolment, Pupil, PupilContact
from rollbook.pupils.queries.joins import enrolled, shown_name
from rollbook.pupils.queries.seeing import named, seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class KinElsewhere:
    """A pupil of another school of the trust who shares a contact with one here: key, forename, and which school."""

    pupil: int
    forename: str
    school_id: int
    school: str


def lives_with(actor: Actor, contact: int, pupils: Collection[int]) -> Mapping[int, bool]:
    """For each of these pupils whose contact this is, whether they live together: one statement."""
    actor.require(Permission.SEE_CONTACTS)
    rows = PupilContact.objects.filter(seen(actor, "pupil__"), contact_id=contact, pupil_id__in=pupils)
    return dict(rows.order_by("pupil_id").values_list("pupil_id", "lives_with"))


def sexes_of(actor: Actor, pupils: Collection[int]) -> Mapping[int, str]:
    """What the admission register holds of these pupils' sex (F, M or empty): one statement."""
    rows = Pupil.objects.filter(named(actor), pk__in=pupils).order_by("pk")
    return dict(rows.values_list("pk", "sex"))


def kin_elsewhere(actor: Actor, pupils: Collection[int], schools: Mapping[int, str]) -> tuple[KinElsewhere, ...]:
    """Children of the same contacts at these other schools of the trust (id and name): six statements, none for none.

    A contact is the same where a number or an e-mail address is; whoever must be kept away joins no family.
    """
    actor.require(Permission.SEE_CONTACTS)
    if not schools or not pupils:
        return ()
    own = PupilContact.objects.filter(seen(actor, "pupil__"), pupil_id__in=pupils, no_contact=False)
    contacts = set(own.values_list("contact_id", flat=True))
    numbers = set(ContactPhone.objects.filter(contact_id__in=contacts).values_list("number", flat=True))
    emails = {
        address.casefold()
        for address in ContactEmail.objects.filter(contact_id__in=contacts).values_list("address", flat=True)
    }
    there = set(
        ContactPhone.objects.filter(school_id__in=schools, number__in=numbers).values_list("contact_id", flat=True)
    )
    same = ContactEmail.objects.annotate(low=Lower("address")).filter(school_id__in=schools, low__in=emails)
    there |= set(same.values_list("contact_id", flat=True))
    return _children_of(actor, there, schools) if there else ()


def _children_of(actor: Actor, contacts: set[int], schools: Mapping[int, str]) -> tuple[KinElsewhere, ...]:
    on_roll = Enrolment.objects.filter(enrolled(actor.today), school_id__in=schools).values("pupil_id")
    links = PupilContact.objects.filter(contact_id__in=contacts, no_contact=False, pupil_id__in=on_roll)
    rows = Pupil.objects.annotate(called=shown_name("")["forename"]).filter(
        school_id__in=schools, pk__in=links.values("pupil_id")
    )
    return tuple(
        KinElsewhere(pupil, forename, school, schools[school])
        for pupil, forename, school in rows.order_by("school_id", "pk").values_list("pk", "called", "school_id")
    )
