"""Pupils seen on site somewhere else than in their register's room: a reset room, a hub, an exam (REG-C).

While the register is open, who is seen is on site, so a blank becomes `/` or `\\` (REG-16, COD-2); a mark
that says otherwise stays, and what was seen is kept beside it as a conflict for the office (REG-E). Once
it has closed nothing is marked here: a blank stays for the office, and coming late is the desk's (COD-3).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.actions import action, record_nothing_changed
from rollbook.pupils.queries import PupilLine
from rollbook.registers.actions.many import Batch, store_many
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.marks import MarkLine, marks_on
from rollbook.registers.queries.weighing import Wanted
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.codes import in_force
from rollbook.rules.marking import EARLIEST_BEFORE_OPENING, Entry, Outcome, RegisterFacts
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SessionTimes, is_school_day, times_of, window_of

PRESENT = {Half.AM: "/", Half.PM: "\\"}


@dataclass(frozen=True, slots=True)
class SeenOutcome:
    """How many were marked present, how many stand otherwise; and who, after the close, stands as absent (keys)."""

    marked: int = 0
    conflicts: int = 0
    absent: tuple[int, ...] = ()


@action(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def mark_seen(actor: Actor, *, pupils: Sequence[PupilLine], at: datetime, source: str) -> SeenOutcome:
    """Mark these pupils present where their register is open at that moment, aware: a fixed number of statements.

    A pupil who stands as on site is left alone, late or not.
    """
    on = at.astimezone(LONDON).date()
    going = _going_on(actor, pupils, at) if is_school_day(actor, on) else {}
    marks = {
        half: marks_on(actor, on, half, [p.id for p in pupils]) for half in {f.session.half for f in going.values()}
    }
    unlike = [p for p in pupils if p.id in going and not _on_site(marks[going[p.id].session.half].get(p.id))]
    open_now = [p for p in unlike if at < going[p.id].closes]
    absent = tuple(p.id for p in unlike if p not in open_now and p.id in marks[going[p.id].session.half])
    if not open_now:
        record_nothing_changed()
        return SeenOutcome(absent=absent)
    wanted = [Wanted(_entry(p, going[p.id]), going[p.id], basis=source) for p in open_now]
    done = store_many(actor, Batch(uuid.uuid4(), RegisterSave.Kind.DESK, source), wanted)
    return SeenOutcome(done.count(Outcome.STORED), done.count(Outcome.CONFLICT), absent)


def _going_on(actor: Actor, pupils: Sequence[PupilLine], at: datetime) -> Mapping[int, RegisterFacts]:
    """The session going on for each pupil at that moment, by the times of their year group."""
    times = times_of(actor, at.astimezone(LONDON).date())
    by_year = {year: _session(times, year, at) for year in {p.nc_year for p in pupils}}
    return {p.id: facts for p in pupils if (facts := by_year[p.nc_year])}


def _session(times: SessionTimes, nc_year: str, at: datetime) -> RegisterFacts | None:
    for half in Half:
        window = window_of(times.rows, times.on, half, nc_year)
        if window and window.opens - EARLIEST_BEFORE_OPENING <= at < window.ends:
            return RegisterFacts(Session(times.on, half), True, window.opens, window.closes, window.ends)
    return None


def _entry(pupil: PupilLine, facts: RegisterFacts) -> Entry:
    return Entry(pupil=str(pupil.public_id), code=PRESENT[facts.session.half])


def _on_site(mark: MarkLine | None) -> bool:
    return mark is not None and in_force(mark.session.on)[mark.code].on_site
