"""Leave of absence in term time: which of it can be granted on which ground, and what each needs (LEA-1 to LEA-4).

Nothing here grants it: a person decides on the facts of each request (LEA-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.calendar import Days, SchoolCalendar
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse

BOTH = frozenset(Half)


class Purpose(StrEnum):
    """What a family asks leave for, as it says so itself; `label` is how the form asks."""

    HOLIDAY = "holiday"
    FAMILY = "family"
    BEREAVEMENT = "bereavement"
    RELIGIOUS = "religious"
    PERFORMANCE = "performance"
    WORK_ABROAD = "work-abroad"
    INTERVIEW = "interview"
    EXAM_STUDY = "exam-study"
    MEDICAL = "medical"
    WORK = "work"
    PART_TIME = "part-time"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.HOLIDAY: "A holiday",
    Purpose.FAMILY: "A family occasion, such as a wedding",
    Purpose.BEREAVEMENT: "A death or serious illness in the family",
    Purpose.RELIGIOUS: "A religious festival",
    Purpose.PERFORMANCE: "A performance, filming, modelling or paid sport",
    Purpose.WORK_ABROAD: "Work abroad under a licence",
    Purpose.INTERVIEW: "An interview at a school, a college or an employer",
    Purpose.EXAM_STUDY: "Study for a public examination",
    Purpose.MEDICAL: "A medical or dental appointment",
    Purpose.WORK: "Other work",
    Purpose.PART_TIME: "Shorter days or weeks for a time",
    Purpose.OTHER: "Something else",
}


class Ground(StrEnum):
    """On what leave can be granted from a day to a day (LEA-1); a festival's own day is no leave (COD-13)."""

    EXCEPTIONAL = "exceptional"
    PERFORMANCE = "performance"
    WORK_ABROAD = "work-abroad"
    INTERVIEW = "interview"
    STUDY = "study"
    MEDICAL = "medical"

    @property
    def label(self) -> str:
        return _GROUNDS[self][0]

    @property
    def code(self) -> str:
        """What the register says of the sessions, once they come."""
        return _GROUNDS[self][1]


_GROUNDS = {
    Ground.EXCEPTIONAL: ("Exceptional circumstances (C)", "C"),
    Ground.PERFORMANCE: ("Regulated performance (C1)", "C1"),
    Ground.WORK_ABROAD: ("Regulated employment abroad (C1)", "C1"),
    Ground.INTERVIEW: ("Interview (J1)", "J1"),
    Ground.STUDY: ("Study for a public examination (S)", "S"),
    Ground.MEDICAL: ("Medical or dental appointment (M)", "M"),
}
_USUAL = {
    Purpose.PERFORMANCE: Ground.PERFORMANCE,
    Purpose.WORK_ABROAD: Ground.WORK_ABROAD,
    Purpose.INTERVIEW: Ground.INTERVIEW,
    Purpose.EXAM_STUDY: Ground.STUDY,
    Purpose.MEDICAL: Ground.MEDICAL,
    Purpose.WORK: None,
    Purpose.PART_TIME: None,
}
LICENSED = frozenset({Ground.PERFORMANCE, Ground.WORK_ABROAD})


