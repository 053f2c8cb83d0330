"""What was found at a door: once, never inside alone with children, and what follows from it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rollbook.absence.actions.visits_door import answer_door
from rollbook.absence.actions.visits_out import back_from_visits, leave_for_visits
from rollbook.absence.models import Doorstep, HomeVisit
from rollbook.absence.queries.visits import visit_page, visits_board
from rollbook.rules.access import Role
from rollbook.rules.home_visits import NextStep, Seen, Who
from rollbook.rules.refused import NotFound, Refused
from rollbook.work.models import Task
from tests.absence.visiting import Visiting

pytestmark = pytest.mark.django_db


def answered(day: Visiting, visit: uuid.UUID, *seen: Seen, answer: uuid.UUID | None = None, **more: object) -> bool:
    return answer_door(
        day.as_(day.first),
        answer_id=answer or uuid.uuid4(),
        visit=visit,
        found=day.found(*seen, **more),  # type: ignore[arg-type]
        taken_at=day.now,
        note="Mother says he starts on Monday",
    )


def test_an_answer_is_stored_once_however_often_it_is_sent() -> None:
    day = Visiting()
    visit, answer = day.asked(0, 1), uuid.uuid4()
    day.planned(visit)
    sent = [answered(day, visit, Seen.ALONE, Seen.NO, answer=answer) for _ in range(3)]
    assert sent == [True, False, False]
    door = visit_page(day.actor(), visit).door
    assert door is not None
    assert (door.who, door.seen, door.note) == (Who.PARENT, 1, "Mother says he starts on Monday")
    assert visits_board(day.actor()).done[0].public_id == visit
    assert b"Monday" not in bytes(Doorstep.objects.get().note)


def test_the_later_answer_stands_and_the_earlier_is_kept() -> None:
    day = Visiting()
    visit = day.asked(0)
    day.planned(visit)
    answered(day, visit, Seen.NO, who=Who.NOBODY)
    day.now += timedelta(minutes=1)
    answered(day, visit, Seen.SEEN)
    found = visit_page(day.actor(), visit)
    assert [door.who for door in found.doors] == [Who.NOBODY, Who.PARENT]


def test_nobody_goes_inside_where_only_children_are() -> None:
    day = Visiting()
    visit = day.asked(0)
    day.planned(visit)
    with pytest.raises(Refused, match="Nobody goes inside when only children are at home") as refused:
        answered(day, visit, Seen.SEEN, who=Who.CHILDREN, inside=True)
    assert refused.value.rule == "VIS-1"
    for wrong in ({"inside": True}, {}):
        with pytest.raises(Refused, match="Nobody answered"):
            answered(day, visit, Seen.ALONE, who=Who.NOBODY, **wrong)
    assert not Doorstep.objects.exists()
    row = HomeVisit.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Doorstep.objects.create(
            school=day.school, visit=row, answer_id=uuid.uuid4(), who="children", inside=True, card_left=False,
            next_step="none", taken_at=day.now, at=day.now, by_name="x",
        )  # fmt: skip


def test_only_children_at_home_goes_to_the_safeguarding_lead_by_itself() -> None:
    day = Visiting()
    visit = day.asked(0)
    day.planned(visit)
    answered(day, visit, Seen.SEEN, who=Who.CHILDREN, card_left=True)
    task = Task.objects.get()
    assert (task.role, task.due, task.needs) == (Role.DSL, day.now.date(), "see-visit-risks")


@pytest.mark.parametrize(
    ("step", "roles"),
    [
        (NextStep.NONE, []),
        (NextStep.RING, [Role.ATTENDANCE_ADMINISTRATOR]),
        (NextStep.DSL, [Role.DSL]),
        (NextStep.POLICE, [Role.ATTENDANCE_ADMINISTRATOR, Role.DSL]),
        (NextStep.AGAIN, []),
    ],
)
def test_the_next_step_is_somebodys_task(step: NextStep, roles: list[Role]) -> None:
    day = Visiting()
    visit = day.asked(0)
    day.planned(visit)
    answered(day, visit, Seen.NO, who=Who.NOBODY, next_step=step)
    assert sorted(Task.objects.values_list("role", flat=True)) == sorted(roles)
    again = visits_board(day.actor()).asked
    assert len(again) == (1 if step is NextStep.AGAIN else 0)
    assert not again or "Visited on 16 November: nobody." in again[0].reason


def test_an_answer_that_comes_after_they_are_back_is_taken() -> None:
    day = Visiting()
    visit = day.asked(0)
    out = day.planned(visit)
    leave_for_visits(day.as_(day.first), out=out)
    back_from_visits(day.as_(day.first), out=out)
    assert answered(day, visit, Seen.SEEN)


def test_every_child_is_answered_for_and_by_those_who_were_sent() -> None:
    day = Visiting()
    visit = day.asked(0, 1)
    with pytest.raises(NotFound):
        answered(day, visit, Seen.SEEN, Seen.SEEN)
    day.planned(visit)
    with pytest.raises(Refused, match="every child"):
        answered(day, visit, Seen.SEEN)
    stranger = day._member("Dr Ito", Role.HEAD_OF_YEAR)
    with pytest.raises(NotFound):
        answer_door(
            day.as_(stranger), answer_id=uuid.uuid4(), visit=visit, found=day.found(Seen.NO, Seen.NO), taken_at=day.now
        )
