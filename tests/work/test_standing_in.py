"""Passing work on until a day; notes with their readers; what the others did meanwhile (RUN-F)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from rollbook.rules.access import Permission, Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.staff.actions import assign_role
from rollbook.work.actions import delegate, end_delegation, finish_note, leave_note, look_back, make_task, read_note
from rollbook.work.models import HandOverNote
from rollbook.work.queries import delegations, last_look, notes_for, since, tasks_for, unread_notes
from tests.registers.classroom import AT_THE_DOOR, MONDAY
from tests.work.staffroom import Staffroom

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def room() -> Staffroom:
    return Staffroom()


def test_work_goes_to_a_colleague_until_its_day_and_then_comes_back(room: Staffroom) -> None:
    dana = room.person(Role.ATTENDANCE_ADMINISTRATOR, "D. Dana")
    make_task(room.actor, says="Ring the school nurse", due=MONDAY, owner=room.officer.pk)
    _pass(room, dana.pk)
    assert [line.whose for line in tasks_for(room.acting(dana, Role.ATTENDANCE_ADMINISTRATOR))] == ["for A. Osei"]
    later = AT_THE_DOOR + timedelta(days=5)
    assert tasks_for(room.acting(dana, Role.ATTENDANCE_ADMINISTRATOR, later)) == ()


def test_a_colleague_reads_nothing_that_they_may_not_see_anyway(room: Staffroom) -> None:
    cover = room.person(Role.TEACHER, "T. Cover")
    make_task(room.actor, says="Strategy meeting", due=MONDAY, owner=room.officer.pk, pupil=room.pupils[0].pk)
    make_task(room.actor, says="Lists", due=MONDAY, role=Role.ATTENDANCE_ADMINISTRATOR.value)
    make_task(room.actor, says="Police", due=MONDAY, owner=room.officer.pk, needs=Permission.SEE_POLICE_MESSAGES)
    make_task(room.actor, says="Order paper", due=MONDAY, owner=room.officer.pk)
    _pass(room, cover.pk)
    assert [line.says for line in tasks_for(room.acting(cover, Role.TEACHER))] == ["Order paper"]
    (line,) = delegations(room.actor)
    assert line.not_over == (Role.ATTENDANCE_ADMINISTRATOR,)


def test_given_the_role_until_the_day_the_colleague_reads_the_posts_tasks(room: Staffroom) -> None:
    cover = room.person(Role.TEACHER, "T. Cover")
    head = room.acting(room.person(Role.HEAD, "H. Head"), Role.HEAD)
    make_task(room.actor, says="Lists", due=MONDAY, role=Role.ATTENDANCE_ADMINISTRATOR.value)
    assign_role(head, user_id=cover.pk, role=Role.ATTENDANCE_ADMINISTRATOR, last=FRIDAY)
    assert [line.says for line in tasks_for(room.acting(cover, Role.ATTENDANCE_ADMINISTRATOR))] == ["Lists"]
    after = room.acting(cover, Role.TEACHER, AT_THE_DOOR + timedelta(days=5))
    assert tasks_for(after) == ()


def test_only_who_manages_staff_passes_on_anothers_work(room: Staffroom) -> None:
    dana, head = room.person(Role.RECEPTION, "D. Dana"), room.person(Role.HEAD, "H. Head")
    with pytest.raises(NotAllowed):
        _pass(room, head.pk, of=dana.pk)
    delegate(
        room.acting(head, Role.HEAD), delegation=uuid.uuid4(), of=dana.pk, to=room.officer.pk, first=MONDAY, last=FRIDAY
    )
    assert [line.of_name for line in delegations(room.actor)] == ["D. Dana"]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (FRIDAY, MONDAY, "before it begins"),
        (date(2026, 9, 1), date(2026, 9, 4), "has passed"),
        (MONDAY, date(2028, 1, 1), "a year at most"),
    ],
)
def test_days_that_cannot_be_are_refused(room: Staffroom, first: date, last: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        delegate(room.actor, delegation=uuid.uuid4(), to=room.tutor.pk, first=first, last=last)


def test_twice_the_same_days_and_ones_own_self_are_refused(room: Staffroom) -> None:
    _pass(room, room.tutor.pk)
    with pytest.raises(Refused, match="already stands in"):
        _pass(room, room.tutor.pk)
    with pytest.raises(Refused, match="yours already"):
        _pass(room, room.officer.pk)


def test_it_is_ended_before_its_day_by_whom_it_concerns_alone(room: Staffroom) -> None:
    made = _pass(room, room.tutor.pk)
    stranger = room.acting(room.person(Role.RECEPTION, "R. Other"), Role.RECEPTION)
    with pytest.raises(NotFound):
        end_delegation(stranger, delegation=made)
    end_delegation(room.actor, delegation=made)
    end_delegation(room.actor, delegation=made)
    assert delegations(room.actor) == ()


def test_a_note_stays_on_top_until_it_is_done_and_says_who_has_read_it(room: Staffroom) -> None:
    tutor, note = room.acting(room.tutor, Role.TUTOR), uuid.uuid4()
    leave_note(room.actor, note=note, says="The Haddads ring at ten.", role=Role.TUTOR.value)
    leave_note(room.actor, note=note, says="Said twice", role=Role.TUTOR.value)
    assert b"Haddad" not in bytes(HandOverNote.objects.get().says)
    assert (unread_notes(tutor), unread_notes(room.actor)) == (1, 0)
    read_note(tutor, note=note)
    read_note(tutor, note=note)
    (mine,) = notes_for(room.actor)
    assert [one.name for one in mine.readings] == ["Mr Dhillon"]
    finish_note(tutor, note=note)
    (kept,) = notes_for(room.actor)
    assert (kept.done_by, unread_notes(tutor)) == ("Mr Dhillon", 0)


def test_a_note_is_for_whom_it_is_for(room: Staffroom) -> None:
    note = uuid.uuid4()
    leave_note(room.actor, note=note, says="For the lead alone", role=Role.DSL.value)
    tutor = room.acting(room.tutor, Role.TUTOR)
    assert notes_for(tutor) == ()
    with pytest.raises(NotFound):
        read_note(tutor, note=note)
    for wrong in ({"says": " ", "role": "tutor"}, {"says": "x", "role": "cook"}, {"says": "x", "to": 999_999}):
        with pytest.raises(Refused):
            leave_note(room.actor, note=uuid.uuid4(), **wrong)


def test_what_others_did_is_counted_in_ones_own_parts_of_the_office(room: Staffroom) -> None:
    head = room.acting(room.person(Role.HEAD, "H. Head"), Role.HEAD)
    began = AT_THE_DOOR - timedelta(minutes=1)
    make_task(head, says="One", due=MONDAY, role=Role.TUTOR.value)
    make_task(head, says="Two", due=MONDAY, role=Role.TUTOR.value)
    make_task(room.actor, says="My own", due=MONDAY, role=Role.TUTOR.value)
    (tasks,) = since(room.actor, began)
    assert [(news.says, news.by) for news in tasks.news] == [("2 tasks made", ("H. Head",))]
    nobody = room.acting(room.person(Role.TUTOR, "N. New"), Role.TUTOR)
    assert [area.title for area in since(nobody, began)] == ["Tasks"]


def test_the_next_look_begins_where_the_last_one_ended(room: Staffroom) -> None:
    assert last_look(room.actor) == AT_THE_DOOR - timedelta(days=7)
    look_back(room.actor)
    assert last_look(room.actor) == AT_THE_DOOR


def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(  # type: ignore[no-untyped-def]
    room: Staffroom,
    django_assert_num_queries,
) -> None:
    for n in range(9):
        leave_note(room.actor, note=uuid.uuid4(), says=f"{n}", role=Role.TUTOR.value)
    _pass(room, room.tutor.pk)
    tutor = room.acting(room.tutor, Role.TUTOR)
    with django_assert_num_queries(4):
        assert len(notes_for(tutor)) == 9
    with django_assert_num_queries(2):
        assert len(delegations(tutor)) == 1
    with django_assert_num_queries(1):
        assert since(tutor, AT_THE_DOOR) == ()


def _pass(room: Staffroom, to: int, of: int | None = None) -> uuid.UUID:
    made = uuid.uuid4()
    delegate(room.actor, delegation=made, to=to, first=MONDAY, last=FRIDAY, of=of)
    return made
