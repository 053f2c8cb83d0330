"""A file laid against the register: every row's verdict, and all that a commit would write.

The review is the commit without its last step, so that what was reviewed is what is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rollbook.formats.oneroster import Roster, read_roster
from rollbook.formats.problems import Problem, Severity
from rollbook.formats.pupil_rows import PupilRow, read_pupils
from rollbook.formats.refusals import FileRefused
from rollbook.pupils.models import ImportRun
from rollbook.pupils.queries.importing.changes import Candidate, Change, RowReview, Told, Verdict, Writing
from rollbook.pupils.queries.importing.circumstances import tell_address, tell_circumstances
from rollbook.pupils.queries.importing.desk import Desk, Lesson
from rollbook.pupils.queries.importing.families import tell_contacts
from rollbook.pupils.queries.importing.held import HeldPupil, held_of
from rollbook.pupils.queries.importing.matching import SKIP, Match, match
from rollbook.pupils.queries.importing.particulars import fault, new_pupil, tell_particulars
from rollbook.pupils.queries.importing.standing import tell_enrolment, tell_groups, tell_lessons
from rollbook.rules.actor import Actor
from rollbook.schools.queries import school_line


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file said, whatever its kind; `unrecognised` are headers that nobody understood.

    Of a roster only, by the pupil's id in it: `lessons` are teaching groups, `starts` the first day
    known of, `belongs` the identifiers of the schools when there are pupils of several.
    """

    pupils: tuple[PupilRow, ...]
    problems: tuple[Problem, ...]
    source: str
    notes: tuple[str, ...] = ()
    unrecognised: tuple[str, ...] = ()
    lessons: Mapping[str, tuple[Lesson, ...]] = field(default_factory=dict)
    starts: Mapping[str, date] = field(default_factory=dict)
    belongs: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The rows in the order of the file, what else to know, and what a commit would write."""

    rows: tuple[RowReview, ...]
    warnings: tuple[Problem, ...]
    writing: Writing


def read_file(kind: str, name: str, data: bytes) -> FileRead:
    """Read an upload; raises `FileRefused` when it is not what it is said to be."""
    if kind == ImportRun.Kind.ONEROSTER:
        return _of_roster(read_roster(name, data))
    file = read_pupils(name, data)
    return FileRead(file.pupils, file.problems, file.source, file.notes, file.unrecognised)


def plan(actor: Actor, file: FileRead, *, decisions: Mapping[str, str]) -> Plan:
    """Lay a file against the register of the actor's school as it stands: ten statements, nothing written."""
    desk = Desk(held_of(actor.school), actor.today, lessons=file.lessons, starts=file.starts)
    desk.warnings = [problem for problem in file.problems if problem.severity is Severity.WARNING]
    rows = [_refused_row(problem) for problem in file.problems if problem.severity is Severity.ERROR]
    rows += [_row(desk, row, decisions.get(str(row.rows[0]), "")) for row in _of_this_school(actor, file)]
    ordered = tuple(sorted(rows, key=lambda review: review.row))
    return Plan(ordered, tuple(desk.warnings), desk.writing)


def _of_this_school(actor: Actor, file: FileRead) -> tuple[PupilRow, ...]:
    if not file.belongs:
        return file.pupils
    school = school_line(actor)
    known_as = {school.urn, f"{school.la_number}{school.establishment_number}"}
    own = tuple(row for row in file.pupils if known_as & {_digits(i) for i in file.belongs.get(row.mis_id or "", ())})
    if own:
        return own
    raise FileRefused(
        f"The package holds pupils of several schools, and none of them is known as {school.name} is: by the URN "
        f"{school.urn}. Ask for a package of this school, or for the URN to be given as its identifier."
    )


def _digits(identifier: str) -> str:
    return "".join(letter for letter in identifier if letter.isdecimal())


def _row(desk: Desk, row: PupilRow, decision: str) -> RowReview:
    if decision == SKIP:
        return replace(_review(row, Verdict.CONFLICT, says="Left out, as decided."), decided=True)
    found = match(desk.held, row, decision)
    if found.asks:
        return _asks(row, found)
    if found.held is None and row.entry_date is None:
        row = replace(row, entry_date=desk.starts.get(row.mis_id or ""))
    if wrong := fault(row, new=found.held is None, today=desk.on):
        return _review(row, Verdict.ERROR, column=wrong[0], says=wrong[1])
    held, changes = _taken(desk, row, found.held)
    held.told_by_row = row.rows[0]
    created = found.held is None
    if changes:
        fields = tuple(dict.fromkeys(each.field for each in changes))
        desk.writing.told.append(Told(held.pupil, row.rows[0], created, fields))
    verdict = Verdict.NEW if created else Verdict.CHANGED if changes else Verdict.SAME
    return _review(row, verdict, changes=changes, name=held.name)


