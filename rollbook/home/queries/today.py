"""Everything on Today, in a fixed number of statements however many pupils the school has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rollbook.absence.queries import (
    Arrival,
    Crossed,
    Family,
    MissingPupil,
    crossed_since,
    late_arrivals,
    without_reason,
)
from rollbook.absence.queries.telling import slot_of
from rollbook.comms.queries import SlotState, slot_states
from rollbook.home.queries.behind import FromTheMorning, PupilClocks, by_pupil, from_the_morning, unexplained_before
from rollbook.home.queries.moment import Moment, Stage, moment_of
from rollbook.home.queries.seen_first import SeenFirst, is_first, seen_first
from rollbook.pupils.queries import (
    Movements,
    new_and_leaving,
)
from rollbook.registers.queries import Board, RegisterState, board, year_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.year_row import year_of
from rollbook.site.queries import SeenEarly, seen_today

STARTERS_DAYS = 7


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the page; lanes that this person may not see, or that have no meaning yet, are empty."""

    moment: Moment
    board: Board | None
    first: tuple[SeenFirst, ...]
    families: tuple[Family, ...]
    morning: tuple[FromTheMorning, ...]
    totals: Mapping[int, Totals]
    arrivals: tuple[Arrival, ...]
    clocks: tuple[PupilClocks, ...]
    crossed: tuple[Crossed, ...]
    movements: Movements
    seen_early: Mapping[int, SeenEarly]
    told: Mapping[int, SlotState]

    @property
    def waiting(self) -> int:
        """Registers still to come in: late ones, and before the close those not complete."""
        states = (RegisterState.MISSING, RegisterState.PARTLY, RegisterState.OPEN)
        return self.board.count(*states) if self.board else 0


def today_of(actor: Actor) -> Today:
    """Today as the office finds it at this moment: at most forty statements."""
    actor.require(Permission.SEE_TODAY)
    moment = moment_of(actor)
    meets = moment.stage is not Stage.NO_SCHOOL
    begun = meets and moment.stage is not Stage.BEFORE
    families = without_reason(actor, moment.on, moment.half) if begun else ()
    first = seen_first(actor, moment, families) if begun else ()
    seen = seen_today(actor, moment.on, moment.half, _looked_at(families))
    sees_flags = actor.may(Permission.SEE_FLAGS)
    rest = (f for f in families if not (sees_flags and is_first(f)))
    open_ = unexplained_before(actor, moment)
    return Today(
        moment=moment,
        board=board(actor, moment.on, moment.half) if meets else None,
        first=first,
        families=tuple(sorted(rest, key=lambda f: _missing_first(f, seen))),
        morning=from_the_morning(actor, moment, open_, families),
        totals=_totals(actor, (m.pupil.id for f in families for m in f.pupils)),
        arrivals=late_arrivals(actor, moment.on, moment.half) if begun else (),
        clocks=by_pupil([u for u in open_ if u.clock.session.on < moment.on]),
        crossed=_crossed(actor, moment),
        movements=new_and_leaving(actor, moment.on, days=STARTERS_DAYS),
        seen_early=seen,
        told=_told(actor, moment, families),
    )


def _looked_at(families: Iterable[Family]) -> list[int]:
    return [m.pupil.id for f in families for m in f.pupils]


def _told(actor: Actor, moment: Moment, families: Iterable[Family]) -> Mapping[int, SlotState]:
    if not actor.may(Permission.SEND_MESSAGES):
        return {}
    return slot_states(actor, slot_of(moment.on, moment.half), _looked_at(families))


def _missing_first(family: Family, seen: Mapping[int, SeenEarly]) -> tuple[bool, int, str, int]:
    """Who was in this morning, at breakfast club or at the desk, and is marked N, stands before the others."""
    first: MissingPupil = family.pupils[0]
    known = any(m.was_in_before or m.pupil.id in seen for m in family.pupils)
    return (not known, family.rank, first.pupil.surname, first.pupil.id)


def _totals(actor: Actor, ids: Iterable[int]) -> Mapping[int, Totals]:
    wanted = tuple(ids)
    if not wanted:
        return {}
    return {line.pupil_id: line.totals for line in year_lines(actor, [year_of(actor.today)], wanted)}


def _crossed(actor: Actor, moment: Moment) -> tuple[Crossed, ...]:
    if moment.before is None or moment.policy is None or not actor.may(Permission.SEE_WATCH_LISTS):
        return ()
    return crossed_since(actor, moment.before)
