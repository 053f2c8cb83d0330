"""Who is on site at this moment, and why we think so (COD-23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import keys_on_roll
from rollbook.registers.queries import MarkLine, marks_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half
from rollbook.rules.whereabouts import LastMove, Place, outside_the_day, whereabouts
from rollbook.schools.queries import SessionTimeLine, Window, is_school_day, times_of, window_of
from rollbook.site.models import Movement
from rollbook.site.queries.boarders_now import boarders_now
from rollbook.site.queries.sources import told_by_others
from rollbook.site.queries.visits import VisitLine, visitors_here


@dataclass(frozen=True, slots=True)
class Placed:
    """A pupil, where they are thought to be and what that rests on; `where` if another list names a place.

    `unsaid` are day pupils after the last bell: in no club, and nobody signed them out.
    """

    pupil: PupilLine
    place: Place
    why: str
    where: str = ""
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class OnSite:
    """Who is on site: pupils for sure, pupils perhaps, everybody else; and how many are away."""

    at: datetime
    here: tuple[Placed, ...]
    perhaps: tuple[Placed, ...]
    visitors: tuple[VisitLine, ...]
    away: int

    @property
    def doubtful(self) -> tuple[Placed, ...]:
        return tuple(p for p in self.perhaps if not p.unsaid)

    @property
    def not_signed_out(self) -> tuple[Placed, ...]:
        """Presumed gone home after the last bell, as far as nobody knows that they left."""
        return tuple(p for p in self.perhaps if p.unsaid)

    @property
    def people(self) -> int:
        return len(self.here) + len(self.visitors)


def on_site(actor: Actor) -> OnSite:
    """Who is on site at this moment, from movements, marks and rooms: ten statements, whatever the school's size.

    On a day without school only movements, visits and other lists count; what another list says (a club,
    a room) brings a pupil on site. Boarders, who stand in no register, are where their house last saw them, also
    at night: three statements more where there are any.
    """
    actor.require(Permission.SEE_ON_SITE)
    on = actor.today
    day = _day(actor)
    told = told_by_others(actor)
    pupils = pupil_lines(_seeing_everybody(actor), keys_on_roll(actor, on), on)
    boarders = boarders_now(actor, [p.id for p in pupils if p.boarder]).where
    known = day.moves.keys() | told.keys() | boarders.keys()
    placed = []
    for pupil in pupils:
        if pupil.first_day is None or pupil.first_day > on or not (day.meets or pupil.id in known):
            continue
        if pupil.id in told:
            placed.append(Placed(pupil, Place.HERE, told[pupil.id].why, told[pupil.id].where))
        elif pupil.id in boarders:
            house = "" if day.going_on(actor.now) else pupil.house
            placed.append(Placed(pupil, boarders[pupil.id].place, boarders[pupil.id].why, house))
        else:
            placed.append(_by_the_day(pupil, day, actor.now))
    return OnSite(
        at=actor.now,
        here=tuple(p for p in placed if p.place is Place.HERE),
        perhaps=tuple(p for p in placed if p.place is Place.PERHAPS),
        visitors=visitors_here(actor),
        away=sum(p.place is Place.AWAY for p in placed),
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """What today's registers and the desk know of everybody."""

    meets: bool
    marks: Mapping[Half, Mapping[int, MarkLine]]
    moves: Mapping[int, LastMove]
    codes: Mapping[str, Code]
    times: Sequence[SessionTimeLine]
    on: date

    def window(self, half: Half, nc_year: str = "") -> Window | None:
        return window_of(self.times, self.on, half, nc_year)

    def going_on(self, now: datetime) -> bool:
        """Whether the school's own day goes on, in which a boarder is not in the house."""
        morning, afternoon = self.window(Half.AM), self.window(Half.PM)
        return self.meets and bool(morning and afternoon and morning.opens <= now < afternoon.ends)


def _day(actor: Actor) -> _Day:
    on = actor.today
    return _Day(
        meets=is_school_day(actor, on),
        marks={half: marks_on(actor, on, half) for half in Half},
        moves=_last_moves(actor),
        codes=in_force(on),
        times=times_of(actor, on).rows,
        on=on,
    )


def _by_the_day(pupil: PupilLine, day: _Day, now: datetime) -> Placed:
    """Where a day pupil is by marks and movements, and by the hour: before the first bell, after the last."""
    first, later = (day.marks[half][pupil.id].code if pupil.id in day.marks[half] else "" for half in Half)
    moved, afternoon = day.moves.get(pupil.id), day.window(Half.PM)
    found = whereabouts(first, later, moved, codes=day.codes, afternoon_from=afternoon.opens if afternoon else None)
    if not day.meets:
        return Placed(pupil, found.place, found.why)
    begins, own = day.window(Half.AM, pupil.nc_year), day.window(Half.PM, pupil.nc_year)
    found, unsaid = outside_the_day(
        found, later, moved, now=now, morning_from=begins.opens if begins else None, ends=own.ends if own else None
    )
    return Placed(pupil, found.place, found.why, unsaid=unsaid)


def _seeing_everybody(actor: Actor) -> Actor:
    """The same person, for the names on the list: an alarm does not stop at the years somebody looks after."""
    return replace(actor, permissions=actor.permissions | {Permission.SEE_ALL_PUPILS})


def whereabouts_of(actor: Actor, pupil: PupilLine) -> Placed:
    """Where one pupil was last known to be: four statements; three for a boarder whose house knows."""
    on = actor.today
    boards = boarders_now(actor, [pupil.id] if pupil.boarder else []).where.get(pupil.id)
    if boards is not None:
        return Placed(pupil, boards.place, boards.why)
    codes = [marks_on(actor, on, half, [pupil.id]).get(pupil.id) for half in Half]
    morning, later = (mark.code if mark else "" for mark in codes)
    afternoon = window_of(times_of(actor, on).rows, on, Half.PM, pupil.nc_year)
    found = whereabouts(
        morning,
        later,
        _last_moves(actor, pupil.id).get(pupil.id),
        codes=in_force(on),
        afternoon_from=afternoon.opens if afternoon else None,
    )
    return Placed(pupil, found.place, found.why)


def _last_moves(actor: Actor, pupil_id: int | None = None) -> Mapping[int, LastMove]:
    rows = Movement.objects.filter(school_id=actor.school, on=actor.today, taken_back_at=None)
    if pupil_id is not None:
        rows = rows.filter(pupil_id=pupil_id)
    found = rows.order_by("at", "id").values_list("pupil_id", "kind", "at")
    return {pupil: LastMove(kind == Movement.Kind.LEFT, at) for pupil, kind, at in found}
