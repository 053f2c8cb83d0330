"""The screens of meetings, by subject."""

from rollbook.meetings.views.calling import call, call_many, change, find
from rollbook.meetings.views.ending import circulate, correct, sign
from rollbook.meetings.views.listing import listing
from rollbook.meetings.views.minuting import decision, minutes, point
from rollbook.meetings.views.people import ask, invite, off, who
from rollbook.meetings.views.showing import pack, pack_pupil, show

__all__ = [
    "ask",
    "call",
    "call_many",
    "change",
    "circulate",
    "correct",
    "decision",
    "find",
    "invite",
    "listing",
    "minutes",
    "off",
    "pack",
    "pack_pupil",
    "point",
    "show",
    "sign",
    "who",
]
