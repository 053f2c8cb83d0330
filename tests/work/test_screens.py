"""The screens of work, as they answer: plain forms, what is shown to whom, and what they cost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.rules.access import Role
from rollbook.work.actions import Asked, log_question, make_task
from rollbook.work.models import Delegation, HandOverNote, Question, ScriptText, Task
from tests.registers.classroom import MONDAY
from tests.work.staffroom import Staffroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Staffroom:
    return Staffroom()


def test_a_task_is_written_taken_over_and_done_with_plain_forms(room: Staffroom) -> None:
    screen, made = room.screen(room.officer), uuid.uuid4()
    typed = {"task": made, "says": "Print the lists", "to": f"role:{Role.ATTENDANCE_ADMINISTRATOR.value}"}
    due = {"due_0": "9", "due_1": "9", "due_2": "2026"}
    for _ in range(2):
        assert screen.post(room.work("mine"), {**typed, **due}).status_code == 303
    task = Task.objects.get()
    assert "Print the lists" in screen.get(room.work("mine")).content.decode()
    assert screen.post(room.work("task-take", task=task.public_id), {}).status_code == 303
    assert screen.post(room.work("task-done", task=task.public_id), {}).status_code == 303
    task.refresh_from_db()
    assert (task.owner_id, task.done_by_name) == (room.officer.pk, "A. Osei")


def test_what_is_missing_is_said_beside_its_field(room: Staffroom) -> None:
    answer = room.screen(room.officer).post(room.work("mine"), {"task": uuid.uuid4()})
    assert answer.status_code == 422
    for words in ("Say what is to be done", "Choose for whom it is", "Say by when it is to be done"):
        assert words in answer.content.decode()


def test_a_note_is_left_and_read(room: Staffroom) -> None:
    room.screen(room.officer).post(
        room.work("notes"), {"note": uuid.uuid4(), "says": "Bus 7 is late", "to": f"user:{room.tutor.pk}"}
    )
    note, tutor = HandOverNote.objects.get(), room.screen(room.tutor)
    assert "1 hand-over note you have not read" in tutor.get(room.work("mine")).content.decode()
    tutor.post(room.work("note-read", note=note.public_id), {})
    tutor.post(room.work("note-done", note=note.public_id), {})
    assert "Mr Dhillon" in room.screen(room.officer).get(room.work("notes")).content.decode()


def test_work_is_passed_on_and_what_does_not_go_over_is_said(room: Staffroom) -> None:
    screen = room.screen(room.officer)
    days = {"first_0": "7/9/2026", "first_1": "", "first_2": "", "last_0": "11/9/2026", "last_1": "", "last_2": ""}
    answer = screen.post(room.work("standing-in"), {"delegation": uuid.uuid4(), "to": room.tutor.pk, **days})
    assert answer.status_code == 303, answer.content.decode()
    shown = screen.get(room.work("standing-in")).content.decode()
    assert "may not see what is for" in shown
    screen.post(room.work("delegation-end", delegation=Delegation.objects.get().public_id), {})
    assert "Nobody stands in" in screen.get(room.work("standing-in")).content.decode()


def test_what_the_others_did_has_links_and_no_names_of_pupils(room: Staffroom) -> None:
    head = room.acting(room.person(Role.HEAD, "H. Head"), Role.HEAD)
    make_task(head, says="About Tolu", due=MONDAY, role=Role.TUTOR.value, pupil=room.pupils[0].pk)
    screen = room.screen(room.officer)
    shown = screen.get(room.work("since")).content.decode()
    assert "1 task made" in shown
    assert "Tolu" not in shown
    assert screen.post(room.work("since"), {}).status_code == 303
    assert "Nobody else did anything" in screen.get(room.work("since")).content.decode()
    assert "1 task made" in screen.get(room.work("since"), **{"from": "2026-09-07"}).content.decode()
    assert screen.get(room.work("since"), **{"from": "yesterday"}).status_code == 200


def test_a_question_is_taken_down_about_a_pupil_and_its_opening_is_noted(room: Staffroom) -> None:
    screen, pupil = room.screen(room.officer), room.pupils[0].public_id
    assert "Abiodun" in screen.post(room.work("questions"), {"q": "abi"}).content.decode()
    sent = {"question": uuid.uuid4(), "asker": "parent", "way": "phone", "says": "When is break?", "answer": "At 11."}
    assert screen.post(room.work("ask-about", pupil=pupil), sent).status_code == 303
    made = Question.objects.get()
    assert "At 11." in screen.get(room.work("question", question=made.public_id)).content.decode()
    assert AccessEntry.objects.filter(what="question", subject=f"pupil:{pupil}").count() == 1
    told = {"told": uuid.uuid4(), "kind": "statement", "who": "Mrs Abiodun", "way": "letter", "says": "96 %"}
    assert screen.post(room.work("tell", pupil=pupil), told).status_code == 303
    assert Question.objects.filter(kind="statement").count() == 1


def test_a_question_without_a_day_is_sent_back_with_a_sentence(room: Staffroom) -> None:
    sent = {"question": uuid.uuid4(), "asker": "parent", "way": "phone", "says": "When is break?"}
    answer = room.screen(room.officer).post(room.work("questions"), sent)
    assert answer.status_code == 422
    assert "Say by when it is to be answered" in answer.content.decode()


def test_the_words_beside_a_call_are_changed_by_who_sets_the_school_up(room: Staffroom) -> None:
    screen = room.screen(room.officer)
    url = room.work("script", situation="hostile")
    assert screen.post(url, {"seen": 0, "says": "Breathe first."}).status_code == 303
    assert ScriptText.objects.get().says == "Breathe first."
    assert "Breathe first." in room.screen(room.tutor).get(room.work("scripts")).content.decode()
    assert room.screen(room.tutor).get(url).status_code == 403
    assert screen.get(room.work("script", situation="nothing")).status_code == 404


def test_the_page_of_tasks_costs_the_same_for_one_and_for_many(room: Staffroom) -> None:
    screen = room.screen(room.officer)
    counts = []
    for n in (1, 12):
        for k in range(n):
            make_task(room.actor, says=f"{n} {k}", due=MONDAY, owner=room.officer.pk, pupil=room.pupils[0].pk)
            asked = Asked("colleague", "desk", "", "What?", due=MONDAY + timedelta(days=1))
            log_question(room.actor, question=uuid.uuid4(), asked=asked)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            screen.get(room.work("mine"))
        with CaptureQueriesContext(connection) as log:
            screen.get(room.work("questions"))
        counts.append((len(seen), len(log)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20
