"""One-day accounts: made in one act, opened once by a slip, over at midnight or at once; nothing seen but cover."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions import give_day, welcome_supply
from rollbook.site.models import Visit
from rollbook.staff.actions import assign_role
from rollbook.staff.actions.supply import SupplyCode, end_supply_account, make_supply_account, renew_supply_code
from rollbook.staff.models import RoleAssignment, SupplyAccount, User
from rollbook.staff.queries import supply_accounts, supply_at_the_door
from tests.builders import a_school, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, acting, clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def a_supply(room: Classroom, now: str = "8:00") -> SupplyCode:
    actor = acting(room, now=now)
    return welcome_supply(actor, account_id=uuid.uuid4(), name="P. Agency", agency="Teach", checked=True)


class Door:
    """A browser at the address that the slip names."""

    def __init__(self) -> None:
        self.client = Client()

    def type(self, code: str, now: str = "8:05") -> int:
        with time_machine.travel(clock(now), tick=False):
            return self.client.post("/supply/", {"code": code}).status_code

    def opens(self, url: str, now: str = "8:50") -> int:
        with time_machine.travel(clock(now), tick=False):
            return self.client.get(url).status_code


def test_badge_account_and_slip_in_one_act() -> None:
    room = Classroom(1)
    made = a_supply(room)
    visit, account = Visit.objects.get(), SupplyAccount.objects.get()
    assert (visit.kind, visit.badge, account.badge) == ("supply", 1, 1)
    assert (account.made_by_name, account.checked_by_name) == ("R. Boateng", "R. Boateng")
    assert made.code not in repr(made)
    assert made.code.replace("-", "").encode() not in bytes(account.code_digest or b"")
    held = RoleAssignment.objects.get(user_id=made.user_id)
    assert (held.role, held.first, held.last) == ("supply", MONDAY, MONDAY)
    assert not User.objects.get(pk=made.user_id).has_usable_password()


def test_nobody_gets_an_account_unchecked() -> None:
    room = Classroom(1)
    with pytest.raises(Refused, match="DBS"):
        welcome_supply(acting(room), account_id=uuid.uuid4(), name="P. Agency", agency="", checked=False)
    assert User.objects.filter(name__contains="supply").count() == Visit.objects.count() == 0


def test_the_code_opens_once_and_only_for_half_an_hour() -> None:
    room = Classroom(1)
    code = a_supply(room).code
    assert Door().type("aaaaa-bbbbb") == 422
    assert Door().type(code, "8:31") == 422, "too old"
    door = Door()
    assert door.type(code.upper().replace("-", " "), "8:29") == 303
    assert Door().type(code, "8:29") == 422, "used"
    assert AuditEntry.objects.get(verb="staff.SupplySignedIn").by_name == "P. Agency (supply)"


def test_guessing_is_slowed_down_as_at_sign_in() -> None:
    room = Classroom(1)
    code, door = a_supply(room).code, Door()
    tries = [door.type(f"aaaaa-aaa{n:02}") for n in range(11)]
    assert tries == [422] * 10 + [429]
    assert door.type(code) == 429, "not even with the right one"


def test_they_see_the_register_they_are_given_and_nothing_else() -> None:
    room = Classroom(2)
    made, door = a_supply(room), Door()
    door.type(made.code)
    register, school = room.url(), f"/s/{room.school.slug}"
    assert door.opens(register) == 404
    cover = acting(room, Role.COVER, "8:10", "C. Over")
    assert give_day(cover, account=made.account, teacher_id=room.tutor.pk) == 1
    assert door.opens(register) == 200
    for page in ("/pupils/", "/site/desk/", "/site/on-site/missing/", "/absence/", "/staff/", "/site/desk/clubs/"):
        assert door.opens(school + page) in (403, 404), page
    assert door.opens(room.mark_url(0)) in (403, 404)
    assert door.opens(register, "23:59") == 200


def test_it_is_over_when_the_day_is() -> None:
    room = Classroom(1)
    made, door = a_supply(room), Door()
    door.type(made.code)
    give_day(acting(room, Role.COVER, "8:10", "C. Over"), account=made.account, teacher_id=room.tutor.pk)
    with time_machine.travel(clock("8:50") + timedelta(days=1), tick=False):
        assert door.client.get(room.url()).status_code in (302, 404)
    tomorrow = clock("8:10") + timedelta(days=1)
    with pytest.raises(Refused, match="over"):
        renew_supply_code(an_actor(room.school, Role.COVER, now=tomorrow), account=made.account)
    assert supply_at_the_door(made.code, tomorrow) is None


def test_it_ends_by_one_act_and_the_browser_is_shut_out() -> None:
    room = Classroom(1)
    made, door = a_supply(room), Door()
    door.type(made.code)
    give_day(acting(room, Role.COVER, "8:10", "C. Over"), account=made.account, teacher_id=room.tutor.pk)
    assert door.opens(room.url()) == 200
    for _ in range(2):
        end_supply_account(acting(room, now="9:00"), account=made.account)
    assert door.opens(room.url(), "9:01") == 302
    with pytest.raises(Refused, match="over"):
        renew_supply_code(acting(room, now="9:02"), account=made.account)
    with pytest.raises(NotFound):
        give_day(acting(room, Role.COVER, "9:02"), account=made.account, teacher_id=room.tutor.pk)
    (line,) = supply_accounts(acting(room), MONDAY)
    assert (line.made_by, line.ended_by) == ("R. Boateng", "R. Boateng")


def test_a_new_slip_makes_the_old_one_useless_and_signs_out() -> None:
    room = Classroom(1)
    made, door = a_supply(room), Door()
    door.type(made.code)
    fresh = renew_supply_code(acting(room, now="8:20"), account=made.account)
    assert door.opens("/", "8:21") == 302
    assert Door().type(made.code, "8:21") == 422
    assert Door().type(fresh.code, "8:21") == 303


def test_the_role_is_given_at_the_desk_alone_and_by_those_who_may() -> None:
    room = Classroom(1)
    head = an_actor(room.school, Role.HEAD)
    with pytest.raises(Refused, match="front desk"):
        assign_role(head, user_id=room.tutor.pk, role=Role.SUPPLY)
    with pytest.raises(NotAllowed):
        make_supply_account(acting(room, Role.TEACHER), account_id=uuid.uuid4(), name="X", agency="", checked=True)
    made = a_supply(room)
    stranger = an_actor(a_school(), Role.COVER, now=clock("8:10"))
    for verb in (end_supply_account, renew_supply_code):
        with pytest.raises(NotFound):
            verb(stranger, account=made.account)


def test_from_the_form_to_the_slip_on_screen() -> None:
    room = Classroom(1)
    desk, account = Screen(room, now="8:00"), uuid.uuid4()
    assert desk.send("supply", {"account": account, "name": "P. Agency"}).status_code == 422
    slip = desk.send("supply", {"account": account, "name": "P. Agency", "agency": "Teach", "checked": "on"})
    assert "/supply/" in slip.content.decode()
    assert "It opens once, until 8:30" in slip.content.decode()
    assert "P. Agency (supply)" in desk.see("supply")
    assert "This is the only time" in desk.send("supply-slip", account=account).content.decode()
    assert desk.send("supply-day", {"teacher": ""}, account=account).status_code == 403, "reception sets no cover"
    cover = Screen(room, Role.COVER, "8:10")
    assert cover.send("supply-day", {"teacher": ""}, account=account).status_code == 422
    assert cover.send("supply-day", {"teacher": room.tutor.pk}, account=account).status_code == 303
    assert desk.send("end-supply", account=account).status_code == 303
    assert "Ended today" in desk.see("supply")
