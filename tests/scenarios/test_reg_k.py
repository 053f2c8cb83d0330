"""REG-K, as the site team would tell it: the bell rings at eleven, and who is out there?"""

from __future__ import annotations

import uuid

import pytest

from rollbook.rules.access import Role
from rollbook.site.actions import Tick, close_roll, sign_visitor_in, start_roll, tick
from rollbook.site.queries import roll, rolls_kept
from tests.registers.classroom import Classroom
from tests.site.desk import acting, clock, mark, moved

pytestmark = pytest.mark.django_db


def test_a_fire_drill() -> None:
    room = Classroom(14)
    # A class is taken home for the day (T-74): eight on a visit, two educated off site, one late, three present.
    for n, code in enumerate(["V"] * 8 + ["B"] * 2 + ["U"] + ["/"] * 3):
        mark(room, n, code)
    moved(room, 11, "left", "10:30")  # was present, went to the dentist
    moved(room, 0, "arrived", "10:40")  # was on the visit, is back
    sign_visitor_in(acting(room, now="10:45"), visit_id=uuid.uuid4(), name="P. Plumber", kind="contractor")

    # 11:00, the bell.
    made = uuid.uuid4()
    start_roll(acting(room, now="11:00"), roll_id=made, kind="fire", is_drill=True)
    head, people = roll(acting(room, now="11:00"), made)
    expected = [p.name for p in people if p.expected]
    names = {n: f"{room.pupils[n].legal_surname}, {room.pupils[n].legal_forename}" for n in (0, 10, 12, 13)}
    assert sorted(expected) == sorted([*names.values(), "P. Plumber"])

    # Two teachers tick on their phones; one has no network until 11:06.
    numbers = {p.name: p.number for p in people}
    dhillon, novak = acting(room, Role.TEACHER, "11:03", "Mr Dhillon"), acting(room, Role.TEACHER, "11:06", "Ms Novak")
    tick(dhillon, roll_id=made, ticks=[Tick(uuid.uuid4(), numbers[names[n]], True) for n in (0, 10)])
    held = [Tick(uuid.uuid4(), numbers[names[n]], True, 180) for n in (10, 12)]
    tick(novak, roll_id=made, ticks=held)
    head, people = roll(acting(room, now="11:06"), made)
    assert (head.people, head.missing) == (5, 2)
    assert next(p for p in people if p.name == names[12]).ticked.at == clock("11:03")

    # The last two are found in the boiler room and the library; the drill is closed and kept.
    last = [Tick(uuid.uuid4(), numbers[who], True) for who in (names[13], "P. Plumber")]
    tick(acting(room, now="11:08"), roll_id=made, ticks=last)
    close_roll(acting(room, now="11:09"), roll_id=made, note="Bell not heard in the boiler room")
    (kept,) = rolls_kept(acting(room, now="12:00"))
    assert (kept.title, kept.minutes, kept.missing) == ("Fire drill", 9, 0)
