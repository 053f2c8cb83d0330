"""Visitors, contractors and staff with their badges, and the desk's log (DESK-A, DESK-B)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions import expect_visit, finish_entry, log_entry, sign_visitor_in, sign_visitor_out
from rollbook.site.models import DeskEntry, Visit
from rollbook.site.queries import desk_log, visitors_here, visits_from
from tests.builders import a_school, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, acting, clock

pytestmark = pytest.mark.django_db


def test_a_visitor_is_expected_comes_wears_a_badge_and_leaves() -> None:
    room, visit = Classroom(1), uuid.uuid4()
    desk = acting(room)
    expect_visit(desk, visit_id=visit, name="P. Plumber", kind="contractor", here_for="the boiler", on=MONDAY)
    assert visitors_here(desk) == ()
    assert sign_visitor_in(desk, visit_id=visit) == 1
    assert sign_visitor_in(desk, visit_id=visit) == 1, "a double tap gives no second badge"
    assert sign_visitor_in(desk, visit_id=uuid.uuid4(), name="S. Supply", kind="supply") == 2
    assert [v.name for v in visitors_here(desk)] == ["P. Plumber", "S. Supply"]
    sign_visitor_out(desk, visit_id=visit)
    sign_visitor_out(desk, visit_id=visit)
    assert [v.name for v in visitors_here(desk)] == ["S. Supply"]
    told = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert told == ["site.VisitExpected", "site.VisitorArrived", "site.VisitorArrived", "site.VisitorLeft"]


def test_what_cannot_be_is_refused() -> None:
    room, visit = Classroom(1), uuid.uuid4()
    desk = acting(room)
    with pytest.raises(Refused, match="day is over"):
        expect_visit(desk, visit_id=visit, name="A", kind="visitor", on=date(2026, 9, 4))
    expect_visit(desk, visit_id=visit, name="A", kind="visitor", on=date(2026, 9, 9))
    for verb, says in ((sign_visitor_in, "another day"), (sign_visitor_out, "not signed in")):
        with pytest.raises(Refused, match=says):
            verb(desk, visit_id=visit)
    with pytest.raises(NotFound):
        sign_visitor_in(an_actor(a_school(), Role.RECEPTION), visit_id=visit)
    with pytest.raises(NotAllowed):
        sign_visitor_in(acting(room, Role.TEACHER), visit_id=uuid.uuid4(), name="A", kind="visitor")
    assert len(visits_from(desk, MONDAY)) == 1


def test_on_screen_somebody_signs_in_gets_a_badge_on_paper_and_signs_out() -> None:
    screen = Screen(Classroom(1))
    given = {"visit": uuid.uuid4(), "name": "Dr Lim", "kind": "professional", "organisation": "NHS"}
    assert screen.send("visits", {**given, "act": "in"}).status_code == 303
    row = Visit.objects.get()
    assert "Badge 1, in 9:40" in screen.see("visits")
    assert "Dr Lim" in screen.see("badge", visit=row.public_id)
    assert screen.send("visit-out", visit=row.public_id).status_code == 303
    assert "9:40 to 9:40" in screen.see("visits")
    assert screen.send("visits", {"visit": uuid.uuid4(), "name": "", "kind": "visitor"}).status_code == 422
    later = {"visit": uuid.uuid4(), "name": "Ofsted", "kind": "visitor", "on": "08/09/2026", "act": "expect"}
    assert screen.send("visits", later).status_code == 303
    assert "Tue 8 Sep" in screen.see("visits")


def test_a_message_waits_until_somebody_dealt_with_it_and_is_encrypted() -> None:
    screen = Screen(Classroom(1))
    given = {
        "entry": uuid.uuid4(),
        "kind": "pupil-message",
        "for_whom": "Tolu Abiodun 9A",
        "said": "PE kit at the desk",
    }
    for _ in range(2):
        assert screen.send("log", given).status_code == 303
    row = DeskEntry.objects.get()
    assert b"PE kit" not in bytes(row.said)
    assert "PE kit at the desk" in screen.see("log")
    assert screen.send("finish", entry=row.public_id).status_code == 303
    desk = acting(screen.room, now="10:00")
    (line,) = desk_log(desk)
    assert (line.done_by, line.done_at) == ("R. Boateng", clock("9:40"))
    assert screen.send("log", {"entry": uuid.uuid4(), "kind": "query", "said": ""}).status_code == 422


def test_the_log_is_the_desks_own() -> None:
    room, entry = Classroom(1), uuid.uuid4()
    log_entry(acting(room), entry_id=entry, kind="delivery", said="Paper")
    with pytest.raises(NotAllowed):
        desk_log(acting(room, Role.TEACHER))
    stranger = an_actor(a_school(), Role.RECEPTION)
    assert desk_log(stranger) == ()
    with pytest.raises(NotFound):
        finish_entry(stranger, entry_id=entry)
