"""Clubs: their rolls, who goes home with whom, and that none of it is ever a mark."""

from __future__ import annotations

import uuid
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.pupils.models import Contact, ContactPhone, PupilContact
from rollbook.registers.models import Amendment, Mark, PlannedMark, RegisterSave
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import Closure
from rollbook.site.actions import ClubFacts, end_club, end_club_place, give_club_place, make_club, tick_club
from rollbook.site.models import Club, ClubPlace, ClubTick, Movement
from rollbook.site.queries import at_clubs_now, club, club_roll, clubs, on_site, seen_at_breakfast, still_here
from tests.builders import a_role, a_school, a_user, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.after_hours import a_club, ticked
from tests.site.desk import Screen, acting, clock, mark

pytestmark = pytest.mark.django_db


def kinds(room: Classroom, made: uuid.UUID, now: str = "16:20") -> list[str]:
    actor = acting(room, now=now)
    return [row.kind for row in club_roll(actor, club(actor, made))]


def test_a_tick_never_makes_nor_changes_a_mark() -> None:
    room = Classroom(3)
    early, late = a_club(room, "breakfast", size=3), a_club(room, size=3, walks=True)
    mark(room, 0, "N")
    mark(room, 1, "/", half=1)
    before = list(Mark.objects.order_by("pk").values())
    for n, kind in enumerate(("here", "not-here", "cleared")):
        ticked(room, early, n, kind, "8:05")
    ticked(room, late, 0, "here", "15:20")
    ticked(room, late, 0, "walked", "16:20")
    ticked(room, late, 1, "not-here", "15:20")
    assert list(Mark.objects.order_by("pk").values()) == before
    for table in (RegisterSave, Amendment, PlannedMark):
        assert table.objects.count() == 0
    assert Movement.objects.exclude(proposed="").count() == 0, "going home from a club proposes no code either"


def test_who_came_to_breakfast_and_is_then_marked_n_is_a_mismatch_that_leaves_the_mark() -> None:
    room = Classroom(3)
    early = a_club(room, "breakfast", size=3)
    ticked(room, early, 0, "here", "8:05")
    ticked(room, early, 1, "here", "8:05")
    ticked(room, early, 1, "not-here", "8:06")
    mark(room, 0, "N")
    seen = seen_at_breakfast(acting(room), MONDAY, [p.pk for p in room.pupils])
    assert {p: s.says for p, s in seen.items()} == {room.pupils[0].pk: "seen at Breakfast club 8:05"}
    assert room.codes() == {"Abiodun": "N"}


def test_breakfast_club_has_them_on_site_until_a_register_or_the_desk_knows_better() -> None:
    room = Classroom(4)
    early = a_club(room, "breakfast", size=4)
    for n in range(4):
        ticked(room, early, n, "here", "8:05")
    assert len(at_clubs_now(acting(room, now="8:10"))) == 4
    for n, code in enumerate(("N", "/", "M")):
        mark(room, n, code)
    now = at_clubs_now(acting(room, now="9:40"))
    assert {p: s.why for p, s in now.items()} == {
        room.pupils[0].pk: "seen at Breakfast club 8:05, then N at registration",
        room.pupils[3].pk: "seen at Breakfast club 8:05",
    }


def test_who_is_collected_leaves_the_building_by_one_movement_and_comes_back_when_it_is_taken_back() -> None:
    room = Classroom(2)
    made = a_club(room)
    ticked(room, made, 0, "here", "15:20")
    (there,) = on_site(acting(room, now="16:00")).here
    assert (there.where, there.why) == ("Hall", "seen at Chess 15:20")
    ticked(room, made, 0, "collected", "16:20", by="Mrs Abiodun")
    left = Movement.objects.get()
    assert (left.kind, left.source, b"Abiodun" in bytes(left.collected_by)) == ("left", "club", False)
    assert at_clubs_now(acting(room, now="16:21")) == {}
    ticked(room, made, 0, "here", "16:22")
    assert Movement.objects.filter(taken_back_at=None).count() == 0
    assert len(at_clubs_now(acting(room, now="16:23"))) == 1


def test_nobody_goes_home_in_a_way_that_was_not_agreed() -> None:
    room = Classroom(2)
    made = a_club(room)
    ticked(room, made, 0, "here", "15:20")
    with pytest.raises(Refused, match="may not walk home alone"):
        ticked(room, made, 0, "walked", "16:20")
    with pytest.raises(Refused, match="who collected"):
        ticked(room, made, 0, "collected", "16:20")
    assert ClubTick.objects.count() == 1
    assert Movement.objects.count() == 0


