"""ABS-A: everything that families and colleagues tell the school is taken down, decided by a person, and passed on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.absence.actions import (
    Reported,
    rang_back,
    reject_report,
    take_back_filing,
    take_report,
)
from rollbook.absence.actions.replies_in import take_reply
from rollbook.absence.models import Report
from rollbook.absence.queries import absence_line, report_line, without_reason
from rollbook.absence.queries.line_away import told_away
from rollbook.absence.queries.line_ringing import to_ring_back
from rollbook.comms.actions import Told, take_replies
from rollbook.comms.models import Reply
from rollbook.registers.queries import plans_on, register_sheet
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.rules.sessions import Half
from tests.absence.line_room import NUMBER, LineRoom
from tests.absence.morning import MONDAY
from tests.builders import an_actor

pytestmark = pytest.mark.django_db


def test_a_monday_morning_at_the_absence_line() -> None:
    # 8:40. 9A's register has Tolu and Femi away and nobody knows why.
    room = LineRoom()
    room.morning.marked({0: "N", 1: "N", 2: "/"})
    tolu = room.morning.pupils[0]
    office = room.office

    # Their mother left a voicemail at 8:05 about one of them, and texts at 9:10 about the other.
    voicemail = room.told("Morning, it's Tolu's mum. Tolu has been sick, back on Wednesday.", minutes=75)
    house = system_actor(room.morning.school.pk, office.now)
    take_replies(
        house, provider="text-gateway", told=[Told("r1", NUMBER, "and Femi is at the dentist at 10:30", house.now)]
    )
    text = take_reply(house, Reply.objects.get().public_id)
    assert text is not None

    # The office reads them, the oldest first, with what each suggests and why; it confirms.
    assert [item.public_id for item in absence_line(office).waiting] == [voicemail, text]
    heard = report_line(office, voicemail).suggested
    assert (heard.whom_why, heard.code_why) == ("named: Tolu", "I: illness (“sick”)")
    assert (heard.first, heard.last, heard.back) == (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    room.file(voicemail, 0, last=MONDAY + timedelta(days=1))
    room.file(text, 1, code="M", halves="0")

    # The N of this morning has its reason, and the days to come are planned: nobody is asked again.
    assert (room.morning.code(0), room.morning.code(1)) == ("I", "M")
    assert plans_on(office, MONDAY + timedelta(days=1), Half.AM, [tolu.pk])[tolu.pk].code == "I"
    assert without_reason(office, MONDAY, Half.AM) == ()

    # Their tutor sees on the list that both are away, and not why.
    tutor = an_actor(room.morning.school, Role.TUTOR, now=office.now, user=room.morning.tutor)
    assert [(one.pupil.forename, one.says) for one in told_away(tutor, MONDAY)] == [
        ("Femi", "morning"),
        ("Tolu", "all day"),
    ]
    sheet = register_sheet(tutor, room.morning.group.public_id, MONDAY + timedelta(days=1), Half.AM)
    assert {row.pupil.forename: row.planned.code for row in sheet.rows if row.planned} == {"Tolu": "I"}
    assert all(row.planned is None or "sick" not in row.planned.note for row in sheet.rows)

    # Nothing waits, everything is kept, and the record is whole.
    assert absence_line(office).waiting == ()
    assert Report.objects.filter(state="filed").count() == 2
    assert verify_school(room.morning.importer).faults == ()


def test_a_call_that_may_be_from_a_pupil_is_rung_back_on_a_number_that_we_hold() -> None:
    # Reception takes a call at 8:50: a young voice, the number withheld.
    room = LineRoom()
    room.morning.marked({0: "N"})
    tolu = room.morning.pupils[0]
    reception = room.morning.actor(Role.RECEPTION)
    said = Reported("phone", "Tolu is ill today", said_by="“His dad”", pupils=(tolu.pk,), doubt="pupil", code="I")
    report = take_report(reception, reported=said)

    # It stands first in the inbox and cannot be filed; the number to ring is the one on file.
    (item,) = absence_line(room.office).waiting
    assert (item.state, item.is_ready, item.taken_role) == ("ring-back", False, "Reception")
    (mother,) = to_ring_back(room.office, [tolu.pk])[tolu.pk]
    assert mother.whom == "Priya Shah, 07700 900142"

    # The mother knows nothing of it: the report is put aside and the search for Tolu begins.
    rang_back(room.office, report=report, seen=1, whom=mother.whom, confirmed=False, pupil=tolu.pk)
    item = report_line(room.office, report)
    assert (item.state, item.rung, item.why) == ("rejected", mother.whom, "Rung back: it was not so.")
    assert room.morning.code(0) == "N"


def test_a_mistake_is_taken_back_and_a_report_that_is_none_is_kept() -> None:
    room = LineRoom()
    room.morning.marked({0: "N"})
    report = room.told("Tolu is ill")
    room.file(report, 0)
    take_back_filing(room.office, report=report, seen=room.row(report).version)
    assert (room.morning.code(0), room.plans(0)) == ("N", [])
    reject_report(room.office, report=report, seen=room.row(report).version, why="It was last week's voicemail")
    assert report_line(room.office, report).words == "Tolu is ill"
    assert verify_school(room.morning.importer).faults == ()
