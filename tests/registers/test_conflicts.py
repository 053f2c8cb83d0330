"""What disagrees is found in the record, shown side by side, asked about and settled with a reason (REG-E)."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.pupils.models import Enrolment
from rollbook.registers.actions import amend_mark, save_register
from rollbook.registers.actions.conflicts import answer_challenge, challenge, keep_mark
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.actions.taking import Tap
from rollbook.registers.models import Mark
from rollbook.registers.queries import register_sheet
from rollbook.registers.queries.challenges import asked_of
from rollbook.registers.queries.conflicts import ConflictKind, conflicts, entries_waiting
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome, RegisterFacts
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half, Session
from tests.builders import an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom

pytestmark = pytest.mark.django_db
MORNING = Session(MONDAY, Half.AM)
LATER = AT_THE_DOOR + timedelta(hours=2)


def office(room: Classroom) -> Actor:
    return an_actor(room.school, user=room.officer, now=LATER)


def tutor(room: Classroom) -> Actor:
    return an_actor(room.school, Role.TUTOR, user=room.tutor, now=AT_THE_DOOR + timedelta(minutes=5))


def facts(room: Classroom) -> RegisterFacts:
    return register_sheet(room.actor, room.group.public_id, MONDAY, Half.AM).issue.facts()


def amended(room: Classroom, n: int, code: str, seen: int) -> None:
    done = amend_mark(
        office(room), pupil=str(room.pupils[n].public_id), facts=facts(room), code=code, reason="rang", seen=seen
    )
    assert done.rows[0].outcome is Outcome.STORED


def tapped(room: Classroom, taps: dict[int, str], seen: int = 0) -> None:
    issue = register_sheet(tutor(room), room.group.public_id, MONDAY, Half.AM).issue
    save_register(
        tutor(room),
        issue=issue,
        save_id=uuid.uuid4(),
        taps=[Tap(issue.token(str(room.pupils[n].public_id)), code, seen=seen) for n, code in taps.items()],
        is_school_day=True,
        finished=True,
    )


def two_entries(size: int = 3) -> Classroom:
    """The office enters M while the tutor's page is open; the tutor then sends / for the same pupil."""
    room = Classroom(size)
    amended(room, 0, "M", 0)
    tapped(room, dict.fromkeys(range(size), "/"))
    return room


def test_two_entries_are_shown_side_by_side() -> None:
    room = two_entries()
    (found,) = conflicts(office(room))
    assert found.kind is ConflictKind.ENTRIES
    assert found.pupil.surname == "Abiodun"
    assert found.stands is not None
    assert found.said is not None
    assert (found.stands.code, found.stands.by_name) == ("M", "A. Osei")
    assert (found.said.code, found.said.by_name) == ("/", "Mr Dhillon")


def test_an_entry_that_was_not_used_waits_until_somebody_settled_it() -> None:
    room = two_entries()
    assert entries_waiting(office(room), MONDAY) == conflicts(office(room))
    assert entries_waiting(office(room), MONDAY + timedelta(days=1)) == ()
    keep_mark(office(room), pupil=str(room.pupils[0].public_id), session=MORNING, seen=1, reason="At the dentist")
    assert entries_waiting(office(room), MONDAY) == ()


def test_today_tells_the_office_of_it_and_leads_there() -> None:
    room = two_entries()
    school = {"school": room.school.slug}
    at = At(room.officer, LATER)
    said = at.get(reverse("home:today", kwargs=school)).content.decode()
    said = said.split('id="lane-mine"')[1].split("</section>")[0]
    assert "1 entry in a register was not used" in said
    assert f'href="{reverse("registers:conflicts", kwargs=school)}"' in said
    keep_mark(office(room), pupil=str(room.pupils[0].public_id), session=MORNING, seen=1, reason="At the dentist")
    assert "was not used" not in at.get(reverse("home:today", kwargs=school)).content.decode()


def test_that_nothing_waits_takes_one_statement() -> None:
    room = Classroom(3)
    tapped(room, dict.fromkeys(range(3), "/"))
    with CaptureQueriesContext(connection) as told:
        assert entries_waiting(office(room), MONDAY) == ()
    assert len(told) == 1


def test_keeping_the_mark_settles_it_and_the_reason_is_in_the_chain() -> None:
    room = two_entries()
    actor = office(room)
    pupil = str(room.pupils[0].public_id)
    with pytest.raises(Refused, match="Write why"):
        keep_mark(actor, pupil=pupil, session=MORNING, seen=1, reason=" ")
    with pytest.raises(Refused, match="Somebody changed this mark"):
        keep_mark(actor, pupil=pupil, session=MORNING, seen=7, reason="At the dentist")
    keep_mark(actor, pupil=pupil, session=MORNING, seen=1, reason="At the dentist; came at 10")
    assert conflicts(actor) == ()
    assert room.codes()["Abiodun"] == "M"
    assert verify_school(actor).faults == ()


