"""The end of the day and what is planned, as the office meets them on the screen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.models import PlannedMark
from rollbook.registers.queries.chased import still_unconfirmed
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom

pytestmark = pytest.mark.django_db
AFTERNOON = AT_THE_DOOR + timedelta(hours=6, minutes=30)  # 15:17, both registers closed


def url(room: Classroom, name: str, query: str = "") -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug}) + query


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def office(room: Classroom) -> At:
    return At(room.officer, AFTERNOON)


def on_a_trip(room: Classroom, *numbers: int) -> None:
    pupils = [str(room.pupils[n].public_id) for n in numbers]
    plan_absences(room.actor, pupils=pupils, first=MONDAY, last=MONDAY, code="V")


def test_the_day_shows_what_it_leaves_and_is_closed_with_it() -> None:
    room = Classroom(4)
    on_a_trip(room, 0)
    at = office(room)
    page = text(at.get(url(room, "day")))
    assert "9A</b> morning" in page
    assert "Ahmed, Yusuf; Barker, Alfie; Castellano, Ben" in page
    assert "Planned elsewhere, not confirmed" in page
    sent = {"on": "2026-09-07", "blanks": "6", "unconfirmed": "2", "no_reason": "0"}
    assert at.post(url(room, "close-day"), sent).status_code == 303
    assert "A. Osei closed this day" in text(at.get(url(room, "day")))


def test_closing_what_was_not_seen_is_refused() -> None:
    room = Classroom(2)
    sent = {"on": "2026-09-07", "blanks": "0", "unconfirmed": "0", "no_reason": "0"}
    answer = office(room).post(url(room, "close-day"), sent)
    assert answer.status_code >= 400
    assert "Something changed since you opened this page" in text(answer)


def test_a_trip_is_confirmed_on_the_page() -> None:
    room = Classroom(3)
    on_a_trip(room, 0, 1)
    at = office(room)
    ticked = {"on": "2026-09-07", "half": "am", "pupil": str(room.pupils[0].public_id)}
    at.post(url(room, "elsewhere"), ticked | {"act": "came", "said_by": "Ms Cole"})
    at.post(url(room, "elsewhere"), ticked | {"act": "missed", "pupil": str(room.pupils[1].public_id)})
    assert room.codes() == {"Abiodun": "V", "Ahmed": "N"}
    assert verify_school(room.actor).faults == ()


def test_the_page_of_a_day_asks_a_fixed_number_of_statements() -> None:
    counts = []
    for size in (4, 30):
        room = Classroom(size)
        on_a_trip(room, 0, 1)
        at = office(room)
        with CaptureQueriesContext(connection) as seen:
            assert at.get(url(room, "day")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 42


def test_a_trip_is_planned_for_those_who_are_ticked_and_withdrawn_for_one() -> None:
    room = Classroom(5)
    at = office(room)
    page = text(at.get(url(room, "plan")))
    assert "9A" in page
    where = url(room, "plan", f"?group={room.group.public_id}")
    assert "Castellano, Ben" in text(at.get(where))
    given = {
        "pupils": [str(p.public_id) for p in room.pupils[:3]],
        "code": "V",
        "note": "",
        "first_0": "10",
        "first_1": "9",
        "first_2": "2026",
        "last_0": "11",
        "last_1": "9",
        "last_2": "2026",
        "mornings": ["4", "5"],
        "afternoons": ["4"],
    }
    assert at.post(where, given).status_code == 303
    assert set(PlannedMark.objects.values_list("weekdays", "halves")) == {("4", "01"), ("5", "0")}
    page = text(at.get(url(room, "planned", "?month=2026-09")))
    assert "3 pupils" in page
    assert "whole days Thu; mornings Fri" in page
    one = PlannedMark.objects.filter(pupil=room.pupils[0]).values_list("pk", flat=True)
    at.post(url(room, "withdraw"), {"plans": ",".join(map(str, one)), "month": "2026-09"})
    assert "2 pupils" in text(at.get(url(room, "planned", "?month=2026-09")))
    assert verify_school(room.actor).faults == ()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"code": "K"}, "needs a note"),
        ({"code": "/"}, "is not in the list"),
        ({"last_0": "1", "last_1": "9", "last_2": "2026"}, "cannot be before the first day"),
        ({"mornings": [], "afternoons": []}, "at least one morning or afternoon"),
        ({"pupils": []}, "Tick at least one pupil"),
    ],
)
def test_what_cannot_be_planned_is_told_at_its_field(given: dict[str, Any], says: str) -> None:
    room = Classroom(2)
    sent = {"pupils": [str(room.pupils[0].public_id)], "code": "C", "mornings": ["1"]}
    sent |= {"first_0": "10", "first_1": "9", "first_2": "2026"}
    answer = office(room).post(url(room, "plan", f"?group={room.group.public_id}"), sent | given)
    assert answer.status_code == 422
    assert says in text(answer)
    assert not PlannedMark.objects.exists()


def test_a_month_of_plans_takes_a_fixed_number_of_statements() -> None:
    counts = []
    for size in (3, 30):
        room = Classroom(size)
        on_a_trip(room, *range(size))
        at = office(room)
        with CaptureQueriesContext(connection) as seen:
            assert at.get(url(room, "planned", "?month=2026-09")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_teacher_does_not_see_the_offices_lists() -> None:
    room = Classroom(1)
    teacher = a_user("Ms Cole")
    a_role(teacher, room.school, Role.TEACHER)
    for name in ("day", "planned", "plan"):
        assert At(teacher, AFTERNOON).get(url(room, name)).status_code == 403


def test_a_month_that_cannot_be_read_is_this_month() -> None:
    room = Classroom(1)
    assert "September 2026" in text(office(room).get(url(room, "planned", "?month=13-13")))
    assert date(2026, 9, 7) == MONDAY


def test_a_trip_that_nobody_confirmed_is_chased_on_the_days_after() -> None:
    room = Classroom(3)
    on_a_trip(room, 0, 1)
    tomorrow = At(room.officer, AFTERNOON + timedelta(days=1))
    page = text(tomorrow.get(url(room, "day")))
    assert "Earlier days still wait to be confirmed" in page
    assert "Mon 7 Sep</a> (4 sessions)" in page
    both = {"on": "2026-09-07", "pupil": [str(p.public_id) for p in room.pupils[:2]], "act": "came"}
    for half in ("am", "pm"):
        tomorrow.post(url(room, "elsewhere"), both | {"half": half})
    assert "Earlier days still wait" not in text(tomorrow.get(url(room, "day")))
    assert "Earlier days still wait" not in text(office(room).get(url(room, "day"))), "today is on its own list"


def test_what_is_chased_is_found_with_five_statements() -> None:
    for size in (2, 30):
        room = Classroom(size)
        on_a_trip(room, *range(size))
        later = an_actor(room.school, user=room.officer, now=AFTERNOON + timedelta(days=3))
        with CaptureQueriesContext(connection) as seen:
            (day,) = still_unconfirmed(later)
        assert day.sessions == size * 2
        assert len(seen) == 5, "the calendar takes two"
