"""The pages of routes to school: entered, ridden, late; and a closure taken back from its page."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.registers.actions.routes import BusLate, add_route, preview_bus, set_riders
from rollbook.registers.models import Route
from rollbook.rules.sessions import Half, Session
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, At, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
AT_HALF_NINE = clock("9:30")


def url(room: Classroom, name: str, **place: object) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug, **place})


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_a_route_is_entered_ridden_late_and_the_marks_taken_back() -> None:
    room = Classroom(3)
    at = At(room.officer, AT_HALF_NINE)
    assert "Choose who provides it" in text(at.post(url(room, "routes"), {"name": "Bus 7"}))
    at.post(url(room, "routes"), {"name": "Bus 7", "provider": "authority"})
    assert "called Bus 7 already" in text(at.post(url(room, "routes"), {"name": "Bus 7", "provider": "school"}))
    bus = Route.objects.get().public_id
    riders = url(room, "riders", route_id=bus)
    assert "Abiodun, Tolu" in text(at.get(riders, group=str(room.group.public_id)))
    two = [str(p.public_id) for p in room.pupils[:2]]
    at.post(riders, {"group": str(room.group.public_id), "pupil": two})
    assert "Bus 7 carries 2 of 9A" in text(at.get(riders))

    late = url(room, "bus-late", route_id=bus)
    said = {"on_0": "7", "on_1": "9", "on_2": "2026", "half": "0", "came": "", "reason": "Bus 7 broke down"}
    assert "Write a time as 9:05" in text(at.post(late, {**said, "came": "soon"}))
    seen = text(at.post(late, said))
    assert "beyond walking distance" in seen
    save_id = re.search(r'name="save_id" value="([^"]+)"', seen)[1]  # type: ignore[index]
    at.post(late, {**said, "act": "enter", "save_id": save_id, "pupil": two[:1]})
    assert room.codes() == {"Abiodun": "Y1"}

    assert "Entered in the last two weeks" in text(at.get(url(room, "closures")))
    at.post(url(room, "closures-reverse"), {"save_id": save_id, "reason": "It was bus 8"})
    assert room.codes() == {}
    at.post(url(room, "end-route", route_id=bus), {})
    assert Route.objects.get().last == MONDAY


def test_thirty_riders_take_as_many_statements_as_three() -> None:
    counts = []
    for size in (3, 30):
        room = Classroom(size)
        office = an_actor(room.school, user=room.officer, now=AT_HALF_NINE)
        pupils = [str(p.public_id) for p in room.pupils]
        bus = add_route(office, name="Bus 7", provider="school")
        with CaptureQueriesContext(connection) as riding:
            set_riders(office, route_id=bus, among=pupils, pupils=pupils)
        told = BusLate(bus, Session(MONDAY, Half.AM), None, frozenset(pupils))
        with CaptureQueriesContext(connection) as seen:
            assert len(preview_bus(office, told)) == size
        counts.append((len(riding), len(seen)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 10
    assert counts[0][1] <= 14


def test_what_cannot_be_read_changes_nothing() -> None:
    room = Classroom(1)
    at = At(room.officer, AT_HALF_NINE)
    assert at.post(url(room, "closures-reverse"), {"save_id": "x", "reason": "?"}).status_code == 422
    assert at.post(url(room, "closures-reverse"), {"save_id": str(uuid.uuid4()), "reason": "?"}).status_code == 404
    assert at.get(url(room, "riders", route_id=uuid.uuid4())).status_code == 404