def test_a_double_tap_is_one_and_the_last_that_was_said_counts() -> None:
    room = Classroom(2)
    made, tap = a_club(room), uuid.uuid4()
    for _ in range(2):
        tick_club(acting(room), club=made, pupil=str(room.pupils[0].public_id), tick_id=tap, kind="here")
    assert ClubTick.objects.count() == 1
    ticked(room, made, 0, "not-here", "15:30")
    assert kinds(room, made) == ["not-here", "cleared"]


def test_who_was_not_collected_stands_with_a_contact_who_may_be_told_and_the_look_is_noted() -> None:
    room = Classroom(3)
    made = a_club(room, size=3, walks=True)
    for n in range(3):
        ticked(room, made, n, "here", "15:20")
    ticked(room, made, 1, "walked", "16:16")
    for order, (surname, told) in enumerate((("Secret", False), ("Open", True))):
        contact = Contact.objects.create(school=room.school, forename="Pat", surname=surname)
        ContactPhone.objects.create(contact=contact, school=room.school, number="+447700900123", position=0)
        PupilContact.objects.create(
            school=room.school, pupil=room.pupils[0], contact=contact, priority=order, may_be_told=told
        )
    assert still_here(acting(room, now="16:10")) == (), "the club is still going on"
    waiting = still_here(acting(room, now="16:30"))
    assert [(w.row.pupil.surname, w.row.ring.name if w.row.ring else "") for w in waiting] == [
        ("Abiodun", "Pat Open"),
        ("Barker", ""),
    ]
    assert AccessEntry.objects.filter(what="contacts of pupils not collected").count() == 1


def test_a_court_order_is_told_only_as_ask_the_office() -> None:
    room = Classroom(2)
    made = a_club(room)
    contact = Contact.objects.create(school=room.school, forename="Pat", surname="Kept")
    PupilContact.objects.create(
        school=room.school, pupil=room.pupils[0], contact=contact, priority=1, may_be_told=False, no_contact=True
    )
    leader = a_user("Ms Novak")
    a_role(leader, room.school, Role.TEACHER)
    Club.objects.update(leader_id=leader.pk)
    page = Screen(room, Role.TEACHER, "15:20", leader).see("club", club=made)
    assert "Ask the office who may collect" in page
    assert "Kept" not in page


def test_a_club_is_held_on_its_days_and_never_while_the_school_is_closed() -> None:
    room = Classroom(2)
    made = a_club(room)
    actor = acting(room)
    assert [c.meets for c in clubs(actor)] == [True]
    closed = Closure.objects.create(school=room.school, kind="inset", name="INSET", first=MONDAY, last=MONDAY)
    assert [c.meets for c in clubs(actor)] == [False]
    closed.delete()
    Club.objects.update(weekdays="13")
    assert [c.meets for c in clubs(actor)] == [False]
    Club.objects.update(weekdays="0")
    end_club(actor, club=made, last=MONDAY)
    assert [c.last for c in clubs(actor)] == [MONDAY]


def test_a_place_has_its_days() -> None:
    room = Classroom(3)
    made, desk = a_club(room), acting(room)
    pupil = str(room.pupils[0].public_id)
    give_club_place(desk, club=made, pupil=pupil, first=MONDAY, walks_home=True)
    assert ClubPlace.objects.count() == 2, "given again, it is changed, not doubled"
    assert ClubPlace.objects.get(pupil=room.pupils[0]).walks_home
    end_club_place(desk, club=made, pupil=pupil)
    assert kinds(room, made) == ["cleared"]
    with pytest.raises(NotFound):
        ticked(room, made, 2, "here", "15:20")


def test_a_club_that_cannot_be_is_refused() -> None:
    room = Classroom(1)
    desk = acting(room)
    good = ClubFacts("after", "Chess", (0,), time(15, 15), time(16), MONDAY)
    with pytest.raises(Refused, match="ends before it begins"):
        make_club(desk, club_id=uuid.uuid4(), facts=ClubFacts("after", "C", (0,), time(16), time(15), MONDAY))
    with pytest.raises(Refused, match="at least one day"):
        make_club(desk, club_id=uuid.uuid4(), facts=ClubFacts("after", "C", (), time(15), time(16), MONDAY))
    same = uuid.uuid4()
    for _ in range(2):
        make_club(desk, club_id=same, facts=good)
    assert Club.objects.count() == 1
    assert AuditEntry.objects.filter(verb="site.ClubMade").count() == 1


