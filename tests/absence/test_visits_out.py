"""Two people out at homes: who may be sent, the clock of their return, and who is told when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions.visits_out import (
    back_from_visits,
    call_off,
    leave_for_visits,
    move_visit,
    need_longer,
    plan_visits,
    raise_overdue,
)
from rollbook.absence.models import VisitsOut
from rollbook.absence.queries.visits import out_page, overdue_now, risks_of, visits_board
from rollbook.absence.queries.visits_mine import my_visits
from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.work.models import Task
from tests.absence.visiting import Visiting

pytestmark = pytest.mark.django_db


def test_two_people_are_sent_and_a_third_waits() -> None:
    day = Visiting()
    one, two = day.asked(0), day.asked(1)
    out = day.planned(two, one)
    board = visits_board(day.actor())
    assert board.asked == ()
    assert [v.public_id for v in board.planned[0].visits] == [two, one]
    assert board.planned[0].names == "Ms Rahman and Mr Cole"
    assert out_page(day.actor(), out).duty[1] == "Mrs Quaye"


def test_who_goes_and_who_waits_are_checked() -> None:
    day = Visiting()
    visit = day.asked(0)
    people = {"first": day.first.pk, "second": day.second.pk, "duty": day.duty.pk}
    when = {"leaves_at": day.now + timedelta(minutes=10), "minutes": 60}
    wrong = [
        ({"second": day.first.pk}, "somebody else as the second"),
        ({"duty": day.first.pk}, "is not one of them"),
        ({"second": day.tutor.pk}, "make home visits"),
        ({"duty": 0}, "who waits for them"),
        ({"leaves_at": day.now - timedelta(hours=2)}, "is over"),
        ({"minutes": 0}, "how many minutes"),
        ({"visits": []}, "No home was chosen"),
    ]
    for change, says in wrong:
        with pytest.raises(Refused, match=says):
            plan_visits(day.actor(), **{"visits": [visit], **people, **when, **change})  # type: ignore[arg-type]
    day.planned(visit)
    with pytest.raises(Refused, match="planned already"):
        day.planned(visit)
    with pytest.raises(Refused, match="planned for other visits from 9:30"):
        day.planned(day.asked(1), after=20)
    with pytest.raises(NotAllowed):
        plan_visits(day.as_(day.first), visits=[visit], **people, **when)  # type: ignore[arg-type]


def test_the_route_is_put_in_order_by_hand() -> None:
    day = Visiting()
    visits = [day.asked(n) for n in range(3)]
    out = day.planned(*visits)
    move_visit(day.as_(day.first), visit=visits[2], earlier=True)
    move_visit(day.as_(day.first), visit=visits[0], earlier=True)
    assert [v.public_id for v in out_page(day.actor(), out).visits] == [visits[0], visits[2], visits[1]]


def test_the_clock_begins_when_they_leave_and_stops_when_they_are_back() -> None:
    day = Visiting()
    out = day.planned(day.asked(0), minutes=45)
    day.now += timedelta(minutes=30)
    due = leave_for_visits(day.as_(day.first), out=out)
    assert due == day.now + timedelta(minutes=45)
    assert leave_for_visits(day.as_(day.second), out=out) == due
    with pytest.raises(Refused, match="have left already"):
        call_off(day.actor(), out=out)
    assert visits_board(day.actor()).out[0].left == 45
    day.now += timedelta(minutes=40)
    back_from_visits(day.as_(day.second, Role.ATTENDANCE_ADMINISTRATOR), out=out)
    board = visits_board(day.actor())
    assert (board.out, len(board.asked)) == ((), 1), "the home that was not visited is asked for as before"
    with pytest.raises(Refused, match="Mr Cole has said already"):
        back_from_visits(day.as_(day.first), out=out)


def test_nobody_elses_word_stops_the_clock() -> None:
    day = Visiting()
    out = day.planned(day.asked(0))
    stranger = day._member("Dr Ito", Role.HEAD_OF_YEAR)
    for act in (leave_for_visits, back_from_visits):
        with pytest.raises(NotFound):
            act(day.as_(stranger), out=out)
    with pytest.raises(NotFound):
        leave_for_visits(Visiting().actor(), out=out)


def test_whoever_waits_is_told_once_when_they_are_overdue() -> None:
    day = Visiting()
    out = day.planned(day.asked(0), minutes=30)
    leave_for_visits(day.as_(day.first), out=out)
    day.now += timedelta(minutes=29)
    assert raise_overdue(day.actor()) == 0
    day.now += timedelta(minutes=2)
    assert [raise_overdue(day.actor()) for _ in range(2)] == [1, 0]
    assert overdue_now(day.actor()) == 1
    task = Task.objects.get()
    assert (task.owner_id, task.done_at) == (day.duty.pk, None)
    assert visits_board(day.actor()).out[0].is_overdue
    back_from_visits(day.as_(day.first), out=out)
    task.refresh_from_db()
    assert task.done_at is not None
    assert AuditEntry.objects.get(verb="absence.VisitorsBack").detail["was_overdue"] is True


def test_they_may_need_longer_and_be_overdue_again() -> None:
    day = Visiting()
    out = day.planned(day.asked(0), minutes=30)
    leave_for_visits(day.as_(day.first), out=out)
    day.now += timedelta(minutes=31)
    raise_overdue(day.actor())
    assert need_longer(day.as_(day.first), out=out, minutes=20) == day.now + timedelta(minutes=20)
    assert not visits_board(day.actor()).out[0].is_overdue
    day.now += timedelta(minutes=21)
    assert raise_overdue(day.actor()) == 1
    assert Task.objects.filter(done_at=None).count() == 1


def test_called_off_the_homes_are_asked_for_as_before() -> None:
    day = Visiting()
    out = day.planned(day.asked(0))
    call_off(day.actor(), out=out)
    assert len(visits_board(day.actor()).asked) == 1
    assert VisitsOut.objects.get().called_off_at is not None


def test_the_route_has_addresses_and_numbers_of_those_who_may_be_told() -> None:
    day = Visiting()
    day.home(0)
    day.contact(0)
    day.contact(0, name="Derek", number="07700 900199", no_contact=True, priority=2)
    day.planned(day.asked(0))
    (route,) = my_visits(day.as_(day.first)).routes
    (stop,) = route.stops
    assert stop.home is not None
    assert stop.home.lines == ("12 Mill Lane",)
    assert [number.says for number in stop.numbers] == ["07700 900142"]
    assert my_visits(day.as_(day.duty, Role.DSL)).routes == ()
    assert AccessEntry.objects.filter(what="homes to visit").count() == 1


def test_risks_are_read_by_the_two_who_go_until_they_are_back() -> None:
    day = Visiting()
    visit = day.asked(0, risks="A large dog")
    with pytest.raises(NotAllowed):
        risks_of(day.as_(day.first), visit)
    out = day.planned(visit)
    assert risks_of(day.as_(day.first), visit) == "A large dog"
    assert risks_of(day.as_(day.duty, Role.DSL), visit) == "A large dog"
    assert AccessEntry.objects.filter(what="risks of a home visit").count() == 2
    leave_for_visits(day.as_(day.first), out=out)
    back_from_visits(day.as_(day.first), out=out)
    with pytest.raises(NotAllowed):
        risks_of(day.as_(day.first), visit)


@pytest.mark.parametrize("homes", [1, 4])
def test_the_board_and_the_route_cost_the_same_for_any_number_of_homes(homes: int) -> None:
    day = Visiting(8)
    for n in range(8):
        day.home(n)
        day.contact(n)
    day.planned(*[day.asked(n) for n in range(homes)])
    for n in range(homes):
        day.asked(n + 4)
    office, me = day.actor(), day.as_(day.first)
    with CaptureQueriesContext(connection) as board:
        visits_board(office)
    with CaptureQueriesContext(connection) as route:
        my_visits(me)
    assert (len(board), len(route)) == (6, 11)
