"""The inbox: what waits, with what its words suggest, in a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import reject_report
from rollbook.absence.queries import absence_line, line_version
from rollbook.audit.models import AccessEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed
from tests.absence.line_room import LineRoom
from tests.absence.morning import MONDAY

pytestmark = pytest.mark.django_db
# Reports (waiting, done), pupils, files; whose number (two), children, lines; calendar (two); marks, plans; who read.
STATEMENTS = 13


def test_a_voicemail_that_names_a_child_can_be_filed_with_one_key() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    (item,) = (room.told("Hello, it's Tolu's mum, she has a temperature and won't be in today"), *room.waiting())[1:]
    found = item.suggested
    assert item.is_ready
    assert ([p.forename for p in found.pupils], found.whom_why) == (["Tolu"], "named: Tolu")
    assert (found.first, found.last, found.halves, found.days_why) == (MONDAY, MONDAY, "01", "“today”")
    assert (found.code, found.code_why) == ("I", "I: illness (“temperature”)")
    assert [s.known.code for s in found.sessions] == ["N", ""]
    assert item.who == "Priya Shah (mother)"
    assert item.number == "07700 900142"


def test_two_children_on_one_number_and_no_name_is_no_suggestion() -> None:
    room = LineRoom()
    item = room.item(room.told("she is ill today"))
    assert (item.suggested.pupils, item.is_ready) == ((), False)
    assert item.suggested.code == "I"


def test_another_child_in_the_words_is_shown() -> None:
    room = LineRoom()
    found = room.item(room.told("Amir is ill today")).suggested
    assert (found.pupils, found.others) == ((), ("Amir",))


def test_what_the_source_said_goes_before_what_the_words_suggest() -> None:
    room = LineRoom()
    said = {"pupils": (room.morning.pupils[2].pk,), "first": MONDAY + timedelta(days=1), "code": "M"}
    found = room.item(room.told("Tolu is ill today", way="form", **said)).suggested
    assert [p.forename for p in found.pupils] == ["Amir"]
    assert (found.first, found.code, found.days_why) == (MONDAY + timedelta(days=1), "M", "as given")


def test_whom_a_contact_speaks_of_is_found_without_their_number() -> None:
    room = LineRoom()
    found = room.item(room.told("he is ill today", way="email", number="", contact=room.other.pk)).suggested
    assert [p.forename for p in found.pupils] == ["Amir"]
    assert found.caller == "Uzo Shah"


def test_words_about_leave_are_never_ready() -> None:
    room = LineRoom()
    item = room.item(room.told("Tolu is on holiday today"))
    assert (item.is_ready, item.suggested.asks_for_leave) == (False, True)


def test_whom_there_must_be_no_contact_with_is_never_believed_by_one_key() -> None:
    room = LineRoom()
    room.morning.contact(0, name="Rex", number="07700 900777", no_contact=True, priority=2)
    item = room.item(room.told("Tolu is ill today", number="+447700900777"))
    assert (item.suggested.kept_away, item.is_ready) == (True, False)


def test_those_to_be_rung_back_come_first_then_the_oldest() -> None:
    room = LineRoom()
    newer, older = room.told("Tolu is ill", minutes=10), room.told("Femi is ill", minutes=50)
    withheld = room.told("Amir is ill", minutes=5, number="")
    assert [item.public_id for item in room.waiting()] == [withheld, older, newer]
    assert absence_line(room.office).ring_back == 1


def test_two_reports_about_the_same_child_say_so() -> None:
    room = LineRoom()
    room.told("Tolu is ill", minutes=10)
    room.told("Tolu is ill", way="text", minutes=50)
    assert [item.also for item in room.waiting()] == [1, 1]


def test_what_was_dealt_with_today_stays_in_sight() -> None:
    room = LineRoom()
    report = room.told("wrong number")
    reject_report(room.office, report=report, seen=1, why="Not ours")
    line = absence_line(room.office)
    assert ([i.public_id for i in line.done], line.waiting) == ([report], ())


def test_any_number_of_reports_takes_the_same_statements() -> None:
    room = LineRoom()
    for n in range(3):
        room.told("Tolu is ill today", minutes=n)
    with CaptureQueriesContext(
        connection,
    ) as few:
        absence_line(room.office)
    for n in range(9):
        room.told(f"Femi and Amir are ill, back Thursday {n}", minutes=n, way="text")
    with CaptureQueriesContext(connection) as many:
        absence_line(room.office)
    assert len(few) == len(many) == STATEMENTS


def test_the_version_is_one_statement_and_another_after_each_act() -> None:
    room = LineRoom()
    before = line_version(room.office)
    report = room.told("Tolu is ill")
    told = line_version(room.office)
    reject_report(room.office, report=report, seen=1, why="Not ours")
    with CaptureQueriesContext(connection) as asked:
        after = line_version(room.office)
    assert len({before, told, after}) == 3
    assert len(asked) == 1


def test_only_who_files_reports_reads_them_and_that_is_noted() -> None:
    room = LineRoom()
    room.told("Tolu is ill")
    with pytest.raises(NotAllowed):
        absence_line(room.morning.actor(Role.RECEPTION))
    absence_line(room.office)
    assert AccessEntry.objects.filter(what="reports of absences").count() == 1
