"""A family, its school's people and a meeting about the child, as the tests of meetings find them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from rollbook.meetings.actions import Asked, call_meeting
from rollbook.pupils.models import Contact, ContactEmail, Pupil, PupilContact
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.models import PupilYear
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import Part
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import EMPTY, set_mark
from rollbook.schools.models import School
from rollbook.staff.models import User
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # Monday 16 November 2026, 9:00 in England
THURSDAY = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
AFTERWARDS = THURSDAY + timedelta(minutes=50)


class MeetingRoom:
    """Tolu of 9A with her mother, an attendance administrator, a tutor and a safeguarding lead."""

    def __init__(self) -> None:
        self.school: School = a_school()
        self.now = NOW
        self.tutor = self.member("Mr Dhillon", Role.TUTOR, "dhillon@school.example")
        self.officer = self.member("A. Osei", Role.ATTENDANCE_ADMINISTRATOR, "osei@school.example")
        self.dsl = self.member("Mrs Quaye", Role.DSL, "quaye@school.example")
        self.group = a_group(self.school, "9A", tutor=self.tutor)
        self.tolu = self.pupil("Tolu", "Abiodun")
        self.mother = self.contact("Ada", "Abiodun", "ada@example.org", self.tolu)

    def member(self, name: str, role: Role, email: str = "") -> User:
        user = a_user(name)
        user.email = email
        user.save()
        a_role(user, self.school, role)
        return user

    def pupil(self, forename: str, surname: str) -> Pupil:
        made = a_pupil(self.school, group=self.group, forename=forename, surname=surname)
        make_year_rows(an_actor(self.school, now=NOW), NOW.date(), [str(made.public_id)])
        return made

    def contact(self, forename: str, surname: str, email: str, *pupils: Pupil, **link: Any) -> Contact:
        made = Contact.objects.create(school=self.school, title="Ms", forename=forename, surname=surname)
        if email:
            ContactEmail.objects.create(school=self.school, contact=made, address=email)
        for pupil in pupils:
            given = {"priority": PupilContact.objects.filter(pupil=pupil).count() + 1, **link}
            PupilContact.objects.create(school=self.school, pupil=pupil, contact=made, **given)
        return made

    def office(self, now: datetime | None = None) -> Actor:
        return an_actor(self.school, now=now or self.now, user=self.officer)

    def as_(self, user: User, role: Role, now: datetime | None = None) -> Actor:
        return an_actor(self.school, role, now=now or self.now, user=user)

    def marks(self, pupil: Pupil, *marks: tuple[str, str]) -> None:
        """Sessions of this autumn: (`2026-11-09`, `//`) is a day's two codes."""
        row = PupilYear.objects.get(pupil=pupil, year=2026)
        codes = bytes(row.codes) or EMPTY
        for day, halves in marks:
            for half, code in zip(Half, halves, strict=True):
                codes = set_mark(codes, Session(datetime.fromisoformat(day).date(), half), code)
        PupilYear.objects.filter(pk=row.pk).update(codes=codes)

    def people(self) -> tuple[Asked, ...]:
        return (
            Asked(Part.PARENT, contact=self.mother.pk),
            Asked(Part.STAFF, user=self.officer.pk, minutes=True),
            Asked(Part.STAFF, user=self.tutor.pk),
        )

    def called(self, *pupils: Pupil, **given: Any) -> uuid.UUID:
        """A meeting on Thursday at half past three."""
        wanted: dict[str, Any] = {
            "kind": "attendance",
            "pupils": [pupil.pk for pupil in pupils or (self.tolu,)],
            "at": THURSDAY,
            "minutes": 45,
            "place": "Room 4",
            "people": self.people() if not pupils else (),
        } | given
        return call_meeting(self.office(), **wanted)
