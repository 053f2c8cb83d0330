"""Homes to be visited and two people who go there, as the tests of home visits find them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from rollbook.absence.actions.visits import request_visit
from rollbook.absence.actions.visits_out import plan_visits
from rollbook.pupils.models import PupilAddress
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import AtTheDoor, NextStep, Seen, Who
from rollbook.staff.models import User
from tests.absence.morning import Morning, Visitor
from tests.builders import TERM_STARTS, a_role, a_user, an_actor


class Visiting(Morning):
    """Form 9A with a head of year, a second visitor, and somebody who waits in the office."""

    def __init__(self, size: int = 3, *, now: datetime | None = None) -> None:
        super().__init__(size, **({"now": now} if now else {}))
        self.first = self._member("Ms Rahman", Role.HEAD_OF_YEAR)
        self.second = self._member("Mr Cole", Role.ATTENDANCE_ADMINISTRATOR)
        self.duty = self._member("Mrs Quaye", Role.DSL)

    def as_(self, user: User, role: Role = Role.HEAD_OF_YEAR) -> Actor:
        return an_actor(self.school, role, now=self.now, user=user)

    def browser(self, user: User) -> Visitor:
        return Visitor(self.school, user, self.now)

    def home(self, n: int, lines: str = "12 Mill Lane", postcode: str = "BD1 1AA") -> None:
        PupilAddress.objects.create(
            school=self.school, pupil=self.pupils[n], lines=lines, postcode=postcode, first=TERM_STARTS
        )

    def asked(self, *ns: int, risks: str = "") -> uuid.UUID:
        ids = [self.pupils[n].pk for n in ns]
        return request_visit(
            self.actor(), pupils=ids, reason="Nobody reached since Tuesday", urgency="today", risks=risks
        )

    def planned(self, *visits: uuid.UUID, minutes: int = 60, after: int = 10) -> uuid.UUID:
        return plan_visits(
            self.actor(),
            visits=visits,
            first=self.first.pk,
            second=self.second.pk,
            duty=self.duty.pk,
            leaves_at=self.now + timedelta(minutes=after),
            minutes=minutes,
        )

    def found(self, *seen: Seen, who: Who = Who.PARENT, **more: object) -> AtTheDoor:
        """What was found where the first pupils of the form live."""
        children = tuple((self.pupils[n].pk, one) for n, one in enumerate(seen))
        given = {"inside": False, "card_left": False, "next_step": NextStep.NONE, **more}
        return AtTheDoor(who=who, children=children, **given)  # type: ignore[arg-type]  # the test's own words

    def _member(self, name: str, role: Role) -> User:
        user = a_user(name)
        a_role(user, self.school, role)
        return user
