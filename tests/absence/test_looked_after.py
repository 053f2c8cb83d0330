"""The figures of looked-after children for a service that rings: by group, each giving-out logged (ABS-I)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from rollbook.absence.actions.given_out import give_figures
from rollbook.absence.models import GivenOut
from rollbook.absence.queries.looked_after import history_of, looked_after
from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import Characteristic
from rollbook.rules.access import Permission, Role
from rollbook.rules.refused import NotAllowed, Refused
from tests.absence.late_room import FRIDAY, NOON, LateRoom
from tests.builders import TERM_STARTS, an_actor
from tests.registers.classroom import MONDAY, At

pytestmark = pytest.mark.django_db
CALLER = "Dana Moss, Welfare Ring"


@pytest.fixture
def room() -> LateRoom:
    room = LateRoom()
    for pupil in room.pupils[:2]:
        Characteristic.objects.create(school=room.school, pupil=pupil, kind="looked-after", value="", first=TERM_STARTS)
    room.mark(0, FRIDAY, 0, "L", 12)
    room.mark(1, FRIDAY, 0, "M")
    room.mark(1, FRIDAY, 1, "N")
    return room


def test_a_mark_is_told_by_its_group_and_never_by_its_reason(room: LateRoom) -> None:
    late, ill = looked_after(room.office, FRIDAY)
    assert (late.am, late.pm) == ("present, late 12 minutes", "no mark yet")
    assert (ill.am, ill.pm) == ("absent, authorised", "absent, reason awaited")
    assert "medical" not in ill.said.casefold()


def test_each_giving_out_is_logged_with_who_asked(room: LateRoom) -> None:
    call, asked = uuid.uuid4(), [str(room.pupils[0].public_id), str(room.pupils[2].public_id)]
    assert give_figures(room.office, call=call, on=FRIDAY, caller=CALLER, pupils=asked) == 1
    assert give_figures(room.office, call=call, on=FRIDAY, caller=CALLER, pupils=asked) == 0
    kept = GivenOut.objects.get()
    assert b"Moss" not in bytes(kept.caller)
    assert kept.said.startswith("morning present, late 12 minutes")
    assert AccessEntry.objects.filter(what="figures given out").count() == 1
    assert [one.caller for one in looked_after(room.office, FRIDAY)[0].given] == [CALLER]
    assert [told.words for told in history_of(room.office, room.pupils[0].pk, MONDAY, FRIDAY)] == [CALLER]


@pytest.mark.parametrize(("caller", "whom"), [(" ", 0), ("x" * 201, 0), (CALLER, 2)])
def test_without_a_name_or_a_child_nothing_is_noted(room: LateRoom, caller: str, whom: int) -> None:
    with pytest.raises(Refused):
        give_figures(
            room.office, call=uuid.uuid4(), on=FRIDAY, caller=caller, pupils=[str(room.pupils[whom].public_id)]
        )
    assert not GivenOut.objects.exists()


def test_who_may_not_know_that_a_child_is_looked_after_learns_it_nowhere(room: LateRoom) -> None:
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=room.office.now)
    with pytest.raises(NotAllowed):
        looked_after(tutor, FRIDAY)
    assert history_of(tutor, room.pupils[0].pk, MONDAY, FRIDAY) == ()
    assert At(room.tutor, room.office.now).get(room.place("looked-after")).status_code == 403
    with pytest.raises(NotAllowed):
        give_figures(
            replace(room.office, permissions=room.office.permissions - {Permission.SEE_FLAGS}),
            call=uuid.uuid4(), on=FRIDAY, caller=CALLER, pupils=[],
        )  # fmt: skip


def test_the_page_shows_the_figures_and_keeps_who_asked(room: LateRoom) -> None:
    screen = room.at()
    assert "present, late 12 minutes" in screen.get(room.place("looked-after")).content.decode()
    bad = screen.post(room.place("looked-after"), {"call": uuid.uuid4(), "caller": ""})
    assert bad.status_code == 422
    assert "ask for the name before you give a figure" in bad.content.decode()
    sent = {"call": uuid.uuid4(), "caller": CALLER, "pupils": [str(p.public_id) for p in room.pupils[:2]]}
    assert screen.post(room.place("looked-after"), sent).status_code == 303
    assert f"to {CALLER}" in screen.get(room.place("looked-after")).content.decode()


def test_the_figures_cost_the_same_for_one_child_and_for_two(room: LateRoom, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(6):
        assert len(looked_after(room.office, FRIDAY)) == 2
    Characteristic.objects.filter(pupil=room.pupils[1]).delete()
    with django_assert_num_queries(6):
        assert len(looked_after(room.office, FRIDAY)) == 1


def test_the_afternoon_before_is_asked_for_in_the_morning(room: LateRoom) -> None:
    room.mark(0, FRIDAY, 1, "U", 9)
    screen = room.at(NOON + timedelta(days=3))
    today = screen.get(room.place("looked-after")).content.decode()
    assert "late 9 minutes" not in today
    assert f"?on={FRIDAY.isoformat()}" in today
    friday = f"{room.place('looked-after')}?on={FRIDAY.isoformat()}"
    assert "absent, not authorised, late 9 minutes" in screen.get(friday).content.decode()
    sent = {"call": uuid.uuid4(), "caller": CALLER, "pupils": [str(room.pupils[0].public_id)]}
    assert screen.post(friday, sent)["Location"] == friday
    assert GivenOut.objects.get().on == FRIDAY
    for asked in ("soon", "2026-10-30"):
        assert screen.get(f"{room.place('looked-after')}?on={asked}").status_code == 422
