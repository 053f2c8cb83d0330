"""REG-D, as the office would tell it: who comes late, by how much, before or after this school's own close."""

from __future__ import annotations

from datetime import datetime

import pytest

from rollbook.registers.models import Mark, PupilYear
from rollbook.registers.queries.conflicts import conflicts
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import LONDON
from rollbook.schools.models import SessionTime
from tests.builders import an_actor
from tests.registers.classroom import Classroom
from tests.registers.sent import taken

pytestmark = pytest.mark.django_db


def at(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 9, 7, hour, minute, tzinfo=LONDON)


def stands(room: Classroom) -> dict[str, tuple[str, int | None]]:
    rows = Mark.objects.filter(half=0).values_list("pupil__legal_surname", "code", "minutes")
    return {surname: (code, minutes) for surname, code, minutes in rows}


def test_a_monday_in_9a_that_closes_at_ten_past_nine() -> None:
    # The register of 9A is open from 8:40 to 9:10. At 8:45 Mr Dhillon marks who is there; two are not.
    room = Classroom(4)
    taken(room, room.tutor, {1: "/", 2: "/", 3: "N", 4: "N"}, at("8:45"))

    # 8:58: Alfie comes in. He is L, and the register knows by itself that it is eighteen minutes.
    taken(room, room.tutor, {3: "L"}, at("8:58"))
    assert stands(room)["Barker"] == ("L", 18)

    # 9:25: Ben comes in. The register has closed: he is U, entered by the office with the reason.
    taken(room, room.officer, {4: "U"}, at("9:26"), reason="signed in at the desk at 9:25, overslept")
    assert stands(room)["Castellano"] == ("U", 46)

    # L is attendance, U is an absence without leave; a number after the close is never L, one before it never U.
    assert sorted(PupilYear.objects.values_list("attended", flat=True)) == [0, 1, 1, 1]
    assert sorted(PupilYear.objects.values_list("unauthorised", flat=True)) == [0, 0, 0, 1]
    assert verify_school(room.actor).faults == ()


@pytest.mark.parametrize(
    ("closes", "code", "minutes", "says"),
    [
        ("9:10", "L", "29", ""),
        ("9:10", "L", "31", "31 minutes late is after the register closed at 09:10. Use U"),
        ("8:55", "L", "14", ""),
        ("8:55", "L", "16", "16 minutes late is after the register closed at 08:55. Use U"),
        ("8:55", "U", "14", "14 minutes late is before the register closed at 08:55. Use L"),
    ],
)
def test_the_schools_own_close_divides_l_from_u(closes: str, code: str, minutes: str, says: str) -> None:
    room = Classroom(1)
    SessionTime.objects.filter(half=0).update(closes=int(closes[0]) * 60 + int(closes[2:]))
    page = taken(room, room.tutor, {1: code}, at("8:54"), **{"minutes-row1": minutes}).content.decode()
    if says:
        assert stands(room) == {}
        assert says in page
    else:
        assert stands(room) == {"Abiodun": (code, int(minutes))}


def test_a_late_mark_that_itself_comes_late() -> None:
    # Mr Dhillon noted Alfie as late, without the minutes; he opens the register again at 14:00 and enters it.
    room = Classroom(3)
    taken(room, room.tutor, {1: "/", 2: "/"}, at("8:45"))
    taken(room, room.tutor, {3: "L"}, at("14:00"), **{"minutes-row1": ""})
    assert stands(room)["Barker"] == ("L", None), "nobody said how late, and two in the afternoon is no answer"
    assert conflicts(an_actor(room.school, user=room.officer, now=at("14:01"))) == ()
