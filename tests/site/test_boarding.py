"""Boarding: roll-calls, leaves, and who is in the building by day and by night; never a mark (REG-3)."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AuditEntry
from rollbook.pupils.queries.members import members_of
from rollbook.registers.models import Amendment, Mark, PlannedMark, RegisterSave
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import Closure
from rollbook.site.actions import sign_pupil, take_back
from rollbook.site.actions.boarding import (
    CallFacts,
    LeaveFacts,
    agree_leave,
    back_from_leave,
    end_roll_call,
    go_on_leave,
    make_roll_call,
    tick_boarder,
    withdraw_leave,
)
from rollbook.site.models import BoardingLeave, Movement, RollCall, RollCallTick
from rollbook.site.queries import on_site, whereabouts_of
from rollbook.site.queries.boarding import boarder, boarding, roll_call, roll_calls
from rollbook.site.queries.sheet import sheet_version
from rollbook.staff.models import User
from tests.builders import TERM_STARTS, a_role, a_school, a_user, an_actor
from tests.registers.classroom import MONDAY, At, Classroom
from tests.site.desk import mark
from tests.site.houses import EVERY_DAY, FRIDAY, SUNDAY, House, moment

pytestmark = pytest.mark.django_db
SATURDAY = SUNDAY - timedelta(days=1)


def here(house: House, on=SUNDAY, text: str = "22:00") -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Who the on-site list has here, and why."""
    found = on_site(an_actor(house.room.school, Role.RECEPTION, now=moment(on, text)))
    return {p.pupil.surname: p.why for p in found.here}


def perhaps(house: House, on=SUNDAY, text: str = "22:00") -> dict[str, str]:  # type: ignore[no-untyped-def]
    found = on_site(an_actor(house.room.school, Role.RECEPTION, now=moment(on, text)))
    return {p.pupil.surname: p.why for p in found.perhaps}


def test_a_roll_call_never_makes_nor_changes_a_mark_and_boarders_stand_in_no_register() -> None:
    house = House(Classroom(4), size=2)
    call = house.roll_call("Before breakfast", time(7, 15))
    mark(house.room, 2, "/")
    before = list(Mark.objects.values())
    for n, kind in ((0, "here"), (1, "not-here"), (0, "cleared")):
        house.said(call, n, kind, MONDAY, "7:20")
    house.goes(0, "hospital", MONDAY, "7:40", moment(MONDAY, "12:00"))
    house.said(call, 0, "here", MONDAY, "9:00")
    assert list(Mark.objects.values()) == before
    for table in (RegisterSave, Amendment, PlannedMark):
        assert table.objects.count() == 0
    assert list(Movement.objects.values_list("proposed", "half")) == [("", None)] * 2, "no code follows for a boarder"
    members = members_of(house.room.actor, [house.room.group.pk], MONDAY)
    assert len(members[house.room.group.pk]) == 2, "day pupils only"


def test_who_was_ticked_is_on_site_through_the_night_and_must_be_looked_for_a_day_later() -> None:
    house = House(Classroom(4), size=2)
    call = house.roll_call()
    house.said(call, 0, "here", SATURDAY, "21:05")
    house.said(call, 1, "not-here", SATURDAY, "21:06")
    assert here(house, SUNDAY, "3:00") == {"Abiodun": "in house at Bedtime Sat 12 Sep 21:05"}
    assert perhaps(house, SUNDAY, "3:00") == {"Ahmed": "not found at Bedtime Sat 12 Sep 21:06"}
    assert here(house, SUNDAY, "22:00") == {}
    assert perhaps(house, SUNDAY, "22:00")["Abiodun"] == "boards here, last seen Sat 12 Sep 21:05"


def test_who_is_signed_out_is_not_on_the_list_for_days_and_is_again_by_the_movement_back() -> None:
    house = House(Classroom(2), size=2)
    call = house.roll_call()
    house.said(call, 0, "here", FRIDAY - timedelta(days=1), "21:05")
    leave = house.goes(0, "exeat", FRIDAY, "16:30", moment(SUNDAY, "20:00"))
    assert "Abiodun" not in here(house, SATURDAY, "12:00") | perhaps(house, SATURDAY, "12:00")
    desk = an_actor(house.room.school, Role.RECEPTION, now=moment(SUNDAY, "21:00"))
    line = boarder(house.acting(SUNDAY, "21:00"), house.pupils[0].public_id)
    assert whereabouts_of(desk, line).why == "signed out Fri 11 Sep 16:30, exeat, due back 20:00"
    for _ in range(2):
        back_from_leave(house.acting(SUNDAY, "21:10"), leave=leave)
    assert list(Movement.objects.order_by("at").values_list("kind", "source")) == [
        ("left", "boarding"),
        ("returned", "boarding"),
    ]
    assert here(house, SUNDAY, "21:11") == {"Abiodun": "signed in 21:10"}


