"""What stands around the lessons: internal rooms, clubs, lunch passes, and whom a late register is told to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rollbook.demo.happening import Happenings
from rollbook.registers.actions.chasing import set_ladder
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.site.actions import (
    ClubFacts,
    expect_in_room,
    give_club_place,
    give_lunch_pass,
    make_club,
    set_up_room,
    tick_club,
    walk_in,
)

_LADDER = ((5, "taker"), (15, Role.HEAD_OF_YEAR.value), (25, Role.COVER.value))
_LESSON_LATE_AFTER = 10
_ROOMS = (("Hub", "hub"), ("Reset room", "reset"), ("First aid", "first-aid"))
_CLUBS = (
    ("breakfast", "Breakfast club", (0, 1, 2, 3, 4), time(7, 45), time(8, 35), "Canteen"),
    ("period-6", "Period 6 Mathematics", (1, 3), time(15, 20), time(16, 20), "A21"),
    ("after", "Chess", (4,), time(15, 20), time(16, 30), "Library"),
)
_EVERY_DAY = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Around:
    """Rooms, clubs and passes of the training school, and this morning in them; `here` were marked present today."""

    happenings: Happenings
    here: tuple[str, ...]

    def act(self) -> None:
        starts = self.happenings.fortnight.school.years[-1].starts
        before = starts - timedelta(days=7)
        head, desk = self._by(Role.HEAD, before, 9, 0), self._by(Role.RECEPTION, before, 9, 0)
        set_ladder(head, from_day=starts, lesson_after=_LESSON_LATE_AFTER, steps=_LADDER)
        self._rooms(head)
        self._clubs(desk, starts)
        for pupil in self._public(self.here[-3:]):
            give_lunch_pass(
                desk,
                pass_id=uuid.uuid4(),
                pupil=pupil,
                weekdays=_EVERY_DAY,
                first=starts,
                agreed_by="Mother",
            )

    def _rooms(self, head: Actor) -> None:
        on, users = self.happenings.on, tuple(self.happenings.users.values())
        hub, reset, _ = (set_up_room(head, name=name, kind=kind, staff=users[:2]) for name, kind in _ROOMS)
        first, second, third = self._public(self.here[:3])
        office = Role.ATTENDANCE_ADMINISTRATOR
        soon = datetime.combine(on, time(9, 30), LONDON)
        expect_in_room(self._by(office, on, 8, 45), room=hub, pupils=[second], at=soon, reason="support")
        walk_in(self._by(office, on, 9, 12), room=hub, stay_id=uuid.uuid4(), pupil=first, reason="regulate")
        walk_in(self._by(office, on, 9, 15), room=reset, stay_id=uuid.uuid4(), pupil=third, reason="behaviour")

    def _clubs(self, desk: Actor, starts: date) -> None:
        on, members = self.happenings.on, self._public(self.here[3:11])
        for kind, name, weekdays, opens, ends, place in _CLUBS:
            club = uuid.uuid4()
            make_club(desk, club_id=club, facts=ClubFacts(kind, name, weekdays, opens, ends, starts, place=place))
            for pupil in members:
                give_club_place(desk, club=club, pupil=pupil, first=starts, walks_home=pupil != members[0])
            if kind == "breakfast":
                early = self._by(Role.RECEPTION, on, 8, 5)
                for pupil in members[:5]:
                    tick_club(early, club=club, pupil=pupil, tick_id=uuid.uuid4(), kind="here")

    def _public(self, pupils: Iterable[str]) -> list[str]:
        return [str(self.happenings.fortnight.taken.pupils[pupil]) for pupil in pupils]

    def _by(self, role: Role, on: date, hour: int, minute: int) -> Actor:
        return self.happenings.by(role, on, time(hour, minute))
