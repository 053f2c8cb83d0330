"""Filing a report: what stands is amended, what is to come is planned, and all of it can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.absence.actions import (
    Reported,
    need_no_ring_back,
    rang_back,
    reject_report,
    reopen_report,
    take_back_filing,
    take_report,
    want_ring_back,
)
from rollbook.absence.models import ReportMark
from rollbook.audit.models import AuditEntry
from rollbook.registers.models import Amendment
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from tests.absence.line_room import LineRoom
from tests.absence.morning import MONDAY
from tests.builders import a_pupil, a_school

pytestmark = pytest.mark.django_db
WEDNESDAY = MONDAY + timedelta(days=2)


def test_what_stands_without_a_reason_is_amended_and_what_is_to_come_is_planned() -> None:
    room = LineRoom()
    room.morning.marked({0: "N", 1: "/", 2: "/"})
    report = room.told("Tolu is poorly, back on Thursday")
    filed = room.file(report, 0, last=WEDNESDAY)
    assert (filed.count("settled"), filed.count("planned"), filed.left) == (1, 5, ())
    assert room.morning.code(0) == "I"
    assert room.plans(0) == [("2026-11-16", "2026-11-16", "1", "I"), ("2026-11-17", "2026-11-18", "01", "I")]
    assert Amendment.objects.get().reason == "Voicemail, 16 Nov 8:20"
    assert room.row(report).state == "filed"
    assert AuditEntry.objects.filter(verb="absence.ReportFiled").count() == 1


def test_two_children_are_filed_together() -> None:
    room = LineRoom()
    room.morning.marked({0: "N", 1: "N"})
    filed = room.file(room.told("both ill"), 0, 1)
    assert (filed.count("settled"), filed.count("planned")) == (2, 2)
    assert room.plans(0) == room.plans(1) == [("2026-11-16", "2026-11-16", "1", "I")]


def test_a_child_who_is_marked_present_stays_so_unless_it_is_asked_for() -> None:
    room = LineRoom()
    room.morning.marked({0: "/"})
    report = room.told("Tolu is ill")
    with pytest.raises(Refused, match="Tolu is marked /"):
        room.file(report, 0, halves="0")
    filed = room.file(report, 0)
    assert [(row.became, row.session.half) for row in filed.rows] == [("refused", Half.AM), ("planned", Half.PM)]
    assert room.morning.code(0) == "/"
    take_back_filing(room.office, report=report, seen=room.row(report).version)
    room.file(report, 0, over=True)
    assert room.morning.code(0) == "I"


def test_what_is_known_already_changes_nothing_and_deals_with_the_second_report() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    room.file(room.told("Tolu is ill"), 0)
    again = room.told("Tolu is ill", way="text")
    filed = room.file(again, 0)
    assert filed.count("as-it-was") == 2
    assert room.row(again).state == "filed"
    assert Amendment.objects.count() == 1
    assert len(room.plans(0)) == 1


def test_taking_it_back_is_an_amendment_and_a_withdrawn_plan() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    report = room.told("Tolu is ill")
    room.file(report, 0)
    assert take_back_filing(room.office, report=report, seen=room.row(report).version) == 2
    assert (room.morning.code(0), room.plans(0), room.row(report).state) == ("N", [], "new")
    assert [a.new for a in Amendment.objects.order_by("id")] == ["I", "N"]
    assert not ReportMark.objects.exists()
    assert verify_school(room.morning.importer).faults == ()


def test_a_mark_that_was_changed_since_is_not_taken_back() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    first, second = room.told("Tolu is ill"), room.told("Tolu is at the dentist")
    room.file(first, 0, halves="0")
    room.file(second, 0, halves="0", code="M", over=True)
    assert take_back_filing(room.office, report=first, seen=room.row(first).version) == 0
    assert room.morning.code(0) == "M"
    take_back_filing(room.office, report=second, seen=room.row(second).version)
    assert room.morning.code(0) == "I"


def test_whoever_looked_before_somebody_else_dealt_with_it_is_told_so() -> None:
    room = LineRoom()
    report = room.told("Tolu is ill")
    room.file(report, 0)
    with pytest.raises(Refused, match=r"become “filed” by A\. Osei, 9:20"):
        room.file(report, 1, seen=1)
    with pytest.raises(Refused, match="has been dealt with"):
        room.file(report, 1)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"first": MONDAY - timedelta(days=1), "last": MONDAY - timedelta(days=1)}, "does not meet"),
        ({"last": MONDAY - timedelta(days=1)}, "before the first day"),
        ({"last": MONDAY + timedelta(days=80)}, "at most 60 days"),
        ({"halves": ""}, "mornings, afternoons"),
        ({"code": "?"}, "not a code"),
        ({"code": "K"}, "needs a note"),
    ],
)
def test_what_cannot_be_filed_says_why_and_goes_on_waiting(more: dict[str, object], says: str) -> None:
    room = LineRoom()
    report = room.told("Tolu is ill")
    with pytest.raises(Refused, match=says):
        room.file(report, 0, **more)
    assert room.row(report).state == "new"


def test_nobody_files_for_no_pupil_nor_for_another_schools() -> None:
    room = LineRoom()
    report = room.told("ill")
    with pytest.raises(Refused, match="nobody is chosen"):
        room.file(report)
    room.morning.pupils.append(a_pupil(a_school()))
    with pytest.raises(NotFound):
        room.file(report, 3)
    room.office = room.morning.actor(Role.RECEPTION)
    with pytest.raises(NotAllowed):
        room.file(report, 0)


def test_a_withheld_number_waits_until_somebody_rang_back() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    report = room.told("Tolu is ill", number="")
    with pytest.raises(Refused, match="Ring back first"):
        room.file(report, 0)
    rang_back(room.office, report=report, seen=1, whom="Priya Shah, 07700 900142", confirmed=True)
    room.file(report, 0)
    item = room.item(report)
    assert (item.state, item.rung, item.rung_by) == ("filed", "Priya Shah, 07700 900142", "A. Osei")


@pytest.mark.parametrize("role", [Role.ATTENDANCE_ADMINISTRATOR, Role.HEAD])
def test_a_call_that_was_not_the_parents_begins_the_search_for_the_child(role: Role) -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    report = room.told("Tolu is ill", number="", way="phone", doubt="pupil")
    rang_back(
        room.morning.actor(role),
        report=report,
        seen=1,
        whom="Priya Shah",
        confirmed=False,
        pupil=room.morning.pupils[0].pk,
    )
    assert room.row(report).state == "rejected"
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"absence.RingBackDone", "absence.FamilyUnaware"} <= verbs


def test_a_person_may_ask_for_a_ring_back_or_say_that_none_is_needed() -> None:
    room = LineRoom()
    report = room.told("Tolu is ill")
    want_ring_back(room.office, report=report, seen=1, why="pupil")
    with pytest.raises(Refused, match="already"):
        want_ring_back(room.office, report=report, seen=2)
    with pytest.raises(Refused, match="Write how you know"):
        need_no_ring_back(room.office, report=report, seen=2, why=" ")
    need_no_ring_back(room.office, report=report, seen=2, why="I know her voice")
    assert (room.row(report).state, room.item(report).rung) == ("new", "Not rung back: I know her voice")


def test_a_report_that_is_put_aside_is_kept_with_its_reason_and_can_be_taken_up_again() -> None:
    room = LineRoom()
    report = room.told("wrong school, sorry")
    with pytest.raises(Refused, match="Write why"):
        reject_report(room.office, report=report, seen=1, why="  ")
    reject_report(room.office, report=report, seen=1, why="Meant for the primary school")
    item = room.item(report)
    assert (item.state, item.why, item.words) == ("rejected", "Meant for the primary school", "wrong school, sorry")
    reopen_report(room.office, report=report, seen=2)
    assert room.row(report).state == "new"


def test_another_schools_report_does_not_exist() -> None:
    room, elsewhere = LineRoom(), LineRoom()
    report = take_report(elsewhere.office, reported=Reported("phone", "ill"))
    with pytest.raises(NotFound):
        reject_report(room.office, report=report, seen=1, why="x")