def test_the_desk_and_the_house_tell_one_story_not_two() -> None:
    house = House(Classroom(2), size=2)
    leave = house.goes(0, "parent", FRIDAY, "16:30", moment(SUNDAY, "20:00"))
    movement = Movement.objects.get()
    desk = an_actor(house.room.school, Role.RECEPTION, now=moment(FRIDAY, "17:00"))
    take_back(desk, movement_id=movement.public_id)
    known = boarding(house.acting(FRIDAY, "17:01"))
    assert (known.out, [a.public_id for a in known.agreed]) == ((), [leave]), "the desk took it back: not gone yet"
    go_on_leave(house.acting(FRIDAY, "17:30"), leave=leave)
    assert [one.public_id for one in boarding(house.acting(FRIDAY, "17:31")).out] == [leave]
    monday = an_actor(house.room.school, Role.RECEPTION, now=moment(SUNDAY, "19:50"))
    pupil = str(house.pupils[0].public_id)
    sign_pupil(monday, movement_id=uuid.uuid4(), pupil=pupil, kind="arrived", at=monday.now)
    assert boarding(house.acting(SUNDAY, "19:51")).out == (), "signed in at the desk is back in the house's list"


def test_who_stands_there_though_signed_out_has_come_back_and_a_wrong_tap_is_taken_back() -> None:
    house = House(Classroom(2), size=2)
    call = house.roll_call()
    leave = house.goes(0, "exeat", FRIDAY, "16:30", moment(SUNDAY, "20:00"))
    house.said(call, 0, "here", SUNDAY, "21:02")
    assert here(house, SUNDAY, "21:03")["Abiodun"] == "signed in 21:02"
    house.said(call, 0, "cleared", SUNDAY, "21:04")
    assert [one.public_id for one in boarding(house.acting(SUNDAY, "21:05")).not_back] == [leave]


def test_a_roll_call_is_overdue_a_quarter_of_an_hour_after_its_time_until_everybody_is_said() -> None:
    house = House(Classroom(3), size=3)
    call = house.roll_call()
    house.goes(2, "hospital", SUNDAY, "18:00", moment(SUNDAY + timedelta(days=2), "12:00"))

    def overdue(text: str) -> list[tuple[str, int]]:
        return [(one.call.name, one.unsaid) for one in boarding(house.acting(SUNDAY, text)).overdue]

    assert overdue("21:14") == []
    assert overdue("21:15") == [("Bedtime", 2)]
    house.said(call, 0, "here", SUNDAY, "21:16")
    assert overdue("21:17") == [("Bedtime", 1)]
    house.said(call, 1, "not-here", SUNDAY, "21:18")
    assert overdue("21:19") == [], "in hospital is said already"


def test_a_roll_call_at_night_is_ticked_after_midnight_on_its_own_day_and_not_the_next_noon() -> None:
    house = House(Classroom(1), size=1)
    call = house.roll_call("Night", time(23, 30))
    house.said(call, 0, "here", SUNDAY, "0:20", due=SATURDAY)
    assert RollCallTick.objects.get().on == SATURDAY
    with pytest.raises(Refused, match="half an hour before"):
        house.said(call, 0, "not-here", SUNDAY, "12:00", due=SATURDAY)
    with pytest.raises(NotFound):
        house.said(call, 0, "here", SUNDAY, "0:20", due=FRIDAY)


def test_roll_calls_rest_in_the_holidays_and_not_at_weekends() -> None:
    house = House(Classroom(1), size=1)
    house.roll_call()
    half_term = {"kind": "half-term", "name": "Half-term", "first": SATURDAY, "last": SUNDAY}
    assert len(boarding(house.acting(SATURDAY, "22:00")).overdue) == 1
    Closure.objects.create(school=house.room.school, **half_term)
    assert boarding(house.acting(SATURDAY, "22:00")).overdue == ()
    assert len(boarding(house.acting(SUNDAY, "22:00")).overdue) == 1, "the evening before school they are back"


