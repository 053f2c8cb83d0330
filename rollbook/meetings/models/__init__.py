"""The tables of meetings, by subject: the meeting and its people, its minutes, what came of it."""

from rollbook.meetings.models.meeting import Meeting, MeetingPupil, Person
from rollbook.meetings.models.minutes import Decision, Minute, SignedCopy, SignedFile
from rollbook.meetings.models.outcome import ActionPoint, Circulation

__all__ = [
    "ActionPoint",
    "Circulation",
    "Decision",
    "Meeting",
    "MeetingPupil",
    "Minute",
    "Person",
    "SignedCopy",
    "SignedFile",
]
