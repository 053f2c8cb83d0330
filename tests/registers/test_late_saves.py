"""Registers that reach the school late: after the close, days later, out of order, or never to be used."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from rollbook.pupils.models import Enrolment, Group, GroupMembership, GroupStaff
from rollbook.registers.models import Amendment, Mark, RegisterSave
from rollbook.registers.queries.conflicts import ConflictKind, conflicts
from rollbook.registers.verifying import verify_school
from rollbook.rules.chain import marks_in
from tests.builders import an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom
from tests.registers.lesson_room import IN_P1, LessonRoom
from tests.registers.sent import as_json, taken, tokens

pytestmark = pytest.mark.django_db
AFTER_CLOSE = AT_THE_DOOR + timedelta(hours=2)
THREE_DAYS = AT_THE_DOOR + timedelta(days=3)


class Device:
    """A telephone with the register open since 8:47, and no network since."""

    def __init__(self, room: Classroom, user: Any = None) -> None:
        self.room = room
        self.user = user or room.tutor
        self.html = At(self.user).get(room.url()).content.decode()
        self.tokens = tokens(self.html)

    def save(self, *marks: tuple[int, str], at: datetime = AT_THE_DOOR, **more: object) -> dict[str, object]:
        """A save as the device keeps it: rows by number from 0, the time as the device has it."""
        taps = [{"token": self.tokens[n], "code": code, "seen": 0, **more} for n, code in marks]
        return as_json(self.html, *taps, taken_at=at.isoformat())

    def send(self, save: dict[str, object], now: datetime) -> Any:
        url = reverse("registers:waited", kwargs={"school": self.room.school.slug})
        return At(self.user, now).post(url, save, content_type="application/json")

    def rows(self, save: dict[str, object], now: datetime) -> list[tuple[str, str]]:
        return [(row["outcome"], row["code"]) for row in self.send(save, now).json()["rows"]]


def office(room: Classroom, now: datetime) -> Any:
    return an_actor(room.school, user=room.officer, now=now)


def test_three_days_late_is_still_right() -> None:
    room = Classroom(3)
    device = Device(room)
    save = device.save((0, "/"), (1, "N"), (2, "/"))
    assert device.rows(save, THREE_DAYS) == [("stored", "/"), ("stored", "N"), ("stored", "/")]
    kept = RegisterSave.objects.get()
    assert (kept.taken_at, kept.made_at.date()) == (AT_THE_DOOR, THREE_DAYS.date())
    assert not Amendment.objects.exists(), "a first mark is no amendment, however late it comes"
    assert device.send(save, THREE_DAYS).json()["repeated"]
    assert RegisterSave.objects.count() == 1
    assert verify_school(room.actor).faults == ()


@pytest.mark.parametrize("now", [AT_THE_DOOR + timedelta(minutes=10), AFTER_CLOSE, THREE_DAYS])
def test_minutes_late_are_those_of_the_tap_never_of_the_arrival(now: datetime) -> None:
    room = Classroom(3)
    device = Device(room)
    said = device.save((0, "L"), minutes=7)
    left_open = device.save((1, "L"))
    too_many = device.save((2, "L"), minutes=200)
    assert device.rows(said, now) == [("stored", "L")]
    assert device.rows(left_open, now) == [("stored", "L")]
    assert device.rows(too_many, now) == [("refused", "")], "judged by the times of the day it was taken"
    assert dict(Mark.objects.values_list("pupil__legal_surname", "minutes")) == {"Abiodun": 7, "Ahmed": None}


@pytest.mark.parametrize("wrong_by", [timedelta(hours=-5), timedelta(hours=5), timedelta(days=400)])
def test_a_clock_that_is_wrong_by_hours_is_kept_and_not_believed(wrong_by: timedelta) -> None:
    room = Classroom(2)
    taken(room, room.tutor, {1: "N"})
    device = Device(room)
    change = device.save((0, "/"), at=AT_THE_DOOR + wrong_by, seen=1)
    assert device.rows(device.save((1, "L"), at=AT_THE_DOOR + wrong_by), AT_THE_DOOR) == [("stored", "L")]
    assert Mark.objects.get(code="L").minutes is None, "worked out from no clock that may be wrong"
    assert device.rows(change, AFTER_CLOSE) == [("refused", "N")]
    assert RegisterSave.objects.latest("seq").taken_at == AT_THE_DOOR + wrong_by


def test_a_correction_that_waited_past_the_close_is_decided_by_a_person() -> None:
    room = Classroom(2)
    taken(room, room.tutor, {1: "N", 2: "/"})
    device = Device(room)
    answer = device.send(device.save((0, "L"), seen=1, minutes=7), AFTER_CLOSE).json()["rows"][0]
    assert (answer["outcome"], answer["code"]) == ("refused", "N")
    assert "entered at 08:47 by the device's clock" in answer["says"]
    (conflict,) = conflicts(office(room, AFTER_CLOSE))
    assert conflict.kind is ConflictKind.REFUSED
    assert conflict.said is not None
    assert (conflict.pupil.surname, conflict.said.code) == ("Abiodun", "L")


def test_who_may_amend_needs_no_reason_for_what_was_right_when_it_was_entered() -> None:
    room = Classroom(1)
    taken(room, room.tutor, {1: "N"})
    device = Device(room, room.officer)
    assert device.rows(device.save((0, "L"), seen=1, minutes=7), AFTER_CLOSE) == [("stored", "L")]
    kept = Amendment.objects.get()
    assert kept.reason.startswith("entered at 08:47 by the device's clock, while the register was open")
    assert (kept.old, kept.new, kept.at) == ("N", "L", AFTER_CLOSE)


def test_two_saves_in_the_wrong_order_never_overwrite() -> None:
    room = Classroom(1)
    device = Device(room)
    first, second = device.save((0, "N")), device.save((0, "/"), seen=1)
    assert device.rows(second, AT_THE_DOOR) == [("conflict", "")], "made on a mark that is not there yet"
    assert device.rows(first, AT_THE_DOOR) == [("stored", "N")]
    assert room.codes() == {"Abiodun": "N"}
    assert device.rows(device.save((0, "/")), AT_THE_DOOR) == [("conflict", "N")]
    said = [(leaf.now, leaf.outcome) for save in RegisterSave.objects.order_by("seq") for leaf in marks_in(save.marks)]
    assert said == [("/", "conflict"), ("N", "stored"), ("/", "conflict")], "every tap is in the record"


def test_what_the_office_entered_meanwhile_stays_and_the_office_is_shown_the_rest() -> None:
    room = Classroom(2)
    device = Device(room)
    save = device.save((0, "/"), (1, "/"))
    taken(room, room.officer, {1: "I"}, AT_THE_DOOR + timedelta(minutes=5))
    assert device.rows(save, THREE_DAYS) == [("conflict", "I"), ("stored", "/")]
    (conflict,) = conflicts(office(room, THREE_DAYS))
    assert conflict.kind is ConflictKind.ENTRIES
    page = At(room.officer, THREE_DAYS).get(reverse("registers:conflicts", kwargs={"school": room.school.slug}))
    assert "Abiodun" in page.content.decode()


def test_a_pupil_who_left_meanwhile_is_marked_for_the_days_on_roll_and_no_other() -> None:
    room = Classroom(2)
    device = Device(room)
    save = device.save((0, "/"), (1, "/"))
    stayed, left = room.pupils
    Enrolment.objects.filter(pupil=stayed).update(last_day=MONDAY)
    Enrolment.objects.filter(pupil=left).update(last_day=MONDAY - timedelta(days=1))
    GroupMembership.objects.filter(pupil=stayed).update(last=MONDAY - timedelta(days=1))
    assert device.rows(save, THREE_DAYS) == [("stored", "/"), ("refused", "")]
    assert [leaf.outcome for leaf in marks_in(RegisterSave.objects.get().marks)] == ["stored", "refused"]


def test_a_group_renamed_or_ended_meanwhile_changes_nothing() -> None:
    room = Classroom(2)
    device = Device(room)
    Group.objects.update(name="10A")
    GroupMembership.objects.update(last=MONDAY)
    GroupStaff.objects.update(last=MONDAY)
    assert device.rows(device.save((0, "/"), (1, "N")), THREE_DAYS) == [("stored", "/"), ("stored", "N")]


def test_of_a_group_that_is_gone_what_was_entered_is_kept_and_shown() -> None:
    room = Classroom(2)
    device = Device(room)
    for rows in (GroupMembership, GroupStaff, Group):
        rows.objects.all().delete()
    answer = device.send(device.save((0, "/"), (1, "N")), AT_THE_DOOR).json()
    assert {row["outcome"] for row in answer["rows"]} == {"refused"}
    assert "the group is gone" in answer["rows"][0]["says"]
    assert room.codes() == {}
    assert [c.pupil.surname for c in conflicts(office(room, AFTER_CLOSE))] == ["Abiodun", "Ahmed"]


def test_eight_days_old_is_refused_in_a_sentence_and_kept() -> None:
    room = Classroom(2)
    device = Device(room)
    answer = device.send(device.save((0, "/"), (1, "N")), AT_THE_DOOR + timedelta(days=8))
    assert answer.status_code == 200
    rows = answer.json()["rows"]
    assert [row["outcome"] for row in rows] == ["refused", "refused"]
    assert "opened more than 7 days ago" in rows[0]["says"]
    assert room.codes() == {}
    assert [leaf.now for leaf in marks_in(RegisterSave.objects.get().marks)] == ["/", "N"]
    assert len(conflicts(office(room, AT_THE_DOOR + timedelta(days=8)))) == 2


def test_another_persons_sign_in_sends_nothing() -> None:
    room = Classroom(1)
    device = Device(room)
    save = device.save((0, "/"))
    device.user = room.officer
    answer = device.send(save, AT_THE_DOOR)
    assert answer.status_code == 422
    assert "opened by somebody else" in answer.json()["says"]
    assert not RegisterSave.objects.exists()


@pytest.mark.parametrize(
    "taken_at", [datetime(2026, 10, 23, 7, 47, tzinfo=UTC), datetime(2027, 3, 19, 8, 47, tzinfo=UTC)]
)
def test_the_clock_changes_while_a_register_waits(taken_at: datetime) -> None:
    """Taken before the clocks change and sent after: at 8:47 of that day it was, and seven minutes are seven."""
    room = Classroom(1)
    at = At(room.tutor, taken_at)
    html = at.get(room.url(on=taken_at.date())).content.decode()
    tap = {"token": tokens(html)[0], "code": "L", "seen": 0, "minutes": 7}
    save = as_json(html, tap, taken_at=taken_at.isoformat(), save_id=str(uuid.uuid4()))
    url = reverse("registers:waited", kwargs={"school": room.school.slug})
    answer = At(room.tutor, taken_at + timedelta(days=6)).post(url, save, content_type="application/json").json()
    assert [(row["outcome"], row["minutes"]) for row in answer["rows"]] == [("stored", 7)]


def test_a_lesson_waits_in_the_same_way() -> None:
    room = LessonRoom(2)
    html = At(room.teacher, IN_P1).get(room.lesson_url(room.p1)).content.decode()
    taps = [{"token": token, "code": "/", "seen": 0} for token in tokens(html)]
    save = as_json(html, *taps, taken_at=IN_P1.isoformat())
    url = reverse("registers:waited", kwargs={"school": room.school.slug})
    for repeated in (False, True):
        answer = At(room.teacher, IN_P1 + timedelta(days=2)).post(url, save, content_type="application/json").json()
        assert answer["repeated"] is repeated
        assert [(row["outcome"], row["code"]) for row in answer["rows"]] == [("stored", "/")] * 2
