"""Invitations as calendar files (RFC 5545, 5546): a meeting, moved or cancelled, and nothing of whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

REQUEST, CANCEL = "REQUEST", "CANCEL"
_MAKER = "-//Rollbook//Meetings//EN"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event for one calendar. `uid` is the same for good; `sequence` is higher whenever something was changed.

    `title` and `place` must say nothing about a child: calendars are shared. `organiser` and `attendee` are
    pairs of name and e-mail address; there is one attendee, so that nobody sees who else is asked.
    """

    uid: str
    sequence: int
    starts: datetime
    minutes: int
    title: str
    place: str
    organiser: tuple[str, str]
    attendee: tuple[str, str]
    made_at: datetime
    cancelled: bool = False

    @property
    def method(self) -> str:
        return CANCEL if self.cancelled else REQUEST

    @property
    def media(self) -> str:
        """The type on the wire, by which mail programs show it as an invitation."""
        return f"text/calendar; method={self.method}"


def calendar_file(invitation: Invitation) -> bytes:
    """The invitation as a file. Moments are written in UTC, which every calendar shows in its own time."""
    from icalendar import Calendar, Event, vCalAddress, vText

    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.made_at.astimezone(UTC))
    event.add("dtstart", invitation.starts.astimezone(UTC))
    event.add("dtend", (invitation.starts + timedelta(minutes=invitation.minutes)).astimezone(UTC))
    event.add("summary", invitation.title)
    event.add("location", invitation.place)
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    for what, (name, address) in (("organizer", invitation.organiser), ("attendee", invitation.attendee)):
        person = vCalAddress(f"mailto:{address}")
        person.params["CN"] = vText(name.replace('"', "’"))
        if what == "attendee":
            person.params["ROLE"], person.params["RSVP"] = vText("REQ-PARTICIPANT"), vText("TRUE")
            person.params["PARTSTAT"] = vText("NEEDS-ACTION")
        event.add(what, person, encode=False)
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method)
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
