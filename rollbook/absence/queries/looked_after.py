"""The figures that a service which rings for looked-after children asks for each day, ready (ABS-I)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.absence.models import GivenOut
from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.with_flag import pupils_with
from rollbook.registers.queries import MarkLine, marks_on, year_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals, attendance_of
from rollbook.rules.code import StatClass
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Half
from rollbook.rules.told import Kind, Told
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import calendar_of

LOOKED_AFTER = "looked-after"
FORTNIGHT = timedelta(days=14)
# What may be told of a mark: the group of its code and never the code's own reason.
GROUPS = {
    StatClass.PRESENT: "present",
    StatClass.ACTIVITY: "educated elsewhere",
    StatClass.AUTHORISED: "absent, authorised",
    StatClass.UNAUTHORISED: "absent, not authorised",
    StatClass.NOT_POSSIBLE: "not due in",
    StatClass.UNABLE: "unable to attend",
    StatClass.ADMINISTRATIVE: "not due in",
}


@dataclass(frozen=True, slots=True)
class Giving:
    """The figures of a child were given to a caller, by whom and when."""

    caller: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """A looked-after child on a day: each half in words, the year's attendance, and to whom it was given that day."""

    pupil: PupilLine
    am: str
    pm: str
    totals: Totals
    given: tuple[Giving, ...]

    @property
    def attendance(self) -> str:
        return str(attendance_of(self.totals) or "")

    @property
    def late(self) -> int:
        """How often the child was late this year, before or after the register closed."""
        return self.totals.late_before_close + self.totals.late_after_close

    @property
    def said(self) -> str:
        """What is read out over the telephone, and kept."""
        year = f"; this year {self.attendance} %" if self.attendance else ""
        return f"morning {self.am}, afternoon {self.pm}{year}"


def looked_after(actor: Actor, on: date) -> tuple[LookedAfter, ...]:
    """Every looked-after child on roll that day, by name: six statements, one where there is none."""
    actor.require(Permission.SEE_FLAGS)
    ids = pupils_with(actor, LOOKED_AFTER, on)
    pupils = [line for line in pupil_lines(actor, ids, on) if _on_roll(line, on)]
    if not pupils:
        return ()
    marks = {half: marks_on(actor, on, half, [p.id for p in pupils]) for half in Half}
    years = {line.pupil_id: line.totals for line in year_lines(actor, [year_of(on)], [p.id for p in pupils])}
    given = _given(actor, on)
    return tuple(
        LookedAfter(
            pupil=p,
            am=_group(marks[Half.AM].get(p.id), on),
            pm=_group(marks[Half.PM].get(p.id), on),
            totals=years.get(p.id, Totals()),
            given=given.get(p.id, ()),
        )
        for p in pupils
    )


def last_day_before(actor: Actor, on: date) -> date:
    """The last school day before a day, or the day before it where the calendar knows of none: two statements."""
    known = calendar_of(actor, first=on - FORTNIGHT, last=on - timedelta(days=1)).days
    return known[-1] if known else on - timedelta(days=1)


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """To whom a child's figures were given: one statement, none for those who may not know why they were asked."""
    if not actor.may(Permission.SEE_FLAGS):
        return ()
    rows = GivenOut.objects.filter(school_id=actor.school, pupil_id=pupil, on__range=(first, last))
    return tuple(
        Told(
            row.at,
            Kind.QUERY,
            "Figures given to a service that rings each day",
            row.by_name,
            words=decrypt(row.caller, place=place_of(row.call)),
        )
        for row in rows.order_by("-at")
    )


def place_of(call: uuid.UUID) -> str:
    """Where a caller's name belongs, to which its encryption is bound."""
    return f"given-out:{call}:caller"


def _group(mark: MarkLine | None, on: date) -> str:
    if mark is None:
        return "no mark yet"
    code = code_on(mark.code, on)
    late = f", late{f' {mark.minutes} minutes' if mark.minutes else ''}" if code.late else ""
    return "absent, reason awaited" if code.symbol == "N" else f"{GROUPS[code.stat]}{late}"


def _given(actor: Actor, on: date) -> dict[int, tuple[Giving, ...]]:
    found: dict[int, tuple[Giving, ...]] = {}
    for row in GivenOut.objects.filter(school_id=actor.school, on=on).order_by("at"):
        one = Giving(decrypt(row.caller, place=place_of(row.call)), row.at, row.by_name)
        found[row.pupil_id] = (*found.get(row.pupil_id, ()), one)
    return found


def _on_roll(pupil: PupilLine, on: date) -> bool:
    return pupil.first_day is not None and pupil.first_day <= on and (pupil.last_day is None or pupil.last_day >= on)
