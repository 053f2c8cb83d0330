"""The log of questions: taken down, a task until answered, seen by who keeps it; and words beside a call."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.rules.access import Role
from rollbook.rules.call_guidance import Situation
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.work.actions import Asked, answer_question, log_question, record_told, write_script
from rollbook.work.models import Question
from rollbook.work.queries import question, questions_log, scripts, tasks_for, versions_of
from rollbook.work.queries.questions import history_of
from tests.registers.classroom import MONDAY
from tests.work.staffroom import Staffroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Staffroom:
    return Staffroom()


def test_an_open_question_is_a_task_until_it_is_answered(room: Staffroom) -> None:
    asked = _asked(room)
    (line,) = questions_log(room.actor)
    assert (line.is_open, line.who, line.pupil and line.pupil.forename) == (True, "Ms Bello", "Tolu")
    assert b"Bello" not in bytes(Question.objects.get().who)
    (task,) = tasks_for(room.actor)
    assert task.says == "Answer Ms Bello: How many sessions this term?"
    answer_question(room.actor, question=asked, answer="Eleven of twelve.")
    assert tasks_for(room.actor) == ()
    assert question(room.actor, asked).answer == "Eleven of twelve."
    with pytest.raises(Refused, match="answered this already"):
        answer_question(room.actor, question=asked, answer="Again")


def test_what_was_answered_at_once_makes_no_task(room: Staffroom) -> None:
    _asked(room, answer="Eleven of twelve.")
    assert tasks_for(room.actor) == ()
    assert not questions_log(room.actor)[0].is_open


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"says": " "}, "what was asked"),
        ({"due": None}, "by when"),
        ({"due": MONDAY - timedelta(days=1)}, "has passed"),
        ({"asker": "cat"}, "who asked"),
        ({"says": "x" * 2001}, "at most 2000"),
    ],
)
def test_what_cannot_be_a_question_is_refused_in_words(
    room: Staffroom, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        _asked(room, **change)
    assert not Question.objects.exists()


def test_a_pupil_of_another_school_cannot_be_asked_about(room: Staffroom) -> None:
    with pytest.raises(NotFound):
        _asked(room, pupil=str(Staffroom().pupils[0].public_id))


def test_who_does_not_keep_the_log_sees_nothing_of_it(room: Staffroom) -> None:
    asked = _asked(room)
    tutor = room.acting(room.tutor, Role.TUTOR)
    for ask in (lambda: questions_log(tutor), lambda: question(tutor, asked)):
        with pytest.raises(NotAllowed):
            ask()
    assert history_of(tutor, room.pupils[0].pk, MONDAY, MONDAY) == ()


def test_what_a_family_was_told_is_on_the_history(room: Staffroom) -> None:
    record_told(
        room.actor, told=uuid.uuid4(), pupil=str(room.pupils[0].public_id), way="letter", who="Mrs Abiodun",
        says="Attendance of the half term: 96.4 %", statement=True,
    )  # fmt: skip
    _asked(room)
    told = history_of(room.actor, room.pupils[0].pk, MONDAY, MONDAY)
    assert {one.says for one in told} == {
        "Attendance statement by letter",
        "Question by telephone (agency or authority), not answered yet",
    }


def test_the_log_costs_the_same_for_one_and_for_many(room: Staffroom, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(8):
        _asked(room)
    with django_assert_num_queries(2):
        assert len(questions_log(room.actor)) == 8


def test_every_situation_has_words_and_the_school_may_write_its_own(room: Staffroom) -> None:
    assert [one.version for one in scripts(room.actor)] == [0] * len(Situation)
    write_script(room.actor, situation=Situation.HOSTILE, says="Listen.\n\n  Then ring the head. ", seen=0)
    with pytest.raises(Refused, match="in the meantime"):
        write_script(room.actor, situation=Situation.HOSTILE, says="Other", seen=0)
    write_script(room.actor, situation=Situation.HOSTILE, says="Listen.\nThen ring the head.", seen=1)
    hostile = next(one for one in scripts(room.actor) if one.situation is Situation.HOSTILE)
    assert (hostile.version, hostile.steps) == (1, ("Listen.", "Then ring the head."))
    assert [one.version for one in versions_of(room.actor, Situation.HOSTILE)] == [1, 0]
    with pytest.raises(Refused, match="one step"):
        write_script(room.actor, situation=Situation.HOSTILE, says=" \n ", seen=1)
    with pytest.raises(NotAllowed):
        write_script(room.acting(room.tutor, Role.TUTOR), situation=Situation.HOSTILE, says="x", seen=1)


def _asked(room: Staffroom, **change: object) -> uuid.UUID:
    made = uuid.uuid4()
    said: dict[str, object] = {
        "asker": "agency", "way": "phone", "who": "Ms Bello", "says": "How many sessions this term?",
        "pupil": str(room.pupils[0].public_id), "due": MONDAY + timedelta(days=2), **change,
    }  # fmt: skip
    log_question(room.actor, question=made, asked=Asked(**said))  # type: ignore[arg-type]  # some are wrong on purpose
    return made
