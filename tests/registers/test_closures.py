"""Unexpected closures: the right code for the right pupils in one act, looked at before (T-22 to T-26, COD-18)."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closures import Closing, close_for, preview_closing
from rollbook.registers.models import Amendment, Mark, RegisterSave
from rollbook.registers.queries import year_lines
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.models import Closure
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom

pytestmark = pytest.mark.django_db
EVENING = AT_THE_DOOR + timedelta(hours=9)
DAY = tuple(Session(MONDAY, half) for half in Half)


def office(room: Classroom, now: Any = EVENING) -> Actor:
    return an_actor(room.school, user=room.officer, now=now)


def entered(room: Classroom, closing: Closing) -> Any:
    return close_for(office(room), save_id=uuid.uuid4(), closing=closing)


def marked(room: Classroom, n: int, code: str) -> None:
    cell = Cell(str(room.pupils[n].public_id), DAY[0], code)
    enter_cells(office(room), save_id=uuid.uuid4(), cells=[cell], replace=False)


def test_snow_takes_the_day_out_of_what_was_possible() -> None:
    room = Classroom(3)
    done = entered(room, Closing("Y4", DAY))
    assert done.count(Outcome.STORED) == 6
    assert set(Mark.objects.values_list("code", flat=True)) == {"Y4"}
    assert {line.totals.possible for line in year_lines(office(room), [2026])} == {0}
    assert {s.kind for s in RegisterSave.objects.all()} == {"closure"}
    assert verify_school(office(room)).faults == ()


def test_who_was_marked_before_the_school_closed_stays_marked() -> None:
    room = Classroom(3)
    marked(room, 0, "/")
    marked(room, 1, "N")
    with pytest.raises(Refused, match="Write what happened"):
        entered(room, Closing("Y4", DAY[:1], over=frozenset({"N"})))
    done = entered(room, Closing("Y4", DAY[:1], over=frozenset({"N"}), reason="Snow"))
    assert (done.count(Outcome.STORED), done.amended) == (2, 1)
    assert room.codes() == {"Abiodun": "/", "Ahmed": "Y4", "Barker": "Y4"}
    assert set(Amendment.objects.values_list("old", "new", "reason")) == {("N", "Y4", "Snow")}
    assert verify_school(office(room)).faults == ()


def test_a_boiler_closes_part_of_the_school_for_its_pupils_alone() -> None:
    room = Classroom(2)
    eight = a_group(room.school, "8B", nc_year="8")
    pupil = a_pupil(room.school, group=eight, surname="Okafor")
    done = entered(room, Closing("Y3", DAY, frozenset({str(pupil.public_id)})))
    assert done.count(Outcome.STORED) == 2
    assert set(Mark.objects.values_list("pupil_id", "code")) == {(pupil.pk, "Y3")}


@pytest.mark.parametrize(
    ("closing", "says"),
    [
        (Closing("Y3", DAY), "never for the whole school"),
        (Closing("Y1", DAY), "never for the whole school"),
        (Closing("Y4", DAY, frozenset({"x"})), "Where part of the school stayed open, use Y3"),
        (Closing("#", DAY), "Choose what happened"),
        (Closing("Y1", DAY, frozenset()), "at least one pupil"),
        (Closing("Y4", ()), "at least one session"),
    ],
)
def test_each_code_is_for_what_it_is_for(closing: Closing, says: str) -> None:
    room = Classroom(1)
    with pytest.raises(Refused, match=says):
        entered(room, closing)
    assert not Mark.objects.exists()


def test_an_inset_day_is_the_calendars_and_never_y4() -> None:
    room = Classroom(1)
    Closure.objects.create(school=room.school, kind=Closure.Kind.INSET, name="INSET", first=MONDAY, last=MONDAY)
    with pytest.raises(Refused, match="planned without school") as refused:
        entered(room, Closing("Y4", DAY))
    assert refused.value.rule == "COD-18"


def test_a_session_that_has_not_begun_is_not_marked_and_the_act_can_be_done_again() -> None:
    room = Classroom(2)
    at_nine = office(room, AT_THE_DOOR)
    first = close_for(at_nine, save_id=uuid.uuid4(), closing=Closing("Y4", DAY))
    assert (first.count(Outcome.STORED), first.count(Outcome.REFUSED)) == (2, 2)
    assert entered(room, Closing("Y4", DAY)).count(Outcome.STORED) == 2
    assert Mark.objects.count() == 4
    assert verify_school(office(room)).faults == ()


def test_the_same_act_twice_is_done_once_and_who_may_not_does_nothing() -> None:
    room = Classroom(2)
    save_id = uuid.uuid4()
    close_for(office(room), save_id=save_id, closing=Closing("Y4", DAY))
    assert close_for(office(room), save_id=save_id, closing=Closing("Y4", DAY)).repeated
    assert RegisterSave.objects.count() == 2
    with pytest.raises(NotAllowed):
        close_for(an_actor(room.school, permissions=frozenset()), save_id=save_id, closing=Closing("Y4", DAY))


def test_the_preview_stores_nothing_and_costs_as_much_for_thirty_as_for_three() -> None:
    previews, acts = [], []
    for size in (3, 30):
        room = Classroom(size)
        with CaptureQueriesContext(connection) as seen:
            preview_closing(office(room), Closing("Y4", DAY))
        previews.append(len(seen))
        assert not Mark.objects.filter(school=room.school).exists()
        with CaptureQueriesContext(connection) as seen:
            entered(room, Closing("Y4", DAY))
        acts.append(len(seen))
    assert previews[0] == previews[1] <= 18
    assert acts[0] == acts[1] <= 30


def url(room: Classroom) -> str:
    return reverse("registers:closures", kwargs={"school": room.school.slug})


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def given(room: Classroom, **more: Any) -> dict[str, Any]:
    day = {"first_0": "7", "first_1": "9", "first_2": "2026"}
    return {"code": "Y1", "halves": ["0"], "groups": [str(room.group.public_id)], "reason": "Bus 4", **day, **more}


def test_a_bus_that_did_not_come_is_entered_for_those_it_carries() -> None:
    room = Classroom(4)
    at = At(room.officer, EVENING)
    assert "9A (4)" in text(at.get(url(room)))
    seen = at.post(url(room), given(room))
    assert "<b>4</b> blanks become <b>Y1</b>" in text(seen)
    assert "Castellano, Ben" in text(seen)
    save_id = re.search(r'name="save_id" value="([^"]+)"', seen.content.decode())[1]  # type: ignore[index]
    carried = [str(p.public_id) for p in room.pupils[:2]]
    at.post(url(room), given(room, act="enter", save_id=save_id, pupil=carried))
    assert room.codes() == {"Abiodun": "Y1", "Ahmed": "Y1"}
    assert "2 marks Y1 entered; 0 left" in text(at.get(url(room)))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"groups": []}, "Tick the groups it reached"),
        ({"over": ["N"], "reason": ""}, "Say what happened"),
        ({"halves": []}, "Tick mornings, afternoons or both"),
        ({"last_0": "1", "last_1": "9", "last_2": "2026"}, "cannot be before the first day"),
        ({"last_0": "1", "last_1": "12", "last_2": "2026"}, "at most two weeks"),
    ],
)
def test_what_is_missing_is_told_at_its_field(more: dict[str, Any], says: str) -> None:
    room = Classroom(1)
    answer = At(room.officer, EVENING).post(url(room), given(room, **more))
    assert answer.status_code == 422
    assert says in text(answer)
    assert date(2026, 9, 7) == MONDAY


def test_a_whole_closure_of_two_days_from_the_page() -> None:
    room = Classroom(2)
    at = At(room.officer, EVENING + timedelta(days=1))
    two = given(room, code="Y4", groups=[], halves=["0", "1"], last_0="8", last_1="9", last_2="2026")
    assert "<b>8</b> blanks become <b>Y4</b>" in text(at.post(url(room), two))
    at.post(url(room), two | {"act": "enter", "save_id": str(uuid.uuid4())})
    assert Mark.objects.filter(code="Y4").count() == 8
