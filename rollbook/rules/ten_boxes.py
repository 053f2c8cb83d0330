"""The ten school weeks as ten boxes: each session that counts, and each absence that does not, with why.

Worked out anew from the marks, so a correction changes it at once; what counts always sums to the figure (PEN-14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollbook.rules.age import CompulsoryAge, compulsory_age
from rollbook.rules.calendar import SchoolCalendar, monday_of
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.thresholds import NATIONAL, Framework

NO_REASON = "N"


class Why(StrEnum):
    """Why an absence in the ten weeks does not count toward a notice."""

    AUTHORISED = "authorised"
    AGE = "age"
    OTHER_SCHOOL = "other-school"
    NOT_YET_COUNTED = "not-yet-counted"
    NO_SESSION = "no-session"

    @property
    def says(self) -> str:
        return _SAYS[self][0]

    @property
    def rule(self) -> str:
        return _SAYS[self][1]


_SAYS: Mapping[Why, tuple[str, str]] = {
    Why.AUTHORISED: ("authorised since it was first marked", "PEN-14"),
    Why.AGE: ("outside compulsory school age", "PEN-5"),
    Why.OTHER_SCHOOL: ("at another school; shown, not added", "PEN-15"),
    Why.NOT_YET_COUNTED: ("no reason yet, and the school counts it only once that is known", "PEN-1"),
    Why.NO_SESSION: ("the school had no session that day", "PEN-2"),
}


class Stands(StrEnum):
    """Where the figure is against the threshold."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a mark besides its code: who entered it and when, and what was sent home about it.

    `was` is the code first marked where it has been corrected since, else empty.
    """

    by: str = ""
    at: datetime | None = None
    sent: tuple[str, ...] = ()
    was: str = ""


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Counted:
    """A session that counts, with its code and what is known of the mark; `is_open` while its reason is unknown."""

    session: Session
    code: str
    told: Told = NOTHING_TOLD

    @property
    def is_open(self) -> bool:
        return self.code == NO_REASON


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An absence in the weeks that does not count, and why."""

    session: Session
    code: str
    why: Why
    told: Told = NOTHING_TOLD


