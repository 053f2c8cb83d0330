"""Everything on Today, in a fixed number of statements however many pupils the school has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.absence.queries import (
    ContactState,
    Crossed,
    Family,
    MissingPupil,
    contact_states,
    crossed_since,
    without_reason,
)
from rollbook.absence.queries.telling import slot_of
from rollbook.audit.once import read_once
from rollbook.cases.queries import CaseLine, SuggestionLine, clocks_until, suggestions
from rollbook.comms.queries import SlotState, slot_states
from rollbook.home.queries.around import (
    Alarms,
    OnMe,
    Planned,
    alarms,
    at_the_desk,
    on_me,
    planned,
    reports_to_file,
    unconfirmed,
)
from rollbook.home.queries.behind import FromTheMorning, PupilClocks, by_pupil, from_the_morning, unexplained_before
from rollbook.home.queries.moment import Moment, Stage, moment_of
from rollbook.home.queries.seen_first import SeenFirst, is_first, seen_first
from rollbook.pupils.queries import Movements, new_and_leaving, pupil_lines
from rollbook.registers.queries import RegisterState, marks_on, standing_no_reason, year_lines
from rollbook.registers.queries.board import Board, both_halves
from rollbook.registers.queries.unconfirmed import WaitingList
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half
from rollbook.rules.year_row import year_of, year_starts
from rollbook.site.queries import MovementLine, SeenEarly, seen_today

STARTERS_DAYS = 7
WAITING = (RegisterState.MISSING, RegisterState.PARTLY, RegisterState.OPEN)


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the page; lanes that this person may not see, or that have no meaning yet, are empty."""

    moment: Moment
    alarms: Alarms
    boards: Mapping[Half, Board]
    first: tuple[SeenFirst, ...]
    families: tuple[Family, ...]
    morning: tuple[FromTheMorning, ...]
    totals: Mapping[int, Totals]
    desk: tuple[MovementLine, ...]
    late: int
    clocks: tuple[PupilClocks, ...]
    trips: tuple[WaitingList, ...]
    cases: tuple[CaseLine, ...]
    suggested: tuple[SuggestionLine, ...]
    crossed: tuple[Crossed, ...]
    movements: Movements
    planned: Planned
    to_file: int
    on_me: OnMe
    seen_early: Mapping[int, SeenEarly]
    told: Mapping[int, SlotState]
    contact: Mapping[int, ContactState]
    last_saved: Mapping[Half, datetime]
    blanks: int

    @property
    def board(self) -> Board | None:
        """The registers of the session that the page is about."""
        return self.boards.get(self.moment.half)

    @property
    def closing(self) -> datetime | None:
        """When the last of the afternoon's registers closes."""
        afternoon = self.boards.get(Half.PM)
        return max((row.closes for row in afternoon.rows if row.closes), default=None) if afternoon else None

    @property
    def waiting(self) -> int:
        """Registers still to come in: late ones, and before the close those not complete."""
        return self.board.count(*WAITING) if self.board else 0

    def says_of(self, pupil: int) -> tuple[str, datetime | None]:
        """What became of reaching this pupil's family so far, and since when; empty before the first try."""
        if pupil in self.contact and self.contact[pupil].says:
            return self.contact[pupil].says, None
        told = self.told.get(pupil)
        return (told.says, told.since) if told else ("", None)


def today_of(actor: Actor) -> Today:
    """Today as the office finds it at this moment: a fixed number of statements, each list of names read once."""
    actor.require(Permission.SEE_TODAY)
    with read_once():
        return _today(actor)


