"""Tasks: made once for each source, for a person or a role, read by those whom they concern and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rollbook.rules.access import Permission, Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import Closure
from rollbook.work.actions import finish_from, finish_task, make_task, take_over
from rollbook.work.models import Task
from rollbook.work.queries import tasks_for
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import MONDAY, Classroom

pytestmark = pytest.mark.django_db

RING = "Ring the home of Tolu Abiodun about the missing inhaler"
MANAGER = Role.ATTENDANCE_MANAGER.value


def test_a_task_is_made_once_for_each_source(room: Classroom) -> None:
    made = [make_task(room.actor, says=RING, due=MONDAY, role=MANAGER, source="visit:1") for _ in range(2)]
    assert made[0] == made[1]
    assert Task.objects.count() == 1


def test_what_a_task_says_is_not_readable_in_the_table(room: Classroom) -> None:
    make_task(room.actor, says=RING, due=MONDAY, owner=room.officer.pk, pupil=room.pupils[0].pk)
    assert b"Tolu" not in bytes(Task.objects.get().says)
    (line,) = tasks_for(room.actor)
    assert (line.says, line.own, line.pupil and line.pupil.forename) == (RING, True, "Tolu")


def test_a_roles_task_is_for_whoever_holds_it(room: Classroom) -> None:
    make_task(room.actor, says=RING, due=MONDAY, role=Role.ATTENDANCE_ADMINISTRATOR.value)
    assert [line.whose for line in tasks_for(room.actor)] == ["Attendance administrator"]
    assert tasks_for(_colleague(room, Role.RECEPTION)) == ()


def test_a_task_about_a_pupil_reaches_only_those_who_may_see_the_pupil(room: Classroom) -> None:
    make_task(room.actor, says=RING, due=MONDAY, role=Role.TUTOR.value, pupil=room.pupils[0].pk)
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor)
    assert len(tasks_for(tutor)) == 1
    assert tasks_for(_colleague(room, Role.TUTOR)) == ()


def test_a_task_that_needs_a_permission_is_not_shown_without_it(room: Classroom) -> None:
    admin = Role.ATTENDANCE_ADMINISTRATOR.value
    make_task(room.actor, says=RING, due=MONDAY, role=admin, needs=Permission.SEE_POLICE_MESSAGES)
    assert tasks_for(room.actor) == ()


def test_finishing_taking_over_and_settling_by_source(room: Classroom) -> None:
    admin = Role.ATTENDANCE_ADMINISTRATOR.value
    first = make_task(room.actor, says=RING, due=MONDAY, role=admin)
    make_task(room.actor, says="Print the lists", due=MONDAY, role=admin, source="lists:1")
    take_over(room.actor, task=first)
    assert [line.own for line in tasks_for(room.actor)] == [True, False]
    finish_task(room.actor, task=first)
    finish_from(room.actor, source="lists:1")
    finish_from(room.actor, source="lists:1")
    assert tasks_for(room.actor) == ()
    assert {row.done_by_name for row in Task.objects.all()} == {"A. Osei"}
    with pytest.raises(NotFound):
        finish_task(room.actor, task=first)


def test_nobody_finishes_what_is_not_theirs(room: Classroom) -> None:
    task = make_task(room.actor, says=RING, due=MONDAY, owner=room.officer.pk)
    with pytest.raises(NotFound):
        finish_task(_colleague(room, Role.HEAD), task=task)
    with pytest.raises(NotAllowed):
        finish_task(replace(room.actor, permissions=frozenset()), task=task)


def test_another_schools_tasks_are_not_there(room: Classroom) -> None:
    elsewhere = Classroom(1)
    a_role(room.officer, elsewhere.school)
    make_task(elsewhere.actor, says=RING, due=MONDAY, owner=room.officer.pk)
    assert tasks_for(room.actor) == ()


@pytest.mark.parametrize(
    ("says", "more", "sentence"),
    [
        ("  ", {"role": MANAGER}, "what is to be done"),
        ("x" * 501, {"role": MANAGER}, "at most 500"),
        (RING, {}, "who is to do it"),
        (RING, {"role": "caretaker"}, "one of the school’s roles"),
    ],
)
def test_what_cannot_be_a_task_is_refused_in_words(
    room: Classroom, says: str, more: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_task(room.actor, says=says, due=MONDAY, **more)  # type: ignore[arg-type]  # a role alone
    assert not Task.objects.exists()


def test_what_falls_due_in_the_holiday_is_raised_before_it(room: Classroom) -> None:
    half_term = Closure.Kind.HALF_TERM
    Closure.objects.create(
        school=room.school, kind=half_term, first=date(2026, 10, 26), last=date(2026, 10, 30), name="Half term"
    )
    make_task(room.actor, says="Answer the council", due=date(2026, 10, 28), owner=room.officer.pk)
    make_task(room.actor, says="Order paper", due=date(2026, 10, 26) - timedelta(days=4), owner=room.officer.pk)
    paper, council = tasks_for(room.actor)
    assert (paper.says, paper.in_holiday) == ("Order paper", False)
    assert (council.act_by, council.in_holiday) == (date(2026, 10, 23), True)


def test_the_list_costs_the_same_for_one_task_and_for_twenty(room: Classroom, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(20):
        make_task(
            room.actor, says=f"{n}", due=MONDAY, role=Role.ATTENDANCE_ADMINISTRATOR.value, pupil=room.pupils[n % 3].pk
        )
    with django_assert_num_queries(6):
        assert len(tasks_for(room.actor)) == 20


@pytest.fixture
def room() -> Classroom:
    return Classroom(3)


def _colleague(room: Classroom, role: Role):  # type: ignore[no-untyped-def]
    user = a_user("B. Colleague")
    a_role(user, room.school, role)
    return an_actor(room.school, role, user=user, now=room.actor.now)
