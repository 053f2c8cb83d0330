"""Builders: what a test needs of a school, with only what matters said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from rollbook.pupils.models import Enrolment, Group, GroupMembership, GroupStaff, Pupil
from rollbook.rules.access import Permission, Role, permissions_of
from rollbook.rules.actor import Actor
from rollbook.schools.models import Policy, School, SessionTime, Term
from rollbook.staff.models import RoleAssignment, User

TERM_STARTS = date(2026, 9, 1)
A_MORNING = datetime(2026, 9, 7, 7, 45, tzinfo=UTC)  # Monday 7 September 2026, 8:45 in England

_next = count(1)


def a_school(name: str = "Oakfield School", *, trust: int | None = None) -> School:
    """A secondary school with a year of term time, registers 8:40-9:10 and 13:10-13:30."""
    n = next(_next)
    school = School.objects.create(
        name=name,
        slug=f"school-{n}",
        la_number="380",
        establishment_number=f"{4000 + n % 6000}",
        urn=f"{140000 + n}",
        phase=School.Phase.SECONDARY,
        lowest_age=11,
        highest_age=18,
        trust_id=trust,
    )
    for name_, first, last in (
        ("Autumn term", date(2026, 9, 1), date(2026, 12, 18)),
        ("Spring term", date(2027, 1, 4), date(2027, 3, 25)),
        ("Summer term", date(2027, 4, 12), date(2027, 7, 21)),
    ):
        Term.objects.create(school=school, year=2026, name=name_, first=first, last=last)
    for half, opens, closes, ends in ((0, 520, 550, 740), (1, 790, 810, 910)):
        SessionTime.objects.create(
            school=school, half=half, opens=opens, closes=closes, ends=ends, valid_from=date(2020, 9, 1)
        )
    Policy.objects.create(school=school, version=1, valid_from=date(2020, 9, 1))
    return school


def a_user(name: str = "A. Osei", *, password: str | None = None) -> User:
    return User.objects.create_user(f"user{next(_next)}", name=name, password=password)


def a_role(user: User, school: School, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> RoleAssignment:
    return RoleAssignment.objects.create(user=user, school=school, role=role, first=date(2020, 9, 1))


def an_actor(
    school: School,
    role: Role = Role.ATTENDANCE_ADMINISTRATOR,
    *,
    now: datetime = A_MORNING,
    user: User | None = None,
    permissions: frozenset[Permission] | None = None,
) -> Actor:
    user = user or a_user()
    may = permissions_of(frozenset({role})) if permissions is None else permissions
    return Actor(user.pk, user.name, role.label, school.pk, may, now)


def a_group(school: School, name: str = "9A", *, nc_year: str = "9", tutor: User | None = None) -> Group:
    group = Group.objects.create(
        school=school, kind=Group.Kind.REGISTRATION, year=2026, name=name, nc_year=nc_year, room="S4"
    )
    if tutor is not None:
        GroupStaff.objects.create(school=school, group=group, user=tutor, part="tutor", first=TERM_STARTS)
    return group


def a_pupil(
    school: School,
    *,
    group: Group | None = None,
    forename: str = "Tolu",
    surname: str = "Abiodun",
    born: date = date(2013, 3, 14),
    first_day: date = TERM_STARTS,
    last_day: date | None = None,
    upn: str = "",
) -> Pupil:
    pupil = Pupil.objects.create(
        school=school, legal_forename=forename, legal_surname=surname, sex="F", born=born, upn=upn
    )
    Enrolment.objects.create(school=school, pupil=pupil, first_day=first_day, last_day=last_day)
    if group is not None:
        GroupMembership.objects.create(school=school, group=group, pupil=pupil, first=first_day, last=last_day)
    return pupil
