"""ABS-I, as the attendance office would tell it: who asked what, what was answered, and figures over the telephone."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.absence.actions.given_out import give_figures
from rollbook.absence.queries.looked_after import looked_after
from rollbook.audit.models import AccessEntry
from rollbook.evidence.queries.chronology import history
from rollbook.pupils.models import Characteristic
from rollbook.work.actions import Asked, answer_question, log_question, record_told
from rollbook.work.queries import questions_log, tasks_for
from tests.absence.late_room import FRIDAY, NOON, LateRoom
from tests.builders import TERM_STARTS, an_actor
from tests.registers.classroom import MONDAY

pytestmark = pytest.mark.django_db


def test_a_social_worker_asks_and_is_answered_in_time() -> None:
    room = LateRoom()
    tolu, asked = str(room.pupils[0].public_id), uuid.uuid4()
    question = Asked(
        "agency", "email", "Ms Bello, children's services", "Attendance since September, please.", tolu,
        due=FRIDAY + timedelta(days=3),
    )  # fmt: skip
    log_question(room.office, question=asked, asked=question)

    # Until it is answered it stands among the office's tasks, with its day.
    (task,) = tasks_for(room.office)
    assert (task.due, task.says) == (
        FRIDAY + timedelta(days=3),
        "Answer Ms Bello, children's services: Attendance since September, please.",
    )
    monday = an_actor(room.school, user=room.officer, now=NOON + timedelta(days=3))
    answer_question(monday, question=asked, answer="Sent the certificate, 94.1 %.")
    assert tasks_for(monday) == ()
    (line,) = questions_log(monday)
    assert (line.taken_by, line.answered_by, line.answer) == ("A. Osei", "A. Osei", "Sent the certificate, 94.1 %.")


def test_a_statement_goes_home_and_stands_on_the_history() -> None:
    room = LateRoom()
    pupil = room.pupils[0]
    record_told(
        room.office, told=uuid.uuid4(), pupil=str(pupil.public_id), way="letter", who="Mrs Abiodun",
        says="Attendance of this half term.", statement=True,
    )  # fmt: skip
    (told,) = history(room.office, pupil.pk, MONDAY, FRIDAY)
    assert (told.says, told.by) == ("Attendance statement by letter", "A. Osei")


def test_a_service_rings_for_the_looked_after_children() -> None:
    room = LateRoom()
    Characteristic.objects.create(
        school=room.school, pupil=room.pupils[0], kind="looked-after", value="", first=TERM_STARTS
    )
    room.mark(0, FRIDAY, 0, "/")
    (child,) = looked_after(room.office, FRIDAY)
    assert (child.am, child.pm) == ("present", "no mark yet")
    call, who = uuid.uuid4(), "Dana Moss, Welfare Ring"
    give_figures(room.office, call=call, on=FRIDAY, caller=who, pupils=[str(child.pupil.public_id)])
    assert [one.caller for one in looked_after(room.office, FRIDAY)[0].given] == [who]
    assert AccessEntry.objects.filter(what="figures given out", by_name="A. Osei").count() == 1
