"""REG-K, as the site team would tell it: the bell rings at eleven, and who is out there?"""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from rollbook.pupils.actions import set_need
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.schools.models import LessonTime
from rollbook.site.actions import Tick, close_roll, sign_visitor_in, start_roll, tick
from rollbook.site.jobs import forget_emergency_list, keep_emergency_list
from rollbook.site.keeping import kept_file
from rollbook.site.models import RollTick
from rollbook.site.queries import roll, rolls_kept
from rollbook.site.queries.sheet import emergency_sheet
from rollbook.timetable.models import Lesson
from tests.builders import TERM_STARTS
from tests.registers.classroom import MONDAY, Classroom
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
    assert (kept.title, kept.minutes, kept.missing, kept.accounted) == ("Fire drill", 9, 0, "8 min 0 s")


def test_a_lockdown_with_the_network_down(settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    room = Classroom(3)
    for n in range(3):
        mark(room, n, "/")
    LessonTime.objects.create(school=room.school, name="P3", starts=660, ends=720, valid_from=TERM_STARTS)
    lesson = {"school": room.school, "group": room.group, "weekday": 0, "period": "P3", "first": TERM_STARTS}
    Lesson.objects.create(**lesson, room="S4", subject="Maths")

    # The SENCo wrote down weeks ago what Yusuf needs; nobody at the gate knows him.
    senco, pupil = acting(room, Role.SENCO), room.pupils[1].public_id
    for kind, says in (("medication", "EpiPen with him"), ("evacuation", "Chair at stair B")):
        set_need(senco, need=uuid.uuid4(), pupil=pupil, kind=kind, says=says, first=MONDAY)

    # At 11:10 the list on paper is there already, made when the last register came in, and says room by room.
    rollbook = system_actor(room.school.pk, clock("11:10"))
    keep_emergency_list(rollbook)
    assert (kept_file(room.school.slug, "lockdown") or b"").startswith(b"%PDF-")
    (part,) = emergency_sheet(acting(room, now="11:10"), "lockdown").parts
    assert (part.name, part.size) == ("S4, Maths", 3)

    # The alarm. The teacher's phone shows the room, and the EpiPen; nobody is to leave the building, so no chair.
    made = uuid.uuid4()
    start_roll(acting(room, now="11:12"), roll_id=made, kind="lockdown", is_drill=False)
    people = roll(acting(room, Role.TEACHER, "11:12"), made)[1]
    assert [(p.where, p.needs) for p in people] == [
        ("S4, Maths", ()),
        ("S4, Maths", ("Medication: EpiPen with him",)),
        ("S4, Maths", ()),
    ]

    # No network from 11:13 to 11:20: three ticks wait, and count from when they were made, however often they are sent.
    teacher = acting(room, Role.TEACHER, "11:20", "Mr Dhillon")
    held = [Tick(uuid.uuid4(), p.number, True, 7 * 60 - n) for n, p in enumerate(people)]
    for _ in range(2):
        tick(teacher, roll_id=made, ticks=held)
    close_roll(acting(room, now="11:40"), roll_id=made)
    (kept,) = rolls_kept(acting(room, now="12:00"))
    assert (kept.title, kept.missing, kept.accounted) == ("Lockdown", 0, "1 min 2 s")
    assert RollTick.objects.count() == 3

    # The day is over, and the paper with the children's names is gone.
    forget_emergency_list(system_actor(room.school.pk, clock("11:10") + timedelta(hours=13)))
    assert kept_file(room.school.slug, "lockdown") is None
