"""REG-M, as the house would tell it: Sunday bedtime; one on exeat not back, one in hospital, one missing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.registers.models import Mark, RegisterSave
from rollbook.rules.access import Role
from rollbook.site.actions import report_missing, take_step
from rollbook.site.actions.boarding import back_from_leave
from rollbook.site.queries import on_site, searches_of_today
from rollbook.site.queries.boarding import boarding
from tests.builders import an_actor
from tests.registers.classroom import Classroom
from tests.site.houses import FRIDAY, SUNDAY, House, moment

pytestmark = pytest.mark.django_db
MORNING = SUNDAY + timedelta(days=1)


def where(house: House, text: str, on=SUNDAY) -> tuple[dict[str, str], dict[str, str]]:  # type: ignore[no-untyped-def]
    """Who the emergency list has here at a moment, and who it says to look for."""
    found = on_site(an_actor(house.room.school, Role.RECEPTION, now=moment(on, text)))
    return ({p.pupil.surname: p.why for p in found.here}, {p.pupil.surname: p.why for p in found.perhaps})


def test_a_sunday_bedtime_in_curie_house() -> None:
    house = House(Classroom(6), size=4)
    bedtime = house.roll_call()

    # Friday, 16:30. Tolu goes home on exeat until Sunday at 20:00, as her mother agreed on the telephone.
    exeat = house.goes(0, "exeat", FRIDAY, "16:30", moment(SUNDAY, "20:00"))
    # Sunday, 17:10. Yusuf is taken to hospital; nobody expects him before Tuesday.
    house.goes(1, "hospital", SUNDAY, "17:10", moment(SUNDAY + timedelta(days=2), "12:00"))

    # 20:15. Tolu is not back: the house's page says so, and the desk's.
    assert [one.pupil.surname for one in boarding(house.acting(SUNDAY, "20:15")).not_back] == ["Abiodun"]

    # 21:05, bedtime. Alfie is in his bed; Ben is nowhere. The two who are out need no tick.
    house.said(bedtime, 2, "here", SUNDAY, "21:05")
    assert [call.unsaid for call in boarding(house.acting(SUNDAY, "21:16")).overdue] == [1], "sixteen minutes late"
    house.said(bedtime, 3, "not-here", SUNDAY, "21:17")
    assert boarding(house.acting(SUNDAY, "21:18")).overdue == ()

    # 21:18. Ben is reported as any missing child is, and those on call know what the house knew.
    mrs, search = house.acting(SUNDAY, "21:18"), uuid.uuid4()
    report_missing(mrs, search_id=search, pupil=str(house.pupils[3].public_id), lesson="Bedtime, Curie")
    on_call = an_actor(house.room.school, Role.COVER, now=moment(SUNDAY, "21:19"))
    assert [line.known for line in searches_of_today(on_call)] == ["not found at Bedtime 21:17"]

    # A fire bell at 22:00 would count Alfie, look for Ben, and not look for the two who are away.
    assert where(house, "22:00") == (
        {"Barker": "in house at Bedtime 21:05"},
        {"Castellano": "not found at Bedtime 21:17"},
    )

    # 22:20. Tolu comes with her mother; her train was late. Ben was in the library: ticked, and found.
    back_from_leave(house.acting(SUNDAY, "22:20"), leave=exeat)
    take_step(house.acting(SUNDAY, "22:25"), search_id=search, step_id=uuid.uuid4(), kind="found", note="Library")
    house.said(bedtime, 3, "here", SUNDAY, "22:25")
    here, look = where(house, "3:30", MORNING)
    assert here.keys() == {"Abiodun", "Barker", "Castellano"}
    assert look == {}
    assert [one.pupil.surname for one in boarding(house.acting(MORNING, "3:30")).out] == ["Ahmed"]

    # None of it was a mark, and none of it is in a register: boarders stand in none.
    assert Mark.objects.count() == 0
    assert RegisterSave.objects.count() == 0
