"""A secondary school of 1,200 on Tuesday 17 November 2026: forty forms, their tutors, their families."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime

from rollbook.audit.jobs import hear
from rollbook.config.schedule import jobs_of_the_day
from rollbook.config.wiring import UNHEARD, WIRING
from rollbook.jobs.loops import work_off
from rollbook.jobs.scheduling import adopt, queue_due
from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactEmail,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    GroupStaff,
    Pupil,
    PupilContact,
)
from rollbook.registers.actions import save_register
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.actions.taking import Tap
from rollbook.registers.models import Mark
from rollbook.registers.queries import register_sheet
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.sessions import Half
from rollbook.schools.models import School
from rollbook.schools.queries import every_school
from rollbook.staff.models import User
from tests.builders import TERM_STARTS, a_role, a_school, a_user, an_actor

TUESDAY = date(2026, 11, 17)
YEARS, LETTERS, FORM = (7, 8, 9, 10, 11), "ABCDEFGH", 30


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 17, hour, minute, second, tzinfo=UTC)


class BigSchool:
    """Pupil n sits in form n // 30; contact n is the parent of pupil n, and of pupil n + 1 where they are siblings."""

    def __init__(self, siblings: Mapping[int, int] | None = None) -> None:
        self.school: School = a_school("Aldermere High School")
        self.officer: User = a_user("A. Osei")
        a_role(self.officer, self.school, Role.ATTENDANCE_ADMINISTRATOR)
        self.forms = [self._form(year, letter) for year in YEARS for letter in LETTERS]
        self.pupils = self._pupils(FORM * len(self.forms))
        self.contacts = self._contacts(siblings or {})
        make_year_rows(self.office(at(7, 0)), TUESDAY, [str(p.public_id) for p in self.pupils])

    def _form(self, year: int, letter: str) -> Group:
        tutor = a_user(f"Tutor of {year}{letter}")
        a_role(tutor, self.school, Role.TUTOR)
        form = Group.objects.create(
            school=self.school, kind=Group.Kind.REGISTRATION, year=2026, name=f"{year}{letter}", nc_year=str(year)
        )
        GroupStaff.objects.create(school=self.school, group=form, user=tutor, part="tutor", first=TERM_STARTS)
        return form

    def _pupils(self, size: int) -> list[Pupil]:
        pupils = Pupil.objects.bulk_create(
            Pupil(
                school=self.school,
                legal_forename=f"Forename{n:04}",
                legal_surname=f"Surname{n:04}",
                sex="F" if n % 2 else "M",
                born=date(2026 - 12 - n // 240, 3, 14),
            )
            for n in range(size)
        )
        Enrolment.objects.bulk_create(Enrolment(school=self.school, pupil=p, first_day=TERM_STARTS) for p in pupils)
        GroupMembership.objects.bulk_create(
            GroupMembership(school=self.school, group=self.forms[n // FORM], pupil=p, first=TERM_STARTS)
            for n, p in enumerate(pupils)
        )
        return pupils

    def _contacts(self, siblings: Mapping[int, int]) -> list[Contact]:
        """One parent for each pupil; `siblings` says whose parent is the parent of whom else."""
        contacts = Contact.objects.bulk_create(
            Contact(school=self.school, title="Ms", forename="Parent", surname=p.legal_surname) for p in self.pupils
        )
        ContactPhone.objects.bulk_create(
            ContactPhone(school=self.school, contact=c, number=self.mobile(n)) for n, c in enumerate(contacts)
        )
        ContactEmail.objects.bulk_create(
            ContactEmail(school=self.school, contact=c, address=self.email(n)) for n, c in enumerate(contacts)
        )
        parent_of = {child: parent for parent, child in siblings.items()}
        PupilContact.objects.bulk_create(
            PupilContact(
                school=self.school,
                pupil=p,
                contact=contacts[parent_of.get(n, n)],
                priority=1,
                relationship="PAM",
                parental_responsibility=True,
                lives_with=True,
            )
            for n, p in enumerate(self.pupils)
        )
        return contacts

    @staticmethod
    def mobile(n: int) -> str:
        return f"+4477009{n:05}"

    @staticmethod
    def email(n: int) -> str:
        return f"parent{n:04}@example.org"

    def flag(self, n: int, kind: str = "social-worker") -> None:
        Characteristic.objects.create(school=self.school, pupil=self.pupils[n], kind=kind, first=TERM_STARTS)

    def office(self, now: datetime, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Actor:
        return an_actor(self.school, role, now=now, user=self.officer)

    def rollbook(self, now: datetime) -> Actor:
        return system_actor(self.school.pk, now)

    def registers(self, now: datetime, half: Half, absent: Mapping[int, str], *, forms: slice = slice(None)) -> None:
        """Every tutor takes the register: N (or another code) for those named, planned as planned, the rest present."""
        for number, form in list(enumerate(self.forms))[forms]:
            staff = GroupStaff.objects.get(group=form)
            tutor = an_actor(self.school, Role.TUTOR, now=now, user=staff.user)
            sheet = register_sheet(tutor, form.public_id, TUESDAY, half)
            here = "/" if half is Half.AM else "\\"
            taps = [
                Tap(sheet.issue.token(str(pupil.public_id)), absent.get(n, here), planned=False)
                for n, pupil in enumerate(self.pupils[number * FORM : (number + 1) * FORM], number * FORM)
                if absent.get(n, here) != "planned"
            ]
            save_register(tutor, issue=sheet.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)

    def codes(self, half: Half = Half.AM) -> dict[int, str]:
        """What the database holds, by the pupil's number."""
        number = {p.pk: n for n, p in enumerate(self.pupils)}
        rows = Mark.objects.filter(school=self.school, date=TUESDAY, half=half).values_list("pupil_id", "code")
        return {number[pupil]: code for pupil, code in rows}


class Clockwork:
    """Rollbook's own work, as worker and scheduler do it, at the moments that a story comes to."""

    def __init__(self, now: datetime) -> None:
        adopt(jobs_of_the_day(), now)

    def at(self, now: datetime) -> None:
        """Queue what the schedule names, hear what was announced, and work until nothing is left to do now."""
        queue_due(now, every_school)
        while work_off(lambda: now, hear=lambda moment: hear(WIRING, UNHEARD, moment)):
            pass
