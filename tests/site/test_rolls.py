"""The emergency list: a snapshot, ticks that merge and never double, and a record that is kept (REG-K)."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.pupils.actions import set_need
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import LessonTime
from rollbook.site.actions import Tick, close_roll, sign_visitor_in, start_roll, tick
from rollbook.site.issue import roll_token, row_token
from rollbook.site.models import Roll, RollLine, RollTick
from rollbook.site.models.rolls import AssemblyPoint
from rollbook.site.queries import open_roll, roll, roll_version, rolls_kept, ticks_of
from rollbook.timetable.models import Lesson
from tests.builders import TERM_STARTS, a_school, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, acting, clock, mark, moved

pytestmark = pytest.mark.django_db


def a_drill(size: int = 4, now: str = "10:00", *, real: bool = False) -> tuple[Classroom, uuid.UUID]:
    """A fire drill in a class where everybody but the last is marked present."""
    room = Classroom(size)
    for n in range(size - 1):
        mark(room, n, "/")
    made = uuid.uuid4()
    start_roll(acting(room, now=now), roll_id=made, kind="fire", is_drill=not real)
    return room, made


def seen(number: int, *, ago: int = 0, is_seen: bool = True) -> Tick:
    return Tick(uuid.uuid4(), number, is_seen, ago)


def missing(room: Classroom, made: uuid.UUID) -> int:
    return roll(acting(room), made)[0].missing


def test_it_begins_with_everybody_on_site_and_does_not_change_under_ones_hands() -> None:
    room = Classroom(3)
    mark(room, 0, "/")
    mark(room, 1, "V")
    desk = acting(room, now="10:00")
    sign_visitor_in(desk, visit_id=uuid.uuid4(), name="P. Plumber", kind="contractor")
    made = uuid.uuid4()
    start_roll(desk, roll_id=made, kind="fire", is_drill=True)
    moved(room, 1, "arrived", "10:01")
    head, people = roll(desk, made)
    assert [(p.name, p.expected) for p in people] == [
        ("Abiodun, Tolu", True),
        ("Barker, Alfie", False),
        ("P. Plumber", True),
    ]
    assert (head.people, head.missing, head.title) == (2, 2, "Fire drill")


def test_two_phones_merge_and_a_tick_sent_twice_is_one() -> None:
    room, made = a_drill()
    one, two = seen(1), seen(2)
    tick(acting(room, Role.TEACHER, "10:02", "Mr Dhillon"), roll_id=made, ticks=[one])
    tick(acting(room, Role.TEACHER, "10:02", "Ms Novak"), roll_id=made, ticks=[two, two])
    before = roll_version(acting(room), made)
    tick(acting(room, Role.TEACHER, "10:03", "Mr Dhillon"), roll_id=made, ticks=[one])
    assert roll_version(acting(room), made) == before
    assert RollTick.objects.count() == 2
    assert missing(room, made) == 1
    people = roll(acting(room), made)[1]
    assert [p.ticked.by_name for p in people if p.ticked.seen] == ["Mr Dhillon", "Ms Novak"]


def test_of_two_ticks_for_one_person_the_later_made_wins_whichever_came_first() -> None:
    room, made = a_drill()
    tick(acting(room, now="10:05"), roll_id=made, ticks=[seen(1, is_seen=False)])
    held = seen(1, ago=240)  # made at 10:02 without network, sent at 10:06
    tick(acting(room, now="10:06"), roll_id=made, ticks=[held])
    assert missing(room, made) == 3
    assert RollTick.objects.get(tick_id=held.tick_id).at == clock("10:02")


def test_what_was_held_until_after_the_close_still_counts_and_what_was_made_after_it_does_not() -> None:
    room, made = a_drill()
    close_roll(acting(room, now="10:10"), roll_id=made, note="Bell not heard in the gym")
    close_roll(acting(room, now="10:11"), roll_id=made)
    tick(acting(room, now="10:12"), roll_id=made, ticks=[seen(1, ago=300), seen(2, ago=10)])
    assert missing(room, made) == 2
    (kept,) = rolls_kept(acting(room, now="11:00"))
    assert (kept.minutes, kept.note, kept.people, kept.missing) == (10, "Bell not heard in the gym", 3, 2)


def test_one_list_at_a_time_and_a_double_tap_opens_one() -> None:
    room, made = a_drill()
    desk = acting(room, now="10:01")
    start_roll(desk, roll_id=made, kind="fire", is_drill=True)
    with pytest.raises(Refused, match="open already"):
        start_roll(desk, roll_id=uuid.uuid4(), kind="lockdown", is_drill=False)
    assert Roll.objects.count() == 1
    found = open_roll(desk)
    assert found is not None
    assert found.public_id == made
    told = AuditEntry.objects.get(verb="site.RollStarted")
    assert told.detail["people"] == 3


def test_a_stranger_a_wrong_number_and_too_many_ticks() -> None:
    room, made = a_drill()
    with pytest.raises(NotFound):
        tick(an_actor(a_school(), Role.RECEPTION), roll_id=made, ticks=[seen(1)])
    with pytest.raises(NotFound):
        roll(an_actor(a_school(), Role.RECEPTION), made)
    with pytest.raises(NotFound):
        close_roll(an_actor(a_school(), Role.RECEPTION), roll_id=made)
    with pytest.raises(NotAllowed):
        start_roll(acting(room, Role.TEACHER), roll_id=uuid.uuid4(), kind="fire", is_drill=True)
    with pytest.raises(Refused):
        tick(acting(room), roll_id=made, ticks=[seen(1)] * 501)
    tick(acting(room, now="10:02"), roll_id=made, ticks=[seen(999)])
    assert not RollLine.objects.filter(seen=True).exists()


def test_ticking_takes_the_same_statements_for_one_and_for_thirty() -> None:
    room, made = a_drill(30)
    counts = []
    for numbers in ([1], range(2, 30)):
        teacher = acting(room, now="10:02")
        with CaptureQueriesContext(connection) as done:
            tick(teacher, roll_id=made, ticks=[seen(n) for n in numbers])
        counts.append(len(done))
    assert counts[0] == counts[1] <= 10


class Phone(Screen):
    """A teacher's phone at the assembly point."""

    def __init__(self, room: Classroom, made: uuid.UUID, now: str = "10:02") -> None:
        super().__init__(room, Role.TEACHER, now)
        self.made = made

    def state(self, have: str = "") -> dict[str, Any]:
        answer = self.at.get(self.url("roll-state", roll=self.made), have=have)
        found: dict[str, Any] = json.loads(answer.content)
        return found

    @property
    def token(self) -> str:
        """What stands for the list on this person's phone."""
        return roll_token(self.made, self.user.pk)

    def tap(self, number: int, **more: object) -> dict[str, object]:
        return {"id": str(uuid.uuid4()), "row": row_token(self.token, number), "seen": True, "ago": 0, **more}

    def tick(self, *ticks: dict[str, object], body: str = "") -> Any:
        sent = body or json.dumps({"roll": self.token, "ticks": ticks})
        return self.at.post(self.url("tick", roll=self.made), sent, content_type="application/json")


