"""A hub and a reset room of one school, and who runs them."""

from __future__ import annotations

import uuid

from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.site.actions import Entered, expect_in_room, set_up_room, walk_in
from rollbook.site.queries.rooms import RoomRoll, room_roll
from rollbook.staff.models import User
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import Classroom
from tests.site.desk import clock


class Rooms:
    """Ms Reyes runs the Hub; Mr Pike runs the Reset room; both are teachers and take no group's register."""

    def __init__(self, size: int = 6, classroom: Classroom | None = None) -> None:
        self.room = classroom or Classroom(size)
        self.reyes: User = a_user("Ms Reyes")
        self.pike: User = a_user("Mr Pike")
        for user in (self.reyes, self.pike):
            a_role(user, self.room.school, Role.TEACHER)
        office = self.office("8:00")
        self.hub = set_up_room(office, name="Hub", kind="hub", staff=[self.reyes.pk])
        self.reset = set_up_room(office, name="Reset room", kind="reset", staff=[self.pike.pk])

    def office(self, now: str) -> Actor:
        return an_actor(self.room.school, user=self.room.officer, now=clock(now))

    def who(self, user: User, now: str, role: Role = Role.TEACHER) -> Actor:
        return an_actor(self.room.school, role, user=user, now=clock(now))

    def runs(self, room: uuid.UUID, now: str) -> Actor:
        return self.who(self.reyes if room == self.hub else self.pike, now)

    def pupil(self, n: int) -> str:
        return str(self.room.pupils[n].public_id)

    def comes(self, n: int, room: uuid.UUID, now: str, at: str = "") -> Entered:
        moment = clock(at) if at else None
        return walk_in(self.runs(room, now), room=room, stay_id=uuid.uuid4(), pupil=self.pupil(n), at=moment)

    def expects(self, room: uuid.UUID, at: str, *pupils: int, now: str = "8:00") -> int:
        actor = self.runs(room, now)
        return expect_in_room(actor, room=room, pupils=[self.pupil(n) for n in pupils], at=clock(at))

    def roll(self, room: uuid.UUID, now: str) -> RoomRoll:
        return room_roll(self.runs(room, now), room)
