"""The boarding houses: which roll-calls are due, who said what at them, who is out and who is not back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine
from rollbook.pupils.queries.boarders import boarders_on, houses_of_staff
from rollbook.pupils.queries.kept_away import ask_before_collecting
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.boarding import due_at, is_overdue, may_be_taken
from rollbook.rules.refused import NotFound
from rollbook.rules.whereabouts import Place, Whereabouts
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import terms_and_closures
from rollbook.site.models import BoardingLeave, RollCall, RollCallTick
from rollbook.site.queries.boarders_now import BoardersNow, LastTick, boarders_now
from rollbook.site.queries.clubs import seeing_pupils

NO_CALL = "There is no such roll-call in this school, or it is not of your house."
NO_BOARDER = "There is no such boarder in this school, or none of your house."
NO_LEAVE = "There is no such leave in this school, or it is not of your house."
ONE_DAY = timedelta(days=1)
_K = RollCallTick.Kind
_UNKNOWN = Whereabouts(Place.PERHAPS, "boards here, not seen at a roll-call yet")


@dataclass(frozen=True, slots=True)
class RollCallLine:
    """A roll-call of one house; `weekdays` are numbers from 0, Monday."""

    id: int
    public_id: uuid.UUID
    house: str
    name: str
    at: time
    weekdays: tuple[int, ...]
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """A leave from the house; `out_at` is empty until they go. With whom and who agreed are for the house's staff."""

    public_id: uuid.UUID
    pupil: PupilLine
    says: str
    starts_at: datetime
    due_at: datetime
    out_at: datetime | None
    overdue: bool
    with_whom: str
    agreed_by: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """A boarder on a roll-call: what was said there, and where they are thought to be now."""

    pupil: PupilLine
    kind: str
    says: str
    at: datetime | None
    by_name: str
    place: Place
    why: str
    ask_first: bool = False

    @property
    def is_out(self) -> bool:
        return self.place is Place.AWAY

    @property
    def is_here(self) -> bool:
        return self.kind == _K.HERE and not self.is_out

    @property
    def is_unsaid(self) -> bool:
        return self.kind == _K.CLEARED and not self.is_out


@dataclass(frozen=True, slots=True)
class DueCall:
    """A roll-call of a day, with its numbers; `open` says whether it may be ticked now."""

    call: RollCallLine
    on: date
    due: datetime
    rows: tuple[CallRow, ...]
    open: bool
    overdue: bool

    @property
    def here(self) -> int:
        return sum(row.is_here for row in self.rows)

    @property
    def out(self) -> int:
        return sum(row.is_out for row in self.rows)

    @property
    def not_found(self) -> int:
        return sum(row.kind == _K.NOT_HERE and not row.is_out for row in self.rows)

    @property
    def unsaid(self) -> int:
        return sum(row.is_unsaid for row in self.rows)


@dataclass(frozen=True, slots=True)
class Boarding:
    """The houses of this person at a moment: roll-calls in the order of their time, leaves, and every boarder."""

    calls: tuple[DueCall, ...]
    out: tuple[LeaveLine, ...]
    agreed: tuple[LeaveLine, ...]
    boarders: tuple[CallRow, ...]

    @property
    def overdue(self) -> tuple[DueCall, ...]:
        return tuple(call for call in self.calls if call.overdue)

    @property
    def not_back(self) -> tuple[LeaveLine, ...]:
        return tuple(leave for leave in self.out if leave.overdue)


def boarding(actor: Actor) -> Boarding:
    """Everything of today in the houses of this person, last night's with it: ten statements at most."""
    pupils = boarders_of(actor)
    by_id = {p.id: p for p in pupils}
    now = boarders_now(actor, by_id)
    calls = _calls(actor, frozenset(p.house for p in pupils)) if pupils else ()
    agreed = _agreed(actor).filter(pupil_id__in=by_id) if pupils else ()
    return Boarding(
        calls=_due(actor, calls, pupils, now),
        out=tuple(
            sorted((_leave(actor, row, by_id[row.pupil_id]) for row in _out(now)), key=lambda leave: leave.due_at)
        ),
        agreed=tuple(_leave(actor, row, by_id[row.pupil_id]) for row in agreed),
        boarders=tuple(_row(p, None, now) for p in pupils),
    )


def roll_call(actor: Actor, public_id: uuid.UUID, on: date) -> DueCall:
    """One roll-call of a day with its boarders: seven statements at most; NotFound for a house that is not theirs."""
    line = next((c for c in _calls(actor, houses(actor)) if c.public_id == public_id), None)
    if line is None or not _meets(line, on) or not timedelta() <= actor.today - on <= ONE_DAY:
        raise NotFound(NO_CALL)
    pupils = [p for p in boarders_of(actor) if p.house == line.house]
    now = boarders_now(actor, [p.id for p in pupils])
    return _due_call(actor, line, on, pupils, now, ask_before_collecting(actor, [p.id for p in pupils]))


def roll_calls(actor: Actor) -> tuple[RollCallLine, ...]:
    """The roll-calls that are set and not over, by house and time: one statement."""
    return _calls(actor, None)


def boarder(actor: Actor, public_id: uuid.UUID) -> PupilLine:
    """One boarder of this person's houses: two statements, or NotFound."""
    found = next((p for p in boarders_of(actor) if p.public_id == public_id), None)
    if found is None:
        raise NotFound(NO_BOARDER)
    return found


