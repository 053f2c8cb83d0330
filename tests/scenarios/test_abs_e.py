"""Home visits, told as the office lives them (ABS-E, VIS-1, VIS-2)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from rollbook.absence.actions.visits_out import raise_overdue
from rollbook.absence.issue import VisitIssue
from rollbook.absence.models import Doorstep, HomeVisit, VisitsOut
from rollbook.absence.queries.visits import visits_board
from rollbook.absence.queries.visits_history import history_of
from rollbook.audit.models import AccessEntry
from rollbook.rules.access import Role
from rollbook.rules.home_visits import NextStep, Seen, Who
from rollbook.work.models import Task
from tests.absence.morning import FRIDAY, MONDAY, Visitor
from tests.absence.visiting import Visiting

pytestmark = pytest.mark.django_db


def said(answer) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", answer.content.decode())


def planned(day: Visiting, office: Visitor, **more: object) -> None:
    """The office plans the one visit that is asked for: two go at 9:40 for half an hour, the DSL waits."""
    visit = HomeVisit.objects.get()
    given = {
        "visits": [str(visit.public_id)], "first": day.first.pk, "second": day.second.pk, "duty": day.duty.pk,
        "on_0": "16", "on_1": "11", "on_2": "2026", "at": "9:40", "minutes": "30", **more,
    }  # fmt: skip
    assert office.post(office.url("absence:plan-visits"), given).status_code == 303


def answered(day: Visiting, phone: Visitor, **codes: str) -> int:
    visit = HomeVisit.objects.get()
    with time_machine.travel(day.now, tick=False):
        issue = VisitIssue(day.school.pk, day.first.pk, visit.public_id)
        given = {
            "issue": issue.sign(), "answer": "00000000-0000-4000-8000-00000000000a", "inside": "stayed",
            issue.token(day.pupils[0].pk): "no", "next": "none", **codes,
        }  # fmt: skip
    return int(phone.post(phone.url("absence:door"), given).status_code)


def test_nobody_has_answered_for_three_days() -> None:
    # Given a boy about whom nobody has heard anything since Thursday, at a home with a dog,
    day = Visiting(1)
    day.home(0)
    day.contact(0)
    for on in (FRIDAY - timedelta(days=1), FRIDAY, MONDAY):
        day.marked({0: "N"}, on=on)
    # when the office opens the home visits on Monday at 9:20,
    office = day.person()
    board = said(office.get(office.url("absence:visits")))
    # then the school's policy has put him there: three school days without a word.
    assert "Due by the school’s policy" in board
    assert "3 school days without a word, since Thu 12 Nov" in board
    # When the office asks for the visit, and writes down what visitors must know,
    ask = office.url("absence:ask-visit", day.pupils[0].public_id)
    given = {"reason": "Texted and rung since Thursday", "urgency": "today", "risks": "A large dog"}
    assert office.post(ask, given).status_code == 303
    # then the office itself cannot read that again, and he is due no second visit.
    visit = HomeVisit.objects.get().public_id
    assert office.get(office.url("absence:visit-risks", home_visit=visit)).status_code == 403
    assert "No home is due a visit that is not asked for." in said(office.get(office.url("absence:visits")))
    # When two are sent, Ms Rahman finds the address, the number and the dog on her phone;
    planned(day, office)
    phone = day.browser(day.first)
    mine = said(phone.get(phone.url("absence:my-visits")))
    assert "12 Mill Lane" in mine
    assert 'href="tel:' in mine
    assert "Read before you go" in mine
    assert "A large dog" in said(phone.get(phone.url("absence:visit-risks", home_visit=visit)))
    assert AccessEntry.objects.filter(what="risks of a home visit").count() == 1
    # and when his mother opens, he is seen and spoken to alone, and she promises to bring him.
    seen = VisitIssue(day.school.pk, day.first.pk, visit).token(day.pupils[0].pk)
    assert answered(day, phone, who="parent", **{seen: "alone"}, next="meet") == 303
    # Then it stands on his history in one line, without the dog, and somebody has to invite the family.
    told = [one.says for one in history_of(day.actor(), day.pupils[0].pk, MONDAY, MONDAY)]
    assert told == ["Home visit asked for (today)", "Home visit: a parent or carer; seen and spoken to alone"]
    assert Task.objects.get().role == Role.ATTENDANCE_ADMINISTRATOR


def test_only_children_are_at_home() -> None:
    # Given two visitors at a door that a child opens,
    day = Visiting(1)
    office = day.person()
    day.asked(0)
    planned(day, office)
    phone = day.browser(day.first)
    # when they try to write that they went inside,
    assert answered(day, phone, who="children", inside="inside") == 422
    # then the form does not take it and says why.
    assert not Doorstep.objects.exists()
    # When they say that they stayed at the door and left the card,
    assert answered(day, phone, who="children", card="on") == 303
    # then the safeguarding lead has it as a task at once, though nobody chose that.
    task = Task.objects.get()
    assert (task.role, task.due) == (Role.DSL, MONDAY)
    found = visits_board(day.actor()).done[0].door
    assert found is not None
    assert (found.who, found.inside, found.card_left, found.next_step) == (Who.CHILDREN, False, True, NextStep.NONE)


def test_the_visitors_do_not_come_back() -> None:
    # Given two who left at 9:40 and were to be back at 10:10,
    day = Visiting(1)
    office = day.person()
    day.asked(0)
    planned(day, office)
    day.now = day.now.replace(hour=9, minute=40)
    out = VisitsOut.objects.get().public_id
    phone = day.browser(day.first)
    assert phone.post(phone.url("absence:out-act", visits_out=out), {"act": "left"}).status_code == 303
    # when it is 10:12 and nobody has said that they are back,
    day.now = day.now.replace(hour=10, minute=12)
    raise_overdue(day.actor())
    # then the one who waits for them has a task, and the board is loud about it.
    task = Task.objects.get()
    assert (task.owner_id, task.done_at) == (day.duty.pk, None)
    assert "Overdue 2 minutes" in said(day.person().get(office.url("absence:visits")))
    # When they tap once that they are back,
    phone = day.browser(day.first)
    assert phone.post(phone.url("absence:out-act", visits_out=out), {"act": "back"}).status_code == 303
    # then the clock stops and nobody has to look for them any more; the home is still to be visited.
    task.refresh_from_db()
    assert task.done_at is not None
    board = visits_board(day.actor())
    assert (board.out, len(board.asked)) == ((), 1)


def test_a_brother_and_a_sister_behind_one_door() -> None:
    # Given a sister and a brother who live together,
    day = Visiting(2)
    visit = day.asked(0, 1)
    day.planned(visit)
    phone = day.browser(day.first)
    # when only the sister is seen,
    tokens = [VisitIssue(day.school.pk, day.first.pk, visit).token(pupil.pk) for pupil in day.pupils]
    assert answered(day, phone, who="adult", **dict(zip(tokens, ("seen", "no"), strict=True)), next="dsl") == 303
    # then each child is answered for by itself.
    found = visits_board(day.actor()).done[0].door
    assert found is not None
    assert [found.children[pupil.pk] for pupil in day.pupils] == [Seen.SEEN, Seen.NO]
    told = history_of(day.actor(), day.pupils[1].pk, MONDAY, MONDAY)
    assert told[-1].says == "Home visit: another adult; not seen"
