"""A trip of some pupils of 9A, led by Ms Reyes, on Monday 7 September 2026."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from rollbook.registers.actions.confirming import Confirmed, confirm_outing, plan_outing
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half
from rollbook.staff.models import User
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import MONDAY, Classroom


def clock(text: str, on: date = MONDAY) -> datetime:
    hour, minute = text.split(":")
    return datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=LONDON)


class Trip:
    """Ms Reyes teaches, takes no group's register, and leads the trip of the first pupils."""

    def __init__(self, pupils: int = 4, *, size: int = 6, code: str = "V", provider: str = "", days: int = 1) -> None:
        self.room = Classroom(size)
        self.leader: User = a_user("Ms Reyes")
        a_role(self.leader, self.room.school, Role.TEACHER)
        self.outing: uuid.UUID = plan_outing(
            self.office("8:00"),
            name="Year 9 to the museum",
            place="Science Museum",
            code=code,
            first=MONDAY,
            last=MONDAY + timedelta(days=days - 1),
            pupils=[self.pupil(n) for n in range(pupils)],
            leader=None if provider else self.leader.pk,
            provider=provider,
        )

    def office(self, now: str, on: date = MONDAY) -> Actor:
        return an_actor(self.room.school, user=self.room.officer, now=clock(now, on))

    def leads(self, now: str, on: date = MONDAY) -> Actor:
        return an_actor(self.room.school, Role.TEACHER, user=self.leader, now=clock(now, on))

    def pupil(self, n: int) -> str:
        return str(self.room.pupils[n].public_id)

    def says(
        self, actor: Actor, there: Collection[int], missed: Collection[int], half: Half = Half.AM, by: str = ""
    ) -> Confirmed:
        return confirm_outing(
            actor,
            outing=self.outing,
            on=MONDAY,
            half=half,
            there=[self.pupil(n) for n in there],
            not_there=[self.pupil(n) for n in missed],
            said_by=by,
        )
