"""Reaching the families of a session (ABS-B): by itself or pressed, the most vulnerable first, each step once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import Settlement, record_outcome, settle_no_reason
from rollbook.absence.actions.contact_holds import end_hold, hold_contact
from rollbook.absence.actions.contact_round import begin_round, send_now, take_due_steps, tick_place
from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ContactEntry, ContactLadder, ContactRound
from rollbook.absence.queries import contact_states
from rollbook.absence.queries.contact_plan import contact_plan
from rollbook.comms.models import Message, MessagePupil
from rollbook.comms.practice import PracticeTexts
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.contact_ladder import Comes
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.site.models import Search
from tests.absence.morning import AFTER_CLOSE, MONDAY, Morning
from tests.builders import an_actor
from tests.comms.families import hand_over_at, texts_through

pytestmark = pytest.mark.django_db

CLOSES = AFTER_CLOSE - timedelta(minutes=10)


def a_ladder(morning: Morning, starts: str = "itself", steps: list[list[object]] | None = None, **more: object) -> None:
    given: dict[str, object] = {
        "steps": steps or [["text", 1, 0], ["ring", 1, 10], ["text", 2, 5]],
        "unreachable": [[0, "contacts"], [30, "visit"], [60, "police"]],
        "places": ["Medical room", "Late buses"],
        "from_minute": 480,
        "to_minute": 960,
    } | more
    ContactLadder.objects.create(
        school=morning.school, version=1, valid_from=MONDAY, starts=starts, made_at=morning.now, by_name="A. Osei",
        **given,
    )  # fmt: skip


def clock(morning: Morning, minutes: float = 0) -> Actor:
    """Rollbook itself, so many minutes after the register closed."""
    return system_actor(morning.school.pk, CLOSES + timedelta(minutes=minutes))


def office(morning: Morning, minutes: float, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Actor:
    return an_actor(morning.school, role, now=CLOSES + timedelta(minutes=minutes))


@pytest.fixture(name="gateway")
def _gateway():  # type: ignore[no-untyped-def]
    with PracticeTexts() as gateway:
        yield gateway


def a_morning(gateway: PracticeTexts, **ladder: object) -> Morning:
    """Two siblings, a child with a protection plan, and one whose only contact nobody may write to."""
    morning = Morning(5)
    texts_through(morning.school, gateway)
    a_ladder(morning, **ladder)  # type: ignore[arg-type]
    morning.contact(0, 1)
    morning.contact(2, name="Grace", number="07700 900222")
    morning.contact(3, name="Barred", number="07700 900333", no_contact=True)
    morning.flag(2, "child-protection")
    morning.marked({0: "N", 1: "N", 2: "N", 3: "N", 4: "/"})
    return morning


def sent(morning: Morning) -> list[list[str]]:
    """Each message's pupils, in the order of the outbox."""
    return [
        sorted(MessagePupil.objects.filter(message=m).values_list("pupil__legal_forename", flat=True))
        for m in Message.objects.filter(school=morning.school).order_by("id")
    ]