def _taken(desk: Desk, row: PupilRow, known: HeldPupil | None) -> tuple[HeldPupil, tuple[Change, ...]]:
    held, changes = new_pupil(desk, row) if known is None else (known, tell_particulars(desk, row, known))
    new = known is None
    changes += tell_enrolment(desk, row, held)
    changes += tell_groups(desk, row, held)
    changes += tell_lessons(desk, row, held)
    changes += tell_address(desk, row, held, new=new)
    changes += tell_circumstances(desk, row, held, new=new)
    changes += tell_contacts(desk, row, held)
    return held, tuple(changes)


def _asks(row: PupilRow, found: Match) -> RowReview:
    candidates = tuple(_candidate(held) for held in found.candidates if held.pupil.pk is not None)
    review = _review(row, Verdict.CONFLICT, column=found.column, says=found.asks, candidates=candidates)
    return replace(review, may_be_new=found.may_be_new)


def _candidate(held: HeldPupil) -> Candidate:
    pupil = held.pupil
    groups = [m.group.name for m in held.memberships if m.group.kind == "registration" and m.last is None]
    return Candidate(pupil.public_id, held.name, f"{pupil.born:%d/%m/%Y}", next(iter(groups), ""))


def _review(
    row: PupilRow,
    verdict: Verdict,
    *,
    name: str = "",
    says: str = "",
    column: str = "",
    changes: tuple[Change, ...] = (),
    candidates: tuple[Candidate, ...] = (),
) -> RowReview:
    shown = name or " ".join(part for part in (row.legal_forename, row.legal_surname) if part)
    return RowReview(row.rows[0], shown, verdict, changes, says, column, candidates=candidates)


def _refused_row(problem: Problem) -> RowReview:
    row, says, column = problem.row or 0, problem.says, problem.column
    return RowReview(row, problem.name, Verdict.ERROR, says=says, column=column, value=problem.value)


def _of_roster(roster: Roster) -> FileRead:
    """The pupils of a OneRoster package, with the teaching groups they belong to."""
    pupils = {row.mis_id for row in roster.pupils}
    classes = {group.sourced_id: group for group in roster.groups if group.kind != "homeroom"}
    lessons: dict[str, tuple[Lesson, ...]] = {}
    for membership in roster.memberships:
        group = classes.get(membership.group_id)
        if group is not None and membership.person_id in pupils:
            lessons[membership.person_id] = (*lessons.get(membership.person_id, ()), (group, membership))
    return FileRead(
        pupils=roster.pupils,
        problems=roster.problems,
        source=f"OneRoster {roster.version}",
        notes=_roster_notes(roster),
        lessons=lessons,
        starts=_roster_starts(roster),
        belongs=_roster_schools(roster),
    )


def _roster_notes(roster: Roster) -> tuple[str, ...]:
    notes = [
        *roster.notes,
        "A package has no starting days: for a new pupil the first day of a group or term is taken.",
    ]
    if roster.removed:
        notes.append(f"{len(roster.removed)} entries are marked for deletion. Nobody is taken off roll by a file.")
    if roster.staff:
        notes.append(f"{len(roster.staff)} members of staff are not imported. Give them accounts on the Staff page.")
    return tuple(notes)


def _roster_starts(roster: Roster) -> dict[str, date]:
    terms = [term.start for term in roster.terms if term.start]
    starts = {row.mis_id: min(terms) for row in roster.pupils if row.mis_id} if terms else {}
    joined: dict[str, date] = {}
    for membership in roster.memberships:
        if membership.start:
            joined[membership.person_id] = min(membership.start, joined.get(membership.person_id, membership.start))
    return starts | joined


def _roster_schools(roster: Roster) -> dict[str, frozenset[str]]:
    identifiers = {school.sourced_id: school.identifier or "" for school in roster.schools}
    schools: dict[str, frozenset[str]] = {}
    for pupil, school in roster.pupil_schools:
        schools[pupil] = schools.get(pupil, frozenset()) | {identifiers.get(school, "")}
    several = len({school for _, school in roster.pupil_schools}) > 1
    return schools if several else {}
