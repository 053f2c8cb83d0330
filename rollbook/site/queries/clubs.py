"""Clubs, their rolls of today, and who of them is still on site."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine, RingLine, contacts_to_ring, pupil_lines
from rollbook.pupils.queries.kept_away import ask_before_collecting
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound
from rollbook.schools.queries import is_school_day
from rollbook.site.models import Club, ClubPlace, ClubTick

NO_CLUB = "There is no such club in this school, or you do not lead it."
SATURDAY = 5
GONE = frozenset({ClubTick.Kind.COLLECTED, ClubTick.Kind.WALKED})
_K = ClubTick.Kind


@dataclass(frozen=True, slots=True)
class ClubLine:
    """A club; `weekdays` are numbers from 0, Monday. `meets` says whether it is held today."""

    id: int
    public_id: uuid.UUID
    kind: str
    says: str
    name: str
    weekdays: tuple[int, ...]
    starts: time
    ends: time
    place: str
    leader_id: int | None
    leader: str
    first: date
    last: date | None
    meets: bool
    pupils: int = 0
    here: int = 0
    waiting: int = 0

    def ended(self, now: datetime) -> bool:
        """Whether its hours are over at this moment of the day."""
        return now.astimezone(LONDON).time() >= self.ends


@dataclass(frozen=True, slots=True)
class ClubRow:
    """A pupil on a club's roll of today: the last that was said, when and by whom, and how they may go home."""

    pupil: PupilLine
    walks_home: bool
    ask_first: bool
    kind: str
    says: str
    at: datetime | None
    by_name: str
    collected_by: str
    ring: RingLine | None = None

    @property
    def is_here(self) -> bool:
        return self.kind == _K.HERE

    @property
    def is_gone(self) -> bool:
        return self.kind in GONE


@dataclass(frozen=True, slots=True)
class StillHere:
    """A pupil who was ticked at a club that is over and has not gone, as far as anybody said."""

    club: ClubLine
    row: ClubRow


def clubs(actor: Actor) -> tuple[ClubLine, ...]:
    """The clubs of today and to come, today's first, in order of their hours: four statements.

    Who does not run the desk is given only those they lead.
    """
    rows = list(_clubs(actor).order_by("starts", "name", "id"))
    meets = _meeting(actor, rows)
    last = _last_ticks(actor)
    places = _places(actor, [row.pk for row in rows])
    lines = [_line(row, meets, places.get(row.pk, ()), last) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.meets))


def club(actor: Actor, public_id: uuid.UUID) -> ClubLine:
    """One club: two statements; NotFound for another school's, and for one that somebody else leads."""
    row = _clubs(actor, ended=True).filter(public_id=public_id).first()
    if row is None:
        raise NotFound(NO_CLUB)
    return _line(row, _meeting(actor, [row]), (), {})


def club_roll(actor: Actor, line: ClubLine) -> tuple[ClubRow, ...]:
    """Today's roll of a club, by surname: four statements. Its leader sees the names of its pupils and no more."""
    places = _places(actor, [line.id]).get(line.id, ())
    return _rows(actor, line.id, places, _last_ticks(actor, line.id), {})


def still_here(actor: Actor) -> tuple[StillHere, ...]:
    """Who has not gone from a club that is over: at most seven statements, one of which notes who looked.

    With whom to ring (only contacts who may be told) for those who may see contacts; breakfast club
    ends in the school day, so nobody waits after it.
    """
    over = [c for c in clubs(actor) if c.meets and c.kind != Club.Kind.BREAKFAST and c.ended(actor.now)]
    if not any(c.here for c in over):
        return ()
    places, last = _places(actor, [c.id for c in over]), _last_ticks(actor)
    waiting = {tick.pupil_id for tick in last.values() if tick.kind == _K.HERE}
    ring = contacts_to_ring(actor, waiting)
    if ring:
        log_access(actor, what="contacts of pupils not collected", subject=f"school:{actor.school}")
    return tuple(
        StillHere(c, row) for c in over for row in _rows(actor, c.id, places.get(c.id, ()), last, ring) if row.is_here
    )


def place_of(tick_id: uuid.UUID) -> str:
    """Where the name of who collected belongs, to which its encryption is bound."""
    return f"club-tick:{tick_id}"