def _today(actor: Actor) -> Today:
    moment = moment_of(actor)
    meets = moment.stage is not Stage.NO_SCHOOL
    begun = meets and moment.stage is not Stage.BEFORE
    boards = _boards(actor, moment) if meets else {}
    crossed = _crossed(actor, moment)
    _names(actor, moment)
    families = without_reason(actor, moment.on, moment.half) if begun else ()
    missing = _looked_at(families)
    contact = _contact(actor, moment, missing)
    seen = seen_today(actor, moment.on, moment.half, missing)
    sees_flags = actor.may(Permission.SEE_FLAGS)
    rest = (f for f in families if not is_first(f, contact, flags=sees_flags))
    open_ = unexplained_before(actor, moment)
    return Today(
        moment=moment,
        alarms=alarms(actor),
        boards=boards,
        first=seen_first(actor, moment, families, contact) if begun else (),
        families=tuple(sorted(rest, key=lambda f: _missing_first(f, seen))),
        morning=from_the_morning(actor, moment, open_, families),
        totals=_totals(actor, missing),
        desk=at_the_desk(actor, moment),
        late=_late_by_register(actor, moment),
        clocks=by_pupil([u for u in open_ if u.clock.session.on < moment.on]),
        trips=unconfirmed(actor),
        cases=clocks_until(actor, moment.on),
        suggested=suggestions(actor, {one.pupil.id for one in crossed}),
        crossed=crossed,
        movements=new_and_leaving(actor, moment.on, days=STARTERS_DAYS),
        planned=planned(actor, moment),
        to_file=reports_to_file(actor),
        on_me=on_me(actor, moment),
        seen_early=seen,
        told=_told(actor, moment, missing),
        contact=contact,
        last_saved=_last_saved(boards),
        blanks=sum(row.size - row.marked for board in boards.values() for row in board.rows if row.state in WAITING),
    )


def _boards(actor: Actor, moment: Moment) -> Mapping[Half, Board]:
    return {half: Board(moment.on, half, True, rows) for half, rows in both_halves(actor, moment.on)}


def _names(actor: Actor, moment: Moment) -> None:
    """Read every name that lists below will ask for, in one statement instead of one for each list."""
    marks = [mark for half in Half for mark in marks_on(actor, moment.on, half).values()]
    wanted = {mark.pupil_id for mark in marks if mark.code == "N"}
    if actor.may(Permission.SEE_WATCH_LISTS):
        first = year_starts(year_of(moment.on) - 1)
        until = moment.on if moment.half is Half.PM else moment.on - timedelta(days=1)
        wanted |= {mark.pupil_id for mark in standing_no_reason(actor, first, until)}
    pupil_lines(actor, wanted, moment.on)


def _looked_at(families: Iterable[Family]) -> list[int]:
    return [m.pupil.id for f in families for m in f.pupils]


def _contact(actor: Actor, moment: Moment, missing: Sequence[int]) -> Mapping[int, ContactState]:
    if not actor.may(Permission.SEE_CONTACTS):
        return {}
    return contact_states(actor, moment.on, moment.half, missing)


def _told(actor: Actor, moment: Moment, missing: Sequence[int]) -> Mapping[int, SlotState]:
    if not actor.may(Permission.SEND_MESSAGES):
        return {}
    return slot_states(actor, slot_of(moment.on, moment.half), missing)


def _missing_first(family: Family, seen: Mapping[int, SeenEarly]) -> tuple[object, ...]:
    """Who was in this morning, at breakfast club or at the desk, and is marked N, stands before the others."""
    first: MissingPupil = family.pupils[0]
    known = any(m.was_in_before or m.pupil.id in seen for m in family.pupils)
    return (not known, family.rank, first.pupil.order)


def _totals(actor: Actor, wanted: Sequence[int]) -> Mapping[int, Totals]:
    if not wanted:
        return {}
    return {line.pupil_id: line.totals for line in year_lines(actor, [year_of(actor.today)], wanted)}


def _late_by_register(actor: Actor, moment: Moment) -> int:
    """How many the registers of this session have as late, by the desk or without it."""
    known = in_force(moment.on)
    return sum(known[mark.code].late for mark in marks_on(actor, moment.on, moment.half).values())


def _last_saved(boards: Mapping[Half, Board]) -> Mapping[Half, datetime]:
    """When the last of the registers of each session came in."""
    moments = {half: [row.taken_at for row in board.rows if row.taken_at] for half, board in boards.items()}
    return {half: max(found) for half, found in moments.items() if found}


def _crossed(actor: Actor, moment: Moment) -> tuple[Crossed, ...]:
    if moment.before is None or moment.policy is None or not actor.may(Permission.SEE_WATCH_LISTS):
        return ()
    return crossed_since(actor, moment.before)
