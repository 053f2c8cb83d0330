"""A school on a Monday morning as the absence tests find it: marks stand, contacts are known."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from rollbook.pupils.models import Characteristic, Contact, ContactPhone, Group, Pupil, PupilContact
from rollbook.registers.actions.history import PastMark, PastSave, record_history
from rollbook.registers.models import Mark
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import school_days
from rollbook.rules.sessions import Half, Session
from rollbook.schools.models import School
from rollbook.staff.models import User
from tests.builders import TERM_STARTS, a_group, a_pupil, a_role, a_school, a_user, an_actor

MONDAY = date(2026, 11, 16)
AFTER_CLOSE = datetime(2026, 11, 16, 9, 20, tzinfo=UTC)
FRIDAY = MONDAY - timedelta(days=3)
THE_MONDAY_BEFORE = MONDAY - timedelta(days=7)


class Morning:
    """Form 9A on Monday 16 November 2026 at 9:20, ten minutes after its register closed."""

    def __init__(self, size: int = 3, *, now: datetime = AFTER_CLOSE) -> None:
        self.now = now
        self.school: School = a_school()
        self.tutor: User = a_user("Mr Dhillon")
        a_role(self.tutor, self.school, Role.TUTOR)
        self.group: Group = a_group(self.school, "9A", tutor=self.tutor)
        self.pupils: list[Pupil] = [
            a_pupil(self.school, group=self.group, forename=f"Pupil{n:02}", surname=f"Name{n:02}") for n in range(size)
        ]
        self.importer: Actor = an_actor(self.school, now=now, permissions=frozenset(Permission))

    def marked(self, codes: dict[int, str], on: date = MONDAY, half: Half = Half.AM) -> None:
        """Marks that were taken then: the n-th pupil has the code."""
        self.marked_on({on: codes}, half)

    def marked_on(self, days: dict[date, dict[int, str]], *halves: Half) -> None:
        saves = [
            PastSave(
                kind="taken",
                at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC),
                by_id=None,
                by_name="Mr Dhillon",
                by_role="Form tutor",
                marks=tuple(
                    PastMark(str(self.pupils[n].public_id), Session(on, half), code) for n, code in codes.items()
                ),
                session=Session(on, half),
                group_id=self.group.pk,
            )
            for on, codes in days.items()
            for half in halves
        ]
        record_history(self.importer, saves=saves)

    def contact(self, *ns: int, name: str = "Priya", number: str = "07700 900142", **more: object) -> Contact:
        """One person for these pupils, who lives with them and may be told."""
        contact = Contact.objects.create(school=self.school, forename=name, surname="Shah")
        ContactPhone.objects.create(school=self.school, contact=contact, number=number, kind="M", position=1)
        for n in ns:
            told = {"may_be_told": True, "lives_with": True, "relationship": "PAM", "priority": 1, **more}
            PupilContact.objects.create(school=self.school, pupil=self.pupils[n], contact=contact, **told)
        return contact

    def flag(self, n: int, kind: str = "social-worker") -> None:
        Characteristic.objects.create(school=self.school, pupil=self.pupils[n], kind=kind, first=TERM_STARTS)

    def code(self, n: int, on: date = MONDAY, half: Half = Half.AM) -> str:
        return Mark.objects.get(pupil=self.pupils[n], date=on, half=half).code

    def actor(self, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Actor:
        return an_actor(self.school, role, now=self.now)

    def person(self, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Visitor:
        user = self.tutor if role is Role.TUTOR else a_user("A. Osei")
        if role is not Role.TUTOR:
            a_role(user, self.school, role)
        return Visitor(self.school, user, self.now)

    def settle_url(self, n: int, on: date = MONDAY, half: str = "am") -> str:
        where = {"school": self.school.slug, "pupil": self.pupils[n].public_id, "on": on.isoformat(), "half": half}
        return reverse("absence:settle", kwargs=where)

    def row(self, n: int, on: date = MONDAY, half: str = "am", version: int = 1) -> str:
        return f"{self.pupils[n].public_id}.{on.isoformat()}.{half}.{version}"


class Visitor:
    """A signed-in person's browser at a chosen moment; only the clock is moved."""

    def __init__(self, school: School, user: User, now: datetime) -> None:
        self.school, self.user, self.now = school, user, now
        self.client = Client()
        with time_machine.travel(now, tick=False):
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def url(self, name: str, pupil: uuid.UUID | None = None, **more: object) -> str:
        where = {"pupil": pupil} if pupil else {}
        return reverse(name, kwargs={"school": self.school.slug, **where, **more})

    def get(self, url: str, **headers: str):  # type: ignore[no-untyped-def]
        with time_machine.travel(self.now, tick=False):
            return self.client.get(url, headers=headers)

    def post(self, url: str, data: dict[str, object], **headers: str):  # type: ignore[no-untyped-def]
        with time_machine.travel(self.now, tick=False):
            return self.client.post(url, data, headers=headers)


def days_of_term(first: date = TERM_STARTS, last: date = FRIDAY) -> list[date]:
    """The school days of the builders' autumn term."""
    from rollbook.rules.calendar import Days, Term

    return [d for d in school_days([Term("Autumn", Days(first, last))]) if d >= first]
