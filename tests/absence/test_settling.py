"""Settling absences: what stands afterwards, what is kept, who may, and at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import Settlement, settle_no_reason
from rollbook.audit.models import AuditEntry
from rollbook.registers.models import Amendment, Mark, PupilYear, RegisterSave
from rollbook.registers.queries import mark_history
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half, Session
from tests.absence.morning import FRIDAY, MONDAY, THE_MONDAY_BEFORE, Morning

pytestmark = pytest.mark.django_db
TODAY = Session(MONDAY, Half.AM)


def settlement(morning: Morning, n: int, code: str = "I", on: Session = TODAY, **more: object) -> Settlement:
    given = {"reason": "Mother rang 9:20: sick", "seen": 1, **more}
    return Settlement(str(morning.pupils[n].public_id), on, code, **given)  # type: ignore[arg-type]


def test_an_absence_gets_its_reason_and_the_original_stays() -> None:
    morning = Morning()
    morning.marked({0: "N", 1: "/", 2: "N"})
    settle_no_reason(morning.actor(), settlements=[settlement(morning, 0)])
    assert [morning.code(n) for n in range(3)] == ["I", "/", "N"]
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.reason) == ("N", "I", "Mother rang 9:20: sick")
    year = PupilYear.objects.get(pupil=morning.pupils[0])
    assert (year.authorised, year.unauthorised) == (1, 0)
    versions = mark_history(morning.actor(), morning.pupils[0].public_id, TODAY).versions
    assert [(v.was, v.now) for v in versions] == [("", "N"), ("N", "I")]
    told = AuditEntry.objects.filter(verb="absence.ReasonsSettled")
    assert [entry.subject for entry in told] == [f"pupil:{morning.pupils[0].public_id}"]


def test_a_list_of_many_sessions_costs_what_a_list_of_two_costs() -> None:
    counts = []
    for sessions in (1, 5):
        morning = Morning(12)
        days = [FRIDAY - timedelta(days=n) for n in range(sessions)]
        morning.marked_on({day: dict.fromkeys(range(12), "N") for day in days}, Half.AM, Half.PM)
        asked = [settlement(morning, n, "O", Session(day, half)) for n in range(12) for day in days for half in Half]
        with CaptureQueriesContext(connection) as told:
            outcomes = settle_no_reason(morning.actor(), settlements=asked)
        assert {row.outcome for row in outcomes.values()} == {Outcome.STORED}
        assert not Mark.objects.filter(school_id=morning.school.pk, code="N").exists()
        counts.append(len(told))
    assert counts[0] == 20
    assert counts[1] <= counts[0] + 1, "one more for a second batch of amendments, none for the sessions"


def test_the_chain_holds_and_every_session_has_a_save_of_its_own() -> None:
    morning = Morning()
    morning.marked_on({FRIDAY: {0: "N"}, MONDAY: {0: "N"}}, Half.AM)
    before = RegisterSave.objects.count()
    both = [settlement(morning, 0, "O", Session(day, Half.AM)) for day in (FRIDAY, MONDAY)]
    settle_no_reason(morning.actor(), settlements=both)
    new = RegisterSave.objects.order_by("seq")[before:]
    assert [save.date for save in new] == [FRIDAY, MONDAY]
    assert verify_school(morning.actor()).faults == ()


def test_somebody_elses_change_is_a_conflict_for_that_row_only() -> None:
    morning = Morning()
    morning.marked({0: "N", 1: "N"})
    settle_no_reason(morning.actor(), settlements=[settlement(morning, 0, "M")])
    late = [settlement(morning, 0, "I"), settlement(morning, 1, "I")]
    outcomes = settle_no_reason(morning.actor(), settlements=late)
    assert [row.outcome for row in outcomes.values()] == [Outcome.CONFLICT, Outcome.STORED]
    assert [morning.code(n) for n in range(2)] == ["M", "I"]


def test_the_same_again_changes_nothing() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    for _ in range(2):
        settle_no_reason(morning.actor(), settlements=[settlement(morning, 0)])
    assert Amendment.objects.count() == 1
    assert Mark.objects.get().version == 2


def test_a_reason_is_asked_for_and_kept_law() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    (row,) = settle_no_reason(morning.actor(), settlements=[settlement(morning, 0, reason=" ")]).values()
    assert (row.outcome, row.rule) == (Outcome.REFUSED, "REG-7")
    assert morning.code(0) == "N"


def test_present_after_all_is_the_code_of_that_half() -> None:
    morning = Morning()
    morning.marked_on({THE_MONDAY_BEFORE: {0: "N"}}, Half.AM, Half.PM)
    found = [settlement(morning, 0, "/", Session(THE_MONDAY_BEFORE, half)) for half in Half]
    settle_no_reason(morning.actor(), settlements=found)
    assert [morning.code(0, THE_MONDAY_BEFORE, half) for half in Half] == ["/", "\\"]


def test_only_those_who_amend_may_settle() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    with pytest.raises(NotAllowed):
        settle_no_reason(morning.actor(Role.TUTOR), settlements=[settlement(morning, 0)])
    with pytest.raises(Refused, match="No session was chosen"):
        settle_no_reason(morning.actor(), settlements=[])


def test_another_schools_pupil_is_not_touched() -> None:
    ours, theirs = Morning(), Morning()
    theirs.marked({0: "N"})
    outcomes = settle_no_reason(ours.actor(), settlements=[settlement(theirs, 0)])
    assert [row.outcome for row in outcomes.values()] == [Outcome.REFUSED]
    assert theirs.code(0) == "N"
