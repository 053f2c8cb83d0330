"""Cases as lists show them: whose they are, what comes next, and by when."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rollbook.cases.known import processes
from rollbook.cases.models import Case, CaseNotice
from rollbook.cases.words import read
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess
from rollbook.rules.refused import NotFound
from rollbook.staff.queries import staff_names

NO_CASE = "There is no such case in this school."


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case on a list. `next_says` is the step that its soonest clock wants, `next_day` the last school day for it.

    `owner` is a name, or the role that owns it; `notices` counts what waits for a decision.
    """

    id: int
    public_id: uuid.UUID
    process: AnyProcess
    pupil: PupilLine
    contact: int | None
    why: str
    rule: str
    version: int
    owner_id: int | None
    owner: str
    opened_on: date
    opened_by: str
    next_day: date | None
    next_says: str
    resting: bool
    closed_on: date | None
    outcome: str
    notices: int

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def is_overdue(self, today: date) -> bool:
        return self.is_open and not self.resting and self.next_day is not None and self.next_day < today


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a caseload is narrowed to; empty is everything. `owner` is `me`, a role, or a user's id as text."""

    process: str = ""
    owner: str = ""
    nc_year: str = ""
    state: str = "open"


def caseload(actor: Actor, filters: CaseFilters | None = None) -> tuple[CaseLine, ...]:
    """The cases that this person may know of, what wants somebody first at the top: four statements."""
    actor.require(Permission.SEE_CASES)
    filters = filters or CaseFilters()
    rows = Case.objects.filter(school_id=actor.school)
    if filters.state:
        rows = rows.filter(closed_at__isnull=filters.state == "open")
    if filters.process:
        rows = rows.filter(process=filters.process)
    rows = _owned(actor, rows, filters.owner)
    found = case_lines(actor, rows)
    return tuple(line for line in found if not filters.nc_year or line.pupil.nc_year == filters.nc_year)


def cases_of(actor: Actor, pupil: int) -> tuple[CaseLine, ...]:
    """A pupil's cases, open ones first; none for whoever may not see cases."""
    if not actor.may(Permission.SEE_CASES):
        return ()
    return case_lines(actor, Case.objects.filter(school_id=actor.school, pupil_id=pupil))


def clocks_until(actor: Actor, last: date) -> tuple[CaseLine, ...]:
    """The open cases whose next clock is to be met by that day, or that carry a notice: four statements."""
    if not actor.may(Permission.SEE_CASES):
        return ()
    raised = Exists(CaseNotice.objects.filter(case=OuterRef("pk"), settled_at=None))
    wanted = Q(next_day__lte=last, resting_since=None) | Q(raised)
    return case_lines(actor, Case.objects.filter(wanted, school_id=actor.school, closed_at=None))


def case_line(actor: Actor, public_id: uuid.UUID) -> CaseLine:
    """One of them; NotFound for another school's, or one that this person may not know of."""
    actor.require(Permission.SEE_CASES)
    found = case_lines(actor, Case.objects.filter(school_id=actor.school, public_id=public_id))
    if not found:
        raise NotFound(NO_CASE)
    return found[0]


def case_lines(actor: Actor, rows: QuerySet[Case]) -> tuple[CaseLine, ...]:
    """These rows as lines, without those whose pupil or process this person may not see: three statements more."""
    counted = rows.annotate(waiting=Count("notices", filter=Q(notices__settled_at=None)))
    held = [row for row in counted if _may_see(actor, row.process)]
    pupils = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in held}, actor.today)}
    names = staff_names(actor, {row.owner_id for row in held if row.owner_id})
    lines = (_line(row, pupils[row.pupil_id], names) for row in held if row.pupil_id in pupils)
    return tuple(sorted(lines, key=_order))


def _may_see(actor: Actor, process: str) -> bool:
    known = processes().get(process)
    return known is not None and actor.may(known.sees)


def _owned(actor: Actor, rows: QuerySet[Case], owner: str) -> QuerySet[Case]:
    if not owner:
        return rows
    if owner == "me":
        return rows.filter(owner_id=actor.user_id)
    return rows.filter(owner_id=int(owner)) if owner.isdecimal() else rows.filter(owner_id=None, role=owner)


def _order(line: CaseLine) -> tuple[object, ...]:
    return (not line.is_open, line.next_day or date.max, -line.notices, *line.pupil.order, line.id)


def _line(row: Case, pupil: PupilLine, names: Mapping[int, str]) -> CaseLine:
    process = processes()[row.process]
    return CaseLine(
        id=row.pk,
        public_id=row.public_id,
        process=process,
        pupil=pupil,
        contact=row.contact_id,
        why=read(row.why, row.public_id, "why"),
        rule=row.rule,
        version=row.version,
        owner_id=row.owner_id,
        owner=names.get(row.owner_id, "somebody who left") if row.owner_id else Role(row.role).label,
        opened_on=row.opened_on,
        opened_by=row.opened_by_name,
        next_day=row.next_day,
        next_says=next((step.says for step in process.steps if step.key == row.next_step), ""),
        resting=row.resting_since is not None,
        closed_on=row.closed_on,
        outcome=process.outcome(row.outcome).says if row.outcome else "",
        notices=getattr(row, "waiting", 0),
    )
