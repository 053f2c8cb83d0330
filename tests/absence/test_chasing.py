"""The chase of reasons: families together, step by step, nobody twice for one step, and the history kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import Settlement, settle_no_reason
from rollbook.absence.actions.chasing import chase_reasons, note_reason_call, set_reason_steps
from rollbook.absence.models import ContactHold, ReasonChase
from rollbook.absence.queries.chasing import families_unexplained, reason_ladders, reason_steps_on
from rollbook.absence.queries.chasing_round import ChaseRound, chase_round
from rollbook.audit.keys import encrypt
from rollbook.comms.actions import send_to_another
from rollbook.comms.models import Message, ProviderAccount, Reply
from rollbook.comms.queries.elsewhere import other_ways
from rollbook.comms.wanted import Asked, why_not
from rollbook.comms.words import reply_place
from rollbook.pupils.models import ContactEmail, ContactPhone, PupilContact
from rollbook.rules.access import Role
from rollbook.rules.reason_chase import ChaseStep, Way
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.models import Closure
from tests.absence.morning import Morning

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 10)


def on_day(morning: Morning, day: int, hour: int = 10) -> Morning:
    morning.now = datetime(2026, 11, day, hour, 0, tzinfo=UTC)
    return morning


def missing(size: int = 3, *, absent: int = 1, mail: bool = True) -> Morning:
    """Pupils absent on Tuesday 10 November without a reason, each with a contact who has a mobile and an e-mail."""
    morning = Morning(size)
    for n in range(size):
        contact = morning.contact(n, number=f"07700 9001{n:02}")
        if mail:
            ContactEmail.objects.create(
                school=morning.school, contact=contact, address=f"home{n}@example.org", position=1
            )
    morning.marked({n: "N" if n < absent else "/" for n in range(size)}, on=TUESDAY)
    return morning


def due(morning: Morning) -> ChaseRound:
    return chase_round(morning.actor())


def press(morning: Morning) -> ChaseRound:
    before = due(morning)
    chase_reasons(morning.actor(), seen=before.size)
    return before


def test_the_usual_steps_come_one_by_one_and_never_twice() -> None:
    morning = on_day(missing(), 10, 14)
    assert due(morning).size == 0, "today's families belong to first-day contact"
    on_day(morning, 11)
    assert len(press(morning).texts) == 1
    assert due(morning).size == 0
    press(morning)
    on_day(morning, 12)
    assert len(press(morning).emails) == 1
    on_day(morning, 13)
    (call,) = due(morning).calls
    note_reason_call(morning.actor(), pupil=call.family.pupils[0].id, said="no-answer")
    assert due(morning).calls == ()
    assert [(row.step, row.way) for row in ReasonChase.objects.order_by("id")] == [
        (1, "text"),
        (2, "email"),
        (3, "call"),
    ]
    assert Message.objects.count() == 2
    (family,) = families_unexplained(morning.actor())
    assert [(one.way, one.state, one.said) for one in family.acts] == [
        (Way.TEXT, "waiting", ""),
        (Way.EMAIL, "waiting", ""),
        (Way.CALL, "", "no-answer"),
    ]


def test_whoever_was_forgotten_gets_todays_step_and_not_all_of_them() -> None:
    morning = on_day(missing(), 12)
    found = due(morning)
    assert (len(found.texts), len(found.emails)) == (0, 1)
    press(morning)
    assert due(morning).size == 0


def test_brother_and_sister_are_asked_about_in_one_message() -> None:
    morning = Morning(3)
    morning.contact(0, 1)
    morning.marked_on({TUESDAY: {0: "N", 1: "N", 2: "/"}}, Half.AM, Half.PM)
    on_day(morning, 11)
    (one,) = due(morning).texts
    assert "Pupil00 and Pupil01" in one.draft.words
    assert "Tue 10 Nov all day" in one.draft.words
    press(morning)
    assert ReasonChase.objects.count() == 4, "each session of each keeps what was tried"
    assert Message.objects.count() == 1


def test_a_later_absence_has_steps_of_its_own() -> None:
    morning = missing()
    on_day(morning, 11)
    press(morning)
    morning.marked({0: "N", 1: "/", 2: "/"}, on=date(2026, 11, 12))
    on_day(morning, 13)
    note_reason_call(morning.actor(), pupil=morning.pupils[0].pk, said="message-left")
    steps = {(row.date.day, row.step) for row in ReasonChase.objects.all()}
    assert steps == {(10, 1), (10, 3), (12, 3)}, "the call was about both"


def test_nobody_who_replied_or_is_held_or_may_not_be_told_is_asked() -> None:
    morning = missing(4, absent=4)
    morning.contact(3, name="Derek")
    PupilContact.objects.filter(pupil=morning.pupils[1]).update(may_be_told=False)
    ContactHold.objects.create(
        school=morning.school, pupil=morning.pupils[2], first=TUESDAY, made_at=morning.now, by_name="Mrs Quaye", why=b""
    )
    on_day(morning, 11)
    found = due(morning)
    assert len(found.texts) == 2
    why = {one.family.pupils[0].forename: one.why for one in found.left_out}
    assert "no contact who may be told" in why["Pupil01"]
    assert "ask Mrs Quaye" in why["Pupil02"]


def test_a_reply_stands_beside_and_stops_the_chase() -> None:
    morning = on_day(missing(), 11)
    press(morning)
    sent = Message.objects.get()
    reply = Reply(school=morning.school, message=sent, provider="text-gateway", provider_ref="1", came_at=morning.now)
    reply.words = encrypt("He has a cold", place=reply_place(reply.public_id))
    reply.address = encrypt("+447700900100", place=f"{reply_place(reply.public_id)}|from")
    reply.save()
    on_day(morning, 12)
    (family,) = families_unexplained(morning.actor())
    assert [one.words for one in family.replies] == ["He has a cold"]
    assert due(morning).size == 0
    assert "has replied" in due(morning).left_out[0].why


def test_a_text_is_not_sent_once_the_reason_is_known() -> None:
    morning = on_day(missing(), 11)
    (one,) = press(morning).texts
    asked = Asked("chase", one.draft.pupils, one.draft.contact, one.draft.slot)
    assert why_not(morning.actor(), (asked,)) == {}
    row = Settlement(str(morning.pupils[0].public_id), Session(TUESDAY, Half.AM), "I", "Mother rang", 1)
    settle_no_reason(morning.actor(), settlements=[row])
    assert why_not(morning.actor(), (asked,)) == {asked: "A reason is known now"}


def test_what_has_changed_since_it_was_looked_at_is_looked_at_again() -> None:
    morning = on_day(missing(2, absent=2), 11)
    with pytest.raises(Refused, match="Since you looked"):
        chase_reasons(morning.actor(), seen=3)
    assert not Message.objects.exists()


def test_a_call_is_noted_for_a_family_whose_step_it_is() -> None:
    morning = on_day(missing(), 11)
    with pytest.raises(NotFound):
        note_reason_call(morning.actor(), pupil=morning.pupils[0].pk, said="no-answer")
    on_day(morning, 13)
    with pytest.raises(Refused, match="Say what the call came to"):
        note_reason_call(morning.actor(), pupil=morning.pupils[0].pk, said="rude")


def test_the_steps_are_the_schools_own_and_dated() -> None:
    morning = on_day(missing(), 11)
    steps = [ChaseStep(1, Way.CALL), ChaseStep(4, Way.TEXT)]
    with pytest.raises(NotAllowed):
        set_reason_steps(morning.actor(Role.DSL), from_day=morning.now.date(), steps=steps)
    with pytest.raises(Refused, match="is over"):
        set_reason_steps(morning.actor(), from_day=TUESDAY, steps=steps)
    assert set_reason_steps(morning.actor(), from_day=morning.now.date(), steps=steps) == 1
    assert len(due(morning).calls) == 1
    assert reason_steps_on(morning.actor(), TUESDAY).version == 0
    set_reason_steps(morning.actor(), from_day=morning.now.date() + timedelta(days=30), steps=[])
    assert [one.version for one in reason_ladders(morning.actor())] == [2, 1]


def test_a_clock_that_runs_through_a_break_is_raised_before_it() -> None:
    morning = missing()
    Closure.objects.create(
        school=morning.school, first=date(2026, 11, 13), last=date(2026, 11, 13), kind=Closure.Kind.INSET
    )
    on_day(morning, 11)
    (family,) = families_unexplained(morning.actor())
    (one,) = family.absences
    assert one.pause is not None
    assert (one.age, one.pause.first.day, one.pause.left) == (1, 13, 2)
    assert one.clock.due == date(2026, 11, 18)


def test_whom_a_text_does_not_reach_is_rung_instead_where_the_school_says_so() -> None:
    morning = on_day(missing(3, absent=3), 11)
    ContactPhone.objects.filter(contact__pupils__pupil=morning.pupils[0]).update(number="020 7946 0123")
    ContactPhone.objects.filter(contact__pupils__pupil=morning.pupils[1]).delete()
    found = due(morning)
    assert [(one.family.pupils[0].forename, one.why) for one in found.calls] == [
        ("Pupil00", "Priya Shah has no working mobile number")
    ]
    assert [one.family.pupils[0].forename for one in found.left_out] == ["Pupil01"], "nobody has a number there"
    note_reason_call(morning.actor(), pupil=morning.pupils[0].pk, said="no-answer")
    assert due(morning).calls == ()
    assert ReasonChase.objects.values_list("step", "way", "said").get() == (1, "call", "no-answer")
    never = [ChaseStep(1, Way.TEXT, rings=False), ChaseStep(2, Way.TEXT, rings=False)]
    set_reason_steps(morning.actor(), from_day=morning.now.date(), steps=never)
    on_day(morning, 12)
    assert (len(due(morning).calls), len(due(morning).left_out)) == (0, 2)


def test_a_text_that_did_not_arrive_is_followed_by_a_call_once_and_the_steps_go_on() -> None:
    morning = on_day(missing(), 11)
    press(morning)
    Message.objects.update(state="failed")
    (call,) = due(morning).calls
    assert call.why == "the text did not arrive"
    for said in ("no-answer", "no-answer"):
        if due(morning).calls:
            note_reason_call(morning.actor(), pupil=call.family.pupils[0].id, said=said)
    assert list(ReasonChase.objects.order_by("id").values_list("step", "way")) == [(1, "text"), (11, "call")]
    on_day(morning, 12)
    assert (len(due(morning).calls), len(due(morning).emails)) == (0, 1)


def test_what_was_sent_to_another_address_asks_for_no_call() -> None:
    morning = on_day(missing(), 11)
    press(morning)
    failed = Message.objects.get()
    Message.objects.update(state="failed")
    ProviderAccount.objects.create(school=morning.school, channel="email", provider="smtp", kept=b"", since=morning.now)
    (way,) = other_ways(morning.actor(), failed)
    send_to_another(morning.actor(), message=failed.public_id, way=way.key, words="Please write.", subject="Reason")
    assert due(morning).calls == ()
    (family,) = families_unexplained(morning.actor())
    assert [one.state for one in family.acts] == ["sent-on"]


@pytest.mark.parametrize("size", [2, 12])
def test_the_round_and_the_press_cost_the_same_for_any_number(size: int) -> None:
    morning = on_day(missing(size, absent=size), 11)
    actor = morning.actor()
    with CaptureQueriesContext(connection) as looked:
        number = chase_round(actor).size
    with CaptureQueriesContext(connection) as pressed:
        chase_reasons(actor, seen=number)
    assert number == size
    assert (len(looked), len(pressed)) == (21, 33)
