"""A register as it lies before the person who takes it: the rows, what stands, what is known."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.pupils.queries.groups import GroupLine, group
from rollbook.pupils.queries.lines import PupilLine, roster, siblings_of
from rollbook.registers.issue import Issue
from rollbook.registers.queries.marks import MarkLine, marks_on
from rollbook.registers.queries.planned import PlannedLine, plans_on
from rollbook.registers.queries.years import year_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import mark_at, year_of
from rollbook.schools.queries import RegisterDay, calendar_of, register_day

STRIP_DAYS = 15


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One pupil on the register; `strip` is the last three school weeks, a string of codes a day.

    `token` stands for the pupil on this page only. `planned` and `known` are what is known of this
    session: a planned absence, a sibling who is away; empty for those who may not see it.
    """

    token: str
    pupil: PupilLine
    code: str
    minutes: int | None
    version: int
    has_detail: bool
    planned: PlannedLine | None
    known: tuple[str, ...]
    strip: tuple[tuple[date, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register of one group and session, issued to one person."""

    group: GroupLine
    day: RegisterDay
    issue: Issue
    rows: tuple[SheetRow, ...]

    @property
    def marked(self) -> int:
        return sum(bool(row.code) for row in self.rows)


def register_sheet(actor: Actor, group_id: uuid.UUID, on: date, half: Half) -> Sheet:
    """The register of a group by its public id: a fixed number of statements, whatever its size.

    Raises NotFound for a group whose register this person neither takes nor may see.
    """
    found = group(actor, group_id, on)
    day = register_day(actor, on, half, found.nc_year, found.site_id)
    pupils = tuple(p for p in roster(actor, found.id, on) if _expected(p, on))
    ids = [p.id for p in pupils]
    issue = _issue(actor, found, day)
    marks = marks_on(actor, on, half, ids)
    plans = plans_on(actor, on, half, ids)
    strips = _strips(actor, ids, on)
    known = _known(actor, ids, on, half)
    rows = tuple(_row(issue, p, marks.get(p.id), plans.get(p.id), known.get(p.id, ()), strips[p.id]) for p in pupils)
    return Sheet(found, day, issue, rows)


def _expected(pupil: PupilLine, on: date) -> bool:
    if pupil.first_day is None or pupil.boarder:
        return False
    return pupil.first_day <= on and (pupil.last_day is None or on <= pupil.last_day)


def _issue(actor: Actor, found: GroupLine, day: RegisterDay) -> Issue:
    return Issue(
        school_id=actor.school,
        user_id=actor.user_id or 0,
        group_id=found.id,
        on=day.on,
        half=int(day.half),
        opens=day.opens,
        closes=day.closes,
        ends=day.ends,
        policy_version=day.policy_version,
    )


def _row(
    issue: Issue,
    pupil: PupilLine,
    mark: MarkLine | None,
    planned: PlannedLine | None,
    known: tuple[str, ...],
    strip: tuple[tuple[date, str, str], ...],
) -> SheetRow:
    return SheetRow(
        token=issue.token(str(pupil.public_id)),
        pupil=pupil,
        code=mark.code if mark else "",
        minutes=mark.minutes if mark else None,
        version=mark.version if mark else 0,
        has_detail=mark.has_detail if mark else False,
        planned=planned,
        known=known,
        strip=strip,
    )


def _strips(actor: Actor, ids: list[int], on: date) -> Mapping[int, tuple[tuple[date, str, str], ...]]:
    """The last fifteen school days before this one, in the order they came."""
    calendar: SchoolCalendar = calendar_of(actor, first=on - timedelta(days=60), last=on)
    days = [d for d in calendar.days if d < on][-STRIP_DAYS:]
    years = {year_of(d) for d in days}
    codes = {(line.pupil_id, line.year): line.codes for line in year_lines(actor, years, ids)}

    def mark(pupil: int, day: date, half: Half) -> str:
        row = codes.get((pupil, year_of(day)))
        return (mark_at(row, Session(day, half)) or "") if row else ""

    return {p: tuple((d, mark(p, d, Half.AM), mark(p, d, Half.PM)) for d in days) for p in ids}


def _known(actor: Actor, ids: list[int], on: date, half: Half) -> Mapping[int, tuple[str, ...]]:
    """What the session's other registers say: a brother or sister who is away, for those who may know it."""
    if not actor.may(Permission.SEE_REASONS):
        return {}
    siblings = siblings_of(actor, ids)
    others = {s.id for found in siblings.values() for s in found}
    marks = marks_on(actor, on, half, others) if others else {}
    known = in_force(on)
    return {
        pupil: tuple(
            f"sibling absent ({s.registration})" for s in found if s.id in marks and known[marks[s.id].code].absent
        )
        for pupil, found in siblings.items()
    }
