"""A trust and schools in it, each with pupils whose year is written straight into the row that is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from rollbook.pupils.models import Pupil
from rollbook.registers.models import Chain, PupilYear
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import row_of, totals_of
from rollbook.schools.models import School, Trust
from rollbook.staff.models import RoleAssignment, User
from tests.builders import a_group, a_pupil, a_school, a_user

FRIDAY = datetime(2026, 9, 18, 15, 30, tzinfo=UTC)  # half past four in England; two weeks and two days into the year
DAYS = [date(2026, 9, 1) + timedelta(days=n) for n in range(18) if (date(2026, 9, 1) + timedelta(days=n)).weekday() < 5]


def a_trust(name: str = "Northern Trust") -> Trust:
    return Trust.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def a_trust_officer(trust: Trust, name: str = "T. Regional") -> User:
    user = a_user(name)
    RoleAssignment.objects.create(user=user, trust=trust, role=Role.TRUST, first=date(2020, 9, 1))
    return user


def the_year(codes: str, days: Sequence[date] = tuple(DAYS)) -> bytes:
    """A year's row: a code for each day of September's first weeks, both halves; “-” is no mark."""
    said = {
        Session(day, half): "\\" if code == "/" and half else code
        for day, code in zip(days, codes, strict=False)
        for half in Half
        if code != "-"
    }
    return row_of(said, 2026)


def a_marked_school(name: str, years: Mapping[str, Sequence[str]], *, trust: Trust | None = None) -> School:
    """A school whose pupils' years are given by year group, each as codes of its first days."""
    school = a_school(name, trust=trust.pk if trust else None)
    for nc_year, rows in years.items():
        group = a_group(school, f"{nc_year}A", nc_year=nc_year)
        for codes in rows:
            write_year(school, a_pupil(school, group=group), the_year(codes))
    saved(school)
    return school


def write_year(school: School, pupil: Pupil, row: bytes) -> None:
    counted = totals_of(row, 2026)
    PupilYear.objects.create(
        school=school, pupil=pupil, year=2026, codes=row, possible=counted.possible, attended=counted.attended,
        authorised=counted.authorised, unauthorised=counted.unauthorised,
    )  # fmt: skip


def saved(school: School, seq: int = 1) -> None:
    """The chain stands at this save."""
    Chain.objects.update_or_create(school=school, defaults={"year": 2026, "seq": seq, "head": bytes([seq]) * 32})


def rollbook_in(school: School, now: datetime = FRIDAY) -> Actor:
    return system_actor(school.pk, now)
