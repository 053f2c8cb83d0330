"""A kiosk shows nothing before a pupil is known exactly, waits after wrong tries, and can be revoked."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import NotAllowed, NotFound
from rollbook.schools.models import School
from rollbook.site.actions import make_kiosk, revoke_kiosk
from rollbook.site.models import Kiosk, Movement
from rollbook.site.queries import kiosks
from rollbook.site.queries.kiosks import MOST_TRIES, token
from tests.builders import a_pupil, a_role, a_school, a_user, an_actor
from tests.registers.classroom import At, Classroom

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 9, 11, tzinfo=LONDON)


class Door:
    """A device at the door of a class's school, signed in by nobody."""

    def __init__(self, size: int = 3) -> None:
        self.room = Classroom(size)
        self.setter = an_actor(self.room.school, now=NOW)
        self.kiosk = make_kiosk(self.setter, name="Main entrance")
        self.url = reverse("kiosk", args=[token(self.kiosk)])
        self.client = Client()

    def look(self, now: datetime = NOW) -> Any:
        with time_machine.travel(now, tick=False):
            return self.client.get(self.url)

    def type(self, now: datetime = NOW, **given: object) -> Any:
        with time_machine.travel(now, tick=False):
            return self.client.post(self.url, {"movement": uuid.uuid4(), **given})


def born(door: Door, n: int, on: date, number: str = "") -> None:
    pupil = door.room.pupils[n]
    pupil.born, pupil.admission_number = on, number
    pupil.save()


def test_a_number_signs_in_and_greets_by_forename_alone() -> None:
    door = Door()
    born(door, 0, date(2013, 3, 14), "4711")
    page = door.type(number="4711", reason="transport").content.decode()
    assert "Thank you, <b>Tolu</b>" in page
    assert "Abiodun" not in page
    made = Movement.objects.get()
    assert (made.kind, made.source, made.by_name, made.proposed, made.reason) == (
        "arrived",
        "kiosk",
        "Kiosk Main entrance",
        "U",
        "transport",
    )
    assert door.room.codes() == {}, "the desk confirms it"


def test_three_letters_and_a_birthday_sign_in() -> None:
    door = Door()
    born(door, 1, date(2013, 5, 2))
    assert "Yusuf" in door.type(letters="ahm", day=2, month=5).content.decode()
    assert Movement.objects.get().pupil_id == door.room.pupils[1].pk


@pytest.mark.parametrize(
    "given",
    [
        {"letters": "ah", "day": 2, "month": 5},
        {"letters": "ahm", "day": 3, "month": 5},
        {"letters": "ahm"},
        {"letters": "%%%", "day": 2, "month": 5},
        {"number": "471"},
        {"number": "4711 "[:3] + "2"},
        {},
        {"letters": "ahm", "day": "x", "month": 5},
    ],
)
def test_anything_less_shows_nothing_of_anybody(given: dict[str, object]) -> None:
    door = Door()
    born(door, 1, date(2013, 5, 2), "4711")
    answer = door.type(**given)
    assert answer.status_code == 422
    assert "Yusuf" not in answer.content.decode()
    assert not Movement.objects.exists()


def test_the_page_itself_holds_no_names_and_no_session() -> None:
    door = Door()
    answer = door.look()
    page = answer.content.decode()
    assert not any(p.legal_surname in page or p.legal_forename in page for p in door.room.pupils)
    assert "rollbook" not in answer.cookies, "no sign-in"
    assert "no-store" in answer.headers["Cache-Control"]


def test_twins_are_asked_which_of_them_they_are() -> None:
    door = Door()
    for forename in ("Kai", "Lou"):
        a_pupil(door.room.school, group=door.room.group, forename=forename, surname="Zimmer", born=date(2013, 6, 1))
    asked = door.type(letters="zim", day=1, month=6).content.decode()
    assert "Which one are you?" in asked
    assert not Movement.objects.exists()
    assert "Thank you, <b>Lou</b>" in door.type(letters="zim", day=1, month=6, forename="Lou").content.decode()
    assert Movement.objects.count() == 1


def test_signing_in_twice_is_once_and_coming_back_is_coming_back() -> None:
    door = Door()
    born(door, 0, date(2013, 3, 14), "4711")
    door.type(number="4711")
    assert "signed in already" in door.type(number="4711").content.decode()
    Movement.objects.create(
        school=door.room.school, pupil=door.room.pupils[0], on=NOW.date(), at=NOW + timedelta(hours=1), kind="left",
        source="desk", by_name="R.", made_at=NOW,
    )  # fmt: skip
    door.type(NOW + timedelta(hours=3), number="4711")
    assert list(Movement.objects.order_by("at").values_list("kind", flat=True)) == ["arrived", "left", "returned"]


def test_after_eight_wrong_tries_the_device_waits_five_minutes() -> None:
    door = Door()
    born(door, 0, date(2013, 3, 14), "4711")
    for n in range(MOST_TRIES):
        assert door.type(number=f"9{n}").status_code == 422
    assert door.type(number="4711").status_code == 429
    assert not Movement.objects.exists()
    assert "Thank you" in door.type(NOW + timedelta(minutes=6), number="4711").content.decode()


def test_a_revoked_or_invented_address_says_so_and_nothing_else() -> None:
    door = Door()
    born(door, 0, date(2013, 3, 14), "4711")
    revoke_kiosk(door.setter, kiosk=door.kiosk)
    for answer in (door.look(), door.type(number="4711")):
        assert answer.status_code == 404
        assert "not in use" in answer.content.decode()
        assert door.room.school.name not in answer.content.decode()
    assert Client().get(reverse("kiosk", args=["invented"])).status_code == 404
    assert not Movement.objects.exists()


def test_a_pupil_of_another_school_or_who_left_is_nobody_here() -> None:
    door = Door()
    theirs = a_pupil(a_school(), forename="Una", surname="Other", born=date(2013, 1, 1))
    theirs.admission_number = "77"
    theirs.save()
    gone = a_pupil(door.room.school, forename="Gil", surname="Gone", last_day=date(2026, 9, 4))
    gone.admission_number = "78"
    gone.save()
    assert {door.type(number=n).status_code for n in ("77", "78")} == {422}


def test_kiosks_are_made_and_revoked_in_set_up_by_who_may() -> None:
    school: School = a_school()
    officer = a_user()
    a_role(officer, school, Role.ATTENDANCE_ADMINISTRATOR)
    at, here = At(officer, NOW), reverse("site:kiosks", kwargs={"school": school.slug})
    assert at.post(here, {"name": "Sixth form"}).status_code == 303
    made = Kiosk.objects.get()
    assert token(made.public_id) in at.get(here).content.decode()
    assert at.post(here, {"name": ""}).status_code == 422
    at.post(reverse("site:revoke", kwargs={"school": school.slug, "kiosk": made.public_id}), {})
    assert kiosks(an_actor(school))[0].revoked_at is not None
    with pytest.raises(NotAllowed):
        make_kiosk(an_actor(school, Role.RECEPTION), name="Gate")
    with pytest.raises(NotFound):
        revoke_kiosk(an_actor(a_school()), kiosk=made.public_id)
