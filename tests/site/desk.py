"""A school's people at a moment of one Monday: its desk, its heads, its teachers; marks and movements."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.urls import reverse

from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.site.actions import sign_pupil
from rollbook.staff.models import User
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import MONDAY, At, Classroom


def clock(text: str) -> datetime:
    hour, minute = text.split(":")
    return datetime(2026, 9, 7, int(hour), int(minute), tzinfo=LONDON)


def acting(room: Classroom, role: Role = Role.RECEPTION, now: str = "9:40", name: str = "R. Boateng") -> Actor:
    return an_actor(room.school, role, now=clock(now), user=a_user(name))


def mark(room: Classroom, n: int, code: str, half: int = 0) -> None:
    Mark.objects.create(
        school=room.school, date=MONDAY, half=half, pupil=room.pupils[n], code=code, entered_on=MONDAY, version=1
    )


def moved(room: Classroom, n: int, kind: str, now: str, reason: str = "") -> uuid.UUID:
    made, actor = uuid.uuid4(), acting(room, now=now)
    pupil = str(room.pupils[n].public_id)
    sign_pupil(actor, movement_id=made, pupil=pupil, kind=kind, at=actor.now, reason=reason)
    return made


class Screen:
    """Somebody signed in at a moment, in one role."""

    def __init__(self, room: Classroom, role: Role = Role.RECEPTION, now: str = "9:40", user: User | None = None):
        self.room = room
        self.user = user or a_user("R. Boateng")
        a_role(self.user, room.school, role)
        self.at = At(self.user, clock(now))

    def url(self, name: str, **place: object) -> str:
        return reverse(f"site:{name}", kwargs={"school": self.room.school.slug, **place})

    def see(self, name: str, **place: object) -> str:
        answer = self.at.get(self.url(name, **place))
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def send(self, name: str, data: dict[str, object] | None = None, **place: object):  # type: ignore[no-untyped-def]
        return self.at.post(self.url(name, **place), data or {})
