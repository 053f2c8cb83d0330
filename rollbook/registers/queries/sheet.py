"""A register as it lies before the person who takes it: the rows, what stands, what is planned."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.groups import GroupLine, group
from rollbook.pupils.queries.lines import PupilLine, roster
from rollbook.registers.issue import Issue
from rollbook.registers.queries.board import REGISTRATION
from rollbook.registers.queries.marks import MarkLine, marks_on
from rollbook.registers.queries.planned import PlannedLine, plans_on
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half
from rollbook.schools.queries import RegisterDay, register_day


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One pupil on the register: the mark that stands and what is planned for this session.

    `token` stands for the pupil on this page only. What is known besides is asked for apart
    (`known_of`): a classroom screen shows it to everybody in the room.
    """

    token: str
    pupil: PupilLine
    code: str
    minutes: int | None
    version: int
    has_detail: bool
    planned: PlannedLine | None


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
    if found.kind != REGISTRATION:
        raise NotFound("This group has no morning and afternoon register: only registration groups have.")
    day = register_day(actor, on, half, found.nc_year, found.site_id)
    pupils = tuple(p for p in roster(actor, found.id, on) if _expected(p, on))
    ids = [p.id for p in pupils]
    issue = _issue(actor, found, day)
    marks = marks_on(actor, on, half, ids)
    plans = plans_on(actor, on, half, ids)
    rows = tuple(_row(issue, p, marks.get(p.id), plans.get(p.id)) for p in pupils)
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


def _row(issue: Issue, pupil: PupilLine, mark: MarkLine | None, planned: PlannedLine | None) -> SheetRow:
    return SheetRow(
        token=issue.token(str(pupil.public_id)),
        pupil=pupil,
        code=mark.code if mark else "",
        minutes=mark.minutes if mark else None,
        version=mark.version if mark else 0,
        has_detail=mark.has_detail if mark else False,
        planned=planned,
    )
