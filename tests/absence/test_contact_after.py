"""After the first tries (ABS-B, ABS-D): the unreachable, who is told in parallel, corrections, the ladders set up."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.absence.actions import record_outcome
from rollbook.absence.actions.contact_ladders import set_contact_ladder, set_own_ladder
from rollbook.absence.actions.corrections import correct_wrong
from rollbook.absence.actions.professionals import end_professional, set_professional, tell_professional
from rollbook.absence.actions.unreachable import take_escalation
from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ChildLadder, ContactEntry, HomeVisit, Professional
from rollbook.absence.queries.contact_entries import notes_of, told_on
from rollbook.absence.queries.contact_ladders import USUAL, contact_ladder_on
from rollbook.absence.queries.contact_plan import contact_plan
from rollbook.absence.queries.professionals import to_tell
from rollbook.absence.queries.unreachable import escalations
from rollbook.audit.models import AccessEntry
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeMail, PracticeTexts
from rollbook.registers.actions import Correction, amend_many
from rollbook.rules.access import Role
from rollbook.rules.contact_ladder import Ladder, LadderStep
from rollbook.rules.marking import Entry, RegisterFacts
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import times_of
from tests.absence.morning import MONDAY, Morning
from tests.absence.test_contact_round import CLOSES, a_ladder, a_morning, clock, office
from tests.builders import a_pupil, a_role, a_user
from tests.comms.families import hand_over_at, mail_through, texts_through

pytestmark = pytest.mark.django_db


def was_here(morning: Morning, n: int, code: str, minutes: int | None = None) -> None:
    """The tutor puts the register right: the child was in the room."""
    window = times_of(morning.actor(), MONDAY).for_(Half.AM)
    facts = RegisterFacts(Session(MONDAY, Half.AM), True, window.opens, window.closes, window.ends)
    entry = Entry(pupil=str(morning.pupils[n].public_id), code=code, minutes=minutes, seen=1, reason="Was in the room")
    amend_many(office(morning, 20), corrections=[Correction(entry=entry, facts=facts, policy_version=1)])


def test_a_wrong_message_is_corrected_once_and_only_to_who_got_it() -> None:
    with PracticeTexts() as gateway:
        morning = a_morning(gateway)
        reach_families(clock(morning, 0))
        hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
        was_here(morning, 2, "/")
        was_here(morning, 0, "L", 25)  # came late: missing when the text went
        assert correct_wrong(office(morning, 21), on=MONDAY, half=Half.AM) == 1
        assert correct_wrong(office(morning, 22), on=MONDAY, half=Half.AM) == 0
        hand_over_at(morning.school, CLOSES + timedelta(minutes=23))
    assert [t["to"] for t in gateway.taken][2:] == ["+447700900222"]
    assert "our message about Pupil02 was wrong" in gateway.taken[-1]["text"]


def test_by_policy_the_correction_goes_by_itself_and_not_if_the_child_is_missing_after_all() -> None:
    with PracticeTexts() as gateway:
        morning = a_morning(gateway, corrects_itself=True)
        reach_families(clock(morning, 0))
        hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
        was_here(morning, 2, "/")
        reach_families(clock(morning, 21))
        assert Message.objects.filter(purpose="first-day-wrong").count() == 1
        entry = Entry(pupil=str(morning.pupils[2].public_id), code="N", detail="", seen=2, reason="Mistaken for a twin")
        window = times_of(morning.actor(), MONDAY).for_(Half.AM)
        facts = RegisterFacts(Session(MONDAY, Half.AM), True, window.opens, window.closes, window.ends)
        amend_many(office(morning, 21.5), corrections=[Correction(entry=entry, facts=facts, policy_version=1)])
        hand_over_at(morning.school, CLOSES + timedelta(minutes=23))
    assert Message.objects.get(purpose="first-day-wrong").state == "not-wanted"


def test_whom_nobody_can_reach_is_looked_for_step_by_step_each_stamped() -> None:
    morning = Morning(2)
    a_ladder(morning)
    morning.contact(0, 1)
    morning.marked({0: "N", 1: "N"})
    for n in (0, 1):
        actor = office(morning, 40)
        record_outcome(actor, pupil=morning.pupils[n].pk, on=MONDAY, half=Half.AM, outcome="unreachable")
    pupil = morning.pupils[0].pk
    school = contact_ladder_on(morning.actor(), MONDAY)
    told = told_on(morning.actor(), MONDAY, Half.AM, [pupil])[pupil]
    assert [(e.what, e.due, e.done_at) for e in escalations(school, told)] == [
        ("contacts", CLOSES + timedelta(minutes=40), None),
        ("visit", CLOSES + timedelta(minutes=70), None),
        ("police", CLOSES + timedelta(minutes=100), None),
    ]
    for n in (0, 1, 0):
        take_escalation(office(morning, 70), pupil=morning.pupils[n].pk, on=MONDAY, half=Half.AM, what="visit")
    assert HomeVisit.objects.count() == 1  # brothers and sisters are visited once
    with pytest.raises(Refused, match="log number"):
        take_escalation(office(morning, 100), pupil=pupil, on=MONDAY, half=Half.AM, what="police", note="They will go")
    take_escalation(office(morning, 100), pupil=pupil, on=MONDAY, half=Half.AM, what="police", note="Log 412 of 16 Nov")
    told = told_on(morning.actor(), MONDAY, Half.AM, [pupil])[pupil]
    assert [e.done_at is not None for e in escalations(school, told)] == [False, True, True]
    noted = notes_of(morning.actor(), pupil, MONDAY, Half.AM)
    assert (noted[0].says, noted[0].note) == ("Police welfare check", "Log 412 of 16 Nov")
    assert AccessEntry.objects.filter(what="notes of first-day contact").exists()


def test_a_social_worker_is_told_the_same_day_once_and_no_more_than_needed() -> None:
    morning = Morning(3)
    morning.flag(0, "child-protection")
    morning.flag(1, "looked-after")
    morning.marked({0: "N", 1: "N", 2: "N"})
    ref = set_professional(
        morning.actor(), pupil=morning.pupils[0].pk, kind="social-worker", name="Jo Ward", email="jo@council.example"
    )
    assert b"Ward" not in bytes(Professional.objects.get().name)
    first, second = to_tell(morning.actor(Role.DSL), MONDAY, Half.AM)
    assert [t.who.name for t in first.tell] == ["Jo Ward"]
    assert second.unknown == ("Social worker", "Virtual school", "Carer")
    with PracticeMail() as server:
        mail_through(morning.school, server)
        for _ in range(2):
            tell(morning, ref, "email")
        hand_over_at(morning.school, morning.now + timedelta(minutes=2))
    assert len(server.taken) == 1
    assert "Pupil00 N. is absent" in str(server.taken[0])
    assert "protection" not in str(server.taken[0])
    (told,) = to_tell(morning.actor(Role.DSL), MONDAY, Half.AM)[0].tell
    assert (told.way, told.by_name) == ("email", "A. Osei")
    end_professional(morning.actor(), professional=ref)
    with pytest.raises(NotFound):
        tell(morning, ref, "ring")
    with pytest.raises(NotAllowed):
        to_tell(morning.actor(Role.TUTOR), MONDAY, Half.AM)


def tell(morning: Morning, ref: uuid.UUID, way: str) -> None:
    pupil = morning.pupils[0].pk
    tell_professional(morning.actor(), pupil=pupil, professional=ref, on=MONDAY, half=Half.AM, way=way)


def test_the_lead_and_the_head_are_told_of_a_missing_child_without_its_name() -> None:
    morning = Morning(1)
    dsl = a_user("D. Lead")
    dsl.email = "lead@school.example"
    dsl.save()
    a_role(dsl, morning.school, Role.DSL)
    with PracticeMail() as server:
        mail_through(morning.school, server)
        pupil = morning.pupils[0].pk
        record_outcome(morning.actor(), pupil=pupil, on=MONDAY, half=Half.AM, outcome="unaware")
        hand_over_at(morning.school, morning.now)
    assert len(server.taken) == 1
    assert "Pupil00" not in str(server.taken[0])


def test_a_childs_own_ladder_rings_grandmother_first_and_never_texts() -> None:
    with PracticeTexts() as gateway:
        morning = Morning(1)
        texts_through(morning.school, gateway)
        a_ladder(morning)
        morning.contact(0)
        gran = morning.contact(0, name="Asha", number="07700 900333", priority=2)
        morning.marked({0: "N"})
        pupil = morning.pupils[0].pk
        set_own_ladder(morning.actor(), pupil=pupil, first=[gran.pk], never=["text"], why="Mother works nights")
        reach_families(clock(morning, 0))
        reach_families(clock(morning, 10))
    assert gateway.taken == []
    entry = ContactEntry.objects.get()
    assert (entry.way, entry.contact_id) == ("ring", gran.pk)
    assert b"nights" not in bytes(ChildLadder.objects.get().why)
    set_own_ladder(morning.actor(), pupil=pupil)
    assert ChildLadder.objects.filter(ended_on=None).count() == 0
    with pytest.raises(Refused, match="Something must be left"):
        set_own_ladder(morning.actor(), pupil=pupil, never=["text", "email", "voice", "ring"])
    stranger = a_pupil(morning.school)
    with pytest.raises(NotFound):
        set_own_ladder(morning.actor(), pupil=stranger.pk, first=[gran.pk])


def test_the_schools_ladder_is_dated_and_refuses_what_makes_no_sense() -> None:
    morning = Morning(1)
    actor = morning.actor()
    assert contact_ladder_on(actor, MONDAY) == USUAL
    set_it(morning)
    assert contact_ladder_on(actor, MONDAY).starts == "itself"
    assert contact_ladder_on(actor, MONDAY - timedelta(days=1)) == USUAL
    for steps, says in (
        ([], "1 to 9 steps"),
        ([LadderStep("text", 1, 0)], "call by a person"),
        ([LadderStep("pigeon", 1, 0)], "Step 1"),
        ([LadderStep("ring", 0, 0)], "contact"),
        ([LadderStep("ring", 1, 999)], "wait 0 to 240"),
    ):
        with pytest.raises(Refused, match=says):
            set_it(morning, steps=steps)
    with pytest.raises(Refused, match="is over"):
        set_it(morning, from_day=MONDAY - timedelta(days=1))
    assert contact_plan(actor, MONDAY, Half.AM).pupils == ()


def set_it(morning: Morning, steps: list[LadderStep] | None = None, **more: object) -> None:
    steps = [LadderStep("text", 1, 0), LadderStep("ring", 1, 10)] if steps is None else steps
    given: dict[str, object] = {
        "from_day": MONDAY, "starts": "itself", "unreachable": [(0, "contacts")], "places": ["Medical room", ""],
    }  # fmt: skip
    set_contact_ladder(morning.actor(), ladder=Ladder(tuple(steps)), **(given | more))  # type: ignore[arg-type]
