"""Registers on paper: the blank sheets of a day, and which registers were taken on paper and wait to be typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.groups import GroupLine, groups_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries.board import REGISTRATION, Board, BoardRow, RegisterState, board
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries import is_school_day


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """One register's sheet: its group and the pupils on it, by name."""

    group: GroupLine
    pupils: tuple[PupilLine, ...]


def blank_sheets(actor: Actor, on: date) -> tuple[BlankSheet, ...]:
    """The sheet of every registration group of a school day, in the board's order: a fixed number of statements."""
    if not is_school_day(actor, on):
        return ()
    groups = [g for g in groups_of(actor, REGISTRATION, on) if g.size]
    members = members_of(actor, [g.id for g in groups], on)
    found = pupil_lines(actor, tuple({m for own in members.values() for m in own}), on)
    day_pupils = tuple(line for line in found if not line.boarder)
    own = {g.id: set(members.get(g.id, ())) for g in groups}
    return tuple(BlankSheet(g, tuple(p for p in day_pupils if p.id in own[g.id])) for g in groups)


def to_type(actor: Actor, on: date, half: Half) -> tuple[Board, tuple[BoardRow, ...]]:
    """The session's board, and its registers that are not whole yet, in the board's order."""
    shown = board(actor, on, half)
    return shown, tuple(r for r in shown.rows if r.state not in (RegisterState.TAKEN, RegisterState.NOT_OPEN))
