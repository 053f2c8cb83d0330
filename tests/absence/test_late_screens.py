"""The screens of lateness, as they answer."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.models import Detention, LatePolicy, LateStepTaken
from rollbook.rules.access import Role
from tests.absence.late_room import FRIDAY, NOON, LateRoom
from tests.builders import a_role, a_user
from tests.registers.classroom import At

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> LateRoom:
    return LateRoom()


def test_the_list_is_narrowed_by_days_and_downloaded_with_nothing_that_runs(room: LateRoom) -> None:
    room.late(0, 3)
    room.pupils[0].legal_surname = "=cmd()"
    room.pupils[0].save()
    screen = room.at()
    assert "1 pupil: 3 before the close (L), 0 after it (U), 30 minutes lost" in _seen(screen, room)
    assert "Nobody was late" in screen.get(room.place("lateness"), first="2026-09-24").content.decode()
    assert "Nobody was late" in screen.get(room.place("lateness"), last="2026-09-04").content.decode()
    csv = screen.get(room.place("lateness"), **{"as": "csv"})
    assert "'=cmd()" in csv.content.decode("utf-8-sig")


def test_steps_are_ticked_and_taken_together(room: LateRoom) -> None:
    room.late(0, 3)
    room.late(1, 3)
    screen = room.at()
    assert "Tutor speaks with the pupil" in screen.get(room.place("late-steps")).content.decode()
    assert screen.post(room.place("late-steps"), {}).status_code == 422
    chosen = [f"{room.pupils[n].public_id}|3" for n in (0, 1)]
    assert screen.post(room.place("late-steps"), {"chosen": chosen}).status_code == 303
    assert LateStepTaken.objects.count() == 2
    assert "No step is due" in screen.get(room.place("late-steps")).content.decode()


def test_the_schools_own_steps_are_typed(room: LateRoom) -> None:
    screen, url = room.at(), room.place("late-policy")
    days = {"from_day_0": "25", "from_day_1": "9", "from_day_2": "2026"}
    half = screen.post(url, {**days, "at_0": "2"})
    assert half.status_code == 422
    assert "Give the number of lates and what is done, or neither" in half.content.decode()
    assert screen.post(url, {**days, "at_0": "2", "act_0": "detention"}).status_code == 303
    assert LatePolicy.objects.get().steps == [[2, "detention"]]


def test_a_detention_is_found_set_answered_and_printed(room: LateRoom) -> None:
    screen, pupil = room.at(), room.pupils[0].public_id
    assert "Abiodun" in screen.post(room.place("detentions"), {"q": "abi"}).content.decode()
    sent = {"detention": uuid.uuid4(), "on_0": "25", "on_1": "9", "on_2": "2026", "room": "S4"}
    assert screen.post(room.place("detention-new", pupil=pupil), sent).status_code == 303
    came = room.place("detention-came", detention=Detention.objects.get().public_id)
    assert screen.post(came, {"came": "perhaps"}).status_code == 422
    assert screen.post(came, {"came": "yes"}).status_code == 303
    assert "Came" in screen.get(room.place("detentions")).content.decode()
    assert "S4" in screen.get(room.place("detentions-print", on=FRIDAY.isoformat())).content.decode()


def test_a_tutor_sees_nothing_of_it(room: LateRoom) -> None:
    tutor = At(room.tutor, NOON)
    for name in ("lateness", "late-steps", "late-policy", "detentions"):
        assert tutor.get(room.place(name)).status_code == 403


def test_a_head_of_year_sees_the_year_alone(room: LateRoom) -> None:
    room.late(0, 3)
    user = a_user("H. Year")
    post = a_role(user, room.school, Role.HEAD_OF_YEAR)
    post.nc_year = "10"
    post.save()
    assert "Nobody was late" in At(user, NOON).get(room.place("lateness")).content.decode()


def test_the_pages_cost_the_same_for_one_pupil_and_for_four(room: LateRoom) -> None:
    counts = []
    for some in ((0,), (1, 2, 3)):
        for n in some:
            room.late(n, 3)
        counts.append([_count(room, name) for name in ("lateness", "late-steps")])
    assert counts[0] == counts[1]


def _count(room: LateRoom, name: str) -> int:
    screen = room.at()
    with CaptureQueriesContext(connection) as seen:
        screen.get(room.place(name))
    return len(seen)


def _seen(screen: At, room: LateRoom) -> str:
    return " ".join(screen.get(room.place("lateness")).content.decode().split())
