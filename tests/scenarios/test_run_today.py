"""One school day on one page, as the attendance office lives it."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest

from rollbook.rules.sessions import Half
from tests.absence.morning import MONDAY, Morning, Visitor

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 16, hour, minute, tzinfo=UTC)


def look(morning: Morning, hour: int, minute: int) -> str:
    morning.now = at(hour, minute)
    office: Visitor = morning.person()
    answer = office.get(office.url("home:today"))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_a_monday_from_before_the_bell_to_the_end() -> None:
    # Given form 9A: a pupil with a social worker, a brother and a sister, and two others.
    morning = Morning(5)
    morning.flag(0)
    morning.contact(0, name="Jo", number="07700 900377")
    morning.contact(1, 2, name="Priya", number="07700 900142")

    # When the office opens Today at 8:00, then nothing is late yet and it says when registers open.
    said = look(morning, 8, 0)
    assert "Monday 16 November" in said
    assert "morning registers open 8:40, in 40 minutes" in said
    assert "opens 8:40" in said
    assert "Must be seen first" not in said

    # At 8:55 the register is open and nobody is called missing.
    said = look(morning, 8, 55)
    assert "morning registers close 9:10, in 15 minutes" in said
    assert "open, 0 of 5" in said
    assert "accounted for" in said

    # At 9:14 it has closed without being taken: it is late, and the vulnerable pupil is looked for.
    said = look(morning, 9, 14)
    assert "4 min late" in said
    assert "Nobody has marked Pupil00 yet; registers closed 9:10." in said
    assert "07700 900377" in said

    # When the tutor has taken it, brother and sister are one call, and the late one is known.
    morning.marked({0: "/", 1: "N", 2: "N", 3: "L", 4: "/"})
    said = look(morning, 9, 20)
    assert "The only register is in" in said
    assert "Next: 2 pupils without a reason" in said
    assert "Pupil01 Name01" in said
    assert said.count("07700 900142") == 1
    assert "every family reached by 10:00: 40 minutes" in said

    # When the mother has rung, the morning is done, and the page says so.
    office = morning.person()
    sent = {"sessions": [morning.row(1), morning.row(2)], "code": "I", "reason": "Mother rang 9:25: both sick"}
    assert office.post(morning.settle_url(1), sent).status_code == 303
    said = look(morning, 9, 30)
    assert "every family reached" in said
    assert "Every absence of this session has its reason." in said

    # At 13:40 a pupil who was in this morning is not there: that is not "no reason", that is missing.
    morning.marked({0: "N", 1: "I", 2: "I", 3: "\\", 4: "\\"}, half=Half.PM)
    said = look(morning, 13, 40)
    assert "afternoon registers closed 13:30" in said
    assert "Was in this morning, and is not here now: missing." in said
    assert "every family reached by" not in said, "the time is for the morning"

    # At 16:00 the day is over, and tomorrow's clock is not today's.
    said = look(morning, 16, 0)
    assert "afternoon registers closed 13:30" in said
    assert morning.code(1, MONDAY) == "I"
