"""A class of thirty with real-looking names, its tutor, and whoever is to be signed in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from rollbook.pupils.models import Group, GroupStaff, Pupil
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.schools.models import School
from rollbook.staff.models import User
from tests.builders import A_MORNING, a_group, a_pupil, a_role, a_school, a_user, an_actor

MONDAY = date(2026, 9, 7)
AT_THE_DOOR = A_MORNING + timedelta(minutes=2)  # 8:47, seven minutes after the register opened
NAMES = """Abiodun Tolu|Ahmed Yusuf|Barker Alfie|Castellano Ben|Chowdhury Nadia|Davies Carys|D’Souza Aria
Evans Rhys|Fofana Mariam|Green Oliver|Haddad Layla|Hughes-Okonkwo Ezra|Iqbal Hamza|Jones Amelia|Kaur Simran
Khan Zara|Kowalska Zofia|Lee Min-jun|Mbeki Sizwe|Murphy Niamh|Nguyen Linh|O’Neill Tom|Patel Aarav|Quigley Rory
Reid Isla|Sharma Diya|Taylor Jack|Walker Grace|Ximenes Lúcia|Young Theo"""


class Classroom:
    """Form 9A on Monday 7 September 2026, with its tutor and an attendance administrator."""

    def __init__(self, size: int = 30) -> None:
        self.school: School = a_school()
        self.tutor: User = a_user("Mr Dhillon")
        self.officer: User = a_user("A. Osei")
        a_role(self.tutor, self.school, Role.TUTOR)
        a_role(self.officer, self.school, Role.ATTENDANCE_ADMINISTRATOR)
        self.group: Group = a_group(self.school, "9A", tutor=self.tutor)
        names = [name.split(" ", 1) for line in NAMES.splitlines() for name in line.split("|")]
        self.pupils: list[Pupil] = [
            a_pupil(self.school, group=self.group, forename=forename, surname=surname)
            for surname, forename in names[:size]
        ]
        self.actor: Actor = an_actor(self.school, user=self.officer, now=AT_THE_DOOR)
        make_year_rows(self.actor, MONDAY, [str(p.public_id) for p in self.pupils])

    def url(self, name: str = "take", on: date = MONDAY, half: str = "am", school: School | None = None) -> str:
        place = {"school": (school or self.school).slug, "group": self.group.public_id, "on": on.isoformat()}
        if name != "paper":
            place["half"] = half
        return reverse(f"registers:{name}", kwargs=place)

    def mark_url(self, n: int, name: str = "mark", on: date = MONDAY, half: str = "am") -> str:
        pupil = self.pupils[n].public_id
        return reverse(
            f"registers:{name}",
            kwargs={"school": self.school.slug, "pupil": pupil, "on": on.isoformat(), "half": half},
        )

    def codes(self, on: date = MONDAY, half: int = 0) -> dict[str, str]:
        """What the database holds, by the pupil's surname."""
        names = {p.pk: p.legal_surname for p in self.pupils}
        rows = Mark.objects.filter(date=on, half=half, pupil_id__in=names)
        return {names[pupil]: code for pupil, code in rows.values_list("pupil_id", "code")}


class At:
    """A signed-in browser's client at a chosen moment; the server's clock is moved, nothing else."""

    def __init__(self, user: User, now: datetime = AT_THE_DOOR) -> None:
        self.now = now
        self.client = Client()
        with time_machine.travel(now, tick=False):
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, url: str, **more: str):  # type: ignore[no-untyped-def]
        with time_machine.travel(self.now, tick=False):
            return self.client.get(url, more)

    def post(self, url: str, data: object, **more: object):  # type: ignore[no-untyped-def]
        with time_machine.travel(self.now, tick=False):
            return self.client.post(url, data, **more)


def cover(room: Classroom, user: User) -> None:
    """Name somebody as cover for the class on that Monday only."""
    GroupStaff.objects.create(school=room.school, group=room.group, user=user, part="cover", first=MONDAY, last=MONDAY)
