"""RUN-A: the day on one page in the order in which it happens, and the first pages of everybody else beside it."""

from __future__ import annotations

import html
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from rollbook.absence.actions import record_outcome, take_report
from rollbook.absence.actions.line import Reported
from rollbook.registers.actions import plan_absence
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.site.actions import sign_pupil
from tests.absence.morning import MONDAY, Morning, Visitor

pytestmark = pytest.mark.django_db
LANES = ("overnight", "registers", "first", "no-reason", "desk", "clocks", "mine", "crossed", "pm", "end")


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 16, hour, minute, tzinfo=UTC)


def read(visitor: Visitor, route: str) -> str:
    answer = visitor.get(visitor.url(route))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def look(morning: Morning, hour: int, minute: int) -> str:
    morning.now = at(hour, minute)
    return read(morning.person(), "home:today")


def lane(said: str, key: str) -> str:
    return said.split(f'id="lane-{key}"')[1].split("</section>")[0]


def test_a_monday_from_what_came_overnight_to_the_closed_day() -> None:
    # Given form 9A; overnight a mother left word, one pupil has leave from today, another tomorrow.
    morning = Morning(6)
    morning.flag(0)
    morning.contact(0, name="Jo", number="07700 900377")
    morning.contact(1, name="Priya", number="07700 900142")
    morning.now = at(7, 30)
    office = morning.actor()
    words = "Pupil Five has a temperature and stays at home"
    take_report(office, reported=Reported(way="voicemail", words=words, source="voicemail:1"))
    for n, day in ((2, MONDAY), (3, MONDAY + timedelta(days=1))):
        plan_absence(
            office,
            pupil=str(morning.pupils[n].public_id),
            first=day,
            last=day,
            code="C",
            note="Family day",
            halves="01",
        )

    # At 8:00 the first lane says what is to be filed, and who will not come.
    said = look(morning, 8, 0)
    assert "1 report of absence waits to be filed" in lane(said, "overnight")
    assert "1 pupil planned away from today" in lane(said, "overnight")
    assert "1 pupil planned away on Tue 17 Nov" in lane(said, "end")

    # At 9:20 the register is in; the child with a social worker is looked for first, the other family is rung.
    morning.marked({0: "N", 1: "N", 2: "C", 3: "/", 4: "/", 5: "I"})
    said = look(morning, 9, 20)
    places = [said.index(f'id="lane-{key}"') for key in LANES]
    assert places == sorted(places), "the lanes stand in the order of the day"
    assert "The only register is in" in lane(said, "registers")
    assert "07700 900377" in lane(said, "first")
    assert "07700 900142" in lane(said, "no-reason")

    # When the second family says that the child is on the bus to school, this is no absence to text about.
    record_outcome(morning.actor(), pupil=morning.pupils[1].pk, on=MONDAY, half=Half.AM, outcome="unaware", way="ring")
    said = look(morning, 9, 25)
    assert "The family believes that the child is in school." in lane(said, "first")
    assert "Start missing-child steps" in lane(said, "first")
    assert "Nobody besides those above." in lane(said, "no-reason")

    # The child comes in by the desk at 9:30, and the mark is confirmed from this page.
    movement = uuid.uuid4()
    desk = morning.actor(Role.RECEPTION)
    sign_pupil(desk, movement_id=movement, pupil=str(morning.pupils[1].public_id), kind="arrived", at=at(9, 24))
    administrator = morning.person()
    sent = {"act": "confirm", "to": "today"}
    administrator.post(administrator.url("site:settle", movement=movement), sent)
    said = look(morning, 9, 31)
    assert "Pupil01" not in lane(said, "first")
    assert "Every movement is settled" in lane(said, "desk")

    # In the afternoon the second register stands below, and the day can be closed after it.
    morning.marked(dict.fromkeys(range(1, 6), "\\"), half=Half.PM)
    said = look(morning, 14, 0)
    assert "Afternoon registers not yet taken" in lane(said, "pm")
    assert "1 mark still missing" in lane(said, "end")
    assert "Close the day" in lane(said, "end")


def test_at_the_same_minute_everybody_else_finds_their_own_part_of_it() -> None:
    morning = Morning(4)
    morning.flag(0)
    morning.marked({0: "N", 1: "I", 2: "L", 3: "/"})
    tutor = read(Visitor(morning.school, morning.tutor, morning.now), "home:my-form")
    assert "Pupil00" in tutor
    assert "Social worker" not in tutor
    assert "Pupil00" in lane(read(morning.person(Role.DSL), "home:safeguarding"), "first")
    head = read(morning.person(Role.HEAD), "home:school")
    assert "Pupil00" in lane(head, "unaccounted")
    assert "Pupil01" not in lane(head, "unaccounted")
