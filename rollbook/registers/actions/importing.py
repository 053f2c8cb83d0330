"""Historic marks from a file: looked at first, then put into the record in one act.

A mark that already stands is never overwritten by an import; where the file says otherwise it is
a conflict for a person, and the mark that stands stays (REG-7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rollbook.audit.actions import action
from rollbook.formats.mark_rows import MarkRow, read_marks
from rollbook.formats.problems import Severity
from rollbook.pupils.queries.identifying import enrolments_by_pupil, ids_of, pupils_by_reference
from rollbook.registers.actions.history import PastMark, PastSave, record_history
from rollbook.registers.models import Mark, RegisterSave
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MOST_LEAVES
from rollbook.rules.codes import code_on
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import calendar_of


@dataclass(frozen=True, slots=True)
class MarkProblem:
    """A row of the file that cannot be used, or that disagrees with what stands, and why."""

    row: int
    says: str
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class MarksReview:
    """What importing the file would do: new marks, those that stand already, and the rows left out."""

    new: tuple[PastMark, ...]
    same: int
    problems: tuple[MarkProblem, ...]
    sessions: int

    @property
    def conflicts(self) -> int:
        return sum(problem.is_conflict for problem in self.problems)


def review_marks(actor: Actor, *, name: str, data: bytes) -> MarksReview:
    """Read a file of historic marks and say what importing it would do; nothing is changed."""
    actor.require(Permission.IMPORT_DATA)
    file = read_marks(name, data)
    problems = [MarkProblem(p.row or 0, p.says) for p in file.problems if p.severity is Severity.ERROR]
    placed = _placed(actor, file.marks, problems)
    standing = _standing(actor, placed)
    new, same = [], 0
    for row, mark in placed:
        stands = standing.get((mark.pupil, mark.session))
        if stands is None:
            new.append(mark)
        elif stands == mark.code:
            same += 1
        else:
            says = f"{mark.session.says} stands as {stands} here and is {mark.code} in the file; {stands} stays."
            problems.append(MarkProblem(row, says, is_conflict=True))
    problems.sort(key=lambda p: p.row)
    return MarksReview(tuple(new), same, tuple(problems), len({m.session for m in new}))


@action(Permission.IMPORT_DATA)
def import_marks(actor: Actor, *, name: str, data: bytes) -> MarksReview:
    """Put the new marks of a file into the record, in saves of at most a thousand; the rest is left as it is."""
    review = review_marks(actor, name=name, data=data)
    if not review.new:
        raise Refused("There is no new mark in this file: all of them stand already, or could not be used.")
    record_history(actor, saves=tuple(_saves(actor, review.new)))
    return review


def _saves(actor: Actor, marks: Iterable[PastMark]) -> Iterable[PastSave]:
    rest = iter(sorted(marks, key=lambda m: (m.session, m.pupil)))
    while part := tuple(islice(rest, MOST_LEAVES)):
        yield PastSave(
            kind=RegisterSave.Kind.IMPORT,
            at=actor.now,
            by_id=actor.user_id,
            by_name=actor.name,
            by_role=actor.role,
            marks=part,
        )


def _placed(actor: Actor, rows: Iterable[MarkRow], problems: list[MarkProblem]) -> list[tuple[int, PastMark]]:
    """The rows whose pupil, day and code are known; the others become problems. The first of two wins."""
    pupils = _references(actor)
    enrolled = enrolments_by_pupil(actor)
    calendar = calendar_of(actor)
    placed: dict[tuple[str, Session], tuple[int, PastMark]] = {}
    for row in rows:
        pupil = next((pupils[r] for r in (row.upn, row.mis_id, row.admission_number) if r and r in pupils), None)
        session = Session(row.on, Half(row.half))
        says = _unusable(row, session, pupil, enrolled, actor, calendar.is_school_day(row.on))
        if says or pupil is None:
            problems.append(MarkProblem(row.row, says))
            continue
        if (pupil, session) in placed:
            problems.append(
                MarkProblem(row.row, f"{session.says} is in the file twice for this pupil; the first was used.")
            )
            continue
        placed[pupil, session] = (row.row, PastMark(pupil, session, row.code, row.minutes))
    return list(placed.values())


def _references(actor: Actor) -> Mapping[str, str]:
    return {
        reference: public
        for public, *references in pupils_by_reference(actor)
        for reference in reversed(references)
        if reference
    }


def _unusable(
    row: MarkRow,
    session: Session,
    pupil: str | None,
    enrolled: Mapping[str, tuple[tuple[date, date | None], ...]],
    actor: Actor,
    is_school_day: bool,
) -> str:
    """Why a row cannot be used; empty when it can."""
    if pupil is None:
        return "No pupil here has this UPN, MIS id or admission number. Import the pupils first, or correct the row."
    if session.on > actor.today:
        return f"{session.says} has not come yet; a mark is never made beforehand (REG-16)."
    if not any(first <= session.on and (last is None or session.on <= last) for first, last in enrolled[pupil]):
        return f"The pupil was not on roll on {session.on:%d/%m/%Y}; no mark is kept outside the roll (COD-17)."
    try:
        code = code_on(row.code, session.on)
    except Refused as refused:
        return refused.says
    if not code.enterable or session.half not in code.halves:
        return f"Code {row.code} cannot stand in the {session.half.label}."
    if not is_school_day:
        return f"The calendar has no session on {session.on:%d/%m/%Y}. Correct the calendar or the file (REG-6)."
    return ""


def _standing(actor: Actor, placed: list[tuple[int, PastMark]]) -> Mapping[tuple[str, Session], str]:
    if not placed:
        return {}
    ids = ids_of(actor, {mark.pupil for _, mark in placed})
    public = {pk: p for p, pk in ids.items()}
    days = [mark.session.on for _, mark in placed]
    rows = Mark.objects.filter(school_id=actor.school, date__range=(min(days), max(days)))
    found = rows.values_list("pupil_id", "date", "half", "code").iterator(chunk_size=5000)
    return {(public[p], Session(on, Half(half))): code for p, on, half, code in found if p in public}
