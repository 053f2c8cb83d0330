"""The register as it lies before its taker, and the board: what they show, at a fixed cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.registers.actions import plan_absence
from rollbook.registers.queries import RegisterState, board, mark_history, register_sheet
from rollbook.rules.access import Role
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half, Session
from tests.builders import A_MORNING, a_group, a_pupil, a_school, a_user, an_actor
from tests.registers.test_taking import MONDAY, Form9A

pytestmark = pytest.mark.django_db


def test_a_sheet_shows_what_stands_and_what_is_planned() -> None:
    form = Form9A()
    form.save(form.tap(0, "L", minutes=5))
    plan_absence(form.actor, pupil=str(form.pupils[1].public_id), first=MONDAY, last=MONDAY, code="M", note="Dentist")
    sheet = register_sheet(form.actor, form.group.public_id, MONDAY, Half.AM)
    late, planned, _ = sheet.rows
    assert (late.code, late.minutes, late.version) == ("L", 5, 1)
    assert planned.code == "", "a plan is never a mark (REG-16)"
    assert planned.planned is not None
    assert (planned.planned.code, planned.planned.note) == ("M", "Dentist")
    assert sheet.marked == 1


def test_a_teacher_without_leave_to_see_reasons_sees_no_note() -> None:
    form = Form9A()
    plan_absence(form.actor, pupil=str(form.pupils[1].public_id), first=MONDAY, last=MONDAY, code="M", note="Dentist")
    teacher = an_actor(form.school, Role.COVER)
    sheet = register_sheet(teacher, form.group.public_id, MONDAY, Half.AM)
    assert sheet.rows[1].planned is not None
    assert sheet.rows[1].planned.note == ""


def test_another_schools_register_does_not_exist() -> None:
    form = Form9A()
    stranger = an_actor(a_school("Elsewhere"))
    with pytest.raises(NotFound):
        register_sheet(stranger, form.group.public_id, MONDAY, Half.AM)


def test_a_tutor_sees_only_their_own_register() -> None:
    form = Form9A()
    tutor = a_user("Mr Dhillon")
    own = a_group(form.school, "9B", tutor=tutor)
    actor = an_actor(form.school, Role.TUTOR, user=tutor)
    assert register_sheet(actor, own.public_id, MONDAY, Half.AM).rows == ()
    with pytest.raises(NotFound):
        register_sheet(actor, form.group.public_id, MONDAY, Half.AM)


def test_the_board_tells_taken_from_missing() -> None:
    form = Form9A(now=A_MORNING + timedelta(hours=1))
    other = a_group(form.school, "9B")
    a_pupil(form.school, group=other)
    form.save(*(form.tap(n, "/") for n in range(3)))
    shown = board(form.actor, MONDAY, Half.AM)
    assert [(r.group.name, r.state, r.overdue) for r in shown.rows] == [
        ("9A", RegisterState.TAKEN, None),
        ("9B", RegisterState.MISSING, 35),
    ]
    assert [r.group.name for r in shown.waiting] == ["9B"]
    cover = board(an_actor(form.school, Role.COVER, now=form.actor.now), MONDAY, Half.AM)
    assert cover.rows[1].overdue is None, "a teacher's lateness is for named roles only"


def test_no_board_on_a_day_without_school() -> None:
    form = Form9A()
    assert not board(form.actor, date(2026, 9, 6), Half.AM).meets


def test_the_history_of_a_mark_keeps_every_entry() -> None:
    form = Form9A()
    form.save(form.tap(0, "N"))
    form.save(form.tap(0, "/", seen=1))
    form.save(form.tap(0, "I", seen=1))
    history = mark_history(form.actor, form.pupils[0].public_id, Session(MONDAY, Half.AM))
    assert [(v.was, v.now, v.outcome) for v in history.versions] == [
        ("", "N", "stored"),
        ("N", "/", "stored"),
        ("/", "I", "conflict"),
    ]


@pytest.mark.parametrize("size", [3, 30])
def test_the_cost_of_a_sheet_does_not_grow_with_its_pupils(size: int) -> None:
    form = Form9A(size)
    with CaptureQueriesContext(connection) as spent:
        register_sheet(form.actor, form.group.public_id, MONDAY, Half.AM)
    assert len(spent) <= 12, "\n".join(q["sql"][:110] for q in spent.captured_queries)


@pytest.mark.parametrize("groups", [2, 12])
def test_the_cost_of_the_board_does_not_grow_with_its_groups(groups: int) -> None:
    school = a_school()
    for n in range(groups):
        a_pupil(school, group=a_group(school, f"9{n}"))
    actor = an_actor(school)
    with CaptureQueriesContext(connection) as spent:
        assert len(board(actor, MONDAY, Half.AM).rows) == groups
    assert len(spent) <= 7, "\n".join(q["sql"][:110] for q in spent.captured_queries)