def leave(actor: Actor, public_id: uuid.UUID) -> LeaveLine:
    """One leave of a boarder of this person's houses: three statements, or NotFound."""
    row = BoardingLeave.objects.select_related("movement").filter(school_id=actor.school, public_id=public_id).first()
    pupil = next((p for p in boarders_of(actor) if row is not None and p.id == row.pupil_id), None)
    if row is None or pupil is None:
        raise NotFound(NO_LEAVE)
    return _leave(actor, row, pupil)


def boarders_of(actor: Actor) -> tuple[PupilLine, ...]:
    """The boarders of this person's houses, by surname: two statements. Its staff know them by name."""
    own = houses(actor)
    return tuple(p for p in boarders_on(seeing_pupils(actor), actor.today) if own is None or p.house in own)


def houses(actor: Actor) -> frozenset[str] | None:
    """The houses whose staff this person is; None, for every house, where they see the whole school's list."""
    return None if actor.may(Permission.SEE_ON_SITE) else houses_of_staff(actor, actor.today)


def place_of(leave: uuid.UUID, what: str) -> str:
    """Where a leave's words belong, to which their encryption is bound."""
    return f"boarding-leave:{leave}:{what}"


def _calls(actor: Actor, own: frozenset[str] | None) -> tuple[RollCallLine, ...]:
    rows = RollCall.objects.filter(Q(last=None) | Q(last__gte=actor.today - ONE_DAY), school_id=actor.school)
    if own is not None:
        rows = rows.filter(house__in=own)
    return tuple(
        RollCallLine(r.pk, r.public_id, r.house, r.name, r.at, tuple(int(d) for d in r.weekdays), r.first, r.last)
        for r in rows.order_by("house", "at", "id")
    )


def _agreed(actor: Actor) -> QuerySet[BoardingLeave]:
    """Leaves that were agreed and not taken yet; one that would be over is not offered any more."""
    rows = BoardingLeave.objects.filter(school_id=actor.school, withdrawn_at=None, due_at__gt=actor.now)
    not_gone = Q(movement=None) | Q(movement__taken_back_at__isnull=False)
    return rows.filter(not_gone).select_related("movement").order_by("starts_at", "id")


def _out(now: BoardersNow) -> list[BoardingLeave]:
    return [row for row in now.leaves.values() if now.where.get(row.pupil_id, _UNKNOWN).place is Place.AWAY]


def _due(
    actor: Actor, calls: Sequence[RollCallLine], pupils: Sequence[PupilLine], now: BoardersNow
) -> tuple[DueCall, ...]:
    """Today's roll-calls, and last night's that may still be taken or never were."""
    if not calls:
        return ()
    boarding_days = _boarding_days(actor)
    found = []
    for on in (actor.today - ONE_DAY, actor.today):
        for line in calls:
            if on not in boarding_days or not _meets(line, on):
                continue
            due = _due_call(actor, line, on, [p for p in pupils if p.house == line.house], now)
            if due.rows and (on == actor.today or due.open or (due.overdue and actor.now - due.due < ONE_DAY)):
                found.append(due)
    return tuple(sorted(found, key=lambda one: (one.due, one.call.house, one.call.id)))


def _boarding_days(actor: Actor) -> frozenset[date]:
    """Which of yesterday and today lie in a term, weekends too, from the evening before it; not in a half-term."""
    year = terms_and_closures(actor, year_of(actor.today))
    breaks = [c for c in year.closures if c.kind == "half-term"]
    return frozenset(
        on
        for on in (actor.today - ONE_DAY, actor.today)
        if any(t.first - ONE_DAY <= on <= t.last for t in year.terms)
        and not any(c.first <= on < c.last for c in breaks)
    )


def _meets(line: RollCallLine, on: date) -> bool:
    return on.weekday() in line.weekdays and line.first <= on and (line.last is None or on <= line.last)


def _due_call(
    actor: Actor,
    line: RollCallLine,
    on: date,
    pupils: Sequence[PupilLine],
    now: BoardersNow,
    ask: frozenset[int] = frozenset(),
) -> DueCall:
    due = due_at(on, line.at)
    rows = tuple(_row(p, now.ticks.get((line.id, on, p.id)), now, ask_first=p.id in ask) for p in pupils)
    unsaid = any(row.is_unsaid for row in rows)
    return DueCall(line, on, due, rows, may_be_taken(due, actor.now), unsaid and is_overdue(due, actor.now))


def _row(pupil: PupilLine, tick: LastTick | None, now: BoardersNow, *, ask_first: bool = False) -> CallRow:
    kind = _K(tick.kind) if tick else _K.CLEARED
    said = tick if tick is not None and kind is not _K.CLEARED else None
    where = now.where.get(pupil.id, _UNKNOWN)
    return CallRow(
        pupil=pupil,
        kind=kind.value,
        says=kind.label,
        at=said.at if said else None,
        by_name=said.by_name if said else "",
        place=where.place,
        why=where.why,
        ask_first=ask_first,
    )


def _leave(actor: Actor, row: BoardingLeave, pupil: PupilLine) -> LeaveLine:
    gone = row.movement if row.movement is not None and row.movement.taken_back_at is None else None
    return LeaveLine(
        public_id=row.public_id,
        pupil=pupil,
        says=BoardingLeave.Kind(row.kind).label,
        starts_at=row.starts_at,
        due_at=row.due_at,
        out_at=gone.at if gone else None,
        overdue=gone is not None and actor.now > row.due_at,
        with_whom=decrypt(row.with_whom, place=place_of(row.public_id, "with")),
        agreed_by=decrypt(row.agreed_by, place=place_of(row.public_id, "agreed")),
        noted_by=row.noted_by_name,
    )
