"""A child in a run with every session of its days: counted, missed, left out, or not possible (RWD-3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from rollbook.registers.queries import year_lines
from rollbook.rewards.queries.judging import NO_CHILD, ChildLine, judge
from rollbook.rewards.queries.runs import RunLine
from rollbook.rules.actor import Actor
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound
from rollbook.rules.rewards import Child
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import marks_of, year_of


class Part(StrEnum):
    """What a session is for the award."""

    ATTENDED = "attended"
    LATE = "attended, late"
    MISSED = "missed"
    LEFT_OUT = "left out"
    NOT_POSSIBLE = "does not count"


@dataclass(frozen=True, slots=True)
class OneSession:
    """A session with its code, the code's name, and what it is for the award."""

    session: Session
    code: str
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class OneDay:
    """A day that is not wholly attended, session by session."""

    on: date
    sessions: tuple[OneSession, ...]


@dataclass(frozen=True, slots=True)
class ChildIn:
    """A child in a run. `days` are those on which something is to be seen; `ordinary` the days wholly attended."""

    line: ChildLine
    days: tuple[OneDay, ...]
    ordinary: int


def child_in(actor: Actor, run: RunLine, pupil: uuid.UUID) -> ChildIn:
    """One child of a run by the register as it stands: nine statements at most. NotFound for another's."""
    found = judge(actor, run)
    line = next((one for one in found.children if one.pupil.public_id == pupil), None)
    if line is None:
        raise NotFound(NO_CHILD)
    child = found.counting.children[line.pupil.id]
    days = [OneDay(on, tuple(each)) for on, each in groupby(_sessions(actor, run, child), key=lambda s: s.session.on)]
    told = tuple(day for day in days if any(one.part is not Part.ATTENDED for one in day.sessions))
    return ChildIn(line, told, len(days) - len(told))


def _sessions(actor: Actor, run: RunLine, child: Child) -> Iterator[OneSession]:
    left_out = run.rule.terms.allowance.for_child(child.having)
    years = range(year_of(run.first), year_of(run.last) + 1)
    for line in sorted(year_lines(actor, years, [int(str(child.key))]), key=lambda one: one.year):
        for session, symbol in marks_of(line.codes, line.year):
            if run.first <= session.on <= run.last:
                yield _one(session, symbol, left_out)


def _one(session: Session, symbol: str, left_out: frozenset[str]) -> OneSession:
    code = code_on(symbol, session.on)
    part = Part.NOT_POSSIBLE
    if symbol in left_out and not code.attends:
        part = Part.LEFT_OUT
    elif code.attends:
        part = Part.LATE if code.late and symbol not in left_out else Part.ATTENDED
    elif code.absent:
        part = Part.MISSED
    return OneSession(session, symbol, code.name, part)
