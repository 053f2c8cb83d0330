"""The page of days that are not ordinary, and the sudden closure from it: said, looked at, done, taken back."""

from __future__ import annotations

import uuid
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.registers.actions.closures import Closing, close_for, reverse_closing
from rollbook.registers.actions.sudden import Sudden, close_suddenly, preview_sudden
from rollbook.registers.models import ContactStop, PlannedMark
from rollbook.registers.queries.contact import contact_stopped
from rollbook.rules.access import Role
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half, Session
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import MONDAY, At, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
ALL_DAY = Sudden(MONDAY, (Half.AM, Half.PM), "Snow")
SAID = {"halves": "01", "on_0": "7", "on_1": "9", "on_2": "2026", "reason": "Snow"}


def url(room: Classroom, name: str = "days", **place: object) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug, **place})


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_from_the_list_of_days_to_a_closed_school_and_back() -> None:
    room = Classroom(3)
    at = At(room.officer, clock("6:40"))
    assert "Close the school" in text(at.get(url(room)))
    seen = text(at.post(url(room, "sudden"), SAID))
    assert "<b>3</b> pupils on the register" in seen
    assert not ContactStop.objects.exists()
    at.post(url(room, "sudden"), {**SAID, "act": "enter", "save_id": str(uuid.uuid4())})
    told = text(at.get(url(room)))
    assert "Closed for 3 pupils" in told
    assert "Who collects whom" in told
    stop = ContactStop.objects.get()
    empty = at.post(url(room, "sudden-back", stop=stop.public_id), {"reason": ""})
    assert "Write why the closure is taken back" in text(empty)
    at.post(url(room, "sudden-back", stop=stop.public_id), {"reason": "It melted"})
    assert "Who collects whom" not in text(at.get(url(room)))
    assert not PlannedMark.objects.filter(ended_by=None).exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reason": ""}, "Write what happened"),
        ({"halves": ""}, "Choose whether the whole day is lost"),
        ({"on_0": "31"}, "real date"),
        ({"on_0": "6"}, "not today or within a week"),
        ({"on_0": "12"}, "not due to meet"),
    ],
)
def test_what_is_missing_is_told_at_its_field(more: dict[str, str], says: str) -> None:
    room = Classroom(1)
    answer = At(room.officer, clock("6:40")).post(url(room, "sudden"), {**SAID, **more})
    assert answer.status_code == 422
    assert says in text(answer)


def test_a_teacher_has_no_such_page() -> None:
    room = Classroom(1)
    teacher = a_user("Mr Reid")
    a_role(teacher, room.school, Role.TEACHER)
    assert At(teacher).get(url(room)).status_code == 403


def test_the_closure_costs_as_much_for_thirty_as_for_three() -> None:
    acts, asked = [], []
    for size in (3, 30):
        room = Classroom(size)
        office = an_actor(room.school, user=room.officer, now=clock("9:00"))
        preview_sudden(office, ALL_DAY)
        with CaptureQueriesContext(connection) as seen:
            close_suddenly(office, save_id=uuid.uuid4(), sudden=ALL_DAY)
        acts.append(len(seen))
        with CaptureQueriesContext(connection) as seen:
            assert len(contact_stopped(office, MONDAY, Half.AM, [p.pk for p in room.pupils])) == size
        asked.append(len(seen))
    assert acts[0] == acts[1] <= 62
    assert asked == [1, 1]


def test_a_closure_that_was_entered_is_taken_back_in_one_step() -> None:
    room = Classroom(2)
    office = an_actor(room.school, user=room.officer, now=clock("17:00"))
    save_id = uuid.uuid4()
    close_for(office, save_id=save_id, closing=Closing("Y4", (Session(MONDAY, Half.AM), Session(MONDAY, Half.PM))))
    assert set(room.codes().values()) == {"Y4"}
    reverse_closing(office, save_id=save_id, reason="The wrong day")
    assert room.codes() == room.codes(half=1) == {}
    with pytest.raises(NotFound):
        reverse_closing(office, save_id=uuid.uuid4(), reason="Nothing")
