"""The columns of a file of marks: who, when, which session, which mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rollbook.formats.pupil_rows.pupil_headers import PUPIL_FIELDS, key_of
from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.dates import read_date

MORNING, AFTERNOON = 0, 1
WORDS: dict[str, tuple[str, ...]] = {
    "on": ("Date", "Mark Date", "Attendance Date", "Session Date", "Day", "Register Date", "Event Date"),
    "half": ("Session", "AM/PM", "Half", "Session Name", "Period", "Roll Call", "AMPM", "Session Type", "Half Day"),
    "mark": (
        "Mark", "Code", "Attendance Code", "Attendance Mark", "Session Mark", "Mark Code", "Attendance",
        "Statutory Mark", "Roll Call Mark", "Export Mark",
    ),
    "minutes": ("Minutes Late", "Minutes", "Mins Late", "Late Minutes", "Minute Late", "Mins"),
    "comment": ("Comment", "Comments", "Note", "Notes", "Reason", "Mark Comment", "Record Note", "Absence Reason"),
    "am": ("AM", "AM Mark", "Morning", "AM Code", "Mark AM", "AM Session", "Morning Mark", "Morning Session"),
    "pm": ("PM", "PM Mark", "Afternoon", "PM Code", "Mark PM", "PM Session", "Afternoon Mark", "Afternoon Session"),
    "week": (
        "Week Commencing", "W/C", "Week Beginning", "W/B", "WC", "Week", "Week Start", "Week Starting",
        "Start Date",
    ),
    "marks": (
        "Marks", "Attendance Marks", "Week Marks", "Mark String", "Weekly Marks", "AttendanceMarks",
        "Session Marks",
    ),
}  # fmt: skip
FIELDS = {key_of(word): field for field, words in WORDS.items() for word in words}
IDS = ("upn", "mis_id", "admission_number")
HALF_WORDS = {
    "am": MORNING, "a.m.": MORNING, "morning": MORNING, "1": MORNING, "am session": MORNING, "m": MORNING,
    "session 1": MORNING, "am registration": MORNING, "a": MORNING, "s1": MORNING,
    "pm": AFTERNOON, "p.m.": AFTERNOON, "afternoon": AFTERNOON, "2": AFTERNOON, "pm session": AFTERNOON,
    "session 2": AFTERNOON, "pm registration": AFTERNOON, "p": AFTERNOON, "s2": AFTERNOON,
}  # fmt: skip
AGAIN = re.compile(r"^(.*) \((\d+)\)$")
WEEK_BEFORE = re.compile(r"^(?:w/?c|w/?b|week\s*(?:commencing|beginning|starting)?|wk)[\s:.-]*", re.IGNORECASE)
HALF_AFTER = re.compile(r"^(.*?)[\s:_-]+(am|pm|morning|afternoon|1|2)$|^(.*\d)(am|pm)$", re.IGNORECASE)
HALF_BEFORE = re.compile(r"^(am|pm)[\s:_-]+(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatedColumn:
    """A column that holds marks of a date: of one half, or (`half` is `None`) from that day on."""

    place: int
    on: date
    half: int | None


@dataclass(frozen=True, slots=True)
class MarkLayout:
    """Where the pupil's ids, the long form's fields and the dated columns stand."""

    ids: dict[str, int]
    fields: dict[str, int]
    dated: tuple[DatedColumn, ...]
    unrecognised: tuple[str, ...]

    @property
    def shape(self) -> str:
        """long, weeks or sessions; nothing where the columns make no list of marks."""
        if "on" in self.fields and ("mark" in self.fields or {"am", "pm"} & self.fields.keys()):
            return "long"
        if "week" in self.fields and "marks" in self.fields:
            return "weeks"
        if not self.dated:
            return ""
        return "sessions" if any(column.half is not None for column in self.dated) else "weeks"


def is_mark_header(header: str) -> bool:
    """Whether a heading is one that a list of marks would have."""
    key = key_of(header)
    return PUPIL_FIELDS.get(key) in IDS or key in FIELDS or _dated(header, 0) is not None


def lay_out(headers: tuple[str, ...]) -> MarkLayout:
    """Take each header for an id, a field of the long form, or a date."""
    ids: dict[str, int] = {}
    fields: dict[str, int] = {}
    dated: list[DatedColumn] = []
    unrecognised = []
    for place, header in enumerate(headers):
        key = key_of(header)
        pupil_field = PUPIL_FIELDS.get(key)
        if pupil_field in IDS and pupil_field not in ids:
            ids[pupil_field] = place
        elif key in FIELDS and FIELDS[key] not in fields:
            fields[FIELDS[key]] = place
        elif column := _dated(header, place):
            dated.append(column)
        else:
            unrecognised.append(header)
    return MarkLayout(ids, fields, _paired(dated, headers), tuple(unrecognised))


def read_half(text: str) -> int:
    """AM, PM, 1, 2, morning or afternoon; raises `Unreadable`."""
    half = HALF_WORDS.get(text.strip().casefold())
    if half is None:
        raise Unreadable(f"“{text[:40]}” is not a session. Write AM or PM.")
    return half


def _dated(header: str, place: int) -> DatedColumn | None:
    text = AGAIN.sub(r"\1", header)
    if not any(letter.isdigit() for letter in text) or text.isdigit():
        return None
    week = WEEK_BEFORE.sub("", text)
    half = None
    if found := HALF_AFTER.match(week):
        half, rest = read_half(found[2] or found[4]), found[1] or found[3]
    elif found := HALF_BEFORE.match(week):
        half, rest = read_half(found[1]), found[2]
    if half is not None and (on := _date_or_none(rest)):
        return DatedColumn(place, on, half)
    whole = _date_or_none(week)
    return DatedColumn(place, whole, None) if whole else None


def _date_or_none(text: str) -> date | None:
    try:
        return read_date(text)
    except Unreadable:
        return None


def _paired(dated: list[DatedColumn], headers: tuple[str, ...]) -> tuple[DatedColumn, ...]:
    """A date that heads two columns is the morning, then the afternoon."""
    places: dict[date, list[int]] = {}
    for column in dated:
        if column.half is None:
            places.setdefault(column.on, []).append(column.place)
    halves = {
        place: half
        for pair in places.values()
        if len(pair) == 2 and AGAIN.match(headers[pair[1]])
        for half, place in enumerate(pair)
    }
    return tuple(DatedColumn(c.place, c.on, halves.get(c.place, c.half)) for c in dated)
