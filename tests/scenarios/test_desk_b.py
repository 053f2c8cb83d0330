"""DESK-B, as reception would tell it: what was handed in and asked, by whom, and what became of it."""

from __future__ import annotations

import uuid

import pytest

from rollbook.site.actions import expect_visit, finish_entry, log_entry, sign_visitor_in, sign_visitor_out
from rollbook.site.queries import desk_log, visitors_here
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import acting, clock

pytestmark = pytest.mark.django_db


def test_a_day_at_the_front_of_house() -> None:
    room = Classroom(2)
    kit, parcel, nurse = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()

    # 8:50: a mother leaves a PE kit; 9:15: paper is delivered for the office.
    morning = acting(room, now="8:50")
    log_entry(morning, entry_id=kit, kind="pupil-message", for_whom="Tolu Abiodun 9A", said="PE kit, period 4")
    log_entry(acting(room, now="9:15"), entry_id=parcel, kind="delivery", for_whom="Office", said="4 boxes of paper")

    # The nurse was expected, comes at 10:00 and is on the list of who is in the building until she leaves.
    expect_visit(morning, visit_id=nurse, name="N. Adeyemi", kind="professional", organisation="NHS", on=MONDAY)
    sign_visitor_in(acting(room, now="10:00"), visit_id=nurse)
    assert [v.name for v in visitors_here(acting(room, now="10:01"))] == ["N. Adeyemi"]

    # At break Tolu comes for the kit: who handed it over and when is kept; the parcel still waits.
    finish_entry(acting(room, now="10:45", name="J. Hargreaves"), entry_id=kit)
    waiting, done = desk_log(acting(room, now="11:00"))
    assert (waiting.public_id, waiting.done_at) == (parcel, None)
    assert (done.said, done.done_by, done.done_at) == ("PE kit, period 4", "J. Hargreaves", clock("10:45"))

    sign_visitor_out(acting(room, now="12:00"), visit_id=nurse)
    assert visitors_here(acting(room, now="12:01")) == ()
