"""A boarding house with its boarders, its staff and its roll-calls, for tests."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from rollbook.pupils.models import Enrolment, Group, GroupMembership, GroupStaff
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.schools.models import School
from rollbook.site.actions.boarding import CallFacts, LeaveFacts, agree_leave, make_roll_call, tick_boarder
from rollbook.staff.models import User
from tests.builders import TERM_STARTS, a_role, a_user, an_actor
from tests.registers.classroom import Classroom

FRIDAY, SUNDAY = date(2026, 9, 11), date(2026, 9, 13)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def moment(on: date, text: str) -> datetime:
    hour, minute = text.split(":")
    return datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=LONDON)


class House:
    """Curie House of a school that takes boarders: the first pupils of a class board there."""

    def __init__(self, room: Classroom, *, size: int = 4, name: str = "Curie", skip: int = 0) -> None:
        School.objects.filter(pk=room.school.pk).update(takes_boarders=True)
        self.room, self.name = room, name
        self.pupils = room.pupils[skip : skip + size]
        self.staff: User = a_user("Mrs Lindqvist")
        a_role(self.staff, room.school, Role.TUTOR)
        group = Group.objects.create(school=room.school, kind=Group.Kind.HOUSE, year=2026, name=name)
        GroupStaff.objects.create(school=room.school, group=group, user=self.staff, part="tutor", first=TERM_STARTS)
        for pupil in self.pupils:
            Enrolment.objects.filter(pupil=pupil).update(boarder=True)
            GroupMembership.objects.create(school=room.school, group=group, pupil=pupil, first=TERM_STARTS)

    def acting(self, on: date, text: str) -> Actor:
        """Its member of staff at a moment."""
        return an_actor(self.room.school, Role.TUTOR, now=moment(on, text), user=self.staff)

    def roll_call(self, name: str = "Bedtime", at: time = time(21, 0)) -> uuid.UUID:
        """A roll-call of every day, from the first day of term."""
        made = uuid.uuid4()
        office = an_actor(self.room.school, Role.ATTENDANCE_MANAGER, now=moment(FRIDAY, "8:00"))
        make_roll_call(office, roll_call_id=made, facts=CallFacts(self.name, name, at, EVERY_DAY, TERM_STARTS))
        return made

    def said(self, call: uuid.UUID, n: int, kind: str, on: date, text: str, due: date | None = None) -> uuid.UUID:
        """One tap at a moment, on the roll-call of that day or of the day before."""
        tap, actor = uuid.uuid4(), self.acting(on, text)
        pupil = str(self.pupils[n].public_id)
        tick_boarder(actor, call=call, on=due or on, pupil=pupil, tick_id=tap, kind=kind)
        return tap

    def goes(self, n: int, kind: str, on: date, text: str, until: datetime) -> uuid.UUID:
        """A leave that is agreed and taken at once."""
        made, actor = uuid.uuid4(), self.acting(on, text)
        facts = LeaveFacts(kind, actor.now, until, "Mrs Abiodun", "Mrs Abiodun, by telephone")
        agree_leave(actor, leave_id=made, pupil=str(self.pupils[n].public_id), facts=facts, goes_now=True)
        return made
