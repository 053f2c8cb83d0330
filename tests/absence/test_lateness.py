"""Following lateness up: totals, the school's steps once each, letters in one run, detentions (ABS-H)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from rollbook.absence.actions.lateness import set_detention, set_late_policy, take_late_steps, tell_detention
from rollbook.absence.models import ContactHold, Detention, LateStepTaken
from rollbook.absence.queries.detentions import detentions_on, detentions_open, history_of
from rollbook.absence.queries.lateness import late_rules, late_steps_due, lateness
from rollbook.comms.actions import choose_channel, tick_call, try_again
from rollbook.comms.queries.calls import calling_list
from rollbook.pupils.models import Contact, PupilContact
from rollbook.rules.access import Permission, Role
from rollbook.rules.lateness import Act, LateStep
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.work.queries import tasks_for
from tests.absence.late_room import FRIDAY, LateRoom
from tests.builders import an_actor
from tests.comms.families import a_contact
from tests.registers.classroom import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> LateRoom:
    return LateRoom()


def test_totals_are_told_apart_and_the_most_often_late_come_first(room: LateRoom) -> None:
    room.late(0, 2)
    room.late(1, 3, code="U", minutes=45)
    room.mark(1, MONDAY, 1, "L")
    most, other = lateness(room.office, MONDAY, FRIDAY)
    assert (most.totals.before_close, most.totals.after_close, most.totals.minutes, most.totals.untimed) == (
        1,
        3,
        135,
        1,
    )
    assert (other.totals.before_close, other.totals.after_close) == (2, 0)
    assert lateness(room.office, FRIDAY, FRIDAY) == ()


def test_each_step_is_due_once_in_a_half_term(room: LateRoom) -> None:
    room.late(0, 3)
    (due,) = late_steps_due(room.office)
    assert (due.step.act, due.totals.times) == (Act.TUTOR, 3)
    chosen = [(str(due.pupil.public_id), 3)]
    assert take_late_steps(room.office, chosen=chosen).taken == 1
    assert take_late_steps(room.office, chosen=chosen).taken == 0
    assert late_steps_due(room.office) == ()
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=room.office.now)
    (task,) = tasks_for(tutor)
    assert task.says == "Tutor speaks with the pupil: late 3 times since 1 September"
    assert [told.says for told in history_of(room.office, room.pupils[0].pk, MONDAY, FRIDAY)] == [
        "3 late: tutor speaks with the pupil"
    ]


def test_letters_are_written_in_one_run_and_who_cannot_be_written_to_keeps_the_step(room: LateRoom) -> None:
    from rollbook.comms.models import Letter

    room.late(0, 6)
    room.late(1, 6)
    a_home(room, 0)
    chosen = [(str(one.pupil.public_id), 6) for one in late_steps_due(room.office)]
    done = take_late_steps(room.office, chosen=chosen)
    assert (done.taken, done.letters.count, done.letters.without) == (1, 1, frozenset({"Yusuf Ahmed"}))
    assert Letter.objects.count() == 1
    assert [one.pupil.name for one in late_steps_due(room.office)] == ["Yusuf Ahmed"]


def test_a_call_home_stands_on_the_calling_list_with_what_to_say_and_its_outcome(room: LateRoom) -> None:
    set_late_policy(room.office, from_day=FRIDAY, steps=[LateStep(2, Act.CALL)])
    for n in range(3):
        room.late(n, 2)
    both = a_contact(room.school, room.pupils[0], room.pupils[1])
    a_contact(room.school, room.pupils[2], may_be_told=False)
    due = late_steps_due(room.office)
    chosen = [(str(one.pupil.public_id), 2) for one in due]
    done = take_late_steps(room.office, chosen=chosen)
    assert (done.taken, done.calls.count, len(done.calls.without)) == (2, 1, 1)
    (call,) = calling_list(room.office)
    assert call.line.contact.endswith(both.surname)
    assert len(call.line.pupils) == 2
    assert "late 2 times since 1 September" in call.words
    assert "what would help" in call.words
    assert take_late_steps(room.office, chosen=chosen).taken == 0
    tick_call(room.office, message=call.line.public_id, outcome="no-answer", tick=uuid.uuid4())
    try_again(room.office, message=call.line.public_id)
    (again,) = calling_list(room.office)
    assert again.is_open
    tick_call(room.office, message=call.line.public_id, outcome="answered", tick=uuid.uuid4())
    assert not calling_list(room.office)[0].is_open
    assert [one.pupil.name for one in late_steps_due(room.office)] == list(done.calls.without)
    assert tasks_for(room.office) == ()


def test_nobody_is_rung_whom_the_safeguarding_lead_holds_or_who_wants_no_calls(room: LateRoom) -> None:
    set_late_policy(room.office, from_day=FRIDAY, steps=[LateStep(2, Act.CALL)])
    for n in range(2):
        room.late(n, 2)
        first = a_contact(room.school, room.pupils[n])
        if n:
            choose_channel(room.office, contact=first.public_id, channel="voice", wanted=False, told_by="wrote")
    second = a_contact(room.school, mobile="07700 900777")
    PupilContact.objects.create(school=room.school, pupil=room.pupils[1], contact=second, priority=2)
    ContactHold.objects.create(
        school=room.school, pupil=room.pupils[0], first=FRIDAY, made_at=room.office.now, by_name="Mrs Quaye", why=b""
    )
    done = take_late_steps(room.office, chosen=[(str(one.pupil.public_id), 2) for one in late_steps_due(room.office)])
    assert (done.taken, done.calls.count) == (1, 1)
    assert [call.number for call in calling_list(room.office)] == ["07700 900777"]


def test_a_letter_of_somebody_who_may_not_write_home_is_the_offices_task(room: LateRoom) -> None:
    room.late(0, 6)
    head_of_year = replace(an_actor(room.school, Role.HEAD_OF_YEAR, now=room.office.now), nc_years=frozenset({"9"}))
    assert take_late_steps(head_of_year, chosen=[(str(room.pupils[0].public_id), 6)]).taken == 1
    assert [task.says for task in tasks_for(room.office)] == ["Letter home: late 6 times since 1 September"]


def test_the_steps_are_the_schools_own_from_their_day_on(room: LateRoom) -> None:
    room.late(0, 2)
    set_late_policy(room.office, from_day=FRIDAY, steps=[LateStep(2, Act.DETENTION)])
    assert late_rules(room.office, FRIDAY - timedelta(days=1)).version == 0
    (due,) = late_steps_due(room.office)
    assert (due.step.act, late_rules(room.office, FRIDAY).version) == (Act.DETENTION, 1)
    with pytest.raises(Refused, match="which is over"):
        set_late_policy(room.office, from_day=MONDAY, steps=[LateStep(2, Act.LETTER)])
    with pytest.raises(NotAllowed):
        set_late_policy(_without(room, Permission.SET_UP_SCHOOL), from_day=FRIDAY, steps=[LateStep(2, Act.LETTER)])


def test_who_does_not_follow_lateness_up_takes_no_step(room: LateRoom) -> None:
    with pytest.raises(NotAllowed):
        take_late_steps(_without(room, Permission.FOLLOW_UP_LATENESS), chosen=[])
    assert not LateStepTaken.objects.exists()


def test_a_detention_is_set_printed_and_answered(room: LateRoom) -> None:
    made = uuid.uuid4()
    for _ in range(2):
        set_detention(room.office, detention=made, pupil=str(room.pupils[0].public_id), on=FRIDAY, room="S4")
    assert [(one.room, one.attended) for one in detentions_on(room.office, FRIDAY)] == [("S4", None)]
    tell_detention(room.office, detention=made, attended=False)
    tell_detention(room.office, detention=made, attended=False)
    assert detentions_open(room.office) == ()
    assert Detention.objects.get().told_by_name == "A. Osei"
    (told,) = history_of(room.office, room.pupils[0].pk, MONDAY, FRIDAY)
    assert told.says == "Detention on Friday 25 September, did not come"


@pytest.mark.parametrize(
    ("on", "where", "sentence"),
    [
        (FRIDAY - timedelta(days=1), "S4", "which has passed"),
        (date(2026, 9, 26), "S4", "does not meet"),
        (FRIDAY, " ", "which room"),
    ],
)
def test_a_detention_that_cannot_be_is_refused(room: LateRoom, on: date, where: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        set_detention(room.office, detention=uuid.uuid4(), pupil=str(room.pupils[0].public_id), on=on, room=where)


def test_nobody_stays_twice_on_a_day_and_nobody_says_before_it_who_came(room: LateRoom) -> None:
    pupil, ahead = str(room.pupils[0].public_id), FRIDAY + timedelta(days=3)
    made = uuid.uuid4()
    set_detention(room.office, detention=made, pupil=pupil, on=ahead, room="S4")
    with pytest.raises(Refused, match="already stays behind"):
        set_detention(room.office, detention=uuid.uuid4(), pupil=pupil, on=ahead, room="S5")
    with pytest.raises(Refused, match="nobody can say yet"):
        tell_detention(room.office, detention=made, attended=True)
    with pytest.raises(NotFound):
        tell_detention(LateRoom(1).office, detention=made, attended=True)


def test_the_lists_cost_the_same_for_one_pupil_and_for_many(room: LateRoom, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(4):
        room.late(n, 3)
        set_detention(room.office, detention=uuid.uuid4(), pupil=str(room.pupils[n].public_id), on=FRIDAY, room=f"S{n}")
    with django_assert_num_queries(2):
        assert len(lateness(room.office, MONDAY, FRIDAY)) == 4
    with django_assert_num_queries(6):
        assert len(late_steps_due(room.office)) == 4
    with django_assert_num_queries(2):
        assert len(detentions_on(room.office, FRIDAY)) == 4


def a_home(room: LateRoom, n: int) -> None:
    """A parent of one of them, with an address to write to."""
    contact = a_contact(room.school, room.pupils[n])
    Contact.objects.filter(pk=contact.pk).update(address_lines="1 High Street\nLeeds", postcode="LS1 1AA")


def _without(room: LateRoom, permission: Permission):  # type: ignore[no-untyped-def]
    return replace(room.office, permissions=room.office.permissions - {permission})