def seeing_pupils(actor: Actor) -> Actor:
    """Whoever takes a roll may read the names that are on it, whomever they teach."""
    return replace(actor, permissions=actor.permissions | {Permission.SEE_ALL_PUPILS})


def _clubs(actor: Actor, *, ended: bool = False) -> QuerySet[Club]:
    rows = Club.objects.filter(school_id=actor.school)
    if not ended:
        rows = rows.filter(Q(last=None) | Q(last__gte=actor.today))
    if not actor.may(Permission.RUN_FRONT_DESK):
        rows = rows.filter(leader_id=actor.user_id or 0)
    return rows


def _meeting(actor: Actor, rows: Sequence[Club]) -> frozenset[int]:
    """The clubs held today: on their weekday and in their dates, and not where the school is closed on a weekday."""
    on, weekday = actor.today, str(actor.today.weekday())
    due = [r for r in rows if weekday in r.weekdays and r.first <= on and (r.last is None or r.last >= on)]
    if not due or (on.weekday() < SATURDAY and not is_school_day(actor, on)):
        return frozenset()
    return frozenset(r.pk for r in due)


def _places(actor: Actor, club_ids: Sequence[int]) -> Mapping[int, Sequence[ClubPlace]]:
    on = actor.today
    rows = ClubPlace.objects.filter(school_id=actor.school, club_id__in=club_ids, first__lte=on)
    found: dict[int, list[ClubPlace]] = {}
    for row in rows.filter(Q(last=None) | Q(last__gte=on)).order_by("club_id", "id"):
        found.setdefault(row.club_id, []).append(row)
    return found


def _last_ticks(actor: Actor, club_id: int | None = None) -> Mapping[tuple[int, int], ClubTick]:
    rows = ClubTick.objects.filter(school_id=actor.school, on=actor.today)
    if club_id is not None:
        rows = rows.filter(club_id=club_id)
    return {(row.club_id, row.pupil_id): row for row in rows.order_by("at", "id")}


def _line(
    row: Club, meets: frozenset[int], places: Sequence[ClubPlace], last: Mapping[tuple[int, int], ClubTick]
) -> ClubLine:
    said = [last[(row.pk, p.pupil_id)].kind if (row.pk, p.pupil_id) in last else _K.CLEARED for p in places]
    return ClubLine(
        id=row.pk,
        public_id=row.public_id,
        kind=row.kind,
        says=Club.Kind(row.kind).label,
        name=row.name,
        weekdays=tuple(int(day) for day in row.weekdays),
        starts=row.starts,
        ends=row.ends,
        place=row.place,
        leader_id=row.leader_id,
        leader=row.leader_name,
        first=row.first,
        last=row.last,
        meets=row.pk in meets,
        pupils=len(places),
        here=sum(kind == _K.HERE for kind in said),
        waiting=sum(kind == _K.CLEARED for kind in said),
    )


def _rows(
    actor: Actor,
    club_id: int,
    places: Sequence[ClubPlace],
    last: Mapping[tuple[int, int], ClubTick],
    ring: Mapping[int, RingLine],
) -> tuple[ClubRow, ...]:
    ids = [p.pupil_id for p in places]
    lines = pupil_lines(seeing_pupils(actor), ids, actor.today)
    ask, by_pupil = ask_before_collecting(actor, ids), {p.pupil_id: p for p in places}
    return tuple(
        _row(line, by_pupil[line.id], last.get((club_id, line.id)), ring.get(line.id), ask_first=line.id in ask)
        for line in lines
    )


def _row(
    pupil: PupilLine, place: ClubPlace, tick: ClubTick | None, ring: RingLine | None, *, ask_first: bool
) -> ClubRow:
    kind = _K(tick.kind) if tick else _K.CLEARED
    told = decrypt(tick.collected_by, place=place_of(tick.tick_id)) if tick and tick.collected_by else ""
    said = kind is not _K.CLEARED and tick is not None
    return ClubRow(
        pupil=pupil,
        walks_home=place.walks_home,
        ask_first=ask_first,
        kind=kind.value,
        says=kind.label,
        at=tick.at if said and tick else None,
        by_name=tick.by_name if said and tick else "",
        collected_by=told,
        ring=ring,
    )