@dataclass(frozen=True, slots=True)
class Permit:
    """A licence of a local authority or a court, or an exemption from one, with the days that it covers."""

    number: str
    authority: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked: the days, `halves` of them, when it was asked, what for, and by whom.

    `lives_with` is whether the pupil normally lives with the parent who asked, None while nobody has said.
    """

    first: date
    last: date
    asked_on: date
    purpose: Purpose
    halves: frozenset[Half] = BOTH
    lives_with: bool | None = None
    exam: str = ""
    permit: Permit | None = None


def usual_ground(purpose: Purpose) -> Ground | None:
    """On which ground such a request is judged; None for what is never leave."""
    return _USUAL.get(purpose, Ground.EXCEPTIONAL)


def sessions_of(
    calendar: SchoolCalendar, first: date, last: date, halves: frozenset[Half] = BOTH
) -> tuple[Session, ...]:
    """The sessions that leave from a day to a day covers: of school days alone (REG-6)."""
    return tuple(Session(day, half) for day in calendar.between(first, last) for half in sorted(halves))


def check_wanted(wanted: Wanted) -> None:
    """Refuse what is not asked for as leave at all: other work, a part-time timetable, days the wrong way round."""
    if wanted.last < wanted.first:
        raise Refused("The last day is before the first day. Check both.")
    if wanted.purpose is Purpose.WORK:
        raise refuse("LEA-4", "No leave can be granted for work in school hours, except under a licence.")
    if wanted.purpose is Purpose.PART_TIME:
        raise refuse(
            "PTT-1",
            "Shorter days are no leave: a part-time timetable is agreed with a parent whom the pupil lives with, "
            "with its times and its end. Plan C2 for what is agreed.",
        )


def check_grant(wanted: Wanted, ground: Ground, granted: Days, on: date, *, still_ahead: bool = True) -> None:
    """Refuse a grant, decided on a day, that the law or the request does not carry (LEA-1, LEA-4, COD-15, COD-16).

    `still_ahead` is False where a session of these days has begun already.
    """
    check_wanted(wanted)
    _check_days(wanted, granted, on, still_ahead)
    if ground in LICENSED:
        _check_permit(wanted.permit, granted)
    if ground is Ground.STUDY and not wanted.exam.strip():
        raise refuse("COD-15", "Study leave is for a public examination alone. Say which one.")
    if ground is Ground.EXCEPTIONAL and wanted.lives_with is not True:
        says = (
            "A parent with whom the pupil normally lives has to ask, and this one does not live with the pupil."
            if wanted.lives_with is False
            else "Say first whether the pupil normally lives with the parent who asked; only such a parent can."
        )
        raise refuse("LEA-1", says)


def refused_code(purpose: Purpose) -> str:
    """What fits when refused leave was taken all the same: G for a holiday, O for anything else."""
    return "G" if purpose is Purpose.HOLIDAY else "O"


def check_set_apart(wanted: Wanted, set_apart: date | None) -> None:
    """Refuse a day of a festival that is not one of those asked for, or that is of no festival (COD-13)."""
    if set_apart is None:
        return
    if wanted.purpose is not Purpose.RELIGIOUS:
        raise refuse("COD-13", "Only a religious festival has a day set apart. Leave that day empty.")
    if not wanted.first <= set_apart <= wanted.last:
        raise refuse("COD-13", f"{in_words(set_apart)} is not one of the days asked for.")


def _check_days(wanted: Wanted, granted: Days, on: date, still_ahead: bool) -> None:
    if granted.first < wanted.first or granted.last > wanted.last:
        raise refuse(
            "LEA-1",
            f"Leave was asked for from {in_words(wanted.first)} to {in_words(wanted.last)}. Grant none but those days.",
        )
    if wanted.asked_on > granted.first:
        raise refuse(
            "COD-16",
            f"The request came on {in_words(wanted.asked_on)}, after {in_words(granted.first)}. "
            "Leave that was not asked for beforehand is never granted afterwards.",
        )
    if granted.first < on or not still_ahead:
        raise refuse(
            "COD-16",
            f"A session of {in_words(granted.first)} has begun or passed. Grant only days that are still to come.",
        )


def _check_permit(permit: Permit | None, granted: Days) -> None:
    if permit is None or not permit.number.strip() or not permit.authority.strip():
        raise refuse(
            "LEA-4",
            "Record the licence first: its number and who gave it, or by what the child is exempt from one.",
        )
    if granted.first < permit.first or granted.last > permit.last:
        raise refuse(
            "LEA-4",
            f"The licence covers {in_words(permit.first)} to {in_words(permit.last)}. Grant only those days.",
        )
