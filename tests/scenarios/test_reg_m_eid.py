"""REG-M, as the office tells it: Eid, when families differ, and Ramadan, which is no absence."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells, reverse_bulk
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.occasions import observe, set_occasion
from rollbook.registers.models import Mark, PlannedMark
from rollbook.registers.queries.occasions import occasions_from
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


def office(room: Classroom, at: str = "9:30", days: int = 0) -> Actor:
    return an_actor(room.school, user=room.officer, now=clock(at) + timedelta(days=days))


def eid(room: Classroom) -> uuid.UUID:
    """Monday or Tuesday, as the moon is seen."""
    return set_occasion(office(room, days=-7), name="Eid", kind="festival", first=MONDAY, last=TUESDAY)


def ask(room: Classroom, occasion: uuid.UUID, n: int, on: date, *, days: int = 0) -> int:
    pupils = [str(room.pupils[n].public_id)]
    return observe(office(room, days=days), occasion=occasion, pupils=pupils, on=on, save_id=uuid.uuid4())


def test_each_family_names_its_day_and_has_one() -> None:
    """COD-13, T-32: R on one day; a second is C if granted beforehand, else G or O, and never R."""
    room = Classroom(3)
    occasion = eid(room)
    assert ask(room, occasion, 0, MONDAY, days=-3) == 1
    assert ask(room, occasion, 1, TUESDAY, days=-3) == 1
    close_session(office(room), on=MONDAY, half=Half.AM)
    close_session(office(room, days=1), on=TUESDAY, half=Half.AM)
    assert room.codes() == {"Abiodun": "R"}
    assert room.codes(on=TUESDAY) == {"Ahmed": "R"}
    with pytest.raises(Refused, match="Another is C if the head granted leave beforehand, else G or O") as refused:
        ask(room, occasion, 0, TUESDAY, days=-1)
    assert refused.value.rule == "COD-13"
    assert verify_school(office(room, "17:00", days=1)).faults == ()


def test_a_family_rings_on_the_day_and_n_becomes_r_which_the_grid_can_take_back() -> None:
    room = Classroom(1)
    occasion, pupil = eid(room), str(room.pupils[0].public_id)
    enter_cells(
        office(room, "8:50"), save_id=uuid.uuid4(), cells=[Cell(pupil, Session(MONDAY, Half.AM), "N")], replace=False
    )
    save_id = uuid.uuid4()
    observe(office(room), occasion=occasion, pupils=[pupil], on=MONDAY, save_id=save_id)
    assert room.codes() == {"Abiodun": "R"}
    reverse_bulk(office(room, "9:40"), save_id=save_id, reason="It was the wrong child")
    assert room.codes() == {"Abiodun": "N"}
    assert verify_school(office(room, "17:00")).faults == ()


def test_only_the_days_of_the_festival_and_only_a_festival() -> None:
    room = Classroom(1)
    occasion = eid(room)
    with pytest.raises(Refused, match="not one of the days of Eid"):
        ask(room, occasion, 0, MONDAY + timedelta(days=2))
    fast = set_occasion(
        office(room),
        name="Ramadan",
        kind="fast",
        first=MONDAY,
        last=MONDAY + timedelta(days=28),
        note="Prayer room open at 13:00; PE without running",
    )
    with pytest.raises(NotFound):
        ask(room, fast, 0, MONDAY)
    assert not PlannedMark.objects.exists()
    assert not Mark.objects.exists()
    assert [(o.name, o.is_festival, bool(o.note)) for o in occasions_from(office(room), MONDAY)] == [
        ("Eid", True, False),
        ("Ramadan", False, True),
    ]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": " "}, "Give the occasion its name"),
        ({"kind": "holiday"}, "Choose whether it is a festival"),
        ({"last": MONDAY - timedelta(days=1)}, "before the first day"),
        ({"last": MONDAY + timedelta(days=90)}, "at most 45 days"),
    ],
)
def test_an_occasion_that_cannot_be_is_refused(more: dict[str, str], says: str) -> None:
    room = Classroom(0)
    given = {"name": "Eid", "kind": "festival", "first": MONDAY, "last": TUESDAY, **more}
    with pytest.raises(Refused, match=says):
        set_occasion(office(room), **given)  # type: ignore[arg-type]