def test_phones_ask_for_one_number_and_are_told_more_only_when_it_grew() -> None:
    room, made = a_drill()
    phone = Phone(room, made)
    assert phone.state("1") == {"version": 1, "closed": False}
    answer = phone.tick(phone.tap(2))
    assert json.loads(answer.content)["seen"] == {"2": "R. Boateng, 10:02"}
    assert phone.state("1")["version"] == 2
    with CaptureQueriesContext(connection) as done:
        phone.state("2")
    asked = [q["sql"] for q in done if "site_roll" in q["sql"]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body", ["", "nonsense", "{}", '{"roll": 3, "ticks": [{"id": "x", "row": 1}]}', '{"ticks": 3}', "[]"]
)
def test_what_cannot_be_read_is_said_so(body: str) -> None:
    room, made = a_drill()
    answer = Phone(room, made).tick(body=body or "null")
    assert answer.status_code == 422
    assert not RollTick.objects.exists()


def test_it_works_as_a_plain_form_and_on_paper() -> None:
    room, made = a_drill()
    phone = Phone(room, made)
    assert phone.send("tick", {"tick": "1:1"}, roll=made).status_code == 303
    assert "R. Boateng, 10:02" in phone.see("roll", roll=made)
    assert phone.send("tick", {"tick": "1:0"}, roll=made).status_code == 303
    assert phone.send("tick", {"tick": "x"}, roll=made).status_code == 422
    assert missing(room, made) == 3
    assert "Abiodun, Tolu" in phone.see("roll-paper", roll=made)


