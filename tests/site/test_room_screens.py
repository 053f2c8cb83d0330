"""The screens of internal rooms, as plain forms: sending, the roll, making a roll ahead, setting up (REG-C)."""

from __future__ import annotations

import uuid

import pytest

from rollbook.rules.access import Role
from rollbook.site.models import Room, RoomStay
from rollbook.site.queries.rooms import room_of
from rollbook.staff.models import User
from tests.builders import a_role, a_user
from tests.registers.classroom import At
from tests.site.desk import Screen, clock, mark
from tests.site.rooms import Rooms

pytestmark = pytest.mark.django_db


def at(rooms: Rooms, user: User, now: str) -> Screen:
    screen = Screen.__new__(Screen)
    screen.room, screen.user, screen.at = rooms.room, user, At(user, clock(now))
    return screen


def test_a_room_is_opened_by_who_runs_it_and_looked_at_by_who_watches_the_site() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "10:00", 0)
    assert "Check in" in at(rooms, rooms.reyes, "10:01").see("room", room=rooms.hub)
    desk = a_user("R. Boateng")
    a_role(desk, rooms.room.school, Role.RECEPTION)
    seen = at(rooms, desk, "10:01").see("room", room=rooms.hub)
    assert "Abiodun" in seen
    assert "Check in" not in seen
    other = at(rooms, rooms.pike, "10:01")
    assert other.at.get(other.url("room", room=rooms.hub)).status_code == 404
    assert other.at.get(other.url("room-state", room=rooms.hub)).status_code == 404
    assert "Open the roll" in other.see("rooms")
    assert other.send("room-find", {"q": "ab"}, room=rooms.hub).status_code == 404


def test_two_letters_find_who_comes_and_a_button_checks_in() -> None:
    rooms = Rooms()
    screen = at(rooms, rooms.reyes, "8:50")
    html = screen.send("room-find", {"q": "ab"}, room=rooms.hub).content.decode()
    assert f'value="{rooms.pupil(0)}"' in html
    answer = screen.send(
        "room-came", {"pupil": rooms.pupil(0), "stay": str(uuid.uuid4()), "at": "8.48"}, room=rooms.hub
    )
    assert answer.status_code == 303
    assert RoomStay.objects.get().began_at == clock("8:48")
    assert "1 checked in. 1 marked present." in screen.see("room", room=rooms.hub)


def test_a_scanned_number_checks_in_at_once() -> None:
    rooms = Rooms()
    rooms.room.pupils[3].admission_number = "4711"
    rooms.room.pupils[3].save()
    screen = at(rooms, rooms.reyes, "10:50")
    assert screen.send("room-find", {"q": "4711"}, room=rooms.hub).status_code == 303
    assert RoomStay.objects.get().pupil_id == rooms.room.pupils[3].pk
    screen.send("room-find", {"q": "4711"}, room=rooms.hub)
    assert "in the room already" in screen.see("room", room=rooms.hub)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("room-came", {"pupil": "x"}, "cannot be read"),
        ("room-came", {"at": "25:99"}, "Write the time as 9:40"),
        ("room-in", {}, "cannot be read"),
        ("room-out", {"stay": "x"}, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_and_changes_nothing(name: str, data: dict[str, object], words: str) -> None:
    rooms = Rooms()
    filled = {"stay": str(uuid.uuid4()), "pupil": rooms.pupil(0)} | data if name == "room-came" else data
    answer = at(rooms, rooms.reyes, "10:00").send(name, filled, room=rooms.hub)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RoomStay.objects.exists()


def test_who_does_not_arrive_leads_to_missing_from_a_lesson() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "10:00", 0)
    html = at(rooms, rooms.reyes, "10:12").see("room", room=rooms.hub)
    assert "Not arrived after 10 minutes" in html
    assert "Expected 10:00, 12 min ago" in html
    assert at(rooms, rooms.reyes, "10:12").url("report", pupil=rooms.pupil(0)) in html


def test_expected_in_out_and_gone_by_their_buttons() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "10:00", 0, 1)
    screen = at(rooms, rooms.reyes, "10:02")
    first, second = (str(s.public_id) for s in rooms.roll(rooms.hub, "10:02").expected)
    for name, stays in (("room-in", [first]), ("room-withdraw", [second]), ("room-out", [first])):
        assert screen.send(name, {"stay": stays}, room=rooms.hub).status_code == 303
    roll = rooms.roll(rooms.hub, "10:03")
    assert (len(roll.expected), len(roll.here), len(roll.gone)) == (0, 0, 1)


def test_the_first_room_is_told_until_somebody_says_that_they_know() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.hub, "10:20")
    rooms.comes(0, rooms.reset, "10:40")
    screen = at(rooms, rooms.reyes, "10:41")
    assert "Checked in elsewhere" in screen.see("room", room=rooms.hub)
    stay = str(rooms.roll(rooms.hub, "10:41").moved[0].public_id)
    screen.send("room-seen", {"stay": stay}, room=rooms.hub)
    html = screen.see("room", room=rooms.hub)
    assert "Checked in elsewhere" not in html
    assert "then Reset room" in html


