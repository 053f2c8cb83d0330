"""What Today puts together: where the day stands, and who needs something of the office now.

A fixed number of statements, however many pupils the school has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollbook.absence.queries import (
    Arrival,
    Crossed,
    Family,
    MissingPupil,
    UnexplainedAbsence,
    crossed_since,
    late_arrivals,
    unexplained,
    without_reason,
)
from rollbook.absence.queries.telling import slot_of
from rollbook.comms.queries import SlotState, slot_states
from rollbook.pupils.queries import (
    VULNERABILITY,
    Flag,
    Movements,
    PupilLine,
    RingLine,
    contacts_to_ring,
    flags_of,
    new_and_leaving,
    pupil_lines,
)
from rollbook.pupils.queries.identifying import keys_on_roll
from rollbook.registers.queries import Board, RegisterState, board, marks_on, year_lines
from rollbook.registers.queries.contact import contact_stopped
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import (
    PolicyLine,
    SchoolYear,
    Window,
    calendar_of,
    policies,
    terms_and_closures,
    times_of,
    window_of,
)
from rollbook.site.queries import SeenEarly, seen_today

# Child protection, looked after, social worker, child in need: looked for before anyone else.
SEEN_FIRST = frozenset(VULNERABILITY[:4])
FAR = timedelta(days=70)
BEFORE_OPENING = timedelta(minutes=15)
STARTERS_DAYS = 7


class Stage(StrEnum):
    """Where the day stands."""

    NO_SCHOOL = "no school"
    BEFORE = "before registers open"
    OPEN = "registers open"
    CLOSED = "registers closed"
    OVER = "the day is over"


@dataclass(frozen=True, slots=True)
class Moment:
    """The day and the session that the page is about; `window` is None where no times are set."""

    now: datetime
    on: date
    stage: Stage
    half: Half
    window: Window | None
    policy: PolicyLine | None
    before: date | None
    after: date | None
    closed_for: str = ""
    unplanned: str = ""

    @property
    def session(self) -> Session:
        return Session(self.on, self.half)

    @property
    def contact_by(self) -> datetime | None:
        """When every family should have been reached, on a morning with school (the school's policy)."""
        if self.policy is None or self.window is None or self.half is Half.PM:
            return None
        midnight = self.window.opens.replace(hour=0, minute=0)
        return midnight + timedelta(minutes=self.policy.contact_by)


@dataclass(frozen=True, slots=True)
class SeenFirst:
    """Vulnerable pupils whom nobody has seen in this session: marked N, or not marked though it closed.

    The first of `pupils` is the most vulnerable; the others are brothers and sisters marked N as well.
    """

    pupils: tuple[PupilLine, ...]
    flags: tuple[Flag, ...]
    marked: bool
    was_in_before: bool
    ring: RingLine | None

    @property
    def rank(self) -> int:
        return min(flag.rank for flag in self.flags)


@dataclass(frozen=True, slots=True)
class FromTheMorning:
    """In the afternoon: a pupil whose morning still stands without a reason, and who is not missing now."""

    pupil: PupilLine
    ring: RingLine | None


@dataclass(frozen=True, slots=True)
class PupilClocks:
    """A pupil's unexplained sessions, oldest first; the first one's clock is the most urgent."""

    pupil: PupilLine
    absences: tuple[UnexplainedAbsence, ...]

    @property
    def due(self) -> tuple[UnexplainedAbsence, ...]:
        """Those that must be settled today."""
        return tuple(a for a in self.absences if a.is_urgent)


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
    first = _seen_first(actor, moment, families) if begun else ()
    seen = seen_today(actor, moment.on, moment.half, _looked_at(families))
    sees_flags = actor.may(Permission.SEE_FLAGS)
    rest = (f for f in families if not (sees_flags and _is_first(f)))
    open_ = _unexplained(actor, moment)
    return Today(
        moment=moment,
        board=board(actor, moment.on, moment.half) if meets else None,
        first=first,
        families=tuple(sorted(rest, key=lambda f: _missing_first(f, seen))),
        morning=_from_the_morning(actor, moment, open_, families),
        totals=_totals(actor, (m.pupil.id for f in families for m in f.pupils)),
        arrivals=late_arrivals(actor, moment.on, moment.half) if begun else (),
        clocks=_by_pupil([u for u in open_ if u.clock.session.on < moment.on]),
        crossed=_crossed(actor, moment),
        movements=new_and_leaving(actor, moment.on, days=STARTERS_DAYS),
        seen_early=seen,
        told=_told(actor, moment, families),
    )


def moment_of(actor: Actor) -> Moment:
    """Where the day stands: four statements, two more around the end of the school's year."""
    on = actor.today
    year = terms_and_closures(actor, year_of(on))
    days = year.calendar.days
    if not days or not days[0] < on < days[-1]:
        days = calendar_of(actor, first=on - FAR, last=on + FAR).days
    times = times_of(actor, on)
    windows = {half: window_of(times.rows, on, half) for half in Half}
    half = _half(actor.now, windows[Half.PM])
    window = windows[half]
    meets = on in days
    closure = _closure(year, on)
    return Moment(
        now=actor.now,
        on=on,
        stage=_stage(actor.now, window) if meets else Stage.NO_SCHOOL,
        half=half,
        window=window if meets else None,
        policy=next((p for p in policies(actor) if p.valid_from <= on), None),
        before=max((d for d in days if d < on), default=None),
        after=min((d for d in days if d > on), default=None),
        closed_for=closure if not meets else "",
        unplanned=closure if meets else "",
    )


def _closure(year: SchoolYear, on: date) -> str:
    return next((c.name or c.label for c in year.closures if c.first <= on <= c.last), "")


def _half(now: datetime, afternoon: Window | None) -> Half:
    """The morning until shortly before the afternoon's registers open."""
    return Half.PM if afternoon is not None and now >= afternoon.opens - BEFORE_OPENING else Half.AM


def _stage(now: datetime, window: Window | None) -> Stage:
    if window is None or now < window.opens:
        return Stage.BEFORE
    if now < window.closes:
        return Stage.OPEN
    return Stage.CLOSED if now < window.ends else Stage.OVER


def _seen_first(actor: Actor, moment: Moment, families: Sequence[Family]) -> tuple[SeenFirst, ...]:
    """Vulnerable pupils marked N, and once registers have closed those without any mark: five statements."""
    if not actor.may(Permission.SEE_FLAGS):
        return ()
    found = [_family_first(f) for f in families if _is_first(f)]
    if moment.stage is not Stage.OPEN:
        found += _unmarked(actor, moment)
    return tuple(sorted(found, key=lambda s: (s.rank, s.pupils[0].surname, s.pupils[0].id)))


def _is_first(family: Family) -> bool:
    return any(_looked_for(m.flags) for m in family.pupils)


def _family_first(family: Family) -> SeenFirst:
    return SeenFirst(
        pupils=tuple(m.pupil for m in family.pupils),
        flags=tuple(dict.fromkeys(flag for m in family.pupils for flag in m.flags)),
        marked=True,
        was_in_before=any(m.was_in_before for m in family.pupils),
        ring=family.ring,
    )


def _unmarked(actor: Actor, moment: Moment) -> list[SeenFirst]:
    marked = marks_on(actor, moment.on, moment.half)
    ids = [pupil for pupil in keys_on_roll(actor, moment.on) if pupil not in marked]
    stopped = contact_stopped(actor, moment.on, moment.half, ids)
    ids = [pupil for pupil in ids if pupil not in stopped]
    flags = {p: f for p, f in flags_of(actor, ids, moment.on).items() if _looked_for(f)}
    lines = [p for p in pupil_lines(actor, tuple(flags), moment.on) if _expected(p, moment.on)]
    ring = contacts_to_ring(actor, [p.id for p in lines])
    return [SeenFirst((p,), flags[p.id], False, False, ring.get(p.id)) for p in lines]


def _looked_for(flags: Iterable[Flag]) -> bool:
    return any(flag.kind in SEEN_FIRST for flag in flags)


def _expected(pupil: PupilLine, on: date) -> bool:
    return pupil.first_day is not None and pupil.first_day <= on and not pupil.boarder and bool(pupil.registration)


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


def _unexplained(actor: Actor, moment: Moment) -> tuple[UnexplainedAbsence, ...]:
    """Before today; in the afternoon the morning is behind us too."""
    if not actor.may(Permission.SEE_WATCH_LISTS):
        return ()
    return unexplained(actor, before=moment.on if moment.half is Half.PM else None)


def _from_the_morning(
    actor: Actor, moment: Moment, found: Sequence[UnexplainedAbsence], families: Sequence[Family]
) -> tuple[FromTheMorning, ...]:
    if moment.half is Half.AM:
        return ()
    missing = {m.pupil.id for f in families for m in f.pupils}
    this_morning = Session(moment.on, Half.AM)
    pupils = [u.pupil for u in found if u.clock.session == this_morning and u.pupil.id not in missing]
    ring = contacts_to_ring(actor, [p.id for p in pupils])
    return tuple(FromTheMorning(p, ring.get(p.id)) for p in pupils)


def _by_pupil(found: Sequence[UnexplainedAbsence]) -> tuple[PupilClocks, ...]:
    by_pupil: dict[int, list[UnexplainedAbsence]] = {}
    for absence in found:
        by_pupil.setdefault(absence.pupil.id, []).append(absence)
    return tuple(PupilClocks(own[0].pupil, tuple(own)) for own in by_pupil.values())


def _crossed(actor: Actor, moment: Moment) -> tuple[Crossed, ...]:
    if moment.before is None or moment.policy is None or not actor.may(Permission.SEE_WATCH_LISTS):
        return ()
    return crossed_since(actor, moment.before)