def test_a_teacher_is_led_to_the_open_list_and_from_a_closed_one_away() -> None:
    room, made = a_drill()
    phone = Phone(room, made)
    assert phone.at.get(phone.url("on-site")).headers["Location"] == phone.url("roll", roll=made)
    close_roll(acting(room, now="10:10"), roll_id=made)
    assert phone.at.get(phone.url("roll", roll=made)).status_code == 404
    office = Screen(room)
    assert "Never seen" in office.see("roll", roll=made)
    assert "3 of 3 never seen" in office.see("on-site")


def test_it_is_opened_and_closed_on_screen() -> None:
    room = Classroom(2)
    mark(room, 0, "/")
    screen, made = Screen(room), uuid.uuid4()
    assert screen.send("start-roll", {"roll": made, "kind": "fire", "real": "1"}).status_code == 303
    assert not Roll.objects.get().is_drill
    assert "Open the emergency list" in screen.see("on-site")
    assert screen.send("close-roll", {"note": "All out"}, roll=made).status_code == 303
    assert "All out" in screen.see("roll", roll=made)
    assert screen.send("start-roll", {"kind": "flood"}).status_code == 422


def test_by_letter_and_by_form() -> None:
    room, made = a_drill()
    phone = Phone(room, made)
    assert 'aria-label="9A"' in phone.see("roll", roll=made)
    by_letter = phone.at.get(phone.url("roll", roll=made), by="letter").content.decode()
    assert 'aria-label="A"' in by_letter
    assert 'aria-label="B"' in by_letter


def test_a_phone_under_another_sign_in_cannot_send_what_the_first_person_ticked() -> None:
    room, made = a_drill()
    phone = Phone(room, made)
    held = json.dumps({"roll": roll_token(made, phone.user.pk + 1), "ticks": [phone.tap(1)]})
    answer = phone.tick(body=held)
    assert (answer.status_code, "another sign-in" in json.loads(answer.content)["says"]) == (422, True)
    unknown = json.dumps({"roll": phone.token, "ticks": [{**phone.tap(1), "row": row_token("other", 1)}]})
    assert phone.tick(body=unknown).status_code == 422
    assert not RollTick.objects.exists()


def test_where_the_tick_was_made_is_kept_with_who_and_when() -> None:
    room = Classroom(2)
    for n in range(2):
        mark(room, n, "/")
    for year, name in (("9", "Tennis court"), ("", "Car park")):
        AssemblyPoint.objects.create(school=room.school, nc_year=year, name=name)
    made = uuid.uuid4()
    start_roll(acting(room, now="10:00"), roll_id=made, kind="fire", is_drill=True)
    phone = Phone(room, made)
    assert "Tennis court" in phone.see("roll", roll=made)
    assert json.loads(phone.tick(phone.tap(1, at=2)).content)["seen"] == {"1": "R. Boateng, 10:02, Tennis court"}
    assert phone.send("tick", {"tick": "2:1", "at": "1"}, roll=made).status_code == 303
    assert list(RollTick.objects.order_by("id").values_list("place", flat=True)) == ["Tennis court", "Car park"]
    people = roll(acting(room), made)[1]
    assert [(p.where, p.ticked.place) for p in people] == [
        ("Tennis court", "Tennis court"),
        ("Tennis court", "Car park"),
    ]


