"""REG-M, as the office tells it: the last day of term ends at half past one; Fridays have prayers."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closing import close_session
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools import actions as schools
from rollbook.schools.actions.early import finish_as_ever, finish_early
from rollbook.schools.models import SessionTime
from rollbook.schools.queries import times_of
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
EARLY = {"morning_ends": time(12, 0), "opens": time(12, 20), "closes": time(12, 40), "ends": time(13, 30)}


def office(room: Classroom, at: str = "9:30", days: int = 0) -> Actor:
    return an_actor(room.school, user=room.officer, now=clock(at) + timedelta(days=days))


def pm(room: Classroom, on: date, nc_year: str = "9") -> tuple[str, str]:
    window = times_of(office(room), on).for_(Half.PM, nc_year, None)
    return f"{window.opens:%H:%M}", f"{window.ends:%H:%M}"


def test_the_afternoon_is_a_session_because_it_is_held_after_a_break() -> None:
    """REG-5: its register is taken at 12:20; U and L are told by that day's times, and no blank is left."""
    room = Classroom(1)
    assert finish_early(office(room), on=TUESDAY, **EARLY) == 2
    assert pm(room, MONDAY) == pm(room, TUESDAY + timedelta(days=1)) == ("13:10", "15:10")
    assert pm(room, TUESDAY) == ("12:20", "13:30")
    cell = Cell(str(room.pupils[0].public_id), Session(TUESDAY, Half.PM), "\\")
    done = enter_cells(office(room, "12:25", days=1), save_id=uuid.uuid4(), cells=[cell], replace=False)
    assert done.rows[0].outcome is Outcome.STORED
    close_session(office(room, "12:50", days=1), on=TUESDAY, half=Half.PM)
    assert room.codes(on=TUESDAY, half=1) == {"Abiodun": "\\"}


def test_a_year_group_with_times_of_its_own_finishes_with_the_others() -> None:
    room = Classroom(1)
    schools.set_session_times(
        office(room),
        half=Half.PM,
        nc_year="7",
        from_day=MONDAY,
        opens=time(13, 30),
        closes=time(13, 50),
        ends=time(15, 30),
    )
    finish_early(office(room), on=TUESDAY, **EARLY)
    assert pm(room, TUESDAY, "7") == pm(room, TUESDAY, "9") == ("12:20", "13:30")
    finish_as_ever(office(room), on=TUESDAY)
    assert pm(room, TUESDAY, "7") == ("13:30", "15:30")
    assert pm(room, TUESDAY, "9") == ("13:10", "15:10")
    with pytest.raises(NotFound):
        finish_as_ever(office(room), on=TUESDAY)


def test_friday_prayers_are_the_fridays_own_times() -> None:
    room = Classroom(1)
    friday = MONDAY + timedelta(days=4)
    schools.set_session_times(
        office(room),
        half=Half.PM,
        weekday=4,
        from_day=MONDAY,
        opens=time(14, 0),
        closes=time(14, 15),
        ends=time(15, 10),
    )
    assert pm(room, friday) == ("14:00", "15:10")
    finish_early(office(room), on=friday, **EARLY)
    assert pm(room, friday) == ("12:20", "13:30")
    assert pm(room, friday + timedelta(days=7)) == ("14:00", "15:10")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"on": MONDAY - timedelta(days=3)}, "has passed"),
        ({"on": MONDAY + timedelta(days=5)}, "not due to meet"),
        ({"opens": time(11, 50), "closes": time(12, 10)}, "the morning ends at 12:00"),
        ({"closes": time(13, 5)}, "open for 45 minutes"),
        ({"ends": time(12, 30)}, "before its register closes"),
        ({"morning_ends": time(9, 0)}, "before its register closes"),
    ],
)
def test_a_day_that_cannot_be_is_refused(more: dict[str, object], says: str) -> None:
    room = Classroom(1)
    with pytest.raises(Refused, match=says):
        finish_early(office(room), **{"on": TUESDAY, **EARLY, **more})  # type: ignore[arg-type]
    assert not SessionTime.objects.filter(valid_to__isnull=False).exists()