def test_it_begins_by_itself_when_the_register_closes_the_most_vulnerable_first(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    reach_families(clock(morning, -1))
    assert not ContactRound.objects.exists()
    reach_families(clock(morning, 0))
    assert sent(morning) == [["Pupil02"], ["Pupil00", "Pupil01"]]
    hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
    assert [t["to"] for t in gateway.taken] == ["+447700900222", "+447700900142"]  # out a minute after the close


def test_the_same_minute_twice_and_the_minutes_after_send_nothing_twice(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    for minute in (0, 0, 1, 2, 9):
        reach_families(clock(morning, minute))
    assert len(sent(morning)) == 2
    assert ContactEntry.objects.filter(way="text").count() == 3


def test_a_step_later_each_family_stands_on_the_calling_list_once(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    reach_families(clock(morning, 0))
    hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
    reach_families(clock(morning, 10))
    reach_families(clock(morning, 11))
    states = contact_states(office(morning, 12), MONDAY, Half.AM, [p.pk for p in morning.pupils])
    assert [states[p.pk].to_ring for p in morning.pupils[:3]] == [True] * 3
    assert states[morning.pupils[0].pk].says == "to be rung since 9:20"
    assert ContactEntry.objects.filter(way="ring").count() == 3


def test_a_call_nobody_answered_brings_the_next_step_and_an_answer_ends_it(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, steps=[["ring", 1, 0], ["text", 1, 30]])
    reach_families(clock(morning, 0))
    note(morning, 2, "no-answer", 5)
    note(morning, 0, "aware", 5)
    plan = contact_plan(clock(morning, 6), MONDAY, Half.AM)
    of = {p.missing.pupil.forename: p.step for p in plan.pupils}
    assert (of["Pupil02"].comes, of["Pupil02"].channel) == (Comes.DUE, "text")
    assert of["Pupil00"].comes is Comes.STOPPED
    assert of["Pupil01"].comes is Comes.WAITS


def note(morning: Morning, n: int, outcome: str, minutes: float) -> None:
    actor = office(morning, minutes)
    record_outcome(actor, pupil=morning.pupils[n].pk, on=MONDAY, half=Half.AM, outcome=outcome)


def test_it_stops_when_the_child_is_explained(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    reach_families(clock(morning, 0))
    reason = Settlement(str(morning.pupils[2].public_id), Session(MONDAY, Half.AM), "I", "Mother rang", seen=1)
    settle_no_reason(office(morning, 0.5), settlements=[reason])
    hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
    reach_families(clock(morning, 30))
    assert [t["to"] for t in gateway.taken] == ["+447700900142"]
    assert not ContactEntry.objects.filter(pupil=morning.pupils[2], way="ring").exists()


def test_when_every_step_is_taken_and_nobody_answers_nobody_can_be_reached(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, steps=[["text", 1, 0]])
    reach_families(clock(morning, 0))
    hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
    reach_families(clock(morning, 1))
    states = contact_states(office(morning, 2), MONDAY, Half.AM, [p.pk for p in morning.pupils])
    assert states[morning.pupils[2].pk].outcome == "unreachable"
    # Nobody was ever tried for the child whose only contact is barred.
    assert states[morning.pupils[3].pk].outcome == "unreachable"


def test_by_policy_it_waits_for_a_press_or_for_the_sweep(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, starts="pressed")
    reach_families(clock(morning, 5))
    assert contact_plan(clock(morning, 5), MONDAY, Half.AM).pupils[0].step.says == "Goes when you press Start"
    begin_round(office(morning, 6), on=MONDAY, half=Half.AM)
    reach_families(clock(morning, 6))
    assert len(sent(morning)) == 2
    with pytest.raises(NotAllowed):
        begin_round(office(morning, 6, Role.TUTOR), on=MONDAY, half=Half.AM)
    with pytest.raises(Refused, match="on the day itself"):
        begin_round(office(morning, 6), on=MONDAY - timedelta(days=1), half=Half.AM)


def test_the_sweep_ticked_lets_it_begin(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, starts="swept")
    tick_place(office(morning, 1), on=MONDAY, half=Half.AM, place="Medical room")
    reach_families(clock(morning, 2))
    assert sent(morning) == []
    tick_place(office(morning, 2), on=MONDAY, half=Half.AM, place="Late buses")
    tick_place(office(morning, 2), on=MONDAY, half=Half.AM, place="Late buses")
    reach_families(clock(morning, 3))
    assert len(sent(morning)) == 2
    with pytest.raises(Refused, match="none of the places"):
        tick_place(office(morning, 2), on=MONDAY, half=Half.AM, place="The roof")


def test_nothing_goes_while_the_safeguarding_lead_holds_contact_not_even_what_waits(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    reach_families(clock(morning, 0))
    dsl = office(morning, 0.2, Role.DSL)
    hold = hold_contact(dsl, pupil=morning.pupils[2].pk, why="Father named in the referral")
    hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
    assert [t["to"] for t in gateway.taken] == ["+447700900142"]
    said = contact_states(office(morning, 2), MONDAY, Half.AM, [morning.pupils[2].pk])[morning.pupils[2].pk].says
    assert said == "held by the safeguarding lead, ask A. Osei"
    reach_families(clock(morning, 20))
    assert not ContactEntry.objects.filter(pupil=morning.pupils[2], way="ring").exists()
    end_hold(dsl, hold=hold)
    reach_families(clock(morning, 21))
    assert ContactEntry.objects.filter(pupil=morning.pupils[2], way="ring").exists()
    with pytest.raises(NotAllowed):
        hold_contact(office(morning, 1), pupil=morning.pupils[2].pk, why="x")


def test_a_person_may_send_the_next_step_before_its_wait_is_over(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, starts="pressed")
    taken = send_now(office(morning, -5), on=MONDAY, half=Half.AM, pupil=morning.pupils[0].pk)
    assert (taken.messages, sent(morning)) == (1, [["Pupil00", "Pupil01"]])
    again = send_now(office(morning, -4), on=MONDAY, half=Half.AM, pupil=morning.pupils[0].pk)
    assert (again.messages, again.to_ring) == (0, 1)
    with pytest.raises(Refused, match="Nothing was sent"):
        send_now(office(morning, -4), on=MONDAY, half=Half.AM, pupil=morning.pupils[3].pk)
    with pytest.raises(Refused, match="marked present"):
        send_now(office(morning, -4), on=MONDAY, half=Half.AM, pupil=morning.pupils[4].pk)


def test_who_was_in_this_morning_is_looked_for_and_never_texted(gateway: PracticeTexts) -> None:
    now = datetime(2026, 11, 16, 13, 35, tzinfo=AFTER_CLOSE.tzinfo)
    morning = Morning(1, now=now)
    texts_through(morning.school, gateway)
    a_ladder(morning)
    morning.contact(0)
    morning.marked({0: "/"})
    morning.marked({0: "N"}, half=Half.PM)
    for _ in range(2):
        reach_families(system_actor(morning.school.pk, now))
    assert sent(morning) == []
    assert Search.objects.get().pupil_id == morning.pupils[0].pk


def test_the_plan_of_forty_costs_as_many_statements_as_that_of_four(gateway: PracticeTexts) -> None:
    counts = []
    for size in (4, 40):
        morning = Morning(size)
        texts_through(morning.school, gateway)
        a_ladder(morning)
        for n in range(size):
            morning.contact(n, number=f"07700 9{n:05}")
        morning.marked(dict.fromkeys(range(size), "N"))
        take_due_steps(clock(morning, 0), on=MONDAY, half=Half.AM)
        actor = clock(morning, 1)
        begin_round(actor, on=MONDAY, half=Half.AM)
        take_due_steps(actor, on=MONDAY, half=Half.AM)
        with CaptureQueriesContext(connection) as run:
            contact_plan(actor, MONDAY, Half.AM)
        counts.append(len(run))
    assert counts[0] == counts[1] <= 25
