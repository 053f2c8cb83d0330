"""REG-M, as the office tells it: a special school's buses and taxis, and pupils who belong to two schools."""

from __future__ import annotations

import uuid

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closing import close_session, confirm_elsewhere
from rollbook.registers.actions.closures import reverse_closing
from rollbook.registers.actions.planning_many import Pattern, plan_absences
from rollbook.registers.actions.routes import BusLate, add_route, bus_was_late, end_route, preview_bus, set_riders
from rollbook.registers.models import Mark, RouteRider
from rollbook.registers.queries import year_lines
from rollbook.registers.queries.routes import riders_of, route, routes_on
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
MORNING = Session(MONDAY, Half.AM)


def office(room: Classroom, at: str = "9:30") -> Actor:
    return an_actor(room.school, user=room.officer, now=clock(at))


def ids(room: Classroom) -> list[str]:
    return [str(p.public_id) for p in room.pupils]


def bus_7(room: Classroom, riders: int, provider: str = "authority") -> uuid.UUID:
    made = add_route(office(room, "8:00"), name="Bus 7", provider=provider)
    set_riders(office(room, "8:00"), route_id=made, among=ids(room), pupils=ids(room)[:riders])
    return made


def enter(room: Classroom, n: int, code: str, at: str = "8:50") -> None:
    cell = Cell(ids(room)[n], MORNING, code)
    enter_cells(office(room, at), save_id=uuid.uuid4(), cells=[cell], replace=False)


def late(room: Classroom, bus: uuid.UUID, came: str, at: str = "9:30") -> uuid.UUID:
    save_id = uuid.uuid4()
    told = BusLate(bus, MORNING, clock(came) if came else None, frozenset(ids(room)))
    bus_was_late(office(room, at), save_id=save_id, bus=told, reason="Bus 7 broke down")
    return save_id


def test_the_bus_that_came_before_the_register_closed_makes_its_pupils_late_and_nobody_else() -> None:
    room = Classroom(4)
    bus = bus_7(room, 2)
    enter(room, 2, "N")
    told = BusLate(bus, MORNING, clock("8:55"), frozenset(ids(room)))
    assert [r.decision.now for r in preview_bus(office(room, "9:00"), told)] == ["L", "L"]
    late(room, bus, "8:55", at="9:00")
    assert room.codes() == {"Abiodun": "L", "Ahmed": "L", "Barker": "N"}
    assert set(Mark.objects.filter(code="L").values_list("minutes", flat=True)) == {15}


def test_the_bus_that_came_after_the_close_or_never_is_y1_and_no_absence() -> None:
    """COD-19, T-25: not a possible session; U and N give way, who came by car stays as marked."""
    room = Classroom(4)
    bus = bus_7(room, 3)
    for n, code in enumerate(("N", "U", "/", "/")):
        enter(room, n, code, at="9:15" if code == "U" else "8:50")
    done = late(room, bus, "9:20")
    assert room.codes() == {"Abiodun": "Y1", "Ahmed": "Y1", "Barker": "/", "Castellano": "/"}
    totals = {line.totals.possible for line in year_lines(office(room), [2026])}
    assert totals == {0, 1}
    reverse_closing(office(room, "9:40"), save_id=done, reason="It was bus 8")
    assert room.codes() == {"Abiodun": "N", "Ahmed": "U", "Barker": "/", "Castellano": "/"}
    assert verify_school(office(room, "17:00")).faults == ()


def test_a_public_service_is_not_y1_and_a_bus_of_the_future_is_nothing_yet() -> None:
    room = Classroom(2)
    bus = bus_7(room, 2, provider="public")
    with pytest.raises(Refused, match="transport that the school or the authority provides") as refused:
        late(room, bus, "")
    assert refused.value.rule == "COD-19"
    with pytest.raises(Refused, match="still to come"):
        late(room, bus, "10:30")
    with pytest.raises(Refused, match="nobody was late with it"):
        late(room, bus, "8:30")
    assert not Mark.objects.exists()


def test_who_rides_is_dated_and_a_route_ends() -> None:
    room = Classroom(3)
    bus = bus_7(room, 2)
    set_riders(office(room), route_id=bus, among=ids(room), pupils=[ids(room)[2]])
    line = route(office(room), bus, MONDAY)
    assert [p.surname for p in riders_of(office(room), line.id, MONDAY)] == ["Barker"]
    with pytest.raises(Refused, match="called Bus 7 already"):
        add_route(office(room), name="Bus 7", provider="school")
    end_route(office(room), route_id=bus)
    with pytest.raises(NotFound):
        end_route(office(room), route_id=bus)
    assert RouteRider.objects.get().last == MONDAY
    assert [r.name for r in routes_on(office(room), MONDAY)] == ["Bus 7"]


def test_days_at_the_other_school_are_d_when_that_school_says_so() -> None:
    """COD-10, T-21: expected here Monday to Wednesday; D is confirmed, and possible at neither twice."""
    room = Classroom(2)
    plan_absences(
        office(room, "8:00"),
        pupils=ids(room),
        first=MONDAY,
        last=MONDAY,
        code="D",
        note="Hill Street School, main",
        patterns=(Pattern("1", "01"),),
    )
    close_session(office(room), on=MONDAY, half=Half.AM)
    assert room.codes() == {}  # a claim of attendance elsewhere waits for that school's word (REG-16)
    asked = ids(room)
    confirm_elsewhere(office(room), on=MONDAY, half=Half.AM, pupils=asked[:1], came=True, said_by="Hill Street")
    confirm_elsewhere(office(room), on=MONDAY, half=Half.AM, pupils=asked[1:], came=False, said_by="Hill Street")
    assert room.codes() == {"Abiodun": "D", "Ahmed": "N"}
    enter(room, 0, "/", at="9:35")
    assert room.codes()["Abiodun"] == "D"
    assert verify_school(office(room, "17:00")).faults == ()
