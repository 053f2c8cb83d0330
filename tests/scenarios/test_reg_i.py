"""REG-I, as the on-call team would tell it: a pupil who was at registration is not in period 3."""

from __future__ import annotations

import uuid

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.site.actions import report_missing, sign_pupil, take_step
from rollbook.site.queries import on_site, responses, search, searches_of_today
from tests.builders import an_actor
from tests.registers.classroom import Classroom
from tests.site.desk import acting, clock, mark

pytestmark = pytest.mark.django_db


def test_from_the_red_button_to_home_again() -> None:
    room = Classroom(3)
    mark(room, 0, "/")
    tolu = str(room.pupils[0].public_id)

    # 11:05, period 3: Tolu was marked present this morning and is not in the room.
    tutor = an_actor(room.school, Role.TUTOR, now=clock("11:05"), user=room.tutor)
    made = report_missing(tutor, search_id=uuid.uuid4(), pupil=tolu, lesson="French, L3", last_seen="Break").search

    # Reception watches the board, the on-call teacher takes it within a minute and looks in two places.
    (line,) = searches_of_today(acting(room, now="11:05"))
    assert line.known == "/ this morning"
    on_call = acting(room, Role.COVER, "11:06", "P. Zielinski")
    take_step(on_call, search_id=made, step_id=uuid.uuid4(), kind="taken")
    for now, where in (("11:08", "Toilets"), ("11:11", "Library")):
        at = acting(room, Role.COVER, now, "P. Zielinski")
        take_step(at, search_id=made, step_id=uuid.uuid4(), kind="searched", note=where)

    # A camera shows Tolu at the gate: that is another thing, and it is announced in that moment.
    take_step(acting(room, now="11:13"), search_id=made, step_id=uuid.uuid4(), kind="left-site", note="Camera 2")
    assert AuditEntry.objects.get(verb="site.LeftTheSite").at == clock("11:13")
    for now, kind, note in (("11:15", "parent", "Mother, on her way"), ("11:20", "police", "101, log 44")):
        take_step(acting(room, now=now), search_id=made, step_id=uuid.uuid4(), kind=kind, note=note)
    sign_pupil(
        acting(room, now="11:21"), movement_id=uuid.uuid4(), pupil=tolu, kind="left", at=clock("11:10"), reason="other"
    )
    assert on_site(acting(room, now="11:22")).here == ()

    # The mother rings: Tolu is at home.
    take_step(acting(room, now="11:40"), search_id=made, step_id=uuid.uuid4(), kind="found", note="At home")
    told = search(acting(room, now="11:45"), made)
    assert [s.kind for s in told.steps] == [
        "reported", "taken", "searched", "searched", "left-site", "parent", "police", "found",
    ]  # fmt: skip
    report = responses(acting(room, now="12:00"))
    assert (report.taken, report.ended, report.left_site) == (1, 35, 1)

    # Tolu was there when the register was taken, so the mark stays true.
    assert room.codes() == {"Abiodun": "/"}
