"""A school at this moment in a few numbers, for its head and for its trust: counts, and who is unaccounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rollbook.audit.once import read_once
from rollbook.home.queries.moment import Moment, Stage, moment_of
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries import RegisterState, marks_on
from rollbook.registers.queries.board import Board, board
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.refused import NotAllowed

_S = RegisterState


@dataclass(frozen=True, slots=True)
class SchoolNow:
    """The session of this moment: of `expected` pupils so many present, absent with a reason, without one, unmarked.

    `unaccounted` are the keys of those of whom nobody knows where they are: marked N, and without any mark
    though their register has closed.
    """

    moment: Moment
    board: Board
    expected: int
    present: int
    late: int
    known: int
    no_reason: int
    unmarked: int
    unaccounted: tuple[int, ...]

    @property
    def meets(self) -> bool:
        return self.moment.stage is not Stage.NO_SCHOOL

    @property
    def taken(self) -> int:
        return self.board.count(_S.TAKEN)

    @property
    def overdue(self) -> int:
        return len(self.board.waiting)

    @property
    def share(self) -> str:
        """Present in a hundred of those who have a mark, with one decimal; empty before there is one."""
        marked = self.present + self.known + self.no_reason
        return f"{self.present / marked * 100:.1f} %" if marked else ""


def school_now(actor: Actor) -> SchoolNow:
    """Counts of the session, without a name: a fixed number of statements for a school of any size."""
    if not (actor.may(Permission.SEE_TODAY) or actor.may(Permission.SEE_TRUST)):
        raise NotAllowed(f"How a school stands now is not part of your role ({actor.role}).")
    with read_once():
        return _now(actor)


def _now(actor: Actor) -> SchoolNow:
    moment = moment_of(actor)
    shown = board(actor, moment.on, moment.half)
    closed = {row.group.id for row in shown.rows if row.state in (_S.MISSING, _S.PARTLY)}
    members = members_of(actor, [row.group.id for row in shown.rows], moment.on)
    marks = marks_on(actor, moment.on, moment.half)
    known = in_force(moment.on)
    here = {pupil for own in members.values() for pupil in own}
    codes = Counter(marks[pupil].code for pupil in here if pupil in marks)
    lost = {p for group, own in members.items() if group in closed for p in own if p not in marks}
    lost |= {pupil for pupil in here if pupil in marks and marks[pupil].code == "N"}
    return SchoolNow(
        moment=moment,
        board=shown,
        expected=len(here),
        present=sum(n for code, n in codes.items() if known[code].attends),
        late=sum(n for code, n in codes.items() if known[code].late),
        known=sum(n for code, n in codes.items() if known[code].absent and code != "N"),
        no_reason=codes["N"],
        unmarked=len(here) - sum(codes.values()),
        unaccounted=tuple(sorted(lost)),
    )
