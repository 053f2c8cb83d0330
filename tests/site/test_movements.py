"""Signing pupils in and out: what is written down, proposed, confirmed, refused, and never doubled."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AuditEntry
from rollbook.registers.actions import plan_absence
from rollbook.registers.models import Amendment, Mark
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import Closure
from rollbook.site.actions import confirm_mark, leave_mark, sign_pupil, take_back
from rollbook.site.models import Movement
from rollbook.site.queries import movement, movements_on, waiting_of
from tests.builders import a_role, a_school, a_user, an_actor
from tests.registers.classroom import MONDAY, At, Classroom

pytestmark = pytest.mark.django_db


def clock(text: str) -> datetime:
    hour, minute = text.split(":")
    return datetime(2026, 9, 7, int(hour), int(minute), tzinfo=LONDON)


def reception(room: Classroom, now: str = "9:40") -> Actor:
    return an_actor(room.school, Role.RECEPTION, now=clock(now), user=a_user("R. Boateng"))


def signed(actor: Actor, room: Classroom, n: int = 0, kind: str = "arrived", **more: Any) -> uuid.UUID:
    made = uuid.uuid4()
    given = {"at": actor.now, **more}
    sign_pupil(actor, movement_id=made, pupil=str(room.pupils[n].public_id), kind=kind, **given)
    return made


def marked(room: Classroom, n: int, code: str, half: int = 0) -> None:
    Mark.objects.create(
        school=room.school, date=MONDAY, half=half, pupil=room.pupils[n], code=code, entered_on=MONDAY, version=1
    )


def test_an_arrival_waits_for_a_person_and_is_confirmed_in_their_name() -> None:
    room = Classroom(2)
    marked(room, 0, "N")
    desk = reception(room)
    made = signed(desk, room)
    assert room.codes() == {"Abiodun": "N"}, "a movement is never a mark by itself"
    assert [w.proposed for w in waiting_of(movements_on(desk, MONDAY))] == ["U"]
    assert confirm_mark(desk, movement_id=made) == "U"
    assert room.codes() == {"Abiodun": "U"}
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.by_name, kept.reason) == ("N", "U", "R. Boateng", "Signed in at 9:40 (desk)")
    assert Mark.objects.get().minutes == 60
    assert waiting_of(movements_on(desk, MONDAY)) == ()


def test_every_movement_is_announced() -> None:
    room = Classroom(1)
    signed(reception(room), room)
    signed(reception(room, "10:00"), room, kind="left")
    signed(reception(room, "11:00"), room, kind="returned")
    told = AuditEntry.objects.order_by("id").values_list("verb", "subject")
    subject = f"pupil:{room.pupils[0].public_id}"
    assert list(told) == [(f"site.{e}", subject) for e in ("PupilArrived", "PupilLeft", "PupilReturned")]


def test_a_double_tap_is_one_movement() -> None:
    room = Classroom(1)
    desk, made = reception(room), uuid.uuid4()
    for _ in range(2):
        sign_pupil(desk, movement_id=made, pupil=str(room.pupils[0].public_id), kind="arrived", at=desk.now)
    assert Movement.objects.count() == 1


def test_n_cannot_be_left_standing_but_another_mark_may() -> None:
    room = Classroom(2)
    marked(room, 0, "N")
    desk = reception(room)
    made = signed(desk, room)
    with pytest.raises(Refused, match="N cannot stay") as refused:
        leave_mark(desk, movement_id=made)
    assert refused.value.rule == "COD-5"
    other = signed(desk, room, 1)
    leave_mark(desk, movement_id=other)
    assert waiting_of(movements_on(desk, MONDAY))[0].public_id == made
    assert len(waiting_of(movements_on(desk, MONDAY))) == 1


def test_a_reason_given_at_the_door_is_for_the_attendance_office() -> None:
    room = Classroom(1)
    desk = reception(room)
    made = signed(desk, room, reason="medical")
    with pytest.raises(NotAllowed):
        confirm_mark(desk, movement_id=made)
    office = an_actor(room.school, now=clock("9:45"), user=room.officer)
    assert confirm_mark(office, movement_id=made) == "M"


def test_what_was_agreed_beforehand_the_desk_may_confirm() -> None:
    room = Classroom(1)
    plan_absence(room.actor, pupil=str(room.pupils[0].public_id), first=MONDAY, last=MONDAY, code="M")
    desk = reception(room, "10:30")
    assert confirm_mark(desk, movement_id=signed(desk, room)) == "M"


def test_it_is_decided_anew_when_it_is_confirmed() -> None:
    room = Classroom(1)
    desk = reception(room)
    made = signed(desk, room)
    marked(room, 0, "M")
    with pytest.raises(Refused, match="stays M"):
        confirm_mark(desk, movement_id=made)
    assert room.codes() == {"Abiodun": "M"}
    assert waiting_of(movements_on(desk, MONDAY)) == (), "nor does it wait any longer"


def test_who_left_is_written_down_with_who_collected_and_the_mark_stands() -> None:
    room = Classroom(1)
    marked(room, 0, "/")
    desk = reception(room, "11:00")
    made = signed(desk, room, kind="left", reason="ill", collected_by="Mrs Abiodun", note="Sick bay at 10:50")
    line = movement(desk, made)
    assert (line.collected_by, line.note, line.proposed) == ("Mrs Abiodun", "Sick bay at 10:50", "")
    kept = Movement.objects.get()
    assert b"Abiodun" not in bytes(kept.collected_by)
    assert room.codes() == {"Abiodun": "/"}


def test_movements_come_in_an_order_that_can_be() -> None:
    room = Classroom(1)
    desk = reception(room)
    with pytest.raises(Refused, match="not signed out"):
        signed(desk, room, kind="returned")
    signed(desk, room)
    with pytest.raises(Refused, match="signed in already"):
        signed(desk, room)
    signed(reception(room, "10:00"), room, kind="left")
    with pytest.raises(Refused, match="signed out already"):
        signed(reception(room, "10:05"), room, kind="left")


def test_a_moment_to_come_or_of_another_day_is_refused() -> None:
    room = Classroom(1)
    desk = reception(room)
    with pytest.raises(Refused, match="still to come"):
        signed(desk, room, at=desk.now + timedelta(minutes=5))
    with pytest.raises(Refused, match="own day"):
        signed(desk, room, at=desk.now - timedelta(days=1))


def test_a_movement_taken_back_counts_no_more_and_stays_in_the_record() -> None:
    room = Classroom(1)
    desk = reception(room)
    made = signed(desk, room)
    take_back(desk, movement_id=made)
    take_back(desk, movement_id=made)
    assert movements_on(desk, MONDAY) == ()
    assert Movement.objects.get().taken_back_by_name == "R. Boateng"
    assert AuditEntry.objects.filter(verb="site.MovementTakenBack").count() == 1


def test_on_a_day_without_school_nothing_follows() -> None:
    room = Classroom(1)
    Closure.objects.create(school=room.school, kind="inset", name="INSET", first=MONDAY, last=MONDAY)
    desk = reception(room)
    signed(desk, room)
    assert Movement.objects.get().proposed == ""


def test_another_schools_pupil_and_movement_are_not_there() -> None:
    room, other = Classroom(1), a_school()
    stranger = an_actor(other, Role.RECEPTION, now=clock("9:40"))
    with pytest.raises(NotFound):
        signed(stranger, room)
    made = signed(reception(room), room)
    for verb in (confirm_mark, leave_mark, take_back):
        with pytest.raises(NotFound):
            verb(stranger, movement_id=made)


def test_a_teacher_does_not_run_the_desk() -> None:
    room = Classroom(1)
    with pytest.raises(NotAllowed):
        signed(an_actor(room.school, Role.TEACHER, now=clock("9:40")), room)


def test_the_days_list_takes_four_statements_whatever_its_length() -> None:
    room = Classroom(6)
    desk = reception(room)
    for n in range(6):
        signed(desk, room, n)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(movements_on(desk, MONDAY)) == 6
    assert len(seen) == 4


class Desk:
    """Reception at its screen, at a moment."""

    def __init__(self, room: Classroom, now: str = "9:40") -> None:
        self.room = room
        user = a_user("R. Boateng")
        a_role(user, room.school, Role.RECEPTION)
        self.at = At(user, clock(now))

    def url(self, name: str, **place: object) -> str:
        return reverse(f"site:{name}", kwargs={"school": self.room.school.slug, **place})


def test_two_letters_find_a_pupil_and_one_of_that_name_is_opened_at_once() -> None:
    room = Classroom(6)
    desk = Desk(room)
    several = desk.at.post(desk.url("find"), {"q": "a"}).content.decode()
    assert "Type one more letter" in several
    found = desk.at.post(desk.url("find"), {"q": "ab"})
    assert found.status_code == 303
    assert found.headers["Location"] == desk.url("move", pupil=room.pupils[0].public_id)
    part = desk.at.post(desk.url("find"), {"q": "ca"}, headers={"HX-Request": "true"}).content.decode()
    assert "Castellano" in part
    assert "<html" not in part


def test_from_the_name_to_the_mark_on_screen() -> None:
    room = Classroom(2)
    marked(room, 0, "N")
    desk = Desk(room)
    place = desk.url("move", pupil=room.pupils[0].public_id)
    page = desk.at.get(place).content.decode()
    assert 'value="arrived"' in page
    made = uuid.uuid4()
    sent = desk.at.post(place, {"movement": made, "kind": "arrived", "at": "9:38", "reason": "transport"})
    told = desk.at.get(sent.headers["Location"]).content.decode()
    assert "signed in at 9:38" in told
    assert "Confirm U" in told
    assert "Leave the mark" not in told
    assert desk.at.post(desk.url("settle", movement=made), {"act": "confirm"}).status_code == 303
    assert room.codes() == {"Abiodun": "U"}
    assert "Abiodun" in desk.at.get(desk.url("slip", movement=made)).content.decode()
    assert "settled" in desk.at.get(desk.url("desk")).content.decode()


def test_a_wrong_form_says_what_is_wrong() -> None:
    desk = Desk(Classroom(1))
    place = desk.url("move", pupil=desk.room.pupils[0].public_id)
    answer = desk.at.post(place, {"movement": uuid.uuid4(), "kind": "arrived", "at": "late"})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.content.decode()


def test_the_desk_opens_in_a_fixed_number_of_statements() -> None:
    room = Classroom(6)
    for n in range(6):
        signed(reception(room), room, n)
    desk = Desk(room)
    with CaptureQueriesContext(connection) as seen:
        assert desk.at.get(desk.url("desk")).status_code == 200
    assert len(seen) <= 9