def test_a_mark_that_says_otherwise_stands_beside_the_name() -> None:
    rooms = Rooms()
    mark(rooms.room, 0, "I")
    screen = at(rooms, rooms.reyes, "8:50")
    screen.send("room-came", {"pupil": rooms.pupil(0), "stay": str(uuid.uuid4())}, room=rooms.hub)
    html = screen.see("room", room=rooms.hub)
    assert "1 had another mark: it stays, and the office sees both." in html
    assert "morning marked I" in html


def test_a_tutor_sends_one_of_their_pupils() -> None:
    rooms = Rooms()
    screen = at(rooms, rooms.room.tutor, "10:00")
    html = screen.send("find-to-send", {"q": "ab"}).content.decode()
    assert screen.url("room-send", pupil=rooms.pupil(0)) in html
    data = {"stay": str(uuid.uuid4()), "room": str(rooms.reset), "reason": "behaviour", "note": "Shouted"}
    assert screen.send("room-send", data, pupil=rooms.pupil(0)).status_code == 303
    assert screen.send("room-send", data | {"room": "x"}, pupil=rooms.pupil(0)).status_code == 422
    assert "Shouted" in at(rooms, rooms.pike, "10:01").see("room", room=rooms.reset)
    pike = at(rooms, rooms.pike, "10:00")
    assert pike.at.get(pike.url("room-send", pupil=rooms.pupil(0))).status_code == 404


def test_a_roll_is_made_from_a_group_and_a_pasted_list_and_looked_through_first() -> None:
    rooms = Rooms()
    pupil = rooms.room.pupils[2]
    pupil.admission_number = "4711"
    pupil.save()
    screen = at(rooms, rooms.reyes, "8:20")
    pasted = "4711\nAbiodun, Tolu\nyusuf ahmed\t9A\nNobody Known\n4711"
    sent = {"pasted": pasted, "at": "9:00", "reason": "exam", "note": "Maths paper 1", "group": ""}
    html = screen.send("room-expect", sent, room=rooms.hub).content.decode()
    assert "3 pupils: untick who is not meant" in html
    assert "Nobody Known" in html
    assert not RoomStay.objects.exists()
    chosen = [rooms.pupil(n) for n in (0, 2)]
    assert screen.send("room-expect", {**sent, "pupil": chosen, "act": "make"}, room=rooms.hub).status_code == 303
    assert len(rooms.roll(rooms.hub, "8:21").expected) == 2
    answer = screen.send("room-expect", {"pasted": "Nobody Known", "at": "9:00"}, room=rooms.hub)
    assert answer.status_code == 422
    assert screen.send("room-expect", {"pasted": pasted, "at": "nine"}, room=rooms.hub).status_code == 422
    office = at(rooms, rooms.room.officer, "8:20")
    group = str(rooms.room.group.public_id)
    html = office.send("room-expect", {"group": group, "at": "9:00"}, room=rooms.hub).content.decode()
    assert "6 pupils: untick who is not meant" in html


def test_the_roll_is_printed_with_boxes_and_spare_lines() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "9:00", 0, 1)
    html = at(rooms, rooms.reyes, "8:45").see("room-paper", room=rooms.hub)
    assert "Abiodun, Tolu" in html
    assert html.count("<tr>") == 1 + 2 + 6


def test_rooms_are_set_up_changed_and_given_up() -> None:
    rooms = Rooms()
    office = at(rooms, rooms.room.officer, "8:00")
    data = {"name": "First aid", "kind": "first-aid", "wait": "5", "staff": [str(rooms.reyes.pk)]}
    assert office.send("room-set-up", data).status_code == 303
    assert office.send("room-set-up", data).status_code == 422
    assert office.send("room-set-up", data | {"name": "B", "wait": "ten"}).status_code == 422
    made = Room.objects.get(name="First aid").public_id
    assert office.send("room-change", {"wait": "7", "staff": [str(rooms.pike.pk)]}, room=made).status_code == 303
    line = room_of(rooms.office("8:05"), made)
    assert (line.wait, line.staff) == (7, ("Mr Pike",))
    assert "not arrived after 7 min" in office.see("room-set-up")
    assert office.send("room-end", {}, room=made).status_code == 303
    teacher = at(rooms, rooms.reyes, "8:00")
    assert teacher.at.get(teacher.url("room-set-up")).status_code == 403


def test_the_number_that_open_pages_ask_for_changes_with_the_roll_and_with_the_clock() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "10:00", 0)
    asked = [at(rooms, rooms.reyes, now) for now in ("10:01", "10:09", "10:11")]
    first, same, late = (s.at.get(s.url("room-state", room=rooms.hub)).json()["version"] for s in asked)
    assert first == same
    assert late != first
