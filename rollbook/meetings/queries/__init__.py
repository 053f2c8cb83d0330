"""What others may ask about meetings, by subject; answers are frozen values."""

from rollbook.meetings.queries.copies import CopyLine, FileOfCopy, SentCopy
from rollbook.meetings.queries.figures import Figures, figures_of
from rollbook.meetings.queries.history import history_of
from rollbook.meetings.queries.lines import (
    MeetingLine,
    State,
    meetings_between,
    meetings_from,
    meetings_of,
    signed_lately,
    to_be_minuted,
    upcoming,
)
from rollbook.meetings.queries.page import DecisionLine, MeetingPage, MinuteLine, PersonLine, meeting
from rollbook.meetings.queries.points import OpenPoint, PointLine, open_action_points

__all__ = [
    "CopyLine",
    "DecisionLine",
    "Figures",
    "FileOfCopy",
    "MeetingLine",
    "MeetingPage",
    "MinuteLine",
    "OpenPoint",
    "PersonLine",
    "PointLine",
    "SentCopy",
    "State",
    "figures_of",
    "history_of",
    "meeting",
    "meetings_between",
    "meetings_from",
    "meetings_of",
    "open_action_points",
    "signed_lately",
    "to_be_minuted",
    "upcoming",
]
