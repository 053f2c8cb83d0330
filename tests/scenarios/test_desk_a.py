"""DESK-A, as reception would tell it: late in, early out, back again, and what each does to the register."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest

from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.site.actions import confirm_mark, sign_pupil
from rollbook.site.queries import movements_on, waiting_of
from tests.builders import a_user, an_actor
from tests.registers.classroom import MONDAY, Classroom

pytestmark = pytest.mark.django_db


class Reception:
    """The front desk of a school on a Monday."""

    def __init__(self, room: Classroom) -> None:
        self.room = room
        self.who = a_user("R. Boateng")

    def at(self, clock: str) -> Actor:
        hour, minute = map(int, clock.split(":"))
        now = datetime(2026, 9, 7, hour, minute, tzinfo=LONDON)
        return an_actor(self.room.school, Role.RECEPTION, now=now, user=self.who)

    def sign(self, surname: str, kind: str, clock: str, reason: str = "") -> uuid.UUID:
        made, actor = uuid.uuid4(), self.at(clock)
        pupil = next(p for p in self.room.pupils if p.legal_surname == surname)
        sign_pupil(actor, movement_id=made, pupil=str(pupil.public_id), kind=kind, at=actor.now, reason=reason)
        return made

    def waiting(self, clock: str) -> list[tuple[str, str]]:
        lines = waiting_of(movements_on(self.at(clock), MONDAY))
        return [(line.pupil.surname, line.proposed) for line in lines]


def absent(room: Classroom, surname: str, half: int = 0) -> None:
    pupil = next(p for p in room.pupils if p.legal_surname == surname)
    Mark.objects.create(school=room.school, date=MONDAY, half=half, pupil=pupil, code="N", entered_on=MONDAY)


def test_a_morning_at_reception() -> None:
    room = Classroom(5)
    desk = Reception(room)

    # Register closes at 9:10. Tolu comes at 9:05, Yusuf at 9:40; both were marked N in the classroom.
    absent(room, "Abiodun")
    absent(room, "Ahmed")
    tolu = desk.sign("Abiodun", "arrived", "9:05")
    yusuf = desk.sign("Ahmed", "arrived", "9:40", "overslept")
    assert desk.waiting("9:41") == [("Abiodun", "L"), ("Ahmed", "U")]

    # One key each; the N may not stay (COD-5), and each change says who, when and why.
    confirm_mark(desk.at("9:41"), movement_id=tolu)
    confirm_mark(desk.at("9:41"), movement_id=yusuf)
    assert room.codes() == {"Abiodun": "L", "Ahmed": "U"}
    assert dict(Mark.objects.values_list("code", "minutes")) == {"L": 25, "U": 60}

    # Alfie goes to the dentist at 11:00 and is back at 13:50: the afternoon has closed, but there is a reason.
    desk.sign("Barker", "left", "11:00", "medical")
    back = desk.sign("Barker", "returned", "13:50", "medical")
    assert desk.waiting("13:51") == [("Barker", "M")]
    confirm_mark(an_actor(room.school, now=desk.at("13:52").now, user=room.officer), movement_id=back)
    assert room.codes(half=1) == {"Barker": "M"}
    assert "Barker" not in room.codes(), "the morning is the classroom's to say"


def test_ten_to_two_settles_nothing_of_the_morning() -> None:
    room = Classroom(2)
    desk = Reception(room)
    absent(room, "Abiodun")
    made = desk.sign("Abiodun", "arrived", "13:50")
    confirm_mark(desk.at("13:51"), movement_id=made)
    assert room.codes() == {"Abiodun": "N"}, "the morning stays unexplained, and is followed up"
    assert room.codes(half=1) == {"Abiodun": "U"}
