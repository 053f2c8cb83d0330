"""A pupil with people around them, and a school whose messages go through the practice providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rollbook.comms import actions
from rollbook.comms.actions import Draft
from rollbook.comms.jobs import hand_over
from rollbook.comms.practice import PracticeMail, PracticeTexts
from rollbook.pupils.models import Contact, ContactEmail, ContactPhone, Pupil, PupilContact
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.schools.models import School
from tests.builders import A_MORNING, a_pupil, a_school, an_actor


@dataclass
class Family:
    """One pupil, one contact, and the office that writes to them."""

    school: School
    office: Actor
    pupil: Pupil
    contact: Contact

    def draft(self, slot: str = "2026-09-07:am:1", **said: Any) -> Draft:
        given: dict[str, Any] = {
            "pupils": (self.pupil.pk,),
            "contact": self.contact.pk,
            "channel": "text",
            "slot": slot,
            "words": "Tolu is not in school today. Please ring us.",
        } | said
        return Draft(**given)

    def at(self, seconds: float) -> Actor:
        """Rollbook itself, so many seconds after the office wrote."""
        return system_actor(self.school.pk, A_MORNING + timedelta(seconds=seconds))

    def office_at(self, seconds: float) -> Actor:
        return an_actor(self.school, now=A_MORNING + timedelta(seconds=seconds))


def a_family(school: School | None = None, *, mobile: str = "+447700900123", email: str = "ada@example.org") -> Family:
    school = school or a_school()
    pupil = a_pupil(school)
    return Family(school, an_actor(school), pupil, a_contact(school, pupil, mobile=mobile, email=email))


def a_contact(
    school: School, *pupils: Pupil, mobile: str = "+447700900123", email: str = "ada@example.org", **link: bool
) -> Contact:
    contact = Contact.objects.create(school=school, title="Ms", forename="Ada", surname="Abiodun")
    if mobile:
        ContactPhone.objects.create(school=school, contact=contact, number=mobile)
    if email:
        ContactEmail.objects.create(school=school, contact=contact, address=email)
    for pupil in pupils:
        PupilContact.objects.create(school=school, pupil=pupil, contact=contact, priority=1, **link)
    return contact


def texts_through(school: School, gateway: PracticeTexts) -> None:
    head = an_actor(school, Role.HEAD)
    kept = {"url": gateway.url, "token": "t", "sender": "Oakfield", "receipts_secret": "s"}
    actions.set_provider(head, provider="text-gateway", kept=kept)


def mail_through(school: School, server: PracticeMail) -> None:
    head = an_actor(school, Role.HEAD)
    kept = {"host": "127.0.0.1", "port": str(server.port), "sender": "attendance@school.example"}
    actions.set_provider(head, provider="smtp", kept=kept)


def hand_over_at(school: School, now: datetime) -> None:
    hand_over(system_actor(school.pk, now))
