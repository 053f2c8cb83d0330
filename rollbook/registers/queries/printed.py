"""A group's register of a period with its marks, as it stood on paper (REG-7)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.audit.actions import log_access
from rollbook.pupils.queries.groups import GroupLine
from rollbook.pupils.queries.groups import group as group_line
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.memberships import Belonging, memberships_between
from rollbook.registers.models import Mark
from rollbook.registers.queries.certificate import check_period
from rollbook.registers.queries.fingerprints import Fingerprint, fingerprint
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals, tally
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SchoolDetails, calendar_of, school_line


@dataclass(frozen=True, slots=True)
class PrintedMark:
    """A mark that stands; `amended` when it is not the one first made."""

    code: str
    amended: bool


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One pupil of the register, with the marks of the days on which they belonged to the group."""

    pupil: PupilLine
    belongings: tuple[Belonging, ...]
    marks: Mapping[Session, PrintedMark]

    @property
    def totals(self) -> Totals:
        return tally((session, mark.code) for session, mark in self.marks.items())

    def belongs(self, on: date) -> bool:
        return any(time.covers(on) for time in self.belongings)


@dataclass(frozen=True, slots=True)
class PrintedRegister:
    """A group's register from a day to a day, pupils by surname."""

    school: SchoolDetails
    group: GroupLine
    first: date
    last: date
    school_days: tuple[date, ...]
    rows: tuple[PrintedRow, ...]
    fingerprint: Fingerprint
    made_at: datetime


def printed_register(actor: Actor, public_id: uuid.UUID, first: date, last: date) -> PrintedRegister:
    """The register of a group and a period, noted as an access: a fixed number of statements."""
    actor.require(Permission.PRINT_DOCUMENTS)
    check_period(actor, first, last)
    group = group_line(actor, public_id, min(last, actor.today))
    log_access(actor, what="register of a group on paper", subject=f"group:{public_id}")
    members = memberships_between(actor, group.id, first, last)
    marks = _marks(actor, members, first, last)
    pupils = pupil_lines(actor, tuple(members), min(last, actor.today))
    return PrintedRegister(
        school=school_line(actor),
        group=group,
        first=first,
        last=last,
        school_days=calendar_of(actor, first=first, last=last).days,
        rows=tuple(PrintedRow(p, members[p.id], marks.get(p.id, {})) for p in pupils if not p.boarder),
        fingerprint=fingerprint(actor),
        made_at=actor.now,
    )


def _marks(
    actor: Actor, members: Mapping[int, tuple[Belonging, ...]], first: date, last: date
) -> Mapping[int, dict[Session, PrintedMark]]:
    rows = Mark.objects.filter(school_id=actor.school, pupil_id__in=tuple(members), date__range=(first, last))
    found: dict[int, dict[Session, PrintedMark]] = {}
    for pupil, on, half, code, version in rows.order_by("date", "half", "pupil_id").values_list(
        "pupil_id", "date", "half", "code", "version"
    ):
        if any(time.covers(on) for time in members[pupil]):
            found.setdefault(pupil, {})[Session(on, Half(half))] = PrintedMark(code, version > 1)
    return found