def test_a_leader_has_their_own_club_and_no_other() -> None:
    room = Classroom(2)
    leader = a_user("Ms Novak")
    a_role(leader, room.school, Role.TEACHER)
    own, other = a_club(room, leader=leader), a_club(room, "breakfast")
    novak = an_actor(room.school, Role.TEACHER, now=clock("15:20"), user=leader)
    assert [c.public_id for c in clubs(novak)] == [own]
    assert [row.pupil.surname for row in club_roll(novak, club(novak, own))] == ["Abiodun", "Ahmed"]
    ticked(room, own, 0, "here", "15:20", actor=novak)
    with pytest.raises(NotFound):
        ticked(room, other, 0, "here", "15:20", actor=novak)
    with pytest.raises(NotAllowed):
        end_club(novak, club=own, last=MONDAY)


def test_another_schools_club_is_not_there() -> None:
    room = Classroom(1)
    made = a_club(room, size=1)
    stranger = an_actor(a_school(), Role.RECEPTION, now=clock("15:20"))
    assert clubs(stranger) == ()
    with pytest.raises(NotFound):
        club(stranger, made)
    with pytest.raises(NotFound):
        ticked(room, made, 0, "here", "15:20", actor=stranger)


@pytest.mark.parametrize("size", [2, 8])
def test_lists_and_rolls_take_the_same_statements_whatever_their_size(size: int) -> None:
    room = Classroom(size)
    made, early = a_club(room, size=size, walks=True), a_club(room, "breakfast", size=size)
    for n in range(size):
        ticked(room, made, n, "here", "15:20")
        ticked(room, early, n, "here", "8:05")
    actor = acting(room, now="16:30")
    line = club(actor, made)
    for most, ask in (
        (4, lambda: clubs(actor)),
        (4, lambda: club_roll(actor, line)),
        (9, lambda: still_here(actor)),
        (5, lambda: at_clubs_now(actor)),
        (1, lambda: seen_at_breakfast(actor, MONDAY, [p.pk for p in room.pupils])),
    ):
        with CaptureQueriesContext(connection) as counted:
            ask()
        assert len(counted) == most, [q["sql"][:90] for q in counted]


def test_from_a_new_club_to_its_roll_on_screen() -> None:
    room = Classroom(3)
    desk, made = Screen(room, now="15:20"), uuid.uuid4()
    assert "No club is held today" in desk.see("clubs")
    typed = {"club": made, "name": "Chess", "kind": "after", "weekdays": ["0"], "starts": "15:15", "ends": "16:15"}
    wrong = desk.send("clubs", {**typed, "ends": "14:00"})
    assert wrong.status_code == 422
    assert "ends before it begins" in wrong.content.decode()
    assert desk.send("clubs", typed).status_code == 303
    found = desk.send("club-places", {"q": "ab"}, club=made).content.decode()
    assert "Abiodun, Tolu" in found
    pupil = room.pupils[0].public_id
    assert desk.send("give-place", {"walks": "1"}, club=made, pupil=pupil).status_code == 303
    assert "may walk home" in desk.see("club", club=made)
    tap = {"pupil": pupil, "tick": uuid.uuid4(), "kind": "here"}
    assert desk.send("tick-club", tap, club=made).status_code == 303
    assert "1 here, 0 gone home, 0 not said yet" in desk.see("club", club=made)
    again = {**tap, "tick": uuid.uuid4(), "kind": "walked"}
    url = desk.url("tick-club", club=made)
    row = desk.at.post(url, again, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in row
    assert "0 here, 1 gone home" in row
    assert desk.send("tick-club", {"kind": "nonsense"}, club=made).status_code == 422
    assert desk.send("give-place", {"act": "off"}, club=made, pupil=pupil).status_code == 303
    assert "Nobody is on the roll" in desk.see("club", club=made)
    assert desk.send("end-club", club=made).status_code == 303


def test_who_is_no_leader_sees_no_club() -> None:
    room = Classroom(1)
    a_club(room, size=1)
    assert "Chess" not in Screen(room, Role.TEACHER, "15:20", a_user("Mr Okoro")).see("clubs")
