"""Saying who was there, on a telephone, in the office and by a link; planning the list and printing it (COD-7)."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.registers.actions.confirming import make_link, revoke_link
from rollbook.registers.models import Outing, PlannedMark
from rollbook.registers.queries.outing_links import token
from rollbook.rules.access import Role
from rollbook.staff.models import User
from tests.builders import a_role, a_user
from tests.registers.classroom import MONDAY, At
from tests.registers.trips import Trip, clock

pytestmark = pytest.mark.django_db


def url(trip: Trip, name: str, **place: object) -> str:
    return reverse(f"registers:{name}", kwargs={"school": trip.room.school.slug, **place})


def confirm_url(trip: Trip, half: str = "am", name: str = "outing-confirm") -> str:
    return url(trip, name, outing=trip.outing, on=MONDAY.isoformat(), half=half)


def see(user: User, where: str, now: str = "9:20") -> str:
    answer = At(user, clock(now)).get(where)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def said(trip: Trip, **answers: str) -> dict[str, str]:
    return {f"p-{trip.pupil(int(n.removeprefix('n')))}": value for n, value in answers.items()}


def test_the_leader_finds_it_on_top_of_their_registers_and_confirms_all_but_one() -> None:
    trip = Trip(3)
    mine = see(trip.leader, url(trip, "mine"))
    assert "You lead: who was there?" in mine
    assert confirm_url(trip) in mine
    html = see(trip.leader, confirm_url(trip))
    assert html.count('value="there" checked') == 3
    assert "Who said so" not in html
    at = At(trip.leader, clock("9:20"))
    answer = at.post(confirm_url(trip), said(trip, n0="there", n1="not-there", n2=""))
    assert answer.status_code == 303
    assert trip.room.codes() == {"Abiodun": "V", "Ahmed": "N"}
    assert "1 not there: marked N until the reason is known." in at.get(url(trip, "elsewhere-lists")).content.decode()
    assert "Barker" in see(trip.leader, confirm_url(trip))


def test_the_office_is_asked_whose_word_it_has_and_can_ask_the_leader() -> None:
    trip = Trip(2)
    office = trip.room.officer
    assert "Ask the leader" in see(office, url(trip, "elsewhere-lists"))
    at = At(office, clock("9:20"))
    assert at.post(confirm_url(trip), said(trip, n0="there")).status_code == 422
    assert trip.room.codes() == {}
    assert at.post(confirm_url(trip, name="outing-ask"), {}).status_code == 303
    assert at.post(confirm_url(trip), said(trip, n0="there") | {"said_by": "Ms Reyes 9:19"}).status_code == 303
    assert trip.room.codes() == {"Abiodun": "V"}


def test_the_day_leads_to_the_lists() -> None:
    trip = Trip(2)
    assert url(trip, "elsewhere-lists") in see(trip.room.officer, url(trip, "day"))


def test_another_teacher_has_no_such_list() -> None:
    trip = Trip(2)
    other = a_user("Mr Pike")
    a_role(other, trip.room.school, Role.TEACHER)
    at = At(other, clock("9:20"))
    assert at.get(confirm_url(trip)).status_code == 404
    assert at.get(url(trip, "outing", outing=trip.outing)).status_code == 404
    assert at.post(confirm_url(trip), said(trip, n0="there")).status_code == 404
    assert at.post(confirm_url(trip, name="outing-ask"), {}).status_code == 403


def at_link(trip: Trip, link: uuid.UUID, data: dict[str, str] | None = None, now: datetime | None = None):  # type: ignore[no-untyped-def]
    where = reverse("outing-link", args=[token(link)])
    with time_machine.travel(now or clock("9:20"), tick=False):
        return Client().post(where, data) if data is not None else Client().get(where)


def test_a_provider_says_who_was_there_without_an_account_and_sees_names_alone() -> None:
    trip = Trip(2, code="B", provider="Riverside Tuition")
    link = make_link(trip.office("8:10"), outing=trip.outing, on=MONDAY)
    html = at_link(trip, link).content.decode()
    assert "Abiodun, Tolu" in html
    assert trip.pupil(0) not in html
    assert not re.search(r">[^<]*9A", html), "no form, in what is to be read"
    assert AccessEntry.objects.get().subject == f"outing:{trip.outing}"
    first, second = re.findall(r'name="(p-[0-9a-f]{32})" value="there"', html)
    nameless = at_link(trip, link, {"half": "am", first: "there"})
    assert nameless.status_code == 422
    assert "Write your name" in nameless.content.decode()
    sent = {"half": "am", first: "there", second: "not-there", "said_by": "J. Reed", "p-x": "there"}
    assert "The school has it" in at_link(trip, link, sent).content.decode()
    assert trip.room.codes() == {"Abiodun": "B", "Ahmed": "N"}
    assert at_link(trip, link, {"half": "late", first: "there", "said_by": "J. Reed"}).status_code == 422
    assert at_link(trip, link, sent).status_code == 422
    assert trip.room.codes() == {"Abiodun": "B", "Ahmed": "N"}


def test_a_link_of_yesterday_revoked_or_forged_opens_nothing() -> None:
    trip = Trip(2, code="B", provider="Riverside Tuition")
    link = make_link(trip.office("8:10"), outing=trip.outing, on=MONDAY)
    assert at_link(trip, link, now=datetime.fromisoformat("2026-09-08T09:00+01:00")).status_code == 404
    office = At(trip.room.officer, clock("9:00"))
    page = see(trip.room.officer, url(trip, "outing", outing=trip.outing))
    assert token(link) in page
    assert office.post(url(trip, "outing-link-revoke", outing_link=link), {}).status_code == 303
    revoke_link(trip.office("9:01"), link=link)
    assert at_link(trip, link).status_code == 404
    assert at_link(trip, uuid.uuid4()).status_code == 404


def test_a_list_is_planned_from_what_was_pasted_and_looked_through_first() -> None:
    trip = Trip(1)
    office = At(trip.room.officer, clock("9:20"))
    sent: dict[str, object] = {
        "name": "Fixture",
        "code": "P",
        "first_0": "8",
        "first_1": "9",
        "first_2": "2026",
        "mornings": ["1", "2"],
        "leader": str(trip.leader.pk),
        "pasted": "Davies, Carys\nEvans Rhys\nNobody Known",
    }
    html = office.post(url(trip, "outing-add"), sent).content.decode()
    assert "Nobody Known" in html
    assert Outing.objects.count() == 1
    pupils = re.findall(r'name="pupil" value="([0-9a-f-]+)"', html)
    answer = office.post(url(trip, "outing-add"), {**sent, "pupil": pupils, "act": "make"})
    assert answer.status_code == 303
    made = Outing.objects.get(name="Fixture")
    assert PlannedMark.objects.filter(basis_id=str(made.public_id)).count() == len(pupils)
    assert office.post(url(trip, "outing-add"), {**sent, "leader": ""}).status_code == 422
    assert office.post(url(trip, "outing-add"), {**sent, "act": "make"}).status_code == 422


def test_the_list_is_printed_with_a_box_for_each_session() -> None:
    trip = Trip(3)
    html = see(trip.leader, url(trip, "outing-paper", outing=trip.outing))
    assert "Abiodun, Tolu" in html
    assert html.count("cf-sheet__box") == 2 * (3 + 4)
