"""REG-C: who is where, with the right code: a morning in the reset room, an exam, and a trip with one who did not come.

Told as the office would tell it. Paper typed back is a story of its own.
"""

from __future__ import annotations

import uuid

import pytest

from rollbook.registers.actions.closing import close_session
from rollbook.registers.queries.conflicts import conflicts
from rollbook.registers.queries.unconfirmed import waiting_lists
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.site.actions import check_in, check_out, report_missing, send_to_room, set_up_room
from rollbook.site.queries import searches_of_today
from rollbook.site.queries.rooms import rooms_now
from tests.registers.classroom import MONDAY
from tests.registers.lesson_room import LessonRoom
from tests.registers.trips import Trip
from tests.site.rooms import Rooms

pytestmark = pytest.mark.django_db


def test_a_morning_in_the_reset_room() -> None:
    rooms = Rooms(classroom=LessonRoom())
    lesson_room = rooms.room
    assert isinstance(lesson_room, LessonRoom)

    # 8:50. Tolu comes to the hub instead of the form room: on site, and so present, though the tutor never saw him.
    rooms.comes(0, rooms.hub, "8:50")
    assert rooms.room.codes() == {"Abiodun": "/"}

    # 9:15. The maths teacher has the lesson's register open: beside the name stands where he is.
    sheet = lesson_room.sheet(lesson_room.p1)
    assert next(iter(sheet.earlier.values())) == "in Hub since 8:50, AM /"

    # 9:20. The hub sends him to the reset room. He goes; the hub's roll says so, nothing is lost.
    rooms.comes(0, rooms.reset, "9:22")
    assert [s.moved_to for s in rooms.roll(rooms.hub, "9:23").moved] == ["Reset room"]

    # 9:30. Yusuf is sent too and never arrives. Ten minutes later he is missing from a lesson.
    tutor = rooms.who(rooms.room.tutor, "9:30", Role.TUTOR)
    send_to_room(tutor, room=rooms.reset, stay_id=uuid.uuid4(), pupil=rooms.pupil(1), reason="behaviour")
    (late,) = rooms.roll(rooms.reset, "9:41").not_arrived
    pike = rooms.runs(rooms.reset, "9:41")
    report_missing(
        pike, search_id=uuid.uuid4(), pupil=str(late.pupil.public_id), lesson="Reset room", last_seen="Sent at 9:30"
    )
    assert [s.pupil.surname for s in searches_of_today(rooms.office("9:42"))] == ["Ahmed"]

    # 10:10. Tolu goes back to the hub. His mark of the morning stays what it was.
    rooms.comes(0, rooms.hub, "10:10")
    assert rooms_now(rooms.office("10:11"), [rooms.room.pupils[0].pk]) == {
        rooms.room.pupils[0].pk: "in Hub since 10:10"
    }
    assert rooms.room.codes() == {"Abiodun": "/"}


def test_an_exam_in_the_hall() -> None:
    rooms = Rooms(6)

    # The exams officer names the hall as a room and puts the candidates on its roll for 9:00.
    hall = set_up_room(rooms.office("8:00"), name="Hall", kind="exam", staff=[rooms.reyes.pk], wait=15)
    rooms.hub = hall
    rooms.expects(hall, "9:00", 0, 1, 2, 3)

    # 8:55. The invigilator ticks three on a telephone: in the exam is present, and no study leave for being expected.
    expected = rooms.roll(hall, "8:55").expected
    done = check_in(rooms.runs(hall, "8:55"), room=hall, stays=[s.public_id for s in expected[:3]])
    assert (done.came, done.marked) == (3, 3)
    assert rooms.room.codes() == {"Abiodun": "/", "Ahmed": "/", "Barker": "/"}

    # 9:16. The fourth has not come: shown as not arrived, with no mark from here.
    assert [s.pupil.surname for s in rooms.roll(hall, "9:16").not_arrived] == ["Castellano"]

    # 10:30. The papers are in; all leave at once.
    assert check_out(rooms.runs(hall, "10:30"), room=hall, stays=[s.public_id for s in expected[:3]]) == 3
    assert [s.minutes for s in rooms.roll(hall, "10:31").gone] == [95, 95, 95]


def test_a_trip_that_its_leader_confirms_and_one_pupil_did_not_come() -> None:
    trip = Trip(5)

    # Monday, 9:15. The register closes. Five are on the trip: no mark, for nobody has said that they are there.
    close_session(trip.office("9:16"), on=MONDAY, half=Half.AM)
    assert trip.room.codes() == {}
    (waiting,) = waiting_lists(trip.leads("9:16"), own=True)
    assert waiting.pupils == 5

    # 9:20. On the coach Ms Reyes says who is there: four. Ben did not come.
    trip.says(trip.leads("9:20"), there=[0, 1, 2, 4], missed=[3])
    assert sorted(trip.room.codes().values()) == ["N", "V", "V", "V", "V"]
    assert trip.room.codes()["Castellano"] == "N"

    # In the afternoon it is asked again, session by session; a teacher at school sees Ben in front of them.
    assert [w.session.half for w in waiting_lists(trip.office("13:30"))] == [Half.PM]
    trip.says(trip.leads("13:35"), there=[0, 1, 2, 4], missed=[], half=Half.PM)
    assert trip.room.codes(half=1) == dict.fromkeys(("Abiodun", "Ahmed", "Barker", "Chowdhury"), "V")
    assert [w.pupils for w in waiting_lists(trip.office("13:40"))] == [1]
    assert conflicts(trip.office("13:40")) == ()
