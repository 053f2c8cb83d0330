"""Planned absences that the person at the register lets stand.

Their page knows that an absence is planned, never its code: a classroom screen is seen by the class (REG-D).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value

from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import Prepared, given
from rollbook.registers.actions.locking import Locked
from rollbook.registers.models import Mark, PlannedMark
from rollbook.registers.notes import detail_place, lesson_place, plan_place
from rollbook.registers.queries.noted import note_of_lesson, note_of_session, read_note
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.marking import Entry, Standing
from rollbook.rules.sessions import Session

COLUMNS = ("pupil_id", "code", "version", "minutes", "of", "note")
SESSION, LESSON = "session", "lesson"
WITHDRAWN = "No absence is planned for this pupil any more. Mark the pupil as you see."


@dataclass(frozen=True, slots=True)
class Accepted:
    """A planned absence by its id, with its code and its note as it is kept (encrypted)."""

    id: int
    code: str
    note: bytes

    @property
    def basis(self) -> str:
        return f"plan {self.id}"


def named(rows: QuerySet[Any], of: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Marks that stand, with their notes as they are kept, in the columns in which they are read with plans."""
    note = note_of_session() if of == SESSION else note_of_lesson()
    told: QuerySet[Any, tuple[Any, ...]] = rows.annotate(of=Value(of, CharField()), note=note)
    return told.values_list(*COLUMNS)


def with_plans(
    rows: QuerySet[Any, tuple[Any, ...]], actor: Actor, session: Session, pupils: Sequence[int]
) -> QuerySet[Any, tuple[Any, ...]]:
    """The same statement, with the plans of these pupils for the session beside what stands."""
    plans = PlannedMark.objects.filter(PlannedMark.covers(session.on, session.half), school_id=actor.school)
    told = plans.filter(pupil_id__in=pupils).annotate(
        version=F("id"), minutes=Value(None, IntegerField()), of=Value("plan", CharField())
    )
    return rows.union(told.values_list(*COLUMNS), all=True)


def waiting(entries: Iterable[Entry], locked: Locked) -> list[int]:
    """The keys of the pupils whose planned absence is to stand."""
    return [locked.rows[e.pupil].pupil_id for e in entries if e.planned and e.pupil in locked.rows]


def standing_and_plans(
    actor: Actor, session: Session, locked: Locked, entries: Iterable[Entry]
) -> tuple[Mapping[str, Standing], Mapping[str, Accepted]]:
    """What stands of a session and, for pupils who are left as planned, the plan: one statement, by public id."""
    these: dict[str, Any] = {
        "school": actor.school,
        "on": session.on,
        "half": int(session.half),
        "pupils": locked.pupil_ids,
    }
    if wanted := waiting(entries, locked):
        found = read(with_plans(_standing(**these), actor, session, wanted), locked, session)
    else:
        found = read(_STANDING.rows(**these), locked, session)
    return found.marks.get(SESSION, {}), found.plans


def _standing(school: int, on: date, half: int, pupils: Any) -> QuerySet[Any, tuple[Any, ...]]:
    return named(Mark.objects.filter(school_id=school, date=on, half=half, pupil_id__in=pupils), SESSION)


_STANDING = Prepared(
    lambda: _standing(given("school"), given("on", "day"), given("half", "number"), given("pupils", many=True))
)


@dataclass(frozen=True, slots=True)
class Read:
    """What stands by what it is of, and what is planned; both by the pupil's public id."""

    marks: Mapping[str, Mapping[str, Standing]]
    plans: Mapping[str, Accepted]


def read(rows: Iterable[tuple[Any, ...]], locked: Locked, session: Session, lesson: str = "") -> Read:
    """The latest plan of a pupil counts, as on the page; a mark is read with its note."""
    public = locked.public_ids
    marks: dict[str, dict[str, Standing]] = {}
    plans: dict[str, Accepted] = {}
    for pupil, code, version, minutes, of, note in rows:
        key = public[pupil]
        if of != "plan":
            place = detail_place(key, session) if of == SESSION else lesson_place(key, session.on, lesson)
            marks.setdefault(of, {})[key] = Standing(code, version, minutes, read_note(note, place))
        elif key not in plans or plans[key].id < version:
            plans[key] = Accepted(version, code, bytes(note))
    return Read(marks, plans)


def accepted(
    entries: Sequence[Entry], session: Session, standing: Mapping[str, Standing], plans: Mapping[str, Accepted]
) -> tuple[Entry, ...]:
    """The entries, with its own code for each pupil who is left as planned.

    What stands meanwhile stays; a plan that claims attendance elsewhere only waits to be confirmed (REG-16).
    """
    return tuple(_accepted(e, session, standing.get(e.pupil), plans.get(e.pupil)) if e.planned else e for e in entries)


def was_withdrawn(entry: Entry, standing: Mapping[str, Standing], plans: Mapping[str, Accepted]) -> bool:
    """Whether nothing is planned any more for a pupil who was left as planned."""
    return entry.planned and entry.pupil not in standing and entry.pupil not in plans


def _accepted(entry: Entry, session: Session, stands: Standing | None, plan: Accepted | None) -> Entry:
    if stands is not None:
        return replace(entry, code=stands.code, seen=stands.version, minutes=None, detail="")
    code = in_force(session.on).get(plan.code) if plan else None
    if plan is None or (code is not None and code.claims_elsewhere):
        return replace(entry, code="", minutes=None, detail="")
    needs = code is not None and code.detail_required and bool(plan.note)
    note = decrypt(plan.note, place=plan_place(entry.pupil)) if needs else ""
    return replace(entry, code=plan.code, minutes=None, detail=note)
