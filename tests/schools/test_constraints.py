"""What the database itself never takes, whatever road it came by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rollbook.rules.access import Role
from rollbook.schools.models import Closure, LessonTime, Policy, School, SessionTime, Site, Term, Trust
from rollbook.staff.models import RoleAssignment
from tests.builders import a_school, a_user

pytestmark = pytest.mark.django_db
DAY, BEFORE = date(2026, 9, 7), date(2026, 9, 6)


def a_time(school: School, **changed: int) -> object:
    row = {"half": 0, "opens": 520, "closes": 550, "ends": 740} | changed
    return SessionTime.objects.create(school=school, valid_from=DAY, **row)


NEVER: dict[str, Callable[[School], object]] = {
    "a register open for 31 minutes": lambda s: a_time(s, closes=551),
    "a register that closes as it opens": lambda s: a_time(s, closes=520),
    "a session that ends before its register closes": lambda s: a_time(s, ends=549),
    "a third half of the day": lambda s: a_time(s, half=2),
    "a term that ends before it begins": lambda s: Term.objects.create(
        school=s, year=2026, name="T", first=DAY, last=BEFORE
    ),
    "two terms of one name": lambda s: Term.objects.create(
        school=s, year=2026, name="Autumn term", first=DAY, last=DAY
    ),
    "a closure that ends before it begins": lambda s: Closure.objects.create(
        school=s, kind="inset", name="I", first=DAY, last=BEFORE
    ),
    "the same closure twice": lambda s: [
        Closure.objects.create(school=s, kind="inset", name="I", first=DAY, last=DAY) for _ in range(2)
    ],
    "a lesson that ends as it starts": lambda s: LessonTime.objects.create(
        school=s, name="1", starts=540, ends=540, valid_from=DAY
    ),
    "two policies from one day": lambda s: [
        Policy.objects.create(school=s, version=version, valid_from=DAY) for version in (8, 9)
    ],
    "two sites of one name": lambda s: [Site.objects.create(school=s, name="Main") for _ in range(2)],
    "a role in a school and a trust at once": lambda s: RoleAssignment.objects.create(
        user=a_user(), role=Role.HEAD, school=s, trust=Trust.objects.create(name="T", slug="t"), first=DAY
    ),
    "a role in no place": lambda s: RoleAssignment.objects.create(user=a_user(), role=Role.HEAD, first=DAY),
    "a role that ends before it begins": lambda s: RoleAssignment.objects.create(
        user=a_user(), role=Role.HEAD, school=s, first=DAY, last=BEFORE
    ),
    "a school whose lowest age is above its highest": lambda s: School.objects.filter(pk=s.pk).update(lowest_age=19),
}


@pytest.mark.parametrize("what", NEVER)
def test_the_database_refuses(what: str) -> None:
    school = a_school()
    with pytest.raises(IntegrityError), transaction.atomic():
        NEVER[what](school)


def test_a_window_of_exactly_thirty_minutes_is_taken() -> None:
    assert a_time(a_school(), opens=520, closes=550)
