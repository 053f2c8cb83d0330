"""Elsewhere is provisional until somebody who was there says so: the leader, the office, a provider (REG-16, COD-7)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.confirming import (
    ask_leader,
    confirm_by_link,
    make_link,
    note_opened,
    plan_outing,
    revoke_link,
)
from rollbook.registers.models import Mark, PlannedMark, RegisterSave
from rollbook.registers.queries.conflicts import ConflictKind, conflicts
from rollbook.registers.queries.outing_links import link_of, token, waiting_pupils
from rollbook.registers.queries.unconfirmed import outing_line, waiting_lists
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from tests.builders import a_school, a_user, an_actor
from tests.registers.classroom import MONDAY
from tests.registers.trips import Trip, clock

pytestmark = pytest.mark.django_db


def test_nobody_is_marked_for_being_expected_not_even_at_the_close() -> None:
    trip = Trip()
    close_session(trip.office("9:30"), on=MONDAY, half=Half.AM)
    assert trip.room.codes() == {}
    (waiting,) = waiting_lists(trip.office("9:30"))
    assert waiting.outing is not None
    assert (waiting.pupils, waiting.days_old, waiting.outing.who) == (4, 0, "Ms Reyes")


def test_the_leader_says_who_was_there_and_who_was_not_is_n() -> None:
    trip = Trip()
    done = trip.says(trip.leads("9:20"), there=[0, 1, 2], missed=[3])
    assert (done.there, done.not_there) == (3, 1)
    assert sorted(trip.room.codes().values()) == ["N", "V", "V", "V"]
    assert trip.room.codes()["Castellano"] == "N"
    save = RegisterSave.objects.filter(date=MONDAY).get()
    assert "confirmed by Ms Reyes" in str(save.marks)
    assert waiting_lists(trip.office("9:30")) == ()


def test_who_is_in_neither_list_still_waits() -> None:
    trip = Trip()
    trip.says(trip.leads("9:20"), there=[0], missed=[])
    line = outing_line(trip.office("9:21"), trip.outing)
    assert line is not None
    left = waiting_pupils(trip.leads("9:21"), line, MONDAY, Half.AM)
    assert [w.pupil.surname for w in left] == ["Ahmed", "Barker", "Castellano"]


@pytest.mark.parametrize("code", ["B", "K", "D", "W", "P"])
def test_not_there_is_never_the_code_that_claims_it(code: str) -> None:
    trip = Trip(2, code=code)
    trip.says(trip.leads("9:20"), there=[0], missed=[1])
    assert trip.room.codes() == {"Abiodun": code, "Ahmed": "N"}


def test_what_a_teacher_saw_stays_and_the_difference_is_a_conflict() -> None:
    trip = Trip()
    Mark.objects.create(
        school=trip.room.school, date=MONDAY, half=0, pupil=trip.room.pupils[0], code="/", entered_on=MONDAY
    )
    done = trip.says(trip.leads("9:20"), there=[0, 1], missed=[])
    assert done.there == 1
    assert trip.room.codes() == {"Abiodun": "/", "Ahmed": "V"}
    assert [(c.kind, c.pupil.surname) for c in conflicts(trip.office("9:30"))] == [(ConflictKind.PLAN, "Abiodun")]


def test_a_session_that_has_not_begun_cannot_be_confirmed() -> None:
    trip = Trip()
    done = trip.says(trip.leads("9:20"), there=[0], missed=[], half=Half.PM)
    assert done.there == 0
    assert done.refused
    assert trip.room.codes(half=1) == {}
    assert [w.session.half for w in waiting_lists(trip.office("9:20"))] == [Half.AM]
    assert [w.session.half for w in waiting_lists(trip.office("13:20"))] == [Half.AM, Half.PM]


def test_the_office_confirms_only_with_whose_word_it_has() -> None:
    trip = Trip(provider="Riverside Tuition", code="B")
    with pytest.raises(Refused, match="who said so"):
        trip.says(trip.office("14:10"), there=[0], missed=[1])
    trip.says(trip.office("14:10"), there=[0], missed=[1], by="Mrs Reed, by telephone 14:10")
    assert trip.room.codes() == {"Abiodun": "B", "Ahmed": "N"}
    assert "confirmed by Mrs Reed, by telephone 14:10" in str(RegisterSave.objects.filter(date=MONDAY).get().marks)


def test_only_the_leader_and_the_office_may_confirm_a_list() -> None:
    trip = Trip()
    for stranger in (
        an_actor(trip.room.school, Role.TEACHER, user=a_user("Mr Pike"), now=clock("9:20")),
        an_actor(a_school("Elsewhere"), now=clock("9:20")),
    ):
        with pytest.raises(NotFound):
            trip.says(stranger, there=[0], missed=[])
    assert waiting_lists(trip.leads("9:20"), own=True)
    other = an_actor(trip.room.school, Role.TEACHER, user=a_user("Ms Low"), now=clock("9:20"))
    assert waiting_lists(other, own=True) == ()


def test_it_is_chased_with_its_age_until_somebody_says_so_and_the_leader_can_be_asked() -> None:
    trip = Trip()
    thursday = trip.office("9:20", MONDAY + timedelta(days=3))
    assert [(w.session.on, w.days_old) for w in waiting_lists(thursday)] == [(MONDAY, 3), (MONDAY, 3)]
    ask_leader(thursday, outing=trip.outing, on=MONDAY, half=Half.AM)
    assert AuditEntry.objects.filter(verb="registers.OutingAsked", subject=f"outing:{trip.outing}").exists()
    provided = Trip(provider="Riverside Tuition", code="B")
    with pytest.raises(Refused, match="no account"):
        ask_leader(provided.office("9:20"), outing=provided.outing, on=MONDAY, half=Half.AM)


def test_a_list_needs_somebody_whose_word_counts_and_a_code_that_claims_attendance() -> None:
    trip = Trip()
    given = {"name": "Work", "first": MONDAY, "last": MONDAY, "pupils": [trip.pupil(5)]}
    with pytest.raises(Refused, match="who can confirm"):
        plan_outing(trip.office("8:00"), code="W", **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="does not claim"):
        plan_outing(trip.office("8:00"), code="C", leader=trip.leader.pk, **given)  # type: ignore[arg-type]
    assert PlannedMark.objects.filter(pupil=trip.room.pupils[5]).count() == 0


def test_a_link_opens_one_day_of_one_list_and_dies_with_the_day() -> None:
    trip = Trip(provider="Riverside Tuition", code="B", days=2)
    made = make_link(trip.office("8:10"), outing=trip.outing, on=MONDAY)
    at = link_of(token(made), clock("9:20"))
    assert at is not None
    note_opened(at.actor, link=made)
    confirm_by_link(
        at.actor, link=made, half=Half.AM, there=[trip.pupil(0)], not_there=[trip.pupil(1)], said_by="J. Reed"
    )
    assert trip.room.codes() == {"Abiodun": "B", "Ahmed": "N"}
    save = RegisterSave.objects.filter(date=MONDAY).get()
    assert (save.by_name, "confirmed by J. Reed by link" in str(save.marks)) == ("Riverside Tuition", True)
    assert link_of(token(made), clock("9:20", MONDAY + timedelta(days=1))) is None
    assert link_of(token(uuid.uuid4()), clock("9:20")) is None
    assert link_of(f"{made.hex}:forged", clock("9:20")) is None


def test_a_revoked_link_opens_nothing_and_one_kept_open_confirms_nothing() -> None:
    trip = Trip(provider="Riverside Tuition", code="B")
    made = make_link(trip.office("8:10"), outing=trip.outing, on=MONDAY)
    at = link_of(token(made), clock("9:20"))
    assert at is not None
    revoke_link(trip.office("9:21"), link=made)
    assert link_of(token(made), clock("9:22")) is None
    with pytest.raises(NotAllowed):
        confirm_by_link(at.actor, link=made, half=Half.AM, there=[trip.pupil(0)], not_there=[], said_by="J. Reed")
    with pytest.raises(Refused, match="day of the list"):
        make_link(trip.office("8:10"), outing=trip.outing, on=MONDAY + timedelta(days=1))


def test_statements_do_not_grow_with_the_list() -> None:
    counted = []
    for size in (3, 25):
        trip = Trip(size, size=30)
        with CaptureQueriesContext(connection) as said:
            trip.says(trip.leads("9:20"), there=range(1, size), missed=[0])
        with CaptureQueriesContext(connection) as listed:
            waiting_lists(trip.office("13:20"))
        counted.append((len([q for q in said if "SAVEPOINT" not in q["sql"]]), len(listed)))
    assert counted[0] == counted[1]
    assert counted[1] == (24, 7)
