"""One report about two children, of whom one is ill and the other at the dentist: each is filed on its own (ABS-A)."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.absence.actions import reject_report, take_back_filing
from rollbook.absence.actions.line_parting import part_report
from rollbook.absence.models import Report
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.absence.line_room import LineRoom
from tests.builders import a_pupil, a_school

pytestmark = pytest.mark.django_db
WORDS = "Tolu is ill, and Femi is at the dentist until lunch"


def names(room: LineRoom, *ns: int) -> list[str]:
    return [str(room.morning.pupils[n].public_id) for n in ns]


def test_each_child_is_filed_with_a_code_and_sessions_of_its_own(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    room = LineRoom()
    room.morning.marked({0: "N", 1: "N"})
    report = room.told(WORDS)
    with django_assert_num_queries(11):
        first, second = part_report(room.office, report=report, seen=1, pupils=names(room, 0, 1))
    assert first == report
    ill, away = room.item(first), room.item(second)
    assert (ill.words, away.words, away.way, away.told_at) == (WORDS, WORDS, ill.way, ill.told_at)
    assert [[p.forename for p in one.suggested.pupils] for one in (ill, away)] == [["Tolu"], ["Femi"]]
    room.file(first, 0)
    room.file(second, 1, code="M", halves="0")
    assert (room.morning.code(0), room.morning.code(1)) == ("I", "M")
    assert room.plans(1) == []
    take_back_filing(room.office, report=second, seen=room.row(second).version)
    assert (room.morning.code(0), room.morning.code(1)) == ("I", "N")
    assert verify_school(room.morning.importer).faults == ()


def test_one_part_may_be_put_aside_or_rung_back_without_the_other() -> None:
    room = LineRoom()
    report = room.told(WORDS, number="")
    first, second = part_report(room.office, report=report, seen=1, pupils=names(room, 0, 1))
    assert [room.row(one).state for one in (first, second)] == ["ring-back", "ring-back"]
    reject_report(room.office, report=second, seen=1, why="Femi is here")
    assert [room.row(one).state for one in (first, second)] == ["ring-back", "rejected"]


def test_what_cannot_be_taken_apart_says_so_and_stays_whole() -> None:
    room = LineRoom()
    report = room.told(WORDS)
    with pytest.raises(Refused, match="2 to 12 children"):
        part_report(room.office, report=report, seen=1, pupils=names(room, 0))
    with pytest.raises(Refused, match="Look again"):
        part_report(room.office, report=report, seen=4, pupils=names(room, 0, 1))
    stranger = a_pupil(a_school("Brookfield School"))
    with pytest.raises(NotFound):
        part_report(room.office, report=report, seen=1, pupils=[*names(room, 0), str(stranger.public_id)])
    with pytest.raises(NotAllowed):
        part_report(room.morning.actor(Role.RECEPTION), report=report, seen=1, pupils=names(room, 0, 1))
    room.file(report, 0)
    with pytest.raises(Refused, match="dealt with"):
        part_report(room.office, report=report, seen=2, pupils=names(room, 0, 1))
    assert Report.objects.count() == 1


def test_the_page_offers_it_where_two_children_are_chosen() -> None:
    room = LineRoom()
    report = room.told(WORDS)
    person = room.morning.person()
    url = person.url("absence:report", report=report)
    both = {"pupils": names(room, 0, 1), "seen": "1"}
    assert "File each child on its own" in person.post(url, {**both, "find": "1"}).content.decode()
    assert (
        "File each child on its own" not in person.post(url, {"pupils": names(room, 0), "find": "1"}).content.decode()
    )
    assert person.post(url, {**both, "part": "1"}).status_code == 303
    assert "2 reports now, one for each child" in person.get(url).content.decode()
    assert person.post(url, {**both, "part": "1"}).status_code == 303
    assert Report.objects.count() == 2