def test_changing_the_mark_settles_it_too() -> None:
    room = two_entries()
    amended(room, 0, "/", 1)
    assert conflicts(office(room)) == ()
    assert verify_school(office(room)).faults == ()


def test_present_though_planned_away_asks_for_a_person() -> None:
    room = Classroom(2)
    actor = office(room)
    plan_absences(actor, pupils=[str(room.pupils[0].public_id)], first=MONDAY, last=MONDAY, code="V")
    tapped(room, {0: "/", 1: "/"})
    (found,) = conflicts(actor)
    assert found.kind is ConflictKind.PLAN
    assert found.said is not None
    assert found.said.code == "V"
    keep_mark(actor, pupil=str(room.pupils[0].public_id), session=MORNING, seen=1, reason="Did not go on the trip")
    assert conflicts(actor) == ()


def test_a_mark_outside_the_time_on_roll_is_found() -> None:
    room = Classroom(2)
    tapped(room, {0: "/", 1: "/"})
    Enrolment.objects.filter(pupil=room.pupils[1]).update(last_day=MONDAY - timedelta(days=3))
    (found,) = conflicts(office(room))
    assert (found.kind, found.pupil.surname) == (ConflictKind.ROLL, "Ahmed")


def test_the_person_who_took_the_register_is_asked_and_answers_once() -> None:
    room = two_entries()
    pupil = str(room.pupils[0].public_id)
    challenge(office(room), user_id=room.tutor.pk, pupil=pupil, session=MORNING, code="/")
    teacher = an_actor(room.school, Role.TUTOR, user=room.tutor, now=LATER + timedelta(minutes=3))
    (asked,) = asked_of(teacher)
    assert (asked.pupil.surname, asked.code, asked.asked_by) == ("Abiodun", "/", "A. Osei")
    answer_challenge(teacher, question=asked.id, was_there=True)
    assert asked_of(teacher) == ()
    with pytest.raises(NotFound):
        answer_challenge(teacher, question=asked.id, was_there=False)


def test_nobody_answers_for_another() -> None:
    room = two_entries()
    pupil = str(room.pupils[0].public_id)
    challenge(office(room), user_id=room.tutor.pk, pupil=pupil, session=MORNING, code="/")
    (asked,) = asked_of(tutor(room))
    with pytest.raises(NotFound):
        answer_challenge(office(room), question=asked.id, was_there=True)
    with pytest.raises(NotAllowed):
        keep_mark(tutor(room), pupil=pupil, session=MORNING, seen=1, reason="x")


def test_the_queue_takes_a_fixed_number_of_statements() -> None:
    counts = []
    for size in (2, 30):
        room = Classroom(size)
        for n in range(size):
            amended(room, n, "M", 0)
        tapped(room, dict.fromkeys(range(size), "/"))
        with CaptureQueriesContext(connection) as seen:
            assert len(conflicts(office(room))) == size
        counts.append(len(seen))
    assert counts[0] == counts[1] == 13


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def url(room: Classroom, name: str) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug})


def test_the_office_asks_hears_and_settles_on_the_page() -> None:
    room = two_entries()
    at = At(room.officer, LATER)
    page = text(at.get(url(room, "conflicts")))
    assert "Abiodun, Tolu" in page
    assert "Keep M" in page
    assert "Ask Mr Dhillon" in page
    assert "Change to /" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]  # type: ignore[index]
    assert at.post(url(room, "settle-conflict"), {"key": key, "act": "ask"}).status_code == 303
    teacher = At(room.tutor, LATER + timedelta(minutes=5))
    mine = text(teacher.get(url(room, "mine")))
    assert "was <b>Tolu Abiodun</b> (9A) in front of you" in mine
    asked = re.search(r'name="question" value="([^"]+)"', mine)[1]  # type: ignore[index]
    assert teacher.post(url(room, "answer"), {"question": "x", "act": "there"}).status_code >= 400
    assert teacher.post(url(room, "answer"), {"question": asked, "act": "there"}).status_code == 303
    later = At(room.officer, LATER + timedelta(minutes=9))
    assert "Mr Dhillon says: the pupil was there" in text(later.get(url(room, "conflicts")))
    change = {"key": key, "act": "change", "reason": "Mr Dhillon saw her"}
    assert later.post(url(room, "settle-conflict"), change).status_code == 303
    assert room.codes()["Abiodun"] == "/"
    assert "Nothing in the registers disagrees" in text(later.get(url(room, "conflicts")))
    assert verify_school(room.actor).faults == ()


def test_a_key_that_cannot_be_read_changes_nothing() -> None:
    room = two_entries()
    at = At(room.officer, LATER)
    of = f"{room.pupils[0].public_id}.2026-09-07.am"
    for key in ("", "x.y.z.1", f"{of}.x.ENTRIES", f"{of}.1.NONE", f"{of}.1.PLAN"):
        assert at.post(url(room, "settle-conflict"), {"key": key, "act": "keep", "reason": "r"}).status_code >= 400
    assert Mark.objects.get(pupil=room.pupils[0]).code == "M"
    assert date(2026, 9, 7) == MONDAY