@dataclass(frozen=True, slots=True)
class Box:
    """One school week, by its Monday: how many days the school met, what counts in it and what does not."""

    monday: date
    days: int
    counted: tuple[Counted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class TenBoxes:
    """The window that ends in the week of `until`, oldest week first; `skipped` are weeks without a session inside it.

    `outside` are absences in those skipped weeks, which can only be marks on days that were closed afterwards.
    """

    until: date
    needed: int
    boxes: tuple[Box, ...]
    skipped: tuple[date, ...] = ()
    outside: tuple[LeftOut, ...] = field(default=())

    @property
    def counted(self) -> tuple[Counted, ...]:
        return tuple(one for box in self.boxes for one in box.counted)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return tuple(sorted((*(one for box in self.boxes for one in box.left_out), *self.outside), key=_when))

    @property
    def figure(self) -> int:
        return sum(len(box.counted) for box in self.boxes)

    @property
    def stands(self) -> Stands:
        if self.figure < self.needed:
            return Stands.BELOW
        return Stands.AT if self.figure == self.needed else Stands.ABOVE

    @property
    def is_met(self) -> bool:
        return self.figure >= self.needed

    @property
    def open_marks(self) -> tuple[Counted, ...]:
        """Those whose reason is not known yet: it may take them out again (PEN-14)."""
        return tuple(one for one in self.counted if one.is_open)

    @property
    def stands_without_open(self) -> bool:
        """Whether the threshold is met even if every reason still to come is a good one."""
        return self.figure - len(self.open_marks) >= self.needed

    @property
    def met_on(self) -> date | None:
        """The day of the session that completes the number, or None below it."""
        return self.counted[self.needed - 1].session.on if self.is_met else None

    @property
    def says(self) -> str:
        """The figure in a sentence, with where it stands."""
        weeks = "week" if len(self.boxes) == 1 else "weeks"
        what = f"{self.figure} unauthorised {_sessions(self.figure)} in {len(self.boxes)} school {weeks}"
        until = f"up to {in_words(self.until)}"
        if self.stands is Stands.BELOW:
            return f"{what} {until}: {self.needed - self.figure} below the threshold of {self.needed}."
        where = "at" if self.stands is Stands.AT else "above"
        reached = in_words(self.met_on or self.until)
        return f"{what} {until}: {where} the threshold of {self.needed}, reached on {reached}."

    @property
    def warns(self) -> str:
        """A sentence where a reason still unknown could undo the threshold, else empty (COD-4, PEN-14)."""
        if not self.open_marks:
            return ""
        n = len(self.open_marks)
        days = ", ".join(one.session.says for one in self.open_marks)
        end = "The threshold stands without" if self.stands_without_open else "The threshold does not stand without"
        return f"{n} of them {'has' if n == 1 else 'have'} no reason yet ({days}). {end} {'it' if n == 1 else 'them'}."


def ten_boxes(
    calendar: SchoolCalendar,
    marks: Iterable[tuple[Session, str]],
    until: date,
    *,
    born: date,
    count_no_reason: bool = True,
    elsewhere: Iterable[tuple[Session, str]] = (),
    told: Mapping[Session, Told] | None = None,
    framework: Framework = NATIONAL,
) -> TenBoxes:
    """The last ten school weeks up to a day, with every absence in them counted or left out (PEN-1, PEN-2, PEN-5).

    `marks` are this school's, in any order; `elsewhere` another school's, shown and never added (PEN-15);
    `told` what is known of single marks. Present marks are passed over.
    """
    weeks = calendar.weeks_until(until, framework.school_weeks)
    if not weeks:
        return TenBoxes(until, framework.sessions, ())
    known = told or {}
    age = compulsory_age(born)
    here = [(s, code, _why(calendar, s, code, age, count_no_reason, known)) for s, code in _inside(marks, weeks, until)]
    away = [(s, code, Why.OTHER_SCHOOL) for s, code in _inside(elsewhere, weeks, until) if _is_unauthorised(s, code)]
    found = [(s, code, why) for s, code, why in (*here, *away) if why is not None or _is_unauthorised(s, code)]
    boxes = tuple(_box(monday, calendar, found, known, until) for monday in weeks)
    skipped = tuple(day for day in _mondays(weeks[0], weeks[-1]) if day not in weeks)
    stray = (LeftOut(s, code, why, known.get(s, NOTHING_TOLD)) for s, code, why in found if why)
    outside = tuple(sorted((one for one in stray if monday_of(one.session.on) not in weeks), key=_when))
    return TenBoxes(until, framework.sessions, boxes, skipped, outside)


def _why(
    calendar: SchoolCalendar,
    session: Session,
    code: str,
    age: CompulsoryAge,
    count_no_reason: bool,
    told: Mapping[Session, Told],
) -> Why | None:
    """Why it does not count; None where it does, or was never more than an authorised mark."""
    if not _is_unauthorised(session, code):
        was = told.get(session, NOTHING_TOLD).was
        return Why.AUTHORISED if was and _is_unauthorised(session, was) else None
    if not calendar.is_school_day(session.on):
        return Why.NO_SESSION
    if session.on not in age:
        return Why.AGE
    return Why.NOT_YET_COUNTED if code == NO_REASON and not count_no_reason else None


def _inside(
    marks: Iterable[tuple[Session, str]], weeks: tuple[date, ...], until: date
) -> Iterable[tuple[Session, str]]:
    return ((session, code) for session, code in marks if weeks[0] <= session.on <= until)


def _is_unauthorised(session: Session, code: str) -> bool:
    return code_on(code, session.on).counts_for_penalty


def _box(
    monday: date,
    calendar: SchoolCalendar,
    found: Iterable[tuple[Session, str, Why | None]],
    told: Mapping[Session, Told],
    until: date,
) -> Box:
    week = [(s, code, why, told.get(s, NOTHING_TOLD)) for s, code, why in found if monday_of(s.on) == monday]
    counted = sorted((Counted(s, code, known) for s, code, why, known in week if why is None), key=_when)
    left_out = sorted((LeftOut(s, code, why, known) for s, code, why, known in week if why), key=_when)
    sunday = min(monday + timedelta(days=6), until)
    return Box(monday, calendar.count_between(monday, sunday), tuple(counted), tuple(left_out))


def _mondays(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))


def _when(one: Counted | LeftOut) -> Session:
    return one.session


def _sessions(n: int) -> str:
    return "session" if n == 1 else "sessions"
