"""Unexplained absence, told as the office lives it: chased until explained, O at the deadline (ABS-C, COD-4)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from rollbook.comms.models import LetterRun, Message
from rollbook.evidence.queries.chronology import history
from rollbook.pupils.models import ContactEmail
from rollbook.registers.models import Amendment, Mark
from rollbook.rules.sessions import Half
from rollbook.rules.told import Kind
from rollbook.schools.models import Closure
from tests.absence.morning import Morning, Visitor
from tests.absence.test_becoming import ticked

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 10)


def said(answer) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", answer.content.decode())


def office_on(morning: Morning, day: int, month: int = 11) -> Visitor:
    morning.now = datetime(2026, month, day, 10, 0, tzinfo=UTC)
    return morning.person()


def a_family() -> Morning:
    """A brother and a sister who live with their mother; a third pupil who is in school."""
    morning = Morning(3)
    mother = morning.contact(0, 1, name="Priya")
    mother.address_lines, mother.postcode = "12 Mill Lane\nBradford", "BD1 1AA"
    mother.save()
    ContactEmail.objects.create(school=morning.school, contact=mother, address="priya@example.org", position=1)
    return morning


def send(office: Visitor) -> str:
    """Look at what is due, and press the one button."""
    url = office.url("absence:chase")
    page = said(office.get(url))
    number = re.search(r'name="number" value="(\d+)"', page)
    if number is None:
        return page
    assert office.post(url, {"number": number[1]}).status_code == 303
    return page


def test_nobody_answers_for_five_school_days() -> None:
    # Given a brother and a sister absent all Tuesday, and nobody knows why,
    morning = a_family()
    morning.marked_on({TUESDAY: {0: "N", 1: "N", 2: "/"}}, Half.AM, Half.PM)
    # when the office presses once on Wednesday, their mother gets one text about both,
    page = send(office_on(morning, 11))
    assert "Pupil00 and Pupil01" in page
    assert "Tue 10 Nov all day" in page
    # and pressing again sends nothing: one step, once.
    assert "Nothing is due" in said(morning.person().get(office_on(morning, 11).url("absence:chase")))
    assert Message.objects.count() == 1
    # On Thursday it is an e-mail, on Friday somebody has to ring,
    send(office_on(morning, 12))
    assert list(Message.objects.order_by("id").values_list("channel", flat=True)) == ["text", "email"]
    office = office_on(morning, 13)
    assert "07700 900142" in said(office.get(office.url("absence:chase")))
    call = {"pupil": str(morning.pupils[0].public_id), "said": "message-left"}
    assert office.post(office.url("absence:chase-call"), call).status_code == 303
    # and on Monday letters go to the home, one about each of the two.
    send(office_on(morning, 16))
    run = LetterRun.objects.get()
    assert (run.purpose, run.count) == ("chase", 2)
    # On Tuesday, the last day, the office is shown what becomes O; looking changes nothing.
    office = office_on(morning, 17)
    url = office.url("absence:becoming")
    preview = office.get(url)
    assert "text 11 Nov, e-mail 12 Nov, call 13 Nov (a message was left), letter 16 Nov" in said(preview)
    assert Mark.objects.filter(code="N").count() == 4
    # One act makes O of all four, each with a reason that says what was tried,
    assert office.post(url, {"row": ticked(preview)}).status_code == 303
    assert Mark.objects.filter(code="O").count() == 4
    kept = Amendment.objects.order_by("id")[0]
    assert kept.reason.startswith("No reason was established within five school days (regulation 10(7)). Tried: text")
    # and the history of each child has the four tries, each once.
    told = history(morning.actor(), morning.pupils[1].pk, TUESDAY, date(2026, 11, 17))
    kinds = [one.kind for one in reversed(told) if one.kind in (Kind.MESSAGE, Kind.CALL, Kind.LETTER)]
    assert kinds == [Kind.MESSAGE, Kind.MESSAGE, Kind.CALL, Kind.LETTER]
    (rang,) = [one.says for one in told if one.kind is Kind.CALL]
    assert rang == "Rang for the reason of Tue 10 Nov all day: a message was left"


def test_it_was_confirmed_too_soon() -> None:
    # Given two sessions that became O,
    morning = a_family()
    morning.marked_on({TUESDAY: {0: "N"}}, Half.AM, Half.PM)
    office = office_on(morning, 17)
    url = office.url("absence:becoming")
    office.post(url, {"row": ticked(office.get(url))})
    # when the hospital rings the same minute, the office takes the act back,
    undo = re.search(r'action="([^"]+undo[^"]+)"', said(office.get(office.url("absence:list"))))
    assert undo is not None
    assert office.post(undo[1], {}).status_code == 303
    # then both stand as N again, by amendments: what stood and who changed it is all kept.
    assert Mark.objects.filter(code="N").count() == 2
    assert [(a.old, a.new) for a in Amendment.objects.order_by("id")] == [("N", "O")] * 2 + [("O", "N")] * 2


def test_a_clock_runs_through_a_closed_friday_and_the_weekend() -> None:
    # Given an absence on Tuesday, and a Friday without school,
    morning = a_family()
    friday = date(2026, 11, 13)
    Closure.objects.create(school=morning.school, first=friday, last=friday, kind=Closure.Kind.INSET)
    morning.marked({0: "N"}, on=TUESDAY)
    # when the office looks on Wednesday,
    office = office_on(morning, 11)
    page = said(office.get(office.url("absence:list")))
    # then it is told that the clock ends after that day, and how long somebody can still be reached before it.
    assert "1 clock ends after the closed day Fri 13 Nov; 2 school days are left before it." in page
    # The fifth school day is the Wednesday after: not before then is it the last day.
    assert "1 session becomes O" not in said(office_on(morning, 17).get(office.url("absence:list")))
    assert "1 session becomes O" in said(office_on(morning, 18).get(office.url("absence:list")))
