"""Internal rooms: who comes, who goes, one room at a time, and what it says of the session's mark (REG-C)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.conflicts import conflicts
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions import (
    change_room_staff,
    check_in,
    check_out,
    end_room,
    see_move,
    send_to_room,
    set_up_room,
    walk_in,
    withdraw_stay,
)
from rollbook.site.models import Movement, RoomStaff, RoomStay
from rollbook.site.queries import movements_on, on_site
from rollbook.site.queries.finding import for_the_roll, scanned, to_send
from rollbook.site.queries.rooms import StayLine, room_of, room_roll, rooms_now, rooms_on
from tests.builders import a_role, a_school, a_user, an_actor
from tests.registers.classroom import MONDAY
from tests.site.desk import clock, mark, moved
from tests.site.rooms import Rooms

pytestmark = pytest.mark.django_db


def names(lines: tuple[StayLine, ...]) -> list[str]:
    return [line.pupil.surname for line in lines]


def test_a_pupil_in_a_room_while_the_register_is_open_is_on_site_and_so_present() -> None:
    rooms = Rooms()
    entered = rooms.comes(0, rooms.hub, "8:50")
    assert (entered.came, entered.marked, entered.conflicts) == (1, 1, 0)
    assert rooms.room.codes() == {"Abiodun": "/"}
    save = RegisterSave.objects.get()
    assert (save.source, save.by_name) == ("room", "Ms Reyes")


def test_in_the_afternoon_it_is_the_other_stroke() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.hub, "13:15")
    assert rooms.room.codes(half=1) == {"Abiodun": "\\"}
    assert rooms.room.codes() == {}


@pytest.mark.parametrize("code", ["/", "L"])
def test_a_mark_that_says_on_site_is_left_alone(code: str) -> None:
    rooms = Rooms()
    mark(rooms.room, 0, code)
    entered = rooms.comes(0, rooms.hub, "8:50")
    assert (entered.marked, entered.conflicts, entered.told_desk) == (0, 0, 0)
    assert rooms.room.codes() == {"Abiodun": code}
    assert not RegisterSave.objects.exists()


def test_another_mark_is_never_overruled_the_office_sees_both() -> None:
    rooms = Rooms()
    mark(rooms.room, 0, "I")
    entered = rooms.comes(0, rooms.hub, "8:50")
    assert (entered.marked, entered.conflicts) == (0, 1)
    assert rooms.room.codes() == {"Abiodun": "I"}
    (found,) = conflicts(rooms.office("9:00"))
    assert found.stands is not None
    assert found.said is not None
    assert (found.stands.code, found.said.code, found.said.by_name) == ("I", "/", "Ms Reyes")


def test_after_the_close_a_blank_stays_for_the_office() -> None:
    rooms = Rooms()
    entered = rooms.comes(0, rooms.hub, "10:20")
    assert (entered.came, entered.marked, entered.told_desk) == (1, 0, 0)
    assert rooms.room.codes() == {}
    assert not Movement.objects.exists()


def test_who_stands_as_absent_and_is_here_has_come_late_and_the_desk_confirms_the_code() -> None:
    rooms = Rooms()
    mark(rooms.room, 0, "N")
    assert rooms.comes(0, rooms.hub, "10:20").told_desk == 1
    assert rooms.room.codes() == {"Abiodun": "N"}
    (line,) = movements_on(rooms.office("10:21"), MONDAY)
    assert (line.waits, line.proposed, line.source, line.by_name) == (True, "U", "room", "Ms Reyes")
    rooms.comes(0, rooms.reset, "10:40")
    assert Movement.objects.count() == 1


def test_a_pupil_is_in_one_room_at_a_time_and_the_first_room_is_told() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.hub, "10:20")
    assert rooms.comes(0, rooms.reset, "10:40").moved == 1
    hub, reset = rooms.roll(rooms.hub, "10:41"), rooms.roll(rooms.reset, "10:41")
    assert (names(hub.here), names(reset.here)) == ([], ["Abiodun"])
    (moved,) = hub.moved
    assert (moved.moved_to, moved.ended_at, moved.minutes) == ("Reset room", clock("10:40"), 20)
    see_move(rooms.runs(rooms.hub, "10:45"), room=rooms.hub, stay=moved.public_id)
    assert names(rooms.roll(rooms.hub, "10:46").gone) == ["Abiodun"]
    assert rooms.roll(rooms.hub, "10:46").moved == ()


def test_the_later_check_in_ends_the_earlier_also_when_it_was_written_down_first() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.reset, "10:40")
    rooms.comes(0, rooms.hub, "10:50", at="10:20")
    assert names(rooms.roll(rooms.reset, "10:51").here) == ["Abiodun"]
    (stay,) = rooms.roll(rooms.hub, "10:51").moved
    assert (stay.began_at, stay.ended_at, stay.moved_to) == (clock("10:20"), clock("10:40"), "Reset room")


def test_two_open_stays_of_one_pupil_cannot_be_stored() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.hub, "10:20")
    row = RoomStay.objects.get()
    row.pk, row.public_id = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_stay_left_open_yesterday_ends_with_its_own_day() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.hub, "10:20")
    tuesday = rooms.who(rooms.pike, "10:20")
    later = an_actor(rooms.room.school, Role.TEACHER, user=rooms.pike, now=tuesday.now + timedelta(days=1))
    walk_in(later, room=rooms.reset, stay_id=uuid.uuid4(), pupil=rooms.pupil(0))
    first = RoomStay.objects.order_by("id")[0]
    assert first.ended_at is not None
    assert (first.ended_at.date(), first.out_by_name, first.moved_to_id) == (MONDAY, "nobody", None)


def test_a_double_tap_is_one_stay_and_a_second_check_in_to_the_same_room_changes_nothing() -> None:
    rooms = Rooms()
    made, actor = uuid.uuid4(), rooms.runs(rooms.hub, "8:50")
    for _ in range(2):
        walk_in(actor, room=rooms.hub, stay_id=made, pupil=rooms.pupil(0))
    rooms.comes(0, rooms.hub, "8:52")
    assert RoomStay.objects.get().began_at == clock("8:50")
    assert RegisterSave.objects.count() == 1


def test_who_is_expected_and_does_not_come_is_shown_after_the_rooms_own_minutes() -> None:
    rooms = Rooms()
    assert rooms.expects(rooms.hub, "10:00", 0, 1, 2) == 3
    assert rooms.expects(rooms.hub, "10:00", 1, 2, 3) == 1
    check_in(
        rooms.runs(rooms.hub, "10:02"),
        room=rooms.hub,
        stays=[rooms.roll(rooms.hub, "10:02").expected[0].public_id],
    )
    early, late = rooms.roll(rooms.hub, "10:09"), rooms.roll(rooms.hub, "10:10")
    assert (names(early.here), len(early.expected), early.not_arrived) == (["Abiodun"], 3, ())
    assert (len(late.not_arrived), late.not_arrived[0].minutes, late.expected) == (3, 10, ())
    (hub, _) = rooms_on(rooms.office("10:10"), MONDAY)
    assert (hub.here, hub.not_arrived, hub.expected) == (1, 3, 0)


def test_a_whole_list_is_checked_in_at_once_and_out_again() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "8:50", 0, 1, 2, 3)
    stays = [s.public_id for s in rooms.roll(rooms.hub, "8:50").expected]
    entered = check_in(rooms.runs(rooms.hub, "8:52"), room=rooms.hub, stays=stays)
    assert (entered.came, entered.marked) == (4, 4)
    assert set(rooms.room.codes().values()) == {"/"}
    assert check_in(rooms.runs(rooms.hub, "8:53"), room=rooms.hub, stays=stays).came == 0
    assert check_out(rooms.runs(rooms.hub, "9:30"), room=rooms.hub, stays=stays) == 4
    assert len(rooms.roll(rooms.hub, "9:31").gone) == 4
    assert check_out(rooms.runs(rooms.hub, "9:32"), room=rooms.hub, stays=stays) == 0


def test_a_teacher_sends_a_pupil_of_theirs_once() -> None:
    rooms = Rooms()
    tutor, made = rooms.who(rooms.room.tutor, "10:00", Role.TUTOR), uuid.uuid4()
    for _ in range(2):
        send_to_room(
            tutor, room=rooms.reset, stay_id=made, pupil=rooms.pupil(2), reason="behaviour", note="Left the lesson"
        )
    (stay,) = rooms.roll(rooms.reset, "10:01").expected
    assert (stay.sent_by, stay.reason, stay.note) == ("Mr Dhillon", "Behaviour", "Left the lesson")
    assert b"Left" not in bytes(RoomStay.objects.get().note)
    with pytest.raises(NotFound):
        send_to_room(rooms.runs(rooms.hub, "10:00"), room=rooms.reset, stay_id=uuid.uuid4(), pupil=rooms.pupil(2))


def test_who_was_sent_in_error_is_withdrawn_but_not_once_they_came() -> None:
    rooms = Rooms()
    rooms.expects(rooms.hub, "10:00", 0, 1)
    first, second = rooms.roll(rooms.hub, "10:01").expected
    actor = rooms.runs(rooms.hub, "10:01")
    withdraw_stay(actor, room=rooms.hub, stay=first.public_id)
    assert names(rooms.roll(rooms.hub, "10:02").expected) == ["Ahmed"]
    check_in(actor, room=rooms.hub, stays=[second.public_id])
    with pytest.raises(Refused, match="has come"):
        withdraw_stay(actor, room=rooms.hub, stay=second.public_id)


def test_only_who_runs_a_room_keeps_its_roll_and_others_do_not_see_it() -> None:
    rooms = Rooms()
    pike = rooms.who(rooms.pike, "10:00")
    with pytest.raises(NotAllowed):
        walk_in(pike, room=rooms.hub, stay_id=uuid.uuid4(), pupil=rooms.pupil(0))
    with pytest.raises(NotFound):
        room_roll(pike, rooms.hub)
    desk = rooms.who(a_user("R. Boateng"), "10:00", Role.RECEPTION)
    assert room_roll(desk, rooms.hub).room.runs is False
    assert room_roll(rooms.office("10:00"), rooms.hub).room.runs is True


def test_another_schools_room_is_no_room_at_all() -> None:
    rooms = Rooms()
    stranger = an_actor(a_school("Elsewhere"), now=clock("10:00"))
    for ask in (room_roll, room_of):
        with pytest.raises(NotFound):
            ask(stranger, rooms.hub)
    with pytest.raises(NotFound):
        walk_in(stranger, room=rooms.hub, stay_id=uuid.uuid4(), pupil=rooms.pupil(0))


@pytest.mark.parametrize("at", ["10:30", "11:00"])
def test_nobody_comes_before_they_come(at: str) -> None:
    rooms = Rooms()
    with pytest.raises(Refused, match="still to come"):
        rooms.comes(0, rooms.hub, "10:00", at=at)


def test_a_room_is_dated_data_and_its_staff_change_from_a_day() -> None:
    rooms = Rooms()
    office = rooms.office("9:00")
    with pytest.raises(Refused, match="already"):
        set_up_room(office, name=" hub", kind="hub", staff=[])
    change_room_staff(office, room=rooms.hub, staff=[rooms.pike.pk], wait=5)
    assert room_of(office, rooms.hub).staff == ("Mr Pike",)
    assert RoomStaff.objects.filter(room__name="Hub").count() == 1
    end_room(office, room=rooms.reset)
    assert [room.name for room in rooms_on(office, MONDAY)] == ["Hub", "Reset room"]
    assert [room.name for room in rooms_on(office, MONDAY + timedelta(days=1))] == ["Hub"]
    with pytest.raises(Refused, match="minutes"):
        change_room_staff(office, room=rooms.hub, staff=[], wait=0)
    outsider = a_user("Nobody here")
    with pytest.raises(NotFound):
        change_room_staff(office, room=rooms.hub, staff=[outsider.pk], wait=5)


def test_two_letters_or_a_scanned_number_find_who_comes_and_a_teacher_finds_only_their_own_to_send() -> None:
    rooms = Rooms()
    rooms.room.pupils[0].admission_number = "4711"
    rooms.room.pupils[0].save()
    reyes = rooms.runs(rooms.hub, "10:00")
    found = scanned(reyes, "4711")
    assert found is not None
    assert found.surname == "Abiodun"
    assert scanned(reyes, "47") is None
    assert [p.surname for p in for_the_roll(reyes, "ba")] == ["Barker"]
    assert for_the_roll(reyes, "b") == ()
    assert to_send(reyes, "ba") == ()
    tutor = rooms.who(rooms.room.tutor, "10:00", Role.TUTOR)
    assert [p.surname for p in to_send(tutor, "ba")] == ["Barker"]


def test_the_words_beside_a_name_in_a_register() -> None:
    rooms = Rooms()
    rooms.comes(0, rooms.hub, "10:20")
    key = rooms.room.pupils[0].pk
    assert rooms_now(rooms.office("10:30"), [key]) == {key: "in Hub since 10:20"}


def test_who_is_in_a_room_is_on_site_also_while_marked_absent_and_leaving_the_school_ends_it() -> None:
    rooms = Rooms()
    mark(rooms.room, 0, "N")
    rooms.comes(0, rooms.hub, "8:50")
    (placed,) = (p for p in on_site(rooms.office("9:00")).here if p.pupil.surname == "Abiodun")
    assert (placed.where, placed.why) == ("Hub", "in Hub since 8:50")
    moved(rooms.room, 0, "left", "9:30")
    assert rooms.roll(rooms.hub, "9:31").here == ()
    assert "Abiodun" not in {p.pupil.surname for p in on_site(rooms.office("9:31")).here}


def test_statements_do_not_grow_with_the_pupils() -> None:
    rooms = Rooms(30)
    for first, now in ((range(3), "8:46"), (range(3, 28), "8:50")):
        rooms.expects(rooms.hub, now, *first, now="8:44")
    counted = []
    for now, hour in (("8:46", 2), ("8:50", 24)):
        stays = [s.public_id for s in rooms.roll(rooms.hub, now).expected if s.expected_at == clock(now)]
        assert len(stays) > hour
        with CaptureQueriesContext(connection) as seen:
            check_in(rooms.runs(rooms.hub, now), room=rooms.hub, stays=stays)
        counted.append(len([q for q in seen if "SAVEPOINT" not in q["sql"]]))
    with CaptureQueriesContext(connection) as roll:
        rooms.roll(rooms.hub, "8:51")
    with CaptureQueriesContext(connection) as board:
        rooms_on(rooms.office("8:51"), MONDAY)
    assert Mark.objects.count() == 28
    assert counted[0] == counted[1]
    assert (counted[1], len(roll), len(board)) == (24, 7, 3)


def test_two_rooms_check_in_with_the_roles_of_their_staff() -> None:
    rooms = Rooms()
    helper = a_user("Mx Lee")
    a_role(helper, rooms.room.school, Role.COVER)
    rooms.comes(0, rooms.hub, "8:50")
    walk_in(rooms.who(helper, "8:51", Role.COVER), room=rooms.reset, stay_id=uuid.uuid4(), pupil=rooms.pupil(1))
    assert rooms.room.codes() == {"Abiodun": "/", "Ahmed": "/"}