def test_staff_have_their_own_house_and_no_other() -> None:
    room = Classroom(4)
    curie, turing = House(room, size=2), House(room, size=2, name="Turing", skip=2)
    own, other = curie.roll_call(), turing.roll_call()
    leave = turing.goes(0, "exeat", SUNDAY, "10:00", moment(SUNDAY, "20:00"))
    known = boarding(curie.acting(SUNDAY, "21:00"))
    assert {c.call.public_id for c in known.calls} == {own}
    assert [b.pupil.surname for b in known.boarders] == ["Abiodun", "Ahmed"]
    assert known.out == ()
    actor = curie.acting(SUNDAY, "21:00")
    with pytest.raises(NotFound):
        roll_call(actor, other, SUNDAY)
    with pytest.raises(NotFound):
        boarder(actor, turing.pupils[0].public_id)
    for verb in (back_from_leave, go_on_leave, withdraw_leave):
        with pytest.raises(NotFound):
            verb(actor, leave=leave)
    with pytest.raises(NotFound):
        tick_boarder(
            actor, call=other, on=SUNDAY, pupil=str(turing.pupils[0].public_id), tick_id=uuid.uuid4(), kind="here"
        )
    teacher = an_actor(room.school, Role.TEACHER, now=moment(SUNDAY, "21:00"), user=a_user("Mr Okoro"))
    assert boarding(teacher).boarders == ()
    assert len(boarding(an_actor(room.school, Role.COVER, now=moment(SUNDAY, "21:00"))).calls) == 2, "on call: all"
    with pytest.raises(NotAllowed):
        end_roll_call(actor, roll_call=own, last=SUNDAY)