def test_what_a_pupil_needs_stands_on_an_open_list_for_who_ticks_and_on_no_closed_one() -> None:
    room, made = a_drill()
    senco, pupil = acting(room, Role.SENCO), room.pupils[0].public_id
    for kind, says in (("evacuation", "Chair at stair B"), ("dinner", "Library")):
        set_need(senco, need=uuid.uuid4(), pupil=pupil, kind=kind, says=says, first=MONDAY)
    page = Phone(room, made).see("roll", roll=made)
    assert "PEEP: Chair at stair B" in page
    assert "Library" not in page, "the alarm did not go at dinner time"
    assert AccessEntry.objects.filter(what="emergency list", subject=f"roll:{made}").count() == 1
    close_roll(acting(room, now="10:10"), roll_id=made)
    assert "Chair" not in Screen(room).see("roll", roll=made)


def test_a_lockdown_says_in_which_room_each_should_be() -> None:
    room = Classroom(2)
    for n in range(2):
        mark(room, n, "/")
    LessonTime.objects.create(school=room.school, name="P1", starts=550, ends=610, valid_from=TERM_STARTS)
    lesson = {"school": room.school, "group": room.group, "weekday": 0, "period": "P1", "first": TERM_STARTS}
    Lesson.objects.create(**lesson, room="S4", subject="Maths")
    made = uuid.uuid4()
    start_roll(acting(room, now="10:00"), roll_id=made, kind="lockdown", is_drill=True)
    phone = Phone(room, made)
    page = phone.see("roll", roll=made)
    assert '<section class="st-part" aria-label="S4, Maths"' in page
    assert "I stand at" not in page
    assert "By room" in page


def test_a_drill_says_how_long_until_everybody_was_accounted_for_and_who_saw_them() -> None:
    room, made = a_drill()
    tick(acting(room, Role.TEACHER, "10:02", "Mr Dhillon"), roll_id=made, ticks=[seen(1), seen(2)])
    tick(acting(room, Role.TEACHER, "10:05", "Ms Novak"), roll_id=made, ticks=[seen(3, ago=48)])
    close_roll(acting(room, now="10:09"), roll_id=made)
    (kept,) = rolls_kept(acting(room, now="11:00"))
    assert (kept.missing, kept.accounted, kept.minutes) == (0, "4 min 12 s", 9)
    page = Screen(room).see("roll", roll=made)
    assert "All accounted for after 4 min 12 s" in page
    assert "all seen after 4 min 12 s" in page
    assert "<b>Mr Dhillon</b>" in page


@pytest.mark.parametrize("size", [3, 30])
def test_a_list_is_read_in_four_statements_and_asked_after_in_one(size: int) -> None:
    room, made = a_drill(size)
    teacher = acting(room, Role.TEACHER)
    counts = []
    for ask in (roll, roll_version, ticks_of):
        with CaptureQueriesContext(connection) as done:
            ask(teacher, made)
        counts.append(len(done))
    assert counts == [4, 1, 1]


def test_the_assembly_points_are_set_on_screen_and_stand_on_the_next_list() -> None:
    room = Classroom(1)
    mark(room, 0, "/")
    office = Screen(room, Role.ATTENDANCE_MANAGER)
    assert 'name="point-9"' in office.see("points")
    sent = {"point-9": " Tennis  court ", "point-": "Car park"}
    assert office.send("points", {**sent, "point-9": "x" * 61}).status_code == 422
    assert office.send("points", sent).status_code == 303
    assert office.send("points", sent).status_code == 303
    assert AuditEntry.objects.filter(verb="site.AssemblyPointsSet").count() == 1
    made = uuid.uuid4()
    start_roll(acting(room), roll_id=made, kind="fire", is_drill=True)
    assert [p.where for p in roll(acting(room), made)[1]] == ["Tennis court"]
    assert office.send("points", {"point-9": "", "point-": "Car park"}).status_code == 303
    assert list(AssemblyPoint.objects.values_list("nc_year", "name")) == [("", "Car park")]
    assert Screen(room, Role.TEACHER).send("points", sent).status_code == 403
