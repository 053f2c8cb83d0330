"""Invitations as calendar files: read back by a calendar, changed by their sequence, silent about children."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rollbook.formats.calendar_file import Invitation, calendar_file

MEETING = Invitation(
    uid="6f1c@rollbook",
    sequence=0,
    starts=datetime(2026, 11, 23, 15, 30, tzinfo=UTC),
    minutes=45,
    title="Meeting at Oakfield School",
    place="Room 4; ask at reception, please",
    organiser=("Oakfield School", "attendance@school.example"),
    attendee=("Ms Ada Abiodun", "ada@example.org"),
    made_at=datetime(2026, 11, 16, 9, 0, tzinfo=UTC),
)


def read(data: bytes) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_a_calendar_reads_when_where_and_whom() -> None:
    calendar, event = read(calendar_file(MEETING))
    assert (str(calendar["METHOD"]), str(calendar["VERSION"])) == ("REQUEST", "2.0")
    assert (str(event["UID"]), int(event["SEQUENCE"])) == ("6f1c@rollbook", 0)
    assert event.decoded("dtstart") == MEETING.starts
    assert event.decoded("dtend") == datetime(2026, 11, 23, 16, 15, tzinfo=UTC)
    assert str(event["LOCATION"]) == MEETING.place
    assert str(event["ORGANIZER"]) == "mailto:attendance@school.example"
    assert str(event["ATTENDEE"]) == "mailto:ada@example.org"
    assert event["ATTENDEE"].params["CN"] == "Ms Ada Abiodun"
    assert str(event["CLASS"]) == "PRIVATE"
    assert MEETING.media == "text/calendar; method=REQUEST"


def test_moved_and_cancelled_it_is_the_same_event_with_a_higher_number() -> None:
    moved = replace(MEETING, sequence=1, starts=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    gone = replace(moved, sequence=2, cancelled=True)
    _, event = read(calendar_file(moved))
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (str(read(calendar_file(MEETING))[1]["UID"]), 1)
    calendar, event = read(calendar_file(gone))
    assert (str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 2)
    assert gone.media == "text/calendar; method=CANCEL"


def test_lines_are_as_long_as_a_calendar_takes_and_end_as_it_wants() -> None:
    data = calendar_file(replace(MEETING, place="é" * 200))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


@given(title=WORDS, place=WORDS, name=WORDS)
def test_whatever_is_typed_is_read_back_and_adds_no_line(title: str, place: str, name: str) -> None:
    """A place or a name can never become a property of its own."""
    told = replace(MEETING, title=title, place=place, attendee=(name, "ada@example.org"))
    _, event = read(calendar_file(told))
    assert str(event["SUMMARY"]) == title
    assert str(event["LOCATION"]) == place
    assert str(event["ATTENDEE"]) == "mailto:ada@example.org"
