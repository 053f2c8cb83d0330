"""A tutor's own form: who is away and whether it is known why, who came late. Never what somebody is ill with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.audit.once import read_once
from rollbook.home.queries.moment import Moment, moment_of
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries import MarkLine, marks_on
from rollbook.registers.queries.board import BoardRow, own_board
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.work.queries import TaskLine, tasks_for

UNKNOWN = "no reason yet"


@dataclass(frozen=True, slots=True)
class AwayLine:
    """A pupil who is not here, and whether it is known why: no code, so no word about health."""

    pupil: PupilLine
    why_known: str

    @property
    def is_unknown(self) -> bool:
        return self.why_known == UNKNOWN


@dataclass(frozen=True, slots=True)
class FormDay:
    """One form in one session; `late` with the minutes where they are known."""

    row: BoardRow
    away: tuple[AwayLine, ...]
    late: tuple[tuple[PupilLine, int | None], ...]

    @property
    def here(self) -> int:
        return self.row.marked - len(self.away)


def form_days(actor: Actor) -> tuple[Moment, tuple[FormDay, ...], tuple[TaskLine, ...]]:
    """The person's own forms in the session of this moment, and their tasks: a fixed number of statements."""
    actor.require(Permission.SEE_OWN_PUPILS)
    with read_once():
        moment = moment_of(actor)
        rows = own_board(actor, moment.on, moment.half).rows
        members = members_of(actor, [row.group.id for row in rows], moment.on)
        marks = marks_on(actor, moment.on, moment.half, [p for own in members.values() for p in own])
        told = {p: m for p, m in marks.items() if _is_told(m, moment.on)}
        lines = {line.id: line for line in pupil_lines(actor, tuple(told), moment.on)}
        days = tuple(_day(row, [lines[p] for p in members.get(row.group.id, ()) if p in lines], told) for row in rows)
        return moment, days, tasks_for(actor)


def why_known(code: str, on: date) -> str:
    """What a tutor may say of an absence: whether it is known why and allowed, and nothing else."""
    known = in_force(on)[code]
    if code == "N":
        return UNKNOWN
    if not known.authorised:
        return "known, not authorised"
    return "known"


def _is_told(mark: MarkLine, on: date) -> bool:
    known = in_force(on)[mark.code]
    return known.absent or known.late


def _day(row: BoardRow, pupils: list[PupilLine], told: dict[int, MarkLine]) -> FormDay:
    ordered = sorted(pupils, key=lambda pupil: pupil.order)
    away, late = [], []
    for pupil in ordered:
        mark = told[pupil.id]
        if in_force(mark.session.on)[mark.code].late:
            late.append((pupil, mark.minutes))
        else:
            away.append(AwayLine(pupil, why_known(mark.code, mark.session.on)))
    unknown_first = sorted(away, key=lambda one: not one.is_unknown)
    return FormDay(row, tuple(unknown_first), tuple(late))
