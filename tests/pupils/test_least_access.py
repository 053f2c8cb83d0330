"""Who may know what of a pupil: a barred parent's address, a social worker, a year that is not one's own (RUN-B)."""

from __future__ import annotations

import uuid

import pytest

from rollbook.pupils.models import Contact, ContactEmail, ContactPhone, Pupil, PupilContact
from rollbook.pupils.queries import contacts_of, contacts_to_ring
from rollbook.rules.access import Role
from rollbook.schools.models import School
from tests.builders import a_group, a_pupil, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db


def a_contact(school: School, pupil: Pupil, surname: str, priority: int, **more: object) -> Contact:
    made = Contact.objects.create(
        school=school, public_id=uuid.uuid4(), surname=surname, address_lines="9 Hidden Way", postcode="LS1 1AA"
    )
    ContactPhone.objects.create(school=school, contact=made, number="07700 900142", position=1)
    ContactEmail.objects.create(school=school, contact=made, address="x@example.org", position=1)
    facts = {"relationship": "PAM", "may_be_told": True, **more}
    PupilContact.objects.create(school=school, pupil=pupil, contact=made, priority=priority, **facts)
    return made


@pytest.mark.parametrize("why", ["no_contact", "court_order"])
def test_a_barred_parents_address_is_for_those_who_may_see_flags(why: str) -> None:
    school, tutor = a_school(), a_user("B. Lindqvist")
    pupil = a_pupil(school, group=a_group(school, tutor=tutor))
    a_contact(school, pupil, "Barred", 1, **{why: True})
    a_contact(school, pupil, "Usual", 2)
    barred, usual = contacts_of(an_actor(school, Role.TUTOR, user=tutor), pupil.public_id)
    assert (barred.name, barred.phones, barred.emails, barred.address_lines, barred.postcode) == (
        "Barred",
        (),
        (),
        (),
        "",
    )
    assert barred.withheld
    assert (usual.postcode, usual.withheld) == ("LS1 1AA", False)
    (known, _) = contacts_of(an_actor(school, Role.DSL), pupil.public_id)
    assert (known.postcode, len(known.phones), known.withheld) == ("LS1 1AA", 1, False)


def test_that_there_is_a_social_worker_is_for_those_who_may_see_flags() -> None:
    school = a_school()
    pupil = a_pupil(school)
    a_contact(school, pupil, "Worker", 1, relationship="SWR")
    a_contact(school, pupil, "Usual", 2)
    desk, lead = an_actor(school, Role.RECEPTION), an_actor(school, Role.DSL)
    assert [one.name for one in contacts_of(desk, pupil.public_id)] == ["Usual"]
    assert contacts_to_ring(desk, [pupil.pk])[pupil.pk].name == "Usual"
    assert [one.name for one in contacts_of(lead, pupil.public_id)] == ["Worker", "Usual"]
