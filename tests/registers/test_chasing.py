"""Late registers: who is asked, who is told next and when, who was sent, and what may be taken back."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.registers.actions import save_register
from rollbook.registers.actions.chasing import (
    answer_nudge,
    escalate,
    note_seen,
    nudge,
    send,
    set_ladder,
    stamp,
    take_back,
)
from rollbook.registers.actions.taking import Tap
from rollbook.registers.jobs import chase, count_board_change
from rollbook.registers.models import Chase
from rollbook.registers.queries import RegisterState, register_sheet
from rollbook.registers.queries.chasing import asked_for, ladder_on, ladders
from rollbook.registers.queries.day_board import Line, day_board, next_change
from rollbook.registers.queries.version import board_version
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.staff.models import User
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom, cover
from tests.registers.lesson_room import IN_P1, LessonRoom

pytestmark = pytest.mark.django_db
CLOSES = AT_THE_DOOR + timedelta(minutes=23)  # 9:10
STEPS = [(5, "taker"), (10, "head-of-year"), (20, "cover")]


class LateRoom(Classroom):
    """9A on Monday morning, its register not taken."""

    @property
    def key(self) -> str:
        return f"am:{self.group.public_id}"

    def office(self, minutes: int = 1, role: Role = Role.ATTENDANCE_ADMINISTRATOR, user: User | None = None) -> Actor:
        return an_actor(self.school, role, user=user or self.officer, now=self.after(minutes))

    def after(self, minutes: int) -> datetime:
        return CLOSES + timedelta(minutes=minutes)

    def line(self, minutes: int = 1) -> Line:
        found = day_board(self.office(minutes), MONDAY).line(self.key)
        assert found is not None
        return found

    def staff(self, name: str, role: Role, nc_year: str = "") -> User:
        person = a_user(name)
        held = a_role(person, self.school, role)
        held.nc_year = nc_year
        held.save(update_fields=["nc_year"])
        return person

    def tutors(self, minutes: int) -> Actor:
        return self.office(minutes, Role.TUTOR, self.tutor)

    def taken(self, minutes: int) -> None:
        issue = register_sheet(self.tutors(minutes), self.group.public_id, MONDAY, Half.AM).issue
        taps = [Tap(issue.token(str(p.public_id)), "/") for p in self.pupils]
        save_register(
            self.tutors(minutes), issue=issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True
        )

    def ladder(self, steps: list[tuple[int, str]] | None = None, from_day: date = MONDAY) -> int:
        return set_ladder(self.office(-60), from_day=from_day, lesson_after=15, steps=STEPS if steps is None else steps)


def test_a_nudge_stands_with_whoever_takes_the_register_until_it_is_in() -> None:
    room = LateRoom(2)
    assert nudge(room.office(2), register=room.key) == ("Mr Dhillon",)
    (asked,) = asked_for(room.tutors(3))
    assert (asked.name, asked.by_name, asked.at, asked.seen_at) == ("9A", "A. Osei", room.after(2), None)
    note_seen(room.tutors(3), chases=[asked.public_id])
    assert room.line(4).chased[0].seen_at == room.after(3)
    with pytest.raises(Refused, match="asked already"):
        nudge(room.office(4), register=room.key)
    room.taken(5)
    assert asked_for(room.tutors(6)) == (), "a register that is in is asked for no more"


def test_cover_is_asked_instead_of_the_tutor() -> None:
    room, person = LateRoom(2), a_user("Supply")
    a_role(person, room.school, Role.TEACHER)
    cover(room, person)
    assert nudge(room.office(2), register=room.key) == ("Supply",)


def test_an_answer_is_seen_on_the_board_and_ends_the_question() -> None:
    room = LateRoom(2)
    nudge(room.office(2), register=room.key)
    (asked,) = asked_for(room.tutors(3))
    answer_nudge(room.tutors(3), chase=asked.public_id, answer="cannot")
    assert room.line(4).chased[0].answer == "cannot"
    assert asked_for(room.tutors(4)) == ()
    other = room.office(4, Role.TEACHER, room.staff("Ms Kaur", Role.TEACHER))
    with pytest.raises(NotFound):
        answer_nudge(other, chase=asked.public_id, answer="now")


@pytest.mark.parametrize("minutes", [-5, 0])
def test_who_is_not_late_is_not_asked(minutes: int) -> None:
    room = LateRoom(2)
    room.taken(minutes - 1)
    with pytest.raises(Refused, match="not late"):
        nudge(room.office(minutes), register=room.key)


@pytest.mark.parametrize("role", [Role.TUTOR, Role.TEACHER, Role.AUDITOR, Role.SENCO])
def test_who_may_not_chase(role: Role) -> None:
    room = LateRoom(1)
    with pytest.raises(NotAllowed):
        nudge(room.office(2, role), register=room.key)


def test_another_schools_register_is_not_there() -> None:
    room = LateRoom(1)
    stranger = an_actor(a_school("Elsewhere"), now=room.after(2))
    with pytest.raises(NotFound):
        nudge(stranger, register=room.key)


def test_the_ladder_tells_each_step_once_and_in_order() -> None:
    room = LateRoom(1)
    room.staff("Ms Year Nine", Role.HEAD_OF_YEAR, nc_year="9")
    room.staff("Mr Year Seven", Role.HEAD_OF_YEAR, nc_year="7")
    room.staff("C. Cover", Role.COVER)
    room.ladder()
    line = room.line(1)
    assert line.next_step is not None
    assert (line.next_step.label, line.next_at) == ("whoever takes it", room.after(5))
    for minutes in (4, 5, 6, 10, 12, 21, 22):
        chase(system_actor(room.school.pk, room.after(minutes)))
    told = [(c.step, c.to_name, c.at) for c in room.line(30).chased]
    assert told == [
        (1, "Mr Dhillon", room.after(5)),
        (2, "Ms Year Nine", room.after(10)),
        (3, "C. Cover", room.after(21)),
    ]
    assert room.line(30).next_step is None
    assert AuditEntry.objects.filter(verb="registers.RegisterEscalated").count() == 3


def test_a_job_that_comes_late_tells_all_steps_that_are_due() -> None:
    room = LateRoom(1)
    room.ladder()
    assert escalate(system_actor(room.school.pk, room.after(40))) == 1
    told = [(c.step, c.to_name) for c in room.line(41).chased]
    assert told == [(1, "Mr Dhillon"), (2, ""), (3, "")], "nobody in the post is said, not hidden"


def test_nobody_is_told_of_what_is_in_nor_without_a_ladder() -> None:
    room = LateRoom(1)
    assert escalate(system_actor(room.school.pk, room.after(40))) == 0
    room.ladder()
    room.taken(3)
    assert escalate(system_actor(room.school.pk, room.after(40))) == 0
    assert not Chase.objects.exists()


def test_ladders_have_their_days() -> None:
    room = LateRoom(1)
    room.ladder([(5, "taker")])
    tomorrow = MONDAY + timedelta(days=1)
    room.ladder([(0, "head")], from_day=tomorrow)
    held = [ladder_on(room.office(), day) for day in (MONDAY, tomorrow, date(2026, 9, 1))]
    assert [one and [s.who for s in one.steps] for one in held] == [["taker"], ["head"], None]
    assert [one.version for one in ladders(room.office())] == [2, 1]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([(10, "taker"), (5, "cover")], "one after another"),
        ([(5, "porter")], "no post"),
        ([(500, "cover")], "0 to 240"),
        ([(1, "cover")] * 7, "at most 6"),
    ],
)
def test_a_ladder_that_cannot_be_climbed(steps: list[tuple[int, str]], says: str) -> None:
    with pytest.raises(Refused, match=says):
        LateRoom(1).ladder(steps)


def test_a_ladder_does_not_begin_in_the_past() -> None:
    with pytest.raises(Refused, match="is over"):
        LateRoom(1).ladder(from_day=MONDAY - timedelta(days=1))


def test_somebody_is_sent_arrives_and_is_back_and_the_last_is_taken_back() -> None:
    room = LateRoom(1)
    person = room.staff("Mr Runner", Role.COVER)
    assert send(room.office(6), register=room.key, user_id=person.pk) == "Mr Runner"
    (sent,) = room.line(7).chased
    stamp(room.office(8), chase=sent.public_id, what="arrived")
    with pytest.raises(Refused, match="noted already"):
        stamp(room.office(8), chase=sent.public_id, what="arrived")
    stamp(room.office(9), chase=sent.public_id, what="back")
    take_back(room.office(10), chase=sent.public_id)
    (now,) = room.line(11).chased
    assert (now.arrived_at, now.back_at) == (room.after(8), None)
    take_back(room.office(11), chase=sent.public_id)
    take_back(room.office(12), chase=sent.public_id)
    assert room.line(13).chased == ()
    kept = Chase.objects.get()
    assert (kept.undone_by, kept.undone_at) == ("A. Osei", room.after(12)), "taken back, not forgotten"


def test_only_staff_of_today_are_sent() -> None:
    room = LateRoom(1)
    with pytest.raises(Refused, match="works in the school"):
        send(room.office(2), register=room.key, user_id=a_user("Nobody").pk)


def test_what_the_ladder_told_is_not_untold() -> None:
    room = LateRoom(1)
    room.ladder()
    escalate(system_actor(room.school.pk, room.after(6)))
    (told,) = room.line(7).chased
    with pytest.raises(Refused, match="cannot be untold"):
        take_back(room.office(8), chase=told.public_id)


def test_the_day_has_its_lessons_between_its_sessions() -> None:
    room = LessonRoom(3)
    set_ladder(room.actor, from_day=MONDAY, lesson_after=10, steps=[(5, "taker")])
    early = day_board(an_actor(room.school, user=room.officer, now=IN_P1), MONDAY)
    assert [part.key for part in early.parts] == ["am", "P1", "pm", "P4"]
    assert early.parts[1].lines[0].state is RegisterState.OPEN
    late = day_board(an_actor(room.school, user=room.officer, now=IN_P1 + timedelta(minutes=7)), MONDAY)
    (line,) = late.parts[1].lines
    assert (line.state, line.overdue, line.people_names) == (RegisterState.MISSING, 2, "Ms Kaur")
    room.take(room.p1, "///", now=IN_P1 + timedelta(minutes=8))
    done = day_board(an_actor(room.school, user=room.officer, now=IN_P1 + timedelta(minutes=9)), MONDAY)
    assert done.parts[1].lines[0].state is RegisterState.TAKEN


def test_how_late_a_lesson_is_concerns_named_roles_only() -> None:
    room = LessonRoom(3)
    late = IN_P1 + timedelta(hours=2)
    shown = day_board(an_actor(room.school, Role.RECEPTION, now=late), MONDAY)
    assert {line.overdue for line in shown.lines} == {None}


def test_a_board_knows_when_it_will_look_different() -> None:
    room = LateRoom(1)
    opens = AT_THE_DOOR - timedelta(minutes=7)
    before = an_actor(room.school, user=room.officer, now=opens - timedelta(minutes=3))
    assert next_change(before, day_board(before, MONDAY)) == opens
    late = room.office(3)
    assert next_change(late, day_board(late, MONDAY)) == room.after(4), "minutes late grow"
    reception = room.office(3, Role.RECEPTION)
    assert next_change(reception, day_board(reception, MONDAY)) != room.after(4)


def test_the_version_is_one_statement_and_another_after_each_change() -> None:
    room = LateRoom(1)
    seen = []

    def look() -> None:
        with CaptureQueriesContext(connection) as spent:
            seen.append(board_version(room.office()))
        assert len(spent) == 1

    look()
    nudge(room.office(2), register=room.key)
    look()
    note_seen(room.tutors(3), chases=[Chase.objects.get().public_id])
    look()
    room.taken(4)
    look()
    count_board_change(system_actor(room.school.pk, room.after(5)))
    look()
    assert len(set(seen)) == len(seen)
    look()
    assert seen[-1] == seen[-2]


@pytest.mark.parametrize("groups", [2, 60])
def test_the_cost_of_a_day_does_not_grow_with_its_groups(groups: int) -> None:
    school = a_school()
    for n in range(groups):
        a_pupil(school, group=a_group(school, f"9.{n}"))
    actor = an_actor(school)
    with CaptureQueriesContext(connection) as spent:
        assert sum(1 for _ in day_board(actor, MONDAY).lines) == 2 * groups
    assert len(spent) == 13, "\n".join(q["sql"][:110] for q in spent.captured_queries)
