"""Historic marks from a file: looked at first, then put into the record in one act.

A mark that already stands is never overwritten by an import; where the file says otherwise it is
a conflict for a person, and the mark that stands stays (REG-7).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from rollbook.audit.actions import action
from rollbook.formats.mark_rows import MarkRow, read_marks
from rollbook.formats.problems import Severity
from rollbook.pupils.queries.identifying import pupils_by_reference
from rollbook.registers.actions.many import Batch, store_many
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.weighing import Key, Wanted, Weighed, preview
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.marking import Entry, Outcome, RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.register_times import LONGEST_MINUTES
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import calendar_of

_FILLS_BLANKS: frozenset[str] = frozenset()
_BEGINS = {Half.AM: time(9), Half.PM: time(13)}
_LASTS = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class MarkProblem:
    """A row of the file that cannot be used, or that disagrees with what stands, and why."""

    row: int
    says: str
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class MarksReview:
    """What importing the file does: new marks, those that stand already, and the rows left out."""

    new: tuple[Weighed, ...]
    same: int
    problems: tuple[MarkProblem, ...]

    @property
    def conflicts(self) -> int:
        return sum(problem.is_conflict for problem in self.problems)

    @property
    def sessions(self) -> int:
        return len({row.session for row in self.new})


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was understood: the marks wanted by pupil and session, their rows, and the problems so far."""

    wanted: Mapping[Key, Wanted]
    rows: Mapping[Key, int]
    problems: tuple[MarkProblem, ...]


def review_marks(actor: Actor, *, name: str, data: bytes) -> MarksReview:
    """Read a file of historic marks and say what importing it would do; nothing is changed."""
    actor.require(Permission.IMPORT_DATA)
    read = _read(actor, name, data)
    return _told(read, preview(actor, tuple(read.wanted.values()), over=_FILLS_BLANKS))


@action(Permission.IMPORT_DATA)
def import_marks(actor: Actor, *, name: str, data: bytes) -> MarksReview:
    """Put the new marks of a file into the record, a save a session; the rest is left as it is.

    What stands is read under the pupils' lock, so that a mark entered meanwhile is kept. Every rule
    of a mark holds for a historic one too (COD-2, COD-6, COD-11, COD-17).
    """
    read = _read(actor, name, data)
    batch = Batch(uuid.uuid4(), RegisterSave.Kind.IMPORT, "import", keeps_refused=False)
    done = _told(read, store_many(actor, batch, tuple(read.wanted.values()), over=_FILLS_BLANKS).rows)
    if not done.new:
        raise Refused("There is no new mark in this file: all of them stand already, or could not be used.")
    return done


def _read(actor: Actor, name: str, data: bytes) -> _Read:
    """The rows whose pupil is known; the others become problems. The first of two rows wins."""
    file = read_marks(name, data)
    problems = [MarkProblem(p.row or 0, p.says) for p in file.problems if p.severity is Severity.ERROR]
    pupils, calendar = _references(actor), calendar_of(actor)
    wanted: dict[Key, Wanted] = {}
    rows: dict[Key, int] = {}
    for row in file.marks:
        pupil = next((pupils[r] for r in (row.upn, row.mis_id, row.admission_number) if r and r in pupils), None)
        if pupil is None:
            says = (
                "No pupil here has this UPN, MIS id or admission number. Import the pupils first, or correct the row."
            )
            problems.append(MarkProblem(row.row, says))
            continue
        mark = _wanted(row, pupil, calendar)
        if mark.key in wanted:
            says = f"{mark.session.says} is in the file twice for this pupil; the first was used."
            problems.append(MarkProblem(row.row, says))
            continue
        wanted[mark.key] = mark
        rows[mark.key] = row.row
    return _Read(wanted, rows, tuple(problems))


def _references(actor: Actor) -> Mapping[str, str]:
    return {
        reference: public
        for public, *references in pupils_by_reference(actor)
        for reference in reversed(references)
        if reference
    }


def _wanted(row: MarkRow, pupil: str, calendar: SchoolCalendar) -> Wanted:
    """What the file says of one session; how long its register was open is not known of the past.

    An L is taken as within the longest window that is allowed (REG-4), a U as after any.
    """
    session = Session(row.on, Half(row.half))
    opens = datetime.combine(row.on, _BEGINS[session.half], LONDON)
    closes = opens + timedelta(minutes=0 if row.code == "U" else LONGEST_MINUTES)
    facts = RegisterFacts(session, calendar.is_school_day(row.on), opens, closes, opens + _LASTS)
    return Wanted(Entry(pupil, row.code, row.minutes, row.comment or ""), facts, basis="import")


def _told(read: _Read, rows: Iterable[Weighed]) -> MarksReview:
    new, same, problems = [], 0, list(read.problems)
    for weighed in rows:
        at, code = read.rows[weighed.wanted.key], weighed.wanted.entry.code
        if weighed.outcome is Outcome.STORED:
            new.append(weighed)
        elif weighed.stood is not None and weighed.stood.code == code:
            same += 1
        elif weighed.stood is not None:
            stands = weighed.stood.code
            says = f"{weighed.session.says} stands as {stands} here and is {code} in the file; {stands} stays."
            problems.append(MarkProblem(at, says, is_conflict=True))
        else:
            problems.append(MarkProblem(at, weighed.decision.says))
    return MarksReview(tuple(new), same, tuple(sorted(problems, key=lambda p: p.row)))
