"""A form some of whom come late, and who follows it up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse

from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, At, Classroom

FRIDAY = MONDAY + timedelta(days=18)  # 25 September 2026
NOON = datetime(2026, 9, 25, 12, tzinfo=LONDON)


class LateRoom(Classroom):
    """Form 9A on a Friday three weeks on; `late` writes the late marks of a pupil on the days before it."""

    def __init__(self, size: int = 4) -> None:
        super().__init__(size)
        self.office: Actor = an_actor(self.school, Role.ATTENDANCE_ADMINISTRATOR, user=self.officer, now=NOON)

    def late(self, n: int, times: int, code: str = "L", minutes: int | None = 10) -> None:
        days = [d for d in (MONDAY + timedelta(days=k) for k in range(60)) if d.weekday() < 5][:times]
        Mark.objects.bulk_create(
            Mark(
                school=self.school, date=day, half=0, pupil=self.pupils[n], code=code, minutes=minutes, entered_on=day,
                version=1,
            )
            for day in days
        )  # fmt: skip

    def mark(self, n: int, on: date, half: int, code: str, minutes: int | None = None) -> None:
        Mark.objects.create(
            school=self.school, date=on, half=half, pupil=self.pupils[n], code=code, minutes=minutes, entered_on=on,
            version=1,
        )  # fmt: skip

    def at(self, now: datetime = NOON) -> At:
        return At(self.officer, now)

    def place(self, name: str, **more: object) -> str:
        return reverse(f"absence:{name}", kwargs={"school": self.school.slug, **more})