def test_another_schools_house_is_not_there() -> None:
    house = House(Classroom(1), size=1)
    call = house.roll_call()
    stranger = an_actor(a_school(), Role.ATTENDANCE_MANAGER, now=moment(SUNDAY, "21:00"))
    assert (boarding(stranger).boarders, roll_calls(stranger)) == ((), ())
    for ask in (
        lambda: roll_call(stranger, call, SUNDAY),
        lambda: end_roll_call(stranger, roll_call=call, last=SUNDAY),
        lambda: boarder(stranger, house.pupils[0].public_id),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_leave_that_cannot_be_is_refused_and_what_was_agreed_is_kept_unreadable() -> None:
    house = House(Classroom(1), size=1)
    actor, pupil = house.acting(FRIDAY, "16:00"), str(house.pupils[0].public_id)
    good = LeaveFacts("exeat", actor.now, moment(SUNDAY, "20:00"), "Mrs Abiodun", "Mr Abiodun")
    for wrong, says in (
        (LeaveFacts("exeat", actor.now, actor.now, "A", "B"), "end before it begins"),
        (LeaveFacts("exeat", actor.now, actor.now + timedelta(days=200), "A", "B"), "a term at most"),
        (LeaveFacts("exeat", actor.now, good.due_at, "", "B"), "with whom"),
    ):
        with pytest.raises(Refused, match=says):
            agree_leave(actor, leave_id=uuid.uuid4(), pupil=pupil, facts=wrong)
    made = uuid.uuid4()
    for _ in range(2):
        agree_leave(actor, leave_id=made, pupil=pupil, facts=good)
    row = BoardingLeave.objects.get()
    assert b"Abiodun" not in bytes(row.with_whom) + bytes(row.agreed_by)
    (agreed,) = boarding(actor).agreed
    assert (agreed.with_whom, agreed.agreed_by, Movement.objects.count()) == ("Mrs Abiodun", "Mr Abiodun", 0)
    go_on_leave(actor, leave=made)
    go_on_leave(actor, leave=made)
    assert Movement.objects.count() == 1
    with pytest.raises(Refused, match="Say that they are back"):
        withdraw_leave(actor, leave=made)
    with pytest.raises(Refused, match="signed out already"):
        house.goes(0, "trip", FRIDAY, "16:30", moment(SUNDAY, "20:00"))


def test_a_leave_not_taken_is_withdrawn_and_a_double_tap_is_one() -> None:
    house = House(Classroom(1), size=1)
    call, tap, pupil = house.roll_call(), uuid.uuid4(), str(house.pupils[0].public_id)
    actor, made = house.acting(SUNDAY, "21:00"), uuid.uuid4()
    facts = LeaveFacts("other", actor.now, actor.now + timedelta(hours=2), "Aunt", "Mother")
    agree_leave(actor, leave_id=made, pupil=pupil, facts=facts)
    for _ in range(2):
        withdraw_leave(actor, leave=made)
        tick_boarder(actor, call=call, on=SUNDAY, pupil=pupil, tick_id=tap, kind="here")
    assert boarding(actor).agreed == ()
    assert RollCallTick.objects.count() == 1
    assert AuditEntry.objects.filter(verb="site.LeaveWithdrawn").count() == 1


def test_a_roll_call_that_cannot_be_is_refused_and_one_that_ended_is_not_due() -> None:
    house = House(Classroom(1), size=1)
    office = an_actor(house.room.school, Role.ATTENDANCE_MANAGER, now=moment(SUNDAY, "9:00"))
    call = house.roll_call()
    for facts, says in (
        (CallFacts("Curie", "Prep", time(18), (), TERM_STARTS), "at least one day"),
        (CallFacts("Curie", "Bedtime", time(22), EVERY_DAY, TERM_STARTS), "already has"),
        (CallFacts("Nowhere", "Prep", time(18), EVERY_DAY, TERM_STARTS), "no such house"),
    ):
        with pytest.raises(Refused, match=says):
            make_roll_call(office, roll_call_id=uuid.uuid4(), facts=facts)
    with pytest.raises(Refused, match="before it begins"):
        end_roll_call(office, roll_call=call, last=TERM_STARTS - timedelta(days=1))
    for _ in range(2):
        end_roll_call(office, roll_call=call, last=SATURDAY)
    assert RollCall.objects.get().last == SATURDAY
    assert [c.on for c in boarding(house.acting(SUNDAY, "22:00")).calls] == []


def test_a_tick_makes_the_kept_list_another() -> None:
    house = House(Classroom(1), size=1)
    call = house.roll_call()
    desk = an_actor(house.room.school, Role.RECEPTION, now=moment(SUNDAY, "21:01"))
    before = sheet_version(desk)
    house.said(call, 0, "here", SUNDAY, "21:01")
    assert sheet_version(desk) != before


@pytest.mark.parametrize("size", [2, 8])
def test_lists_and_rolls_take_the_same_statements_whatever_their_size(size: int) -> None:
    house = House(Classroom(9), size=size)
    call = house.roll_call()
    house.goes(0, "exeat", SUNDAY, "10:00", moment(SUNDAY, "20:00"))
    for n in range(1, size):
        house.said(call, n, "here", SUNDAY, "21:00")
    staff = house.acting(SUNDAY, "21:05")
    desk = an_actor(house.room.school, Role.RECEPTION, now=moment(SUNDAY, "21:05"))
    for most, ask in (
        (9, lambda: boarding(staff)),
        (8, lambda: roll_call(staff, call, SUNDAY)),
        (12, lambda: on_site(desk)),
    ):
        with CaptureQueriesContext(connection) as counted:
            ask()
        assert len(counted) == most, [q["sql"][:90] for q in counted]


class Person:
    """Somebody signed in at a moment, before the pages of the house."""

    def __init__(self, house: House, user: User, on: date, text: str) -> None:
        self.house, self.at = house, At(user, moment(on, text))

    def url(self, name: str, **place: object) -> str:
        return reverse(f"site:{name}", kwargs={"school": self.house.room.school.slug, **place})

    def see(self, name: str, **place: object) -> str:
        answer = self.at.get(self.url(name, **place))
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def send(self, name: str, data: dict[str, object], **place: object):  # type: ignore[no-untyped-def]
        return self.at.post(self.url(name, **place), data)


def test_from_the_set_up_of_a_roll_call_to_its_roll_on_screen() -> None:
    house = House(Classroom(3), size=2)
    manager = a_user("K. Manager")
    a_role(manager, house.room.school, Role.ATTENDANCE_MANAGER)
    office, made = Person(house, manager, SUNDAY, "9:00"), uuid.uuid4()
    assert "No roll-call is set yet" in office.see("boarding-set-up")
    typed = {"call": made, "name": "Bedtime", "at": "21:00", "weekdays": list("0123456"), "houses": ["Curie"]}
    wrong = office.send("boarding-set-up", {**typed, "houses": []})
    assert (wrong.status_code, "Choose at least one house" in wrong.content.decode()) == (422, True)
    for _ in range(2):
        assert office.send("boarding-set-up", typed).status_code == 303
    call = RollCall.objects.get().public_id
    assert "21:00 Bedtime" in office.see("boarding-set-up")

    mrs = Person(house, house.staff, SUNDAY, "21:20")
    page = mrs.see("boarding")
    assert "20 min overdue" in page
    assert "Take the roll" in page
    place = {"roll_call": call, "called_on": SUNDAY.isoformat()}
    pupil = house.pupils[0].public_id
    tap = {"pupil": pupil, "tick": uuid.uuid4(), "kind": "here"}
    assert mrs.send("tick-call", tap, **place).status_code == 303
    assert "1 in house, 0 signed out, 0 not found, 1 not said yet" in mrs.see("roll-call", **place)
    again = {"pupil": pupil, "tick": uuid.uuid4(), "kind": "not-here"}
    row = mrs.at.post(mrs.url("tick-call", **place), again, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in row
    assert "Report missing" in row
    assert "0 in house, 0 signed out, 1 not found" in row
    assert mrs.send("tick-call", {"kind": "nonsense"}, **place).status_code == 422
    assert mrs.at.get(mrs.url("roll-call", roll_call=call, called_on="yesterday")).status_code == 422
    assert mrs.at.get(mrs.url("report", pupil=pupil)).status_code == 200, "the house may report its own missing"
    assert office.send("end-call", {}, roll_call=call).status_code == 303
    assert RollCall.objects.get().last == SUNDAY


def test_a_leave_on_screen_from_agreed_to_back() -> None:
    house = House(Classroom(3), size=2)
    mrs, made, pupil = Person(house, house.staff, FRIDAY, "15:00"), uuid.uuid4(), house.pupils[0].public_id
    assert "Agreed by" in mrs.see("leave", boarder=pupil)
    typed = {"leave": made, "kind": "exeat", "with_whom": "Mrs Abiodun", "agreed_by": "Mrs Abiodun, by letter"}
    until = {"until_day_0": "13", "until_day_1": "9", "until_day_2": "2026", "until_time": "20:00"}
    missing = mrs.send("leave", {**typed, "with_whom": "", **until, "act": "later"}, boarder=pupil)
    assert (missing.status_code, "Write with whom" in missing.content.decode()) == (422, True)
    back = mrs.send("leave", {**typed, "until_time": "9:00", "act": "now"}, boarder=pupil)
    assert "end before it begins" in back.content.decode()
    sent = {**typed, **until, "from_time": "16:30", "act": "later"}
    assert mrs.send("leave", sent, boarder=pupil).status_code == 303
    assert "Agreed, not gone yet" in mrs.see("boarding")
    assert mrs.send("leave-act", {"act": "gone"}, leave=made).status_code == 303
    assert "Exeat, from 15:00 until Sun 13 Sep 20:00" in mrs.see("boarding")
    late = Person(house, house.staff, SUNDAY, "20:30")
    assert "Not back" in late.see("boarding")
    assert late.send("leave-act", {"act": "back"}, leave=made).status_code == 303
    assert "Nobody is signed out" in late.see("boarding")
    assert late.send("leave-act", {"act": "nonsense"}, leave=made).status_code == 422


def test_only_schools_that_take_boarders_have_the_way_to_boarding() -> None:
    room = Classroom(2)
    user = a_user("R. Boateng")
    a_role(user, room.school, Role.RECEPTION)
    door = reverse("site:boarding", kwargs={"school": room.school.slug})
    desk = reverse("site:desk", kwargs={"school": room.school.slug})
    assert f'href="{door}"' not in At(user, moment(MONDAY, "9:00")).get(desk).content.decode()
    house = House(room, size=1)
    house.roll_call("Before breakfast", time(7, 15))
    page = At(user, moment(MONDAY, "9:00")).get(desk).content.decode()
    assert f'href="{door}"' in page
    assert "Before breakfast, Curie: 1 not said yet" in page, "the desk hears of a roll-call that was not taken"
