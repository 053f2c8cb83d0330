"""A head of year's morning: who is missing, without a reason, over a line or unsettled, in the own years alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rollbook.absence.queries import Crossed, Family, crossed_since, without_reason
from rollbook.audit.once import read_once
from rollbook.home.queries.behind import PupilClocks, by_pupil, unexplained_before
from rollbook.home.queries.moment import Moment, Stage, moment_of
from rollbook.registers.queries.board import Board, BoardRow, board
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.work.queries import TaskLine, tasks_for


@dataclass(frozen=True, slots=True)
class YearDay:
    """The years in order; everything about a pupil is about one whom this person may know."""

    moment: Moment
    years: tuple[str, ...]
    registers: tuple[BoardRow, ...]
    families: tuple[Family, ...]
    crossed: tuple[Crossed, ...]
    unsettled: tuple[PupilClocks, ...]
    tasks: tuple[TaskLine, ...]

    @property
    def missing(self) -> tuple[Family, ...]:
        """In the morning, and not here now: these are looked for, not rung about first."""
        return tuple(f for f in self.families if any(m.was_in_before for m in f.pupils))

    @property
    def without_reason(self) -> tuple[Family, ...]:
        return tuple(f for f in self.families if not any(m.was_in_before for m in f.pupils))

    @property
    def board(self) -> Board:
        return Board(self.moment.on, self.moment.half, bool(self.registers), self.registers)


def year_day(actor: Actor) -> YearDay:
    """What the years of a head of year look like at this moment: a fixed number of statements.

    Names come by the person's own permissions, so that no pupil of another year stands in any list; a
    teaching group of another year that they take is left out here too.
    """
    actor.require(Permission.SEE_WATCH_LISTS)
    with read_once():
        moment = moment_of(actor)
        meets = moment.stage is not Stage.NO_SCHOOL
        begun = meets and moment.stage is not Stage.BEFORE
        rows = board(actor, moment.on, moment.half).rows if meets else ()
        families = without_reason(actor, moment.on, moment.half) if begun else ()
        crossed = crossed_since(actor, moment.before) if moment.before and moment.policy else ()
        unsettled = by_pupil([u for u in unexplained_before(actor, moment) if u.pupil.nc_year in actor.nc_years])
        return YearDay(
            moment=moment,
            years=tuple(sorted(actor.nc_years, key=lambda year: (len(year), year))),
            registers=tuple(row for row in rows if row.group.nc_year in actor.nc_years),
            families=tuple(found for family in families if (found := _of_years(actor, family))),
            crossed=tuple(one for one in crossed if one.pupil.nc_year in actor.nc_years),
            unsettled=unsettled,
            tasks=tasks_for(actor),
        )


def _of_years(actor: Actor, family: Family) -> Family | None:
    """The family without its children of other years; None where none is left."""
    own = tuple(m for m in family.pupils if m.pupil.nc_year in actor.nc_years)
    return replace(family, pupils=own) if own else None
